#include "web/views/phases.h"

#include <algorithm>

namespace bp {
namespace {

constexpr int kBeforeBackward = 3;  // predict, loss, zero_grad

int layers_of(const Snapshot& s) { return static_cast<int>(s.layers.size()); }

}  // namespace

int loop_length(int layers) { return kBeforeBackward + layers + 1; }

LoopPlace loop_place(int layers, int place) {
  if (place < kBeforeBackward) return {static_cast<Phase>(std::max(place, 0)), -1};
  if (place < kBeforeBackward + layers) {
    return {Phase::Backward, layers - 1 - (place - kBeforeBackward)};
  }
  return {Phase::Step, -1};
}

int next_place(const Snapshot& s) {
  switch (static_cast<Phase>(s.next_phase)) {
    case Phase::Predict:
      return 0;
    case Phase::Loss:
      return 1;
    case Phase::ZeroGrad:
      return 2;
    case Phase::Backward:
      return kBeforeBackward +
             std::clamp(layers_of(s) - 1 - static_cast<int>(s.next_layer), 0, layers_of(s));
    case Phase::Step:
      return loop_length(layers_of(s)) - 1;
  }
  return 0;
}

int last_place(const Snapshot& s) {
  const int next = next_place(s);
  if (next > 0) return next - 1;
  return s.step > 0 ? loop_length(layers_of(s)) - 1 : -1;
}

int phases_until(const Snapshot& s, int place) {
  const int length = loop_length(layers_of(s));
  return (place - next_place(s) + length) % length + 1;
}

bool follows_phases(const Snapshot& s, const UiState& ui) {
  constexpr int kByPhase = 2;
  if (s.layers.empty()) return false;
  return ui.step_kind == kByPhase || ui.phase.is_paced ||
         (s.state != RunState::Running && next_place(s) > 0);
}

ShownPhase shown_phase(const Snapshot& s, const UiState& ui) {
  const int last = last_place(s);
  const bool rushes = s.state == RunState::Running && !ui.phase.is_paced;
  if (last < 0 || rushes || !follows_phases(s, ui)) return {};
  return {true, loop_place(layers_of(s), last)};
}

void follow_phase(const Snapshot& s, UiState& ui) {
  const int last = last_place(s);
  if (ui.phase.last == last && ui.phase.step == s.step) return;
  const ShownPhase shown = shown_phase(s, ui);
  ui.phase = {last, s.step, shown.is_some ? ui.now : -1, ui.phase.is_paced};
  if (!shown.is_some) return;
  if (shown.place.phase == Phase::Backward) ui.selected_layer = shown.place.layer;
  if (shown.place.phase == Phase::Loss) ui.selected_layer = layers_of(s) - 1;
  ui.maths.scroll_to = static_cast<int>(shown.place.phase);
}

float phase_easing(UiState& ui) {
  constexpr double kSeconds = 0.24;
  const double passed = ui.now - ui.phase.changed_at;
  if (ui.reduced_motion || ui.phase.changed_at < 0 || passed >= kSeconds) return 1;
  ui.wants_frames = true;
  const auto t = static_cast<float>(std::max(passed, 0.0) / kSeconds);
  return 1 - (1 - t) * (1 - t);
}

}  // namespace bp
