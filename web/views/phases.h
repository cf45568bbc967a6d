// The lecture's loop as places in a row: predict, loss, zero_grad, backward of the last layer …
// backward of the first, step. What a snapshot says of where a run is in it.
#pragma once

#include "engine/session/command.h"
#include "engine/session/settings.h"
#include "engine/session/snapshot.h"
#include "web/views/ui_state.h"

namespace bp {

struct LoopPlace {
  Phase phase = Phase::Predict;
  int layer = -1;  ///< of Backward, 0-based; −1 elsewhere
  bool operator==(const LoopPlace&) const = default;
};

/// Places in the loop of a network with that many layers.
[[nodiscard]] int loop_length(int layers);
[[nodiscard]] LoopPlace loop_place(int layers, int place);
/// Of the phase that runs next.
[[nodiscard]] int next_place(const Snapshot& snapshot);
/// Of the phase that ran last; −1 if none has since the start.
[[nodiscard]] int last_place(const Snapshot& snapshot);
/// How many phases to run so that `place` is the last one.
[[nodiscard]] int phases_until(const Snapshot& snapshot, int place);
/// Whether the page follows the loop phase by phase: chosen as a step, or the run stands within it.
[[nodiscard]] bool follows_phases(const Snapshot& snapshot, const UiState& ui);

/// What ran last while the page follows the loop and training stands still, else none.
struct ShownPhase {
  bool is_some = false;
  LoopPlace place;
};
[[nodiscard]] ShownPhase shown_phase(const Snapshot& snapshot, const UiState& ui);

/// Notices that another phase has run: chooses its layer, has the maths panel turn to it.
void follow_phase(const Snapshot& snapshot, UiState& ui);
/// Share of the time an easing takes that has passed since; 1 with reduced motion.
[[nodiscard]] float phase_easing(UiState& ui);

/// The loop as a strip, each place a button that runs up to it; nothing unless follows_phases().
/// Advances the cursor by its height.
void phase_strip_view(const Snapshot&, const Settings&, UiState&, CommandSink&);

}  // namespace bp
