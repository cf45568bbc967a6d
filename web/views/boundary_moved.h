// Where augmentation moved the last batch's points.
#pragma once

#include "web/views/boundary_plane.h"
#include "web/views/views.h"

namespace bp {

/// Whether there are moved points and they are to be shown.
[[nodiscard]] bool shows_moved(const Snapshot& snapshot, const Settings& settings);
/// Each as a small point at the end of a line from where it is in the data.
void draw_moved(const UiState& ui, const Snapshot& snapshot, const Settings& settings,
                const Plane& plane);

}  // namespace bp
