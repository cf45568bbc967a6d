// 1-D data: the prediction taken apart. Each unit of the last hidden layer adds w·a(x), the bias
// its constant; their sum is what the output layer sees.
#include <algorithm>
#include <array>
#include <cmath>

#include "web/views/boundary_maps.h"
#include "web/views/boundary_plane.h"
#include "web/views/function_parts.h"
#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr std::size_t kMostListed = 8;  // units in the tip

Plot make_plot(const UiState& ui, const Snapshot& s, const FunctionParts& parts, ImVec2 min,
               ImVec2 max) {
  Plot plot;
  plot.min = {min.x + dp(ui, 40), min.y + dp(ui, 24)};
  plot.max = {max.x - dp(ui, 6), max.y - dp(ui, 22)};
  plot.x = {static_cast<double>(s.x_axis.min), static_cast<double>(s.x_axis.max)};
  Extent extent;
  extent.add(s.train.y);
  extent.add(static_cast<double>(parts.bias));
  for (std::size_t i = 0; i < parts.columns; ++i) {
    for (std::size_t u = 0; u < parts.units; ++u) extent.add(static_cast<double>(parts.part(u, i)));
    extent.add(static_cast<double>(parts.sum(i)));
  }
  plot.y = linear_axis(extent.low, extent.high);
  return plot;
}

ImU32 unit_color(const UiState& ui, std::size_t unit) {
  return ui.theme->layer(static_cast<Index>(unit));
}

template <class Value>
void draw_line(const UiState& ui, ImDrawList& draw, const Plot& plot, std::size_t n, ImU32 color,
               float width, Value value) {
  draw.PathClear();
  const double span = plot.x.high - plot.x.low;
  for (std::size_t i = 0; i < n; ++i) {
    const auto y = static_cast<double>(value(i));
    if (!std::isfinite(y)) continue;
    const double x = plot.x.low + (static_cast<double>(i) + 0.5) / static_cast<double>(n) * span;
    draw.PathLineTo({plot.px(x), plot.py(y)});
  }
  draw.PathStroke(color, ImDrawFlags_None, dp(ui, width));
}

void draw_points(const UiState& ui, ImDrawList& draw, const Plot& plot, const Points& points) {
  PointLook look;
  look.color = with_alpha(ui.theme->text, 0.55F);
  const std::size_t n = std::min(points.x.size(), points.y.size());
  for (std::size_t i = 0; i < n; ++i) {
    draw_point(
        ui, draw,
        {plot.px(static_cast<double>(points.x[i])), plot.py(static_cast<double>(points.y[i]))},
        look, 0.6F);
  }
}

void draw_keys(const UiState& ui, ImDrawList& draw, const Plot& plot, bool has_truth) {
  const float line = line_height(ui, TextSize::Small);
  ImVec2 at(plot.min.x, plot.min.y - dp(ui, 20));
  const auto key = [&](Word text, ImU32 color, float width) {
    const float y = at.y + 0.5F * line;
    draw.AddLine({at.x, y}, {at.x + dp(ui, 16), y}, color, dp(ui, width));
    at.x += dp(ui, 21);
    at.x += draw_text(ui, draw, at, ui.theme->secondary, Face::Regular, TextSize::Small,
                      word(ui, text)) +
            dp(ui, 12);
  };
  key(Word::function_sum, ui.theme->positive, 2.5F);
  if (has_truth) key(Word::true_function, ui.theme->negative, 1.5F);
  key(Word::function_unit, unit_color(ui, 0), 1.25F);
  key(Word::function_bias, ui.theme->secondary, 1);
}

void draw_all(const UiState& ui, ImDrawList& draw, const Plot& plot, const Snapshot& s,
              const FunctionParts& parts) {
  draw.PushClipRect(plot.min, plot.max, true);
  draw_points(ui, draw, plot, s.train);
  const float bias = plot.py(static_cast<double>(parts.bias));
  draw.AddLine({plot.min.x, bias}, {plot.max.x, bias}, ui.theme->secondary, dp(ui, 1));
  for (std::size_t u = 0; u < parts.units; ++u) {
    draw_line(ui, draw, plot, parts.columns, with_alpha(unit_color(ui, u), 0.8F), 1.25F,
              [&](std::size_t i) { return parts.part(u, i); });
  }
  const auto truth = map_values(s.truth, 0);
  draw_line(ui, draw, plot, truth.size(), ui.theme->negative, 1.5F,
            [&](std::size_t i) { return truth[i]; });
  draw_line(ui, draw, plot, parts.columns, ui.theme->positive, 2.5F,
            [&](std::size_t i) { return parts.sum(i); });
  draw.PopClipRect();
}

void show_values(const UiState& ui, ImDrawList& draw, const Snapshot& s, const Plot& plot,
                 const FunctionParts& parts) {
  const float mouse = ImGui::GetIO().MousePos.x;
  const float share = std::clamp((mouse - plot.min.x) / (plot.max.x - plot.min.x), 0.0F, 1.0F);
  const std::size_t i = std::min(
      parts.columns - 1, static_cast<std::size_t>(share * static_cast<float>(parts.columns)));
  draw_cursor_line(ui, draw, plot, mouse);
  begin_tip(ui);
  NumberText number, name;
  Phrase phrase;
  TextLine line;
  line << "*x* = " << format_number(number, plot.x.value(share));
  tip_math(ui, line.view());
  for (std::size_t u = 0; u < std::min(parts.units, kMostListed); ++u) {
    tip_value(ui, unit_color(ui, u),
              fill(phrase, word(ui, Word::function_part),
                   {format_count(name, static_cast<long long>(u) + 1)}),
              format_number(number, static_cast<double>(parts.part(u, i))));
  }
  tip_value(ui, ui.theme->secondary, word(ui, Word::function_bias),
            format_number(number, static_cast<double>(parts.bias)));
  tip_value(ui, ui.theme->positive, word(ui, Word::function_sum),
            format_number(number, static_cast<double>(parts.sum(i))));
  const float truth = value_at(s.truth, 0, share, 0.5F);
  if (std::isfinite(truth)) {
    tip_value(ui, ui.theme->negative, word(ui, Word::true_function),
              format_number(number, static_cast<double>(truth)));
  }
  end_tip();
}

}  // namespace

void function_view(const Snapshot& s, const Settings&, UiState& ui, CommandSink&) {
  const ImVec2 min = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
  const ImVec2 max(min.x + room.x, min.y + room.y);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const bool is_line = data_dims(s) == 1;
  if (is_line) ui.requests.unit_size = std::max(ui.requests.unit_size, kFunctionColumns);
  const FunctionParts parts = function_parts(s);
  if (parts.columns == 0) {
    const Word why = !is_line              ? Word::function_needs_line
                     : s.layers.size() < 2 ? Word::function_no_hidden
                                           : Word::function_too_large;
    return draw_empty(ui, draw, min, max, word(ui, why));
  }
  if (room.x < dp(ui, 120) || room.y < dp(ui, 80)) return;
  const Plot plot = make_plot(ui, s, parts, min, max);
  const bool is_hovered = plot_area("function", plot.min, plot.max);
  draw_y_axis(ui, draw, plot);
  draw_x_axis(ui, draw, plot, {}, false);
  draw_all(ui, draw, plot, s, parts);
  draw_keys(ui, draw, plot, s.truth.maps > 0);
  if (is_hovered) show_values(ui, draw, s, plot, parts);
}

}  // namespace bp
