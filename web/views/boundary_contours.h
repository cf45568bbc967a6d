// What the plane's colours and lines say in each of its modes: levels of contour lines with their
// labels, how sure or how wrong an answer is.
#pragma once

#include <array>

#include "engine/session/settings.h"
#include "engine/session/snapshot.h"
#include "web/views/boundary_plane.h"
#include "web/views/ui_state.h"

namespace bp {

/// Outputs that get a line of their own, ascending; the decision level has its own line already.
struct ContourLevels {
  std::array<float, 12> at{};
  int count = 0;
  bool operator==(const ContourLevels&) const = default;
};
[[nodiscard]] ContourLevels contour_levels(const Snapshot& snapshot);

/// Each level once or twice on its line, where there is room.
void draw_contour_labels(const UiState& ui, const Snapshot& snapshot, const Plane& plane);

/// The mode the plane is in: one about classes is not for values.
[[nodiscard]] int boundary_mode(const Snapshot& snapshot, const Settings& settings);
/// |answer − target| of a point as a share of what its colour runs over: for two classes of the way
/// between their targets, for more 0 or 1, for values of half their range.
[[nodiscard]] float point_error(const Snapshot& snapshot, float target, float output);
/// The same at a place given as shares of the plane, from the true function there; NaN where that
/// is not known.
[[nodiscard]] float place_error(const Snapshot& snapshot, float share_x, float share_y);
/// The error at the end of its colours: 1, or of values half their range.
[[nodiscard]] float largest_error(const Snapshot& snapshot);
/// A colour that says how much: 0 the middle's colour, 1 `tone`. Same formula as the shader.
[[nodiscard]] ImU32 sequential(const Theme& theme, ImU32 tone, float share, float strength);

}  // namespace bp
