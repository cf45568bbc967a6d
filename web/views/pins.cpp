#include "web/views/pins.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "engine/session/codec.h"
#include "engine/session/timeline.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr std::array<std::string_view, kMostPins> kLetters = {"A", "B", "C"};
constexpr std::size_t kTrain = 0, kTest = 1;  // channels of Snapshot::loss_curve

// Only what is compared is worth its memory.
void trim(Snapshot& s) {
  for (std::vector<float>* values : {&s.params, &s.grads, &s.updates, &s.masks, &s.norm_batch,
                                     &s.norm_running, &s.units.values, &s.member_fields.values}) {
    *values = {};
  }
  s.gradient_curve = {};
  s.batch = {};
  s.units.maps = s.member_fields.maps = 0;
  s.metrics = {};
  s.details = {};
  s.matrices = {};
}

// A polyline in dashes of `on` and `off` points.
class DashedLine {
 public:
  DashedLine(ImDrawList& draw, ImU32 color, float width, float on, float off)
      : draw_(draw), color_(color), width_(width), on_(on), period_(on + off) {}
  void to(ImVec2 p) {
    if (has_last_) line_to(p);
    last_ = p;
    has_last_ = true;
  }
  void lift() { has_last_ = false; }

 private:
  void line_to(ImVec2 p) {
    const ImVec2 d{p.x - last_.x, p.y - last_.y};
    const float length = std::sqrt(d.x * d.x + d.y * d.y);
    if (length <= 0) return;
    const auto at = [&](float way) {
      return ImVec2(last_.x + d.x * way / length, last_.y + d.y * way / length);
    };
    for (float way = 0; way < length;) {
      const bool is_on = phase_ < on_;
      const float next = std::min(length, way + (is_on ? on_ : period_) - phase_);
      if (is_on) draw_.AddLine(at(way), at(next), color_, width_);
      phase_ += next - way;
      if (phase_ >= period_ - 1e-3F) phase_ = 0;
      way = std::max(next, way + 1e-3F);
    }
  }
  ImDrawList& draw_;
  ImU32 color_;
  float width_, on_, period_, phase_ = 0;
  ImVec2 last_;
  bool has_last_ = false;
};

void draw_dashed(const UiState& ui, ImDrawList& draw, const Plot& plot, std::span<const float> x,
                 std::span<const float> y, ImU32 color, float on) {
  DashedLine line(draw, color, dp(ui, 1.25F), dp(ui, on), dp(ui, 3));
  const float least = dp(ui, 2);  // points of a curve closer than this are passed over
  float last_x = -1e9F;
  const std::size_t n = std::min(x.size(), y.size());
  for (std::size_t i = 0; i < n; ++i) {
    const float px = plot.px(static_cast<double>(x[i]));
    if (!std::isfinite(y[i])) {
      line.lift();
      continue;
    }
    if (px - last_x < least && i + 1 < n) continue;
    last_x = px;
    line.to({px, std::clamp(plot.py(static_cast<double>(y[i])), plot.min.y, plot.max.y)});
  }
}

}  // namespace

std::string_view pin_letter(std::size_t slot) { return kLetters[slot]; }

ImU32 pin_color(const Theme& theme, std::size_t slot) { return theme.pins[slot]; }

std::size_t pin_count(const UiState& ui) {
  return static_cast<std::size_t>(
      std::ranges::count_if(ui.pins, [](const auto& pin) { return pin != nullptr; }));
}

int pin_run(const Snapshot& snapshot, const Settings& settings, UiState& ui) {
  if (snapshot.layers.empty()) return -1;
  for (std::size_t slot = 0; slot < ui.pins.size(); ++slot) {
    if (ui.pins[slot]) continue;
    auto pin = std::make_shared<PinnedRun>(PinnedRun{settings, snapshot});
    trim(pin->shown);
    ui.pins[slot] = std::move(pin);
    return static_cast<int>(slot);
  }
  return -1;
}

void unpin(UiState& ui, std::size_t slot) { ui.pins[slot].reset(); }

bool is_reproducible(const PinnedRun& pin) { return pin.shown.timeline.is_whole != 0; }

void go_back_to(const PinnedRun& pin, const Settings& now, CommandSink& sink) {
  const std::int64_t step = pin.shown.step;
  for (Command& command : commands_to_repeat(pin.shown.timeline, step, step, now)) {
    sink.post(std::move(command));
  }
}

std::size_t differing_fields(const UiState& ui, const Settings& now, std::span<const Field*> out) {
  std::size_t count = 0;
  for (const Field& field : schema()) {
    if (!is_training_field(field)) continue;
    for (const auto& pin : ui.pins) {
      if (!pin || to_text(field, pin->settings) == to_text(field, now)) continue;
      if (count < out.size()) out[count++] = &field;
      break;
    }
  }
  return count;
}

void draw_pinned_curves(const UiState& ui, ImDrawList& draw, const Plot& plot) {
  for (std::size_t slot = 0; slot < ui.pins.size(); ++slot) {
    if (!ui.pins[slot]) continue;
    const Curve& curve = ui.pins[slot]->shown.loss_curve;
    if (curve.mean.size() <= kTest) continue;
    const ImU32 color = pin_color(*ui.theme, slot);
    draw_dashed(ui, draw, plot, curve.at, curve.mean[kTrain], color, 1.5F);
    draw_dashed(ui, draw, plot, curve.at, curve.mean[kTest], color, 7);
    if (curve.at.empty()) continue;
    // Its letter where its test curve ends.
    const float x = std::min(plot.px(static_cast<double>(curve.at.back())), plot.max.x);
    const float y =
        std::clamp(plot.py(static_cast<double>(curve.mean[kTest].back())), plot.min.y, plot.max.y);
    const float r = dp(ui, 7);
    const ImVec2 at{std::max(plot.min.x + r, x - r), std::max(plot.min.y + r, y)};
    draw.AddCircleFilled(at, r, ui.theme->raised, 20);
    draw.AddCircle(at, r, color, 20, dp(ui, 1.25F));
    draw_text(ui, draw, {at.x, at.y - line_height(ui, TextSize::Small) / 2}, color, Face::Semibold,
              TextSize::Small, pin_letter(slot), Align::Center);
  }
}

void add_pinned_extent(const UiState& ui, bool is_log, Extent& y, double& last_epoch) {
  for (const auto& pin : ui.pins) {
    if (!pin) continue;
    const Curve& curve = pin->shown.loss_curve;
    if (curve.mean.size() <= kTest || curve.at.empty()) continue;
    y.add(curve.mean[kTrain], is_log);
    y.add(curve.mean[kTest], is_log);
    last_epoch = std::max(last_epoch, static_cast<double>(curve.at.back()));
  }
}

}  // namespace bp
