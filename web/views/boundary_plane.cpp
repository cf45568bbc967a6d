#include "web/views/boundary_plane.h"

#include <algorithm>
#include <cmath>

namespace bp {

const Dataset* shown_dataset(const Snapshot& snapshot) {
  const std::span<const Dataset> rows = datasets();
  return snapshot.dataset < rows.size() ? &rows[snapshot.dataset] : nullptr;
}

bool is_table(const Snapshot& snapshot) {
  const Dataset* const set = shown_dataset(snapshot);
  return set != nullptr && set->is_table();
}

ImVec2 Plane::to_screen(float at_x, float at_y) const {
  const float scale_x = (max.x - min.x) / (x.high - x.low);
  const float scale_y = (max.y - min.y) / (y.high - y.low);
  return {min.x + (at_x - x.low) * scale_x, max.y - (at_y - y.low) * scale_y};
}

float Plane::x_at(float screen_x) const {
  return x.low + (screen_x - min.x) / (max.x - min.x) * (x.high - x.low);
}

float Plane::y_at(float screen_y) const {
  return y.low + (max.y - screen_y) / (max.y - min.y) * (y.high - y.low);
}

float value_at(const Grid& grid, std::size_t map, float share_x, float share_y) {
  const std::size_t points = static_cast<std::size_t>(grid.columns) * grid.rows;
  if (points == 0 || map >= grid.maps || grid.values.size() < (map + 1) * points) return NAN;
  const auto cell = [](float share, std::uint32_t count) {
    return std::clamp(share * static_cast<float>(count) - 0.5F, 0.0F,
                      static_cast<float>(count - 1));
  };
  const float x = cell(share_x, grid.columns), y = cell(share_y, grid.rows);
  const auto column = static_cast<std::size_t>(x), row = static_cast<std::size_t>(y);
  const float fx = x - std::floor(x), fy = y - std::floor(y);
  const std::size_t right = std::min<std::size_t>(column + 1, grid.columns - 1);
  const std::size_t upper = std::min<std::size_t>(row + 1, grid.rows - 1);
  const float* values = grid.values.data() + map * points;
  const auto at = [&](std::size_t j, std::size_t i) { return values[j * grid.columns + i]; };
  const float bottom = std::lerp(at(row, column), at(row, right), fx);
  const float top = std::lerp(at(upper, column), at(upper, right), fx);
  return std::lerp(bottom, top, fy);
}

int answered_class(const Snapshot& snapshot, float output) {
  if (class_count(snapshot) > 2) return static_cast<int>(std::lround(output));
  return output > snapshot.decision_level ? 1 : 0;
}

bool is_wrong(const Snapshot& snapshot, float target, float output) {
  return answered_class(snapshot, output) != static_cast<int>(std::lround(target));
}

}  // namespace bp
