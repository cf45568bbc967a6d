#include "web/views/class_maps.h"

#include <algorithm>
#include <cmath>

#include "web/views/boundary_maps.h"
#include "web/views/boundary_plane.h"

namespace bp {
namespace {

/// Of a value that goes to the GPU: sums of sixteen of them still are numbers.
constexpr float kLargest = 1e15F;
constexpr float kSmallestShare = 1e-30F;

float smooth_value(float output, ClassScale scale) {
  switch (scale) {
    case ClassScale::Softmax:
      return std::log(std::clamp(output, kSmallestShare, 1.0F));
    case ClassScale::Probability:
      return logit(output);
    case ClassScale::Value:
      return std::clamp(output, -kLargest, kLargest);
  }
  return 0;
}

// One pass of the binomial filter 1 4 6 4 1 along a line of n values, `stride` apart; ends hold.
void blur_line(float* values, std::size_t n, std::size_t stride, std::vector<float>& scratch) {
  constexpr std::array kWeights = {1.0F / 16, 4.0F / 16, 6.0F / 16, 4.0F / 16, 1.0F / 16};
  scratch.resize(n);
  for (std::size_t i = 0; i < n; ++i) scratch[i] = values[i * stride];
  const auto last = static_cast<std::ptrdiff_t>(n) - 1;
  for (std::ptrdiff_t i = 0; i <= last; ++i) {
    float sum = 0;
    for (std::ptrdiff_t k = -2; k <= 2; ++k) {
      const auto from = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i + k, 0, last));
      sum += kWeights[static_cast<std::size_t>(k + 2)] * scratch[from];
    }
    values[static_cast<std::size_t>(i) * stride] = sum;
  }
}

}  // namespace

ClassScale class_scale(const Snapshot& snapshot) {
  if (!output_is_probability(snapshot) || snapshot.layers.empty()) return ClassScale::Value;
  const std::span<const Activation> rows = activations();
  const std::uint32_t row = snapshot.layers.back().activation;
  const bool is_softmax = row < rows.size() && rows[row].f32.apply_columns != nullptr;
  return is_softmax ? ClassScale::Softmax : ClassScale::Probability;
}

bool has_class_maps(const Snapshot& snapshot) {
  const std::size_t classes = class_count(snapshot);
  return classes > 2 && classes <= kMaxClasses && snapshot.field.maps == classes;
}

int rank_classes(const Grid& field, float share_x, float share_y, RankedClasses& out) {
  const std::size_t count = std::min<std::size_t>(field.maps, out.size());
  for (std::size_t k = 0; k < count; ++k) {
    out[k] = {static_cast<int>(k), value_at(field, k, share_x, share_y)};
    if (!std::isfinite(out[k].value)) return 0;
  }
  std::stable_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(count),
                   [](const ClassValue& a, const ClassValue& b) { return a.value > b.value; });
  return static_cast<int>(count);
}

void pack_class_maps(const Grid& maps, ClassScale scale, std::vector<float>& out) {
  const std::size_t points = static_cast<std::size_t>(maps.columns) * maps.rows;
  const std::size_t blocks = (maps.maps + kPackedClasses - 1) / kPackedClasses;
  out.assign(blocks * points * kPackedClasses, 0.0F);
  for (std::size_t p = 0; p < points; ++p) {
    bool is_known = true;
    for (std::size_t k = 0; k < maps.maps; ++k)
      is_known &= !std::isnan(maps.values[k * points + p]);
    if (!is_known) continue;
    for (std::size_t k = 0; k < maps.maps; ++k) {
      const std::size_t texel = (k / kPackedClasses) * points + p;
      out[texel * kPackedClasses + k % kPackedClasses] =
          smooth_value(maps.values[k * points + p], scale);
    }
  }
}

Grid smooth_shares(const Grid& indices, int classes) {
  const std::size_t columns = indices.columns, rows = indices.rows, points = columns * rows;
  Grid out{indices.columns, indices.rows, static_cast<std::uint32_t>(classes), {}};
  if (points == 0 || indices.values.size() < points) return {};
  out.values.assign(points * static_cast<std::size_t>(classes), 0.0F);
  for (std::size_t p = 0; p < points; ++p) {
    const float k = indices.values[p];
    if (!(k >= 0 && k < static_cast<float>(classes))) continue;
    out.values[static_cast<std::size_t>(k) * points + p] = 1;
  }
  std::vector<float> scratch;
  for (std::size_t k = 0; k < static_cast<std::size_t>(classes); ++k) {
    float* map = out.values.data() + k * points;
    for (int pass = 0; pass < 2; ++pass) {
      for (std::size_t j = 0; j < rows; ++j) blur_line(map + j * columns, columns, 1, scratch);
      for (std::size_t i = 0; i < columns; ++i) blur_line(map + i, rows, columns, scratch);
    }
  }
  return out;
}

}  // namespace bp
