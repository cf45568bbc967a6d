// Geometry of the plane: data coordinates, pixels, the field under the cursor, which points are
// wrong. No drawing in here.
#pragma once

#include <imgui.h>

#include "engine/data/datasets.h"
#include "engine/session/snapshot.h"

namespace bp {

/// The data set a snapshot shows, or null if the index is unknown.
[[nodiscard]] const Dataset* shown_dataset(const Snapshot& snapshot);

/// A rectangle of the screen that shows the box [low, high]², y upwards.
struct Plane {
  ImVec2 min, max;
  float low = -1, high = 1;
  [[nodiscard]] ImVec2 to_screen(float x, float y) const;
  [[nodiscard]] float x_at(float screen_x) const;
  [[nodiscard]] float y_at(float screen_y) const;
  [[nodiscard]] bool holds(float x, float y) const {
    return x >= low && x <= high && y >= low && y <= high;
  }
};

/// Bilinear value of one map at a place given as shares of the box (0 … 1, y upwards); NaN if the
/// grid is empty. The grid is cell-centred; outside the outer centres the edge value holds.
[[nodiscard]] float value_at(const Grid& grid, std::size_t map, float share_x, float share_y);
/// Whether a point of class `target` (0 or 1) is answered wrongly.
[[nodiscard]] bool is_wrong(const Snapshot& snapshot, float target, float output);

}  // namespace bp
