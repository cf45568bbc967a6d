// Sums of long vectors in a fixed order: eight lanes (lane i takes elements i, i+8, …), then the
// tree ((0+4)+(2+6))+((1+5)+(3+7)); accumulated in double, whatever T is. The order does not depend
// on vector width, so the result has the same bits everywhere.
#pragma once

#include "engine/core/types.h"

namespace bp {

template <class T>
double sum(std::span<const T> x);
template <class T>
double sum_squares(std::span<const T> x);
template <class T>
double sum_abs(std::span<const T> x);
template <class T>
double dot(std::span<const T> x, std::span<const T> y);

}  // namespace bp
