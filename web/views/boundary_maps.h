// What the values of the grids mean as colours: shared by the panels and the painter.
#pragma once

#include <span>
#include <vector>

#include "engine/session/snapshot.h"

namespace bp {

/// How a map's values become colours: (value − middle) · inverse_half_range is −1 … 1.
struct MapRange {
  float middle = 0, inverse_half_range = 1;
  /// The class whose colour the map runs to, from the middle's; −1: the diverging map.
  float tint = -1;
  float unused = 0;  ///< a texel has four channels
  bool operator==(const MapRange&) const = default;
};

/// True if the data of this snapshot has classes.
[[nodiscard]] bool is_classification(const Snapshot& snapshot);
/// 1 or 2 coordinates.
[[nodiscard]] int data_dims(const Snapshot& snapshot);
/// True if the output is a probability, whose logit is smoother than itself.
[[nodiscard]] bool output_is_probability(const Snapshot& snapshot);
/// Values of one map of a grid, or empty if the grid is not that large.
[[nodiscard]] std::span<const float> map_values(const Grid& grid, std::size_t map);
/// Colours of the output: the middle of output_min … output_max.
[[nodiscard]] MapRange output_range(const Snapshot& snapshot);
/// log(p / (1 − p)), p kept 1e-7 away from 0 and 1; 0 where p is not a number.
[[nodiscard]] float logit(float p);

/// One range for every map of `units`: a bounded activation (tanh, logistic) uses its own limits,
/// inputs and unbounded activations the largest |a| of their map, the output layer output_range(),
/// in its class's colour where each class has an output.
void unit_ranges(const Snapshot& snapshot, std::vector<MapRange>& out);

/// Tiles of the atlas: as square as the picture may be, every tile `tile` pixels.
struct AtlasLayout {
  int columns = 1, rows = 1, maps = 0;
};
[[nodiscard]] AtlasLayout atlas_layout(int maps, int tile, int max_pixels);

}  // namespace bp
