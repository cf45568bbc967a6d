#include "engine/data/image.h"

#include <algorithm>
#include <cmath>

#include "engine/core/math.h"

namespace bp {
namespace {

float pixel(Index side, const float* image, Index row, Index column) {
  const bool is_inside = row >= 0 && row < side && column >= 0 && column < side;
  return is_inside ? image[row * side + column] : 0.0F;
}

/// The picture at a place between pixels.
float bilinear(Index side, const float* image, float row, float column) {
  const float top = std::floor(row);
  const float left = std::floor(column);
  const float v = row - top;
  const float u = column - left;
  const auto r = static_cast<Index>(top);
  const auto c = static_cast<Index>(left);
  const float above = (1 - u) * pixel(side, image, r, c) + u * pixel(side, image, r, c + 1);
  const float below = (1 - u) * pixel(side, image, r + 1, c) + u * pixel(side, image, r + 1, c + 1);
  return (1 - v) * above + v * below;
}

}  // namespace

void mirror_image(Index side, float* image) {
  for (Index row = 0; row < side; ++row) std::reverse(image + row * side, image + (row + 1) * side);
}

void shift_image(Index side, Index right, Index down, const float* in, float* out) {
  for (Index row = 0; row < side; ++row) {
    for (Index column = 0; column < side; ++column) {
      *out++ = pixel(side, in, row - down, column - right);
    }
  }
}

void rotate_image(Index side, float angle, const float* in, float* out) {
  const float cosine = math::cos(angle);
  const float sine = math::sin(angle);
  const float centre = 0.5F * static_cast<float>(side - 1);
  for (Index row = 0; row < side; ++row) {
    const float y = static_cast<float>(row) - centre;
    for (Index column = 0; column < side; ++column) {
      const float x = static_cast<float>(column) - centre;
      *out++ =
          bilinear(side, in, centre + (cosine * y - sine * x), centre + (sine * y + cosine * x));
    }
  }
}

}  // namespace bp
