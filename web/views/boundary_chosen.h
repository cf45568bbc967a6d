// A point chosen on the plane: a training sample or any place, whose way through the network the
// maths panel shows.
#pragma once

#include "engine/session/command.h"
#include "engine/session/settings.h"
#include "engine/session/snapshot.h"
#include "web/views/boundary_plane.h"
#include "web/views/ui_state.h"

namespace bp {

struct ChosenPoint {
  bool is_some = false;
  int sample = -1;  ///< of the training part; −1: a place
  float x = 0, y = 0;
};
/// What the settings have chosen, as far as it is drawn.
[[nodiscard]] ChosenPoint chosen_point(const Snapshot& snapshot, const Settings& settings);

/// A click on the plane: the training sample within reach, else a test point's place, else the
/// place itself, and the maths panel with its way through the network; on what is chosen already:
/// lets go.
void choose_point(const Snapshot& snapshot, const Settings& settings, CommandSink& sink,
                  const Plane& plane, ImVec2 at, float reach);

/// Its mark, and beside it the value or the classes' outputs.
void draw_chosen(const UiState& ui, const Snapshot& snapshot, const Settings& settings,
                 const Plane& plane);

/// The class that the report, at its own threshold, counts an answer as.
[[nodiscard]] int reported_class(const Snapshot& snapshot, const Settings& settings, float output);
/// Whether points are lit up by the confusion matrix, and this one is among them. `part`: index
/// into kReportParts.
[[nodiscard]] bool are_lit(const UiState& ui, const Snapshot& snapshot);
[[nodiscard]] bool is_lit(const UiState& ui, const Snapshot& snapshot, const Settings& settings,
                          int part, float target, float output);

}  // namespace bp
