// The unfolded plane in its square: grid, points, separating line, axes, the value under the
// cursor.
#pragma once

#include "web/views/unfold_shape.h"

namespace bp {

/// The square on screen.
struct UnfoldFrame {
  ImVec2 min, max;
  [[nodiscard]] ImVec2 to_screen(ImVec2 p) const {
    return {min.x + 0.5F * (p.x + 1) * (max.x - min.x), max.y - 0.5F * (p.y + 1) * (max.y - min.y)};
  }
  [[nodiscard]] ImVec2 from_screen(ImVec2 p) const {
    return {2 * (p.x - min.x) / (max.x - min.x) - 1, 2 * (max.y - p.y) / (max.y - min.y) - 1};
  }
};

/// Room for the axes' names at the left and below, in pixels.
[[nodiscard]] float unfold_gutter(const UiState& ui);
void draw_unfolding(UiState& ui, const Snapshot& snapshot, const Settings& settings,
                    const UnfoldPlace& place, const UnfoldFrame& frame);
void unfold_tip(const UiState& ui, const Snapshot& snapshot, const Settings& settings,
                const UnfoldPlace& place, const UnfoldFrame& frame);

}  // namespace bp
