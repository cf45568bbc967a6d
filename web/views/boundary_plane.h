// Geometry of the plane: data coordinates, pixels, the field under the cursor, which points are
// wrong. No drawing in here.
#pragma once

#include <imgui.h>

#include "engine/data/datasets.h"
#include "engine/session/snapshot.h"

namespace bp {

/// The data set a snapshot shows, or null if the index is unknown.
[[nodiscard]] const Dataset* shown_dataset(const Snapshot& snapshot);

/// True if the data are the rows of a table: no truth, columns with names.
[[nodiscard]] bool is_table(const Snapshot& snapshot);

struct Interval {
  float low = -1, high = 1;
  [[nodiscard]] bool holds(float value) const { return value >= low && value <= high; }
};

/// A rectangle of the screen that shows the values of two axes, y upwards.
struct Plane {
  ImVec2 min, max;
  Interval x, y;
  [[nodiscard]] ImVec2 to_screen(float at_x, float at_y) const;
  [[nodiscard]] float x_at(float screen_x) const;
  [[nodiscard]] float y_at(float screen_y) const;
  [[nodiscard]] bool holds(float at_x, float at_y) const { return x.holds(at_x) && y.holds(at_y); }
};

/// Bilinear value of one map at a place given as shares of the box (0 … 1, y upwards); NaN if the
/// grid is empty. The grid is cell-centred; outside the outer centres the edge value holds.
[[nodiscard]] float value_at(const Grid& grid, std::size_t map, float share_x, float share_y);
/// The class an answer (Points::output) stands for.
[[nodiscard]] int answered_class(const Snapshot& snapshot, float output);
/// Whether a point of class `target` is answered wrongly.
[[nodiscard]] bool is_wrong(const Snapshot& snapshot, float target, float output);

}  // namespace bp
