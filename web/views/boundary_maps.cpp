#include "web/views/boundary_maps.h"

#include <algorithm>
#include <cmath>

#include "engine/data/datasets.h"

namespace bp {
namespace {

// The limits of an activation seen from far left and right; false if it has none.
bool limits_of(std::uint32_t row, float& low, float& high) {
  const std::span<const Activation> rows = activations();
  if (row >= rows.size() || rows[row].f32.apply == nullptr) return false;
  const float z[2] = {-1e4F, 1e4F};
  float a[2] = {0, 0};
  rows[row].f32.apply(2, z, a);
  low = std::min(a[0], a[1]);
  high = std::max(a[0], a[1]);
  return high - low > 1e-3F && high - low < 10.0F;
}

MapRange largest_value_range(std::span<const float> values) {
  float largest = 0;
  for (const float v : values) largest = std::max(largest, std::isfinite(v) ? std::abs(v) : 0.0F);
  return {0, largest > 1e-12F ? 1.0F / largest : 0.0F};
}

MapRange output_unit_range(const Snapshot& s, std::size_t unit) {
  MapRange range = output_range(s);
  const bool has_class = is_classification(s) && s.layers.back().units > 1;
  if (has_class && unit < kMaxClasses) range.tint = static_cast<float>(unit);
  return range;
}

MapRange unit_range(const Snapshot& s, std::size_t layer, std::size_t unit,
                    std::span<const float> values) {
  if (layer + 1 == s.layers.size()) return output_unit_range(s, unit);
  float low = 0, high = 0;
  if (!limits_of(s.layers[layer].activation, low, high)) return largest_value_range(values);
  return {0.5F * (low + high), 2.0F / (high - low)};
}

}  // namespace

bool is_classification(const Snapshot& snapshot) { return class_count(snapshot) > 0; }

int data_dims(const Snapshot& snapshot) { return static_cast<int>(snapshot.dims); }

bool output_is_probability(const Snapshot& snapshot) {
  return is_classification(snapshot) && snapshot.output_min == 0.0F && snapshot.output_max == 1.0F;
}

std::span<const float> map_values(const Grid& grid, std::size_t map) {
  const std::size_t points = static_cast<std::size_t>(grid.columns) * grid.rows;
  if (points == 0 || map >= grid.maps || grid.values.size() < (map + 1) * points) return {};
  return {grid.values.data() + map * points, points};
}

MapRange output_range(const Snapshot& snapshot) {
  const float half = 0.5F * (snapshot.output_max - snapshot.output_min);
  return {0.5F * (snapshot.output_min + snapshot.output_max), half > 0 ? 1.0F / half : 0.0F};
}

float logit(float p) {
  if (std::isnan(p)) return 0;
  const float q = std::clamp(p, 1e-7F, 1.0F - 1e-7F);
  return std::log(q / (1.0F - q));
}

void unit_ranges(const Snapshot& snapshot, std::vector<MapRange>& out) {
  out.clear();
  const auto published = [](std::size_t units) {
    return std::min<std::size_t>(units, kMaxMapsPerLayer);
  };
  const std::size_t inputs = published(snapshot.input_names.size());
  for (std::size_t map = 0; map < inputs; ++map) {
    out.push_back(largest_value_range(map_values(snapshot.units, map)));
  }
  for (std::size_t layer = 0; layer < snapshot.layers.size(); ++layer) {
    for (std::size_t unit = 0; unit < published(snapshot.layers[layer].units); ++unit) {
      out.push_back(unit_range(snapshot, layer, unit, map_values(snapshot.units, out.size())));
    }
  }
  out.resize(snapshot.units.maps);
}

AtlasLayout atlas_layout(int maps, int tile, int max_pixels) {
  if (maps <= 0 || tile <= 0) return {};
  const int most = std::max(1, max_pixels / tile);
  const int wanted = static_cast<int>(std::ceil(std::sqrt(static_cast<float>(maps))));
  const int columns = std::min(most, wanted);
  const int rows = std::min(most, (maps + columns - 1) / columns);
  return {columns, rows, std::min(maps, columns * rows)};
}

}  // namespace bp
