// Small grey pictures: `side` × `side` values row by row, 0 is background. What is moved in from
// outside is background; `out` must not overlap `in`.
#pragma once

#include "engine/core/types.h"

namespace bp {

/// Left and right change places, in place.
void mirror_image(Index side, float* image);
/// Moves the content by whole pixels, `right` and `down` of them.
void shift_image(Index side, Index right, Index down, const float* in, float* out);
/// Turns the content by `angle` (radians) about the picture's centre; a pixel is the bilinear
/// interpolation of the four about the place it came from.
void rotate_image(Index side, float angle, const float* in, float* out);

}  // namespace bp
