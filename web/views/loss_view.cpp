// Loss over the epochs: training and test curve, validation where choices are made by it, all in
// evaluation mode; and the training loss with its penalty.
#include <algorithm>
#include <array>

#include "engine/session/options.h"
#include "web/views/loss_parts.h"
#include "web/views/marks.h"
#include "web/views/pins.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/timeline_view.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr double kLeastDecades = 0.7;

struct Series {
  std::size_t channel;
  Word name;
  ImU32 color;
};

// The curves that are drawn, those on top last.
struct SeriesList {
  std::array<Series, 3> all{};
  std::size_t count = 0;
  [[nodiscard]] std::span<const Series> shown() const { return {all.data(), count}; }
};

SeriesList series(const Snapshot& s, const Settings& settings, const Theme& theme) {
  SeriesList out;
  const auto add = [&](const Series& row) { out.all[out.count++] = row; };
  if (shows_validation(s, settings)) add({kValidationLoss, Word::validation, theme.validation});
  add({kTestLoss, Word::test, theme.test});
  add({kTrainLoss, Word::train, theme.text});
  return out;
}

std::span<const float> values(const Curve& curve, std::size_t channel) {
  if (channel >= curve.mean.size()) return {};
  return curve.mean[channel];
}

std::span<const float> future_values(const TimelinePart& timeline, std::size_t channel) {
  if (channel >= timeline.loss.size()) return {};
  return timeline.loss[channel];
}

Plot make_plot(const UiState& ui, const Snapshot& s, std::span<const Series> all,
               std::span<const float> total, bool is_log, ImVec2 min, ImVec2 max) {
  const Curve& curve = s.loss_curve;
  Extent extent;
  double last_epoch = std::max(1.0, static_cast<double>(curve.at.back()));
  if (!s.timeline.loss_at.empty()) {
    last_epoch = std::max(last_epoch, static_cast<double>(s.timeline.loss_at.back()));
  }
  add_pinned_extent(ui, is_log, extent, last_epoch);
  float labels = dp(ui, 34);
  extent.add(total, is_log);
  if (!total.empty())
    labels = measure(ui, Face::Regular, TextSize::Small, word(ui, Word::plus_penalty)).x;
  for (const Series& row : all) {
    extent.add(values(curve, row.channel), is_log);
    extent.add(future_values(s.timeline, row.channel), is_log);
    labels = std::max(labels, measure(ui, Face::Regular, TextSize::Small, word(ui, row.name)).x);
  }
  Plot plot;
  plot.min = {min.x + dp(ui, 44), min.y + dp(ui, 8)};
  plot.max = {max.x - labels - dp(ui, 6), max.y - dp(ui, 22)};
  plot.x = {0, last_epoch, false};
  if (extent.is_empty) extent.add(1.0);
  plot.y = is_log ? log_axis(extent.low, extent.high, kLeastDecades)
                  : linear_axis(std::min(extent.low, 0.0), extent.high);
  return plot;
}

void draw_end_labels(const UiState& ui, ImDrawList& draw, const Plot& plot, const Curve& curve,
                     std::span<const Series> all, std::span<const float> total) {
  std::array<float, 4> places{};
  const std::size_t count = all.size() + (total.empty() ? 0 : 1);
  const std::span<float> y(places.data(), count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto line = i < all.size() ? values(curve, all[i].channel) : total;
    const double last = line.empty() ? plot.y.low : static_cast<double>(line.back());
    y[i] = std::clamp(plot.py(last), plot.min.y, plot.max.y);
  }
  const float line = line_height(ui, TextSize::Small);
  spread_labels(y, line, plot.min.y, plot.max.y);
  for (std::size_t i = 0; i < count; ++i) {
    const bool is_part = i < all.size();
    draw_text(ui, draw, {plot.max.x + dp(ui, 6), y[i] - 0.5F * line},
              is_part ? all[i].color : ui.theme->secondary, Face::Regular, TextSize::Small,
              word(ui, is_part ? all[i].name : Word::plus_penalty));
  }
}

// The area between the data term and the sum is the penalty.
void draw_total(const UiState& ui, ImDrawList& draw, const Plot& plot, const Curve& curve,
                std::span<const float> total) {
  if (total.empty()) return;
  draw.PushClipRect(plot.min, plot.max, true);
  draw_band(draw, plot, curve.at, values(curve, kTrainLoss), total,
            with_alpha(ui.theme->secondary, 0.22F));
  draw.PopClipRect();
  draw_curve(ui, draw, plot, curve.at, total, ui.theme->secondary, 1.0F);
}

// What comes after the step that is shown, paler, and where that step is.
void draw_future(const UiState& ui, ImDrawList& draw, const Plot& plot, const Snapshot& s,
                 std::span<const Series> all) {
  const TimelinePart& t = s.timeline;
  if (t.loss_at.empty()) return;
  const double now = epoch_at_step(t, static_cast<double>(scrubbed_step(s, ui)));
  const auto first = std::lower_bound(t.loss_at.begin(), t.loss_at.end(), s.loss_curve.at.back());
  const auto skipped = static_cast<std::size_t>(first - t.loss_at.begin());
  const auto rest = [&](std::span<const float> line) {
    return line.subspan(std::min(skipped, line.size()));
  };
  for (const Series& row : all) {
    draw_curve(ui, draw, plot, rest(t.loss_at), rest(future_values(t, row.channel)),
               with_alpha(row.color, 0.35F));
  }
  const float x = snap(ui, plot.px(now)), r = dp(ui, 3);
  draw.AddRectFilled({x, plot.min.y}, {x + 1.0F / ui.pixel_ratio, plot.max.y}, ui.theme->accent);
  draw.AddTriangleFilled({x - r, plot.min.y - r}, {x + r, plot.min.y - r}, {x, plot.min.y + r},
                         ui.theme->accent);
}

// Dragging in the plot goes to the step under the pointer.
void scrub_in_plot(const Snapshot& s, UiState& ui, CommandSink& sink, const Plot& plot) {
  const bool is_released = ImGui::IsItemDeactivated();
  if (!ImGui::IsItemActive() && !is_released) return;
  // A click is no drag: it must not stop a training that runs.
  const bool is_dragged = ui.scrub.is_held || (!is_released && ImGui::IsMouseDragging(0));
  if (!is_dragged || s.timeline.last <= s.timeline.first) return;
  const float mouse = ImGui::GetIO().MousePos.x;
  const double epoch = plot.x.value((mouse - plot.min.x) / (plot.max.x - plot.min.x));
  const double last = epoch_at_step(s.timeline, static_cast<double>(s.timeline.last));
  const double step = epoch >= last ? static_cast<double>(s.timeline.last)
                                    : step_at_epoch(s.timeline, std::max(epoch, 0.0));
  scrub(s, ui, sink, step, is_released);
}

void draw_value_at(const UiState& ui, ImDrawList& draw, const Plot& plot, const Curve& curve,
                   std::span<const Series> all, std::span<const float> total) {
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
  for (const Series& s : all) {
    const auto line = values(curve, s.channel);
    if (at >= line.size()) continue;
    draw_cursor_dot(ui, draw, plot, x, line[at], s.color);
    tip_value(ui, s.color, word(ui, s.name), format_number(number, static_cast<double>(line[at])));
  }
  if (at < total.size()) {
    const float penalty = values(curve, kPenalty)[at];
    draw_cursor_dot(ui, draw, plot, x, total[at], ui.theme->secondary);
    tip_value(ui, with_alpha(ui.theme->secondary, 0.4F), word(ui, Word::penalty),
              format_number(number, static_cast<double>(penalty)));
    tip_value(ui, ui.theme->secondary, word(ui, Word::total_loss),
              format_number(number, static_cast<double>(total[at])));
  }
  end_tip();
}

void draw_title(const Settings& settings, UiState& ui, CommandSink& sink) {
  if (ui.is_untitled) return;
  const Field* loss = find_field("loss");
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float right = start.x + ImGui::GetContentRegionAvail().x;
  std::string_view note;
  if (loss != nullptr) {
    const Option row = std::get<ChoiceKind>(loss->kind).options.at(settings.loss);
    note = option_label(ui, *loss, row);
  }
  panel_title(ui, word(ui, Word::loss), note);
  const ImVec2 next = ImGui::GetCursorScreenPos();
  float x = right;
  // Under tabs a finger's place cannot reach above the panel.
  const float row = dp(ui, ui.is_tabbed ? finger(ui, 20) : 20), middle = start.y + 0.5F * row;
  const auto toggle = [&](const char* key, Word name) {
    const Field* const field = find_field(key);
    if (field == nullptr || (field->is_relevant && !field->is_relevant(settings))) return;
    const std::string_view text = word(ui, name);
    const float width = flag_chip_width(ui, settings, *field, text);
    if (width == 0) return;
    x -= width;
    ImGui::SetCursorScreenPos({x, snap(ui, middle - 0.5F * chip_size(ui, text).y)});
    flag_chip(ui, settings, *field, text, sink);
    x -= dp(ui, 6);
  };
  toggle("losslog", Word::log_scale);
  toggle("losspen", Word::penalty);
  ImGui::SetCursorScreenPos({next.x, std::max(next.y, start.y + row)});
}

}  // namespace

bool shows_validation(const Snapshot& snapshot, const Settings& settings) {
  const Field* const watch = find_field("watch");
  const bool makes_choices =
      watch != nullptr && (!watch->is_relevant || watch->is_relevant(settings));
  return makes_choices && settings.watch != kWatchesTest && snapshot.validation_count > 0;
}

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
  const SeriesList list = series(snapshot, settings, *ui.theme);
  const TotalLoss sum(curve.mean);
  const auto total = shows_penalty(snapshot, settings) ? sum.values() : std::span<const float>{};
  const Plot plot = make_plot(ui, snapshot, list.shown(), total, settings.loss_log, min, max);
  const bool is_best_hovered = best_button(snapshot, settings, ui, plot, sink);
  const bool is_hovered = plot_area("plot", plot.min, plot.max);
  if (!ui.touch) scrub_in_plot(snapshot, ui, sink, plot);
  draw_y_axis(ui, draw, plot);
  draw_x_axis(ui, draw, plot, word(ui, Word::epochs_n));
  draw_pinned_curves(ui, draw, plot);
  draw_future(ui, draw, plot, snapshot, list.shown());
  draw_total(ui, draw, plot, curve, total);
  for (const Series& s : list.shown()) {
    draw_curve(ui, draw, plot, curve.at, values(curve, s.channel), s.color);
  }
  draw_best(ui, draw, plot, snapshot, settings, is_best_hovered);
  draw_end_labels(ui, draw, plot, curve, list.shown(), total);
  if (is_hovered) draw_value_at(ui, draw, plot, curve, list.shown(), total);
  ImGui::PopID();
}

}  // namespace bp
