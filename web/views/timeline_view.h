// Going back and forth in the run.
#pragma once

#include "engine/session/command.h"
#include "engine/session/snapshot.h"
#include "web/views/ui_state.h"

namespace bp {

/// Height of the strip in points.
inline constexpr float kTimelineHeight = 36;
/// The same for fingers, where they are used.
[[nodiscard]] constexpr float timeline_height(const UiState& ui) {
  return ui.touch ? 46 : kTimelineHeight;
}

/// While something is held that stands for a step: asks for that step, one at a time, so that each
/// is seen. To be called in every frame, the last time with `is_released`.
void scrub(const Snapshot& snapshot, UiState& ui, CommandSink& sink, double step, bool is_released);
/// The step the interface is at: held, on its way to, or shown.
[[nodiscard]] std::int64_t scrubbed_step(const Snapshot& snapshot, const UiState& ui);
/// One step back or forth, to the start (−2) or the newest (2), as keys and buttons ask for it.
void step_timeline(const Snapshot& snapshot, CommandSink& sink, int direction);

}  // namespace bp
