// Snapshots made by hand, of any shape, without a session.
#pragma once

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>

#include "engine/data/datasets.h"
#include "engine/session/snapshot.h"

namespace bp::test {

inline std::uint32_t dataset_row(std::string_view key) {
  for (std::size_t i = 0; i < datasets().size(); ++i) {
    if (datasets()[i].key == key) return static_cast<std::uint32_t>(i);
  }
  return 0;
}

inline void fill_grid(Grid& grid, std::uint32_t columns, std::uint32_t rows, std::uint32_t maps) {
  grid = {columns, rows, maps, {}};
  grid.values.resize(std::size_t{columns} * rows * maps);
  for (std::size_t i = 0; i < grid.values.size(); ++i) {
    grid.values[i] = 0.5F + 0.5F * std::sin(0.37F * static_cast<float>(i));
  }
}

inline void fill_curve(Curve& curve, std::size_t channels, std::size_t points) {
  curve = {};
  curve.mean.resize(channels);
  for (std::size_t i = 0; i < points; ++i) curve.at.push_back(static_cast<float>(i + 1));
  for (std::size_t c = 0; c < channels; ++c) {
    for (std::size_t i = 0; i < points; ++i) {
      curve.mean[c].push_back(std::exp(-0.01F * static_cast<float>(i)) /
                              std::pow(10.0F, static_cast<float>(c)));
    }
  }
  curve.min = curve.max = curve.mean;
}

inline void fill_points(Points& points, float low, float high, bool is_function, int classes) {
  for (int i = 0; i < 40; ++i) {
    const float t = static_cast<float>(i) / 39;
    points.x.push_back(low + t * (high - low));
    points.y.push_back(is_function ? std::sin(3 * t) : high - t * (high - low));
    points.target.push_back(static_cast<float>(i % std::max(classes, 2)));
    points.output.push_back(static_cast<float>(i % 3 % std::max(classes, 2)));
  }
}

/// Columns and classes of a table, or the two coordinates and the classes of a plane.
inline void fill_names(Snapshot& s, const Dataset& set, std::uint32_t outputs) {
  s.dims = set.dims == 1 ? 1 : 2;
  for (int i = 0; i < std::max(set.columns, 2) && set.is_table(); ++i) {
    s.column_names.push_back("column number " + std::to_string(i + 1));
  }
  s.input_names = set.is_table() ? s.column_names : std::vector<std::string>{"x₁", "x₂"};
  if (s.dims == 1) s.input_names.resize(1);
  s.x_axis = {s.input_names.front(), set.box_min, set.box_max};
  s.y_axis = {s.input_names.back(), set.box_min, set.box_max};
  if (set.task == Task::Regression) return;
  const int classes = set.classes > 0 ? set.classes : static_cast<int>(std::max(outputs, 2U));
  for (int k = 0; k < classes; ++k) s.class_names.push_back("class " + std::to_string(k));
}

/// A snapshot of a network with these units a layer (the last is the output), after `steps` steps.
inline Snapshot handmade(std::initializer_list<std::uint32_t> units, int steps = 50,
                         std::string_view data = "river") {
  Snapshot s;
  s.dataset = dataset_row(data);
  const Dataset& set = datasets()[s.dataset];
  s.step = steps;
  fill_names(s, set, units.size() == 0 ? 1 : *(units.end() - 1));
  std::uint32_t inputs = static_cast<std::uint32_t>(s.input_names.size()), offset = 0;
  std::uint32_t maps = std::min(inputs, kMaxMapsPerLayer);
  for (const std::uint32_t count : units) {
    s.layers.push_back({count, inputs, 0, offset, offset + count * inputs});
    offset += count * inputs + count;
    maps += std::min(count, kMaxMapsPerLayer);
    inputs = count;
  }
  s.param_count = offset;
  if (offset <= static_cast<std::uint64_t>(kMaxPublishedParams)) {
    for (std::uint32_t i = 0; i < offset; ++i) s.params.push_back(std::sin(static_cast<float>(i)));
    s.grads = s.updates = s.params;
  }
  s.stats.resize(s.layers.size());
  s.health.resize(s.layers.size(), Health::Fine);
  for (std::size_t l = 0; l < s.stats.size(); ++l) {
    s.stats[l].norm_dw = s.stats[l].rms_dw = std::pow(10.0F, static_cast<float>(l) - 6);
    s.stats[l].norm_w = 2;
    s.stats[l].update_ratio = 1e-3F;
    s.stats[l].has_update = 1;
  }
  const auto points = static_cast<std::size_t>(steps);
  fill_curve(s.loss_curve, 3, points);
  fill_curve(s.gradient_curve, 2 * s.layers.size(), points);
  const auto classes = static_cast<std::uint32_t>(s.class_names.size());
  fill_grid(s.field, 24, s.dims == 2 ? 24 : 1, classes > 2 ? classes : 1);
  if (!set.is_table()) fill_grid(s.truth, 24, s.dims == 2 ? 24 : 1, 1);
  fill_grid(s.units, 8, s.dims == 2 ? 8 : 1, maps);
  for (Points* points_of : {&s.train, &s.test}) {
    fill_points(*points_of, set.box_min, set.box_max, s.dims == 1, static_cast<int>(classes));
  }
  return s;
}

}  // namespace bp::test
