// Loss over the epochs: training and test curve, both in evaluation mode.
#include <algorithm>
#include <array>

#include "engine/session/options.h"
#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr std::size_t kTrain = 0, kTest = 1;  // channels of Snapshot::loss_curve
constexpr double kLeastDecades = 0.7;

struct Series {
  std::size_t channel;
  Word name;
  ImU32 color;
};

std::array<Series, 2> series(const Theme& theme) {
  return {Series{kTest, Word::test, theme.test}, Series{kTrain, Word::train, theme.text}};
}

std::span<const float> values(const Curve& curve, std::size_t channel) {
  if (channel >= curve.mean.size()) return {};
  return curve.mean[channel];
}

Plot make_plot(const UiState& ui, const Curve& curve, bool is_log, ImVec2 min, ImVec2 max) {
  Extent extent;
  for (const std::size_t channel : {kTrain, kTest}) extent.add(values(curve, channel), is_log);
  Plot plot;
  plot.min = {min.x + dp(ui, 44), min.y + dp(ui, 8)};
  plot.max = {max.x - dp(ui, 40), max.y - dp(ui, 22)};
  plot.x = {0, std::max(1.0, static_cast<double>(curve.at.back())), false};
  if (extent.is_empty) extent.add(1.0);
  plot.y = is_log ? log_axis(extent.low, extent.high, kLeastDecades)
                  : linear_axis(std::min(extent.low, 0.0), extent.high);
  return plot;
}

void draw_end_labels(const UiState& ui, ImDrawList& draw, const Plot& plot, const Curve& curve) {
  std::array<float, 2> y{};
  const auto all = series(*ui.theme);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto line = values(curve, all[i].channel);
    const double last = line.empty() ? plot.y.low : static_cast<double>(line.back());
    y[i] = std::clamp(plot.py(last), plot.min.y, plot.max.y);
  }
  const float line = line_height(ui, TextSize::Small);
  spread_labels(y, line, plot.min.y, plot.max.y);
  for (std::size_t i = 0; i < all.size(); ++i) {
    draw_text(ui, draw, {plot.max.x + dp(ui, 6), y[i] - 0.5F * line}, all[i].color, Face::Regular,
              TextSize::Small, word(ui, all[i].name));
  }
}

void draw_value_at(const UiState& ui, ImDrawList& draw, const Plot& plot, const Curve& curve) {
  const float mouse = ImGui::GetIO().MousePos.x;
  const double wanted = plot.x.value((mouse - plot.min.x) / (plot.max.x - plot.min.x));
  const int i = nearest_point(curve.at, wanted);
  if (i < 0) return;
  const auto at = static_cast<std::size_t>(i);
  const float x = plot.px(static_cast<double>(curve.at[at]));
  draw_cursor_line(ui, draw, plot, x);
  begin_tip(ui);
  Phrase phrase;
  NumberText number;
  tip_text(ui, fill(phrase, word(ui, Word::epoch_n),
                    {format_count(number, static_cast<long long>(curve.at[at]))}));
  for (const Series& s : series(*ui.theme)) {
    const auto line = values(curve, s.channel);
    if (at >= line.size()) continue;
    draw_cursor_dot(ui, draw, plot, x, line[at], s.color);
    tip_value(ui, s.color, word(ui, s.name), format_number(number, static_cast<double>(line[at])));
  }
  end_tip();
}

void draw_title(const Settings& settings, UiState& ui, CommandSink& sink) {
  const Field* loss = find_field("loss");
  const Field* log = find_field("losslog");
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float right = start.x + ImGui::GetContentRegionAvail().x;
  std::string_view note;
  if (loss != nullptr) {
    const Option row = std::get<ChoiceKind>(loss->kind).options.at(settings.loss);
    note = option_label(ui, *loss, row);
  }
  panel_title(ui, word(ui, Word::loss), note);
  const ImVec2 next = ImGui::GetCursorScreenPos();
  const std::string_view text = word(ui, Word::log_scale);
  const float top = snap(ui, start.y + 0.5F * (dp(ui, 20) - chip_size(ui, text).y));
  ImGui::SetCursorScreenPos({right - chip_size(ui, text).x, top});
  if (chip(ui, "losslog", text, settings.loss_log)) {
    sink.set("losslog", settings.loss_log ? "0" : "1");
  }
  if (log != nullptr) help_tooltip(ui, help(ui, *log), label(ui, *log));
  ImGui::SetCursorScreenPos(next);
}

}  // namespace

void loss_view(const Snapshot& snapshot, const Settings& settings, UiState& ui, CommandSink& sink) {
  ImGui::PushID("loss");
  draw_title(settings, ui, sink);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 size = ImGui::GetContentRegionAvail();
  const ImVec2 max(min.x + size.x, min.y + size.y);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Curve& curve = snapshot.loss_curve;
  if (size.x < dp(ui, 120) || size.y < dp(ui, 60)) {
    ImGui::PopID();
    return;
  }
  if (curve.at.empty()) {
    draw_empty(ui, draw, min, max, word(ui, Word::empty_loss));
    ImGui::PopID();
    return;
  }
  const Plot plot = make_plot(ui, curve, settings.loss_log, min, max);
  const bool is_hovered = plot_area("plot", plot.min, plot.max);
  draw_y_axis(ui, draw, plot);
  draw_x_axis(ui, draw, plot, word(ui, Word::epochs_n));
  for (const Series& s : series(*ui.theme)) {
    draw_curve(ui, draw, plot, curve.at, values(curve, s.channel), s.color);
  }
  draw_end_labels(ui, draw, plot, curve);
  if (is_hovered) draw_value_at(ui, draw, plot, curve);
  ImGui::PopID();
}

}  // namespace bp
