// The points of the data over the plane.
#pragma once

#include "engine/session/settings.h"
#include "engine/session/snapshot.h"
#include "web/views/boundary_plane.h"
#include "web/views/ui_state.h"

namespace bp {

/// Each class in its symbol and colour; train filled, test hollow; wrong ones ringed. Regression:
/// circles coloured by value.
void draw_points(const UiState& ui, const Snapshot& snapshot, const Settings& settings,
                 const Plane& plane);

}  // namespace bp
