// Gradients by layer, the heart of the product: ‖∂L/∂W‖ now and over the run, on log axes.
#include <algorithm>
#include <array>

#include "web/views/gradients_bars.h"
#include "web/views/gradients_check.h"
#include "web/views/gradients_health.h"
#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/views.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kLeastHistory = 84;                 // points; what it is not drawn without
constexpr float kWithChoices = 120, kChoices = 32;  // points; lower panels have no choices
constexpr float kWide = 500;       // points; narrower panels stack bars over history
constexpr float kBarsWidth = 252;  // points
constexpr float kBarsMargin = 10;
constexpr double kLeastDecades = 2;
constexpr std::size_t kMaxLayers = kMaxHiddenLayers + 1;

std::span<const float> mean_of(const Curve& curve, std::size_t layer) {
  if (layer >= curve.mean.size()) return {};
  return curve.mean[layer];
}

// One axis for bars and history, so that a bar's end is where its line stands.
Axis shared_axis(const Snapshot& s) {
  Extent extent;
  for (std::size_t l = 0; l < s.layers.size(); ++l) {
    extent.add(mean_of(s.gradient_curve, l), true);
    if (s.step > 0 && l < s.stats.size()) {
      extent.add(static_cast<double>(shown_gradient(s, l)), true);
    }
  }
  if (extent.is_empty) return {1e-2, 1, true};
  return log_axis(extent.low, extent.high, kLeastDecades);
}

void draw_end_labels(const UiState& ui, ImDrawList& draw, const Plot& plot, const Snapshot& s) {
  std::array<float, kMaxLayers> y{};
  const std::size_t count = std::min(s.layers.size(), y.size());
  for (std::size_t l = 0; l < count; ++l) {
    const auto line = mean_of(s.gradient_curve, l);
    const double last = line.empty() ? plot.y.low : static_cast<double>(line.back());
    y[l] = std::clamp(plot.py(last), plot.min.y, plot.max.y);
  }
  const float height = line_height(ui, TextSize::Small);
  spread_labels({y.data(), count}, height, plot.min.y, plot.max.y);
  for (std::size_t l = 0; l < count; ++l) {
    Phrase phrase;
    draw_text(ui, draw, {plot.max.x + dp(ui, 4), y[l] - 0.5F * height},
              layer_text_color(ui, static_cast<Index>(l)), Face::Regular, TextSize::Small,
              layer_name(ui, s, l, phrase));
  }
}

void draw_lines(const UiState& ui, ImDrawList& draw, const Plot& plot, const Snapshot& s) {
  const Curve& curve = s.gradient_curve;
  for (std::size_t l = 0; l < s.layers.size() && l < curve.min.size(); ++l) {
    const ImU32 color = ui.theme->layer(static_cast<Index>(l));
    draw_band(draw, plot, curve.at, curve.min[l], curve.max[l],
              with_alpha(color, ui.hovered_layer == static_cast<int>(l) ? 0.2F : 0.07F));
  }
  for (std::size_t l = 0; l < s.layers.size(); ++l) {
    const bool is_hovered = ui.hovered_layer == static_cast<int>(l);
    const bool is_other = ui.hovered_layer >= 0 && !is_hovered;
    const ImU32 color = with_alpha(ui.theme->layer(static_cast<Index>(l)), is_other ? 0.35F : 1);
    draw_curve(ui, draw, plot, curve.at, mean_of(curve, l), color, is_hovered ? 2.25F : 1.5F);
  }
}

void show_values(const UiState& ui, ImDrawList& draw, const Plot& plot, const Snapshot& s) {
  const Curve& curve = s.gradient_curve;
  const float share = (ImGui::GetIO().MousePos.x - plot.min.x) / (plot.max.x - plot.min.x);
  const int nearest = nearest_point(curve.at, plot.x.value(share));
  if (nearest < 0) return;
  const auto i = static_cast<std::size_t>(nearest);
  const float x = plot.px(static_cast<double>(curve.at[i]));
  draw_cursor_line(ui, draw, plot, x);
  begin_tip(ui);
  Phrase phrase;
  NumberText number;
  const Word point = s.gradient_by_epoch != 0 ? Word::epoch_n : Word::step_n;
  tip_text(ui, fill(phrase, word(ui, point),
                    {format_count(number, static_cast<long long>(curve.at[i]))}));
  for (std::size_t l = 0; l < s.layers.size(); ++l) {
    const auto line = mean_of(curve, l);
    if (i >= line.size()) continue;
    const ImU32 color = ui.theme->layer(static_cast<Index>(l));
    draw_cursor_dot(ui, draw, plot, x, line[i], color);
    tip_value(ui, color, layer_name(ui, s, l, phrase),
              format_number(number, static_cast<double>(line[i]), 2));
  }
  end_tip();
}

// The first unhealthy layer in words, right-aligned over the history: where rows are too low for
// it. With its numbers if there is room for them.
void draw_verdict(const UiState& ui, ImDrawList& draw, const Snapshot& s, ImVec2 at, float room) {
  for (std::size_t l = 0; l < s.layers.size(); ++l) {
    const Health health = health_of(s, l);
    if (health == Health::Fine) continue;
    Phrase name, verdict;
    TextLine full, brief;
    full << layer_name(ui, s, l, name) << " " << health_verdict(ui, s, l, verdict);
    brief << layer_name(ui, s, l, name) << " " << health_word(ui, health);
    const float sign = dp(ui, 14);
    const auto width_of = [&](const TextLine& line) {
      return measure(ui, Face::Regular, TextSize::Small, line.view()).x;
    };
    const TextLine& line = width_of(full) + sign <= room ? full : brief;
    const ImVec2 text(at.x - width_of(line), at.y);
    draw_warning_sign(
        ui, draw, {text.x - dp(ui, 9), at.y + 0.5F * line_height(ui, TextSize::Small)}, dp(ui, 9));
    draw_text(ui, draw, text, ui.theme->warning, Face::Regular, TextSize::Small, line.view());
    return;
  }
}

// Room for the layers' names at the ends of their lines.
float names_width(const UiState& ui, const Snapshot& s) {
  float width = dp(ui, 50);
  for (std::size_t l = 0; l < s.layers.size(); ++l) {
    Phrase phrase;
    const std::string_view name = layer_name(ui, s, l, phrase);
    width = std::max(width, measure(ui, Face::Regular, TextSize::Small, name).x + dp(ui, 10));
  }
  return width;
}

void draw_history(const UiState& ui, const Snapshot& s, const Axis& axis, ImVec2 min, ImVec2 max,
                  bool tells_verdict) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float small = line_height(ui, TextSize::Small);
  Plot plot;
  plot.min = {min.x + dp(ui, 30), min.y + small + dp(ui, 10)};
  plot.max = {max.x - names_width(ui, s), max.y - dp(ui, 20)};
  if (plot.max.x - plot.min.x < dp(ui, 40) || plot.max.y - plot.min.y < dp(ui, 30)) return;
  const bool by_epoch = s.gradient_by_epoch != 0;
  const float title =
      draw_text(ui, draw, {plot.min.x, min.y}, ui.theme->secondary, Face::Regular, TextSize::Small,
                word(ui, by_epoch ? Word::history_epochs : Word::history_log));
  if (tells_verdict) {
    draw_verdict(ui, draw, s, {max.x, min.y}, max.x - plot.min.x - title - dp(ui, 12));
  }
  if (s.gradient_curve.at.empty()) {
    return draw_empty(ui, draw, plot.min, plot.max, word(ui, Word::empty_gradients));
  }
  plot.x = {0, std::max(1.0, static_cast<double>(s.gradient_curve.at.back())), false};
  plot.y = axis;
  const bool is_hovered = plot_area("history", plot.min, plot.max);
  draw_y_axis(ui, draw, plot);
  draw_x_axis(ui, draw, plot, word(ui, by_epoch ? Word::epochs_n : Word::steps_n));
  draw_lines(ui, draw, plot, s);
  draw_end_labels(ui, draw, plot, s);
  if (is_hovered) show_values(ui, draw, plot, s);
}

// Rows that do not fit scroll inside their own region.
void draw_bars_in(UiState& ui, const Snapshot& s, BarLayout layout, ImVec2 max) {
  const float needed = layout.row_height * static_cast<float>(s.layers.size());
  if (needed <= max.y - layout.min.y + 1) return draw_bars(ui, s, layout);
  ImGui::SetCursorScreenPos(layout.min);
  if (ImGui::BeginChild("rows", {layout.width, max.y - layout.min.y})) {
    layout.min = ImGui::GetCursorScreenPos();
    draw_bars(ui, s, layout);
  }
  ImGui::EndChild();
}

// What is followed, how it is measured, what a point stands for; and the check. As segments where
// they fit, else as menus.
void draw_choices(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink& sink,
                  ImVec2 min, float width) {
  const std::array<const Field*, 3> fields = {find_field("gradof"), find_field("gradsize"),
                                              find_field("gradby")};
  const ButtonSpec check{.label = word(ui, Word::check_gradients),
                         .help = word(ui, Word::check_help),
                         .look = ButtonLook::Secondary,
                         .height = 24};
  const float gap = dp(ui, 10), button_size = button_width(ui, check);
  float all = button_size;
  for (const Field* field : fields) all += choice_segmented_width(ui, settings, *field) + gap;
  const bool has_segments = all <= width;
  float x = min.x;
  for (const Field* field : fields) {
    const bool is_size = field == fields[1];
    if (is_size && s.gradient_of == GradientOf::Update) continue;
    ImGui::SetCursorScreenPos({x, min.y + (has_segments ? 0 : dp(ui, 1))});
    if (has_segments) {
      choice_segmented(ui, settings, *field, sink);
      x += choice_segmented_width(ui, settings, *field) + gap;
    } else {
      x += choice_chip(ui, settings, *field, sink) + dp(ui, 6);
    }
  }
  ImGui::SetCursorScreenPos({min.x + width - button_size, min.y});
  if (button(ui, "check", check)) ask_check(s, ui, sink);
}

void draw_all(const Snapshot& s, UiState& ui, ImVec2 min, ImVec2 max) {
  const float heading = line_height(ui, TextSize::Small) + dp(ui, 8);
  const bool is_wide = max.x - min.x >= dp(ui, kWide);
  const ImVec2 bars_min(min.x, min.y + heading);
  ImVec2 bars_max(min.x + dp(ui, kBarsWidth), max.y);
  if (!is_wide) {
    const float rows = static_cast<float>(s.layers.size()) * dp(ui, finger(ui, 24));
    const float most = (ui.touch ? 0.6F : 0.45F) * (max.y - bars_min.y);
    bars_max = {max.x, bars_min.y + std::min(rows, most)};
    // Where no history fits below, the bars have all of the panel.
    if (max.y - bars_max.y < dp(ui, kLeastHistory)) bars_max.y = max.y;
  }
  BarLayout layout = bar_layout(ui, s.layers.size(), bars_min, bars_max);
  layout.axis = shared_axis(s);
  draw_bar_headings(ui, *ImGui::GetWindowDrawList(), s, layout, min);
  draw_bars_in(ui, s, layout, bars_max);
  const ImVec2 right_min = is_wide ? ImVec2(bars_max.x + dp(ui, kBarsMargin), min.y)
                                   : ImVec2(min.x, bars_max.y + dp(ui, 10));
  if (ui.check.is_open) return draw_check(s, ui, right_min, max);
  draw_history(ui, s, layout.axis, right_min, max, !layout.is_tall);
}

}  // namespace

Axis gradient_axis(const Snapshot& snapshot) { return shared_axis(snapshot); }

void gradients_view(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                    CommandSink& sink) {
  ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 size = ImGui::GetContentRegionAvail();
  const ImVec2 max(min.x + size.x, min.y + size.y);
  if (size.x < dp(ui, 160) || size.y < dp(ui, 60) || snapshot.layers.empty()) return;
  ImGui::PushID("gradients");
  if (size.y >= dp(ui, kWithChoices) && size.x >= dp(ui, 250)) {
    draw_choices(snapshot, settings, ui, sink, min, size.x);
    min.y += dp(ui, ui.touch ? kFinger + 8 : kChoices);
  }
  draw_all(snapshot, ui, min, max);
  ImGui::PopID();
}

}  // namespace bp
