// The answer over the plane as a surface: heights, and how it is turned and seen. No drawing in
// here.
#pragma once

#include <imgui.h>

#include <vector>

#include "engine/session/snapshot.h"
#include "web/views/ui_state.h"

namespace bp {

/// Of a height of 1 (output_max) where the plane is 2 wide.
inline constexpr float kSurfaceLift = 0.62F;

/// A place of the plane as shares (0 … 1) and a height (−1 … 1 over the output's range).
struct SurfacePoint {
  float x = 0, y = 0, height = 0;
};

struct Vec3 {
  float x = 0, y = 0, z = 0;
};
[[nodiscard]] constexpr float dot(Vec3 a, Vec3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

/// Axes of the picture: to the right, up, and away from the viewer; of length 1.
struct SurfaceAxes {
  Vec3 right, up, forward;
};
/// `yaw`: turned around the upright axis; `pitch`: 0 from the side, π/2 from above.
[[nodiscard]] SurfaceAxes surface_axes(float yaw, float pitch);
/// What the plane's corners need, whichever way it is turned, in a picture 2 wide.
inline constexpr float kSurfaceScale = 0.66F;

/// Where a point is on a square picture.
[[nodiscard]] ImVec2 surface_screen(const SurfaceAxes& axes, const SurfacePoint& point, ImVec2 min,
                                    float side);

/// The output (of more than two classes the largest) at a place as a height; what lies outside the
/// output's range is at its end.
[[nodiscard]] float surface_height(const Snapshot& snapshot, float share_x, float share_y);
/// Heights of the whole field, as they are drawn.
void surface_heights(const Snapshot& snapshot, std::vector<float>& out);

/// Whether the surface stands between a point and the viewer.
[[nodiscard]] bool is_behind(const Snapshot& snapshot, const SurfaceAxes& axes,
                             const SurfacePoint& point);
/// The place of the surface that is seen at a place of the picture; false if there is none.
[[nodiscard]] bool surface_under(const Snapshot& snapshot, const SurfaceAxes& axes, ImVec2 min,
                                 float side, ImVec2 at, SurfacePoint& out);

}  // namespace bp
