// 1-D data: points, the network's function, and the true one, over x.
#include <algorithm>
#include <array>
#include <cmath>

#include "web/views/boundary_maps.h"
#include "web/views/boundary_moved.h"
#include "web/views/boundary_parts.h"
#include "web/views/boundary_plane.h"
#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

Plot make_plot(const UiState& ui, const Snapshot& s, ImVec2 min, ImVec2 max) {
  Plot plot;
  plot.min = {min.x + dp(ui, 36), min.y + dp(ui, 6)};
  plot.max = {max.x - dp(ui, 6), max.y - dp(ui, 22)};
  plot.x = {static_cast<double>(s.x_axis.min), static_cast<double>(s.x_axis.max)};
  Extent extent;
  extent.add(s.train.y);
  extent.add(s.test.y);
  extent.add(s.validation.y);
  extent.add(static_cast<double>(s.output_min));
  extent.add(static_cast<double>(s.output_max));
  plot.y = linear_axis(extent.low, extent.high);
  return plot;
}

// A function on the grid's cell centres, in pieces so that no buffer has to grow.
void draw_function(const UiState& ui, ImDrawList& draw, const Plot& plot, const Grid& grid,
                   ImU32 color, float width, bool is_dashed) {
  const auto values = map_values(grid, 0);
  const std::size_t n = std::min<std::size_t>(values.size(), grid.columns);
  const double span = plot.x.high - plot.x.low;
  const auto point = [&](std::size_t i) {
    const double x = plot.x.low + (static_cast<double>(i) + 0.5) / static_cast<double>(n) * span;
    return ImVec2(plot.px(x), plot.py(static_cast<double>(values[i])));
  };
  const std::size_t dash = std::max<std::size_t>(2, n / 48);
  draw.PathClear();
  for (std::size_t i = 0; i < n; ++i) {
    if (std::isfinite(values[i])) draw.PathLineTo(point(i));
    const bool ends_dash = is_dashed && i % (2 * dash) == dash;
    if (!std::isfinite(values[i]) || ends_dash || i + 1 == n) {
      draw.PathStroke(color, ImDrawFlags_None, dp(ui, width));
    }
    if (ends_dash) i = std::min(n, i + dash - 1);
  }
}

void draw_data(const UiState& ui, ImDrawList& draw, const Plot& plot, const Points& points,
               PointPart part) {
  PointLook look;
  mark_part(look, part);
  look.color = part == PointPart::Test ? ui.theme->test : ui.theme->text;
  look.border = ui.theme->raised;
  const std::size_t n = std::min(points.x.size(), points.y.size());
  for (std::size_t i = 0; i < n; ++i) {
    const ImVec2 at(plot.px(static_cast<double>(points.x[i])),
                    plot.py(static_cast<double>(points.y[i])));
    if (plot.contains(at)) draw_point(ui, draw, at, look, 0.85F);
  }
}

void draw_keys(const UiState& ui, ImDrawList& draw, const Plot& plot, bool shows_truth) {
  const float line = line_height(ui, TextSize::Small);
  ImVec2 at(plot.min.x + dp(ui, 8), plot.min.y + dp(ui, 4));
  const auto key = [&](Word text, ImU32 color, float width) {
    const float y = at.y + 0.5F * line;
    draw.AddLine({at.x, y}, {at.x + dp(ui, 16), y}, color, dp(ui, width));
    at.x += dp(ui, 21);
    at.x += draw_text(ui, draw, at, ui.theme->secondary, Face::Regular, TextSize::Small,
                      word(ui, text)) +
            dp(ui, 12);
  };
  key(Word::prediction, ui.theme->positive, 2);
  if (shows_truth) key(Word::true_function, ui.theme->negative, 1.5F);
}

void show_value(const UiState& ui, ImDrawList& draw, const Snapshot& s, const Settings& settings,
                const Plot& plot) {
  const float mouse = ImGui::GetIO().MousePos.x;
  const float share = (mouse - plot.min.x) / (plot.max.x - plot.min.x);
  const float value = value_at(s.field, 0, share, 0.5F);
  draw_cursor_line(ui, draw, plot, mouse);
  begin_tip(ui);
  NumberText number;
  TextLine line;
  line << "*x* = " << format_number(number, plot.x.value(share));
  tip_math(ui, line.view());
  if (std::isfinite(value)) {
    draw_cursor_dot(ui, draw, plot, mouse, value, ui.theme->positive);
    tip_value(ui, ui.theme->positive, word(ui, Word::prediction),
              format_number(number, static_cast<double>(value)));
  }
  const float truth = value_at(s.truth, 0, share, 0.5F);
  if (settings.show_truth && std::isfinite(truth)) {
    draw_cursor_dot(ui, draw, plot, mouse, truth, ui.theme->negative);
    tip_value(ui, ui.theme->negative, word(ui, Word::true_function),
              format_number(number, static_cast<double>(truth)));
  }
  end_tip();
}

}  // namespace

void fit_view(const Snapshot& snapshot, const Settings& settings, UiState& ui, CommandSink& sink) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float toggles = toggles_height(snapshot, settings, ui, room.x);
  const float below = toggles > 0 ? toggles + dp(ui, 8) : 0;
  const ImVec2 max(min.x + room.x, min.y + room.y - below);
  if (room.x < dp(ui, 120) || max.y - min.y < dp(ui, 60)) return;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Plot plot = make_plot(ui, snapshot, min, max);
  // A line of the field is wanted, though no picture is painted from it.
  ui.requests.boundary_width =
      static_cast<int>(std::lround((plot.max.x - plot.min.x) * ui.pixel_ratio));
  ui.requests.boundary_height = 1;
  const bool is_hovered = plot_area("fit", plot.min, plot.max);
  draw_y_axis(ui, draw, plot);
  draw_x_axis(ui, draw, plot, {}, false);
  draw.PushClipRect(plot.min, plot.max, true);
  for (const auto& [points, part, is_shown] : drawn_parts(snapshot, settings)) {
    if (is_shown) draw_data(ui, draw, plot, points, part);
  }
  const auto interval = [](const Axis& a) {
    return Interval{static_cast<float>(a.low), static_cast<float>(a.high)};
  };
  draw_moved(ui, snapshot, settings, {plot.min, plot.max, interval(plot.x), interval(plot.y)});
  if (settings.show_truth) {
    draw_function(ui, draw, plot, snapshot.truth, ui.theme->negative, 1.5F, true);
  }
  draw_function(ui, draw, plot, snapshot.field, ui.theme->positive, 2.25F, false);
  draw.PopClipRect();
  draw_keys(ui, draw, plot, settings.show_truth);
  if (is_hovered) show_value(ui, draw, snapshot, settings, plot);
  ImGui::SetCursorScreenPos({min.x, snap(ui, max.y + dp(ui, 8))});
  boundary_toggles(snapshot, settings, ui, sink, {});
}

}  // namespace bp
