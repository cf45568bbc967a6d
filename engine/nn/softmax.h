// Softmax of one column, stably: the largest value is taken out first (Goodfellow, Bengio,
// Courville 2016, Deep Learning, eq. 4.1). Sums go over the column in sequence.
#pragma once

#include "engine/core/math.h"
#include "engine/core/types.h"

namespace bp {

template <class T>
T largest_of(Index count, const T* z) {
  T largest = z[0];
  for (Index k = 1; k < count; ++k) largest = z[k] > largest ? z[k] : largest;
  return largest;
}

/// a_k = e^(z_k) / Σ e^(z_j); `count` ≥ 1, `a` may be `z`.
template <class T>
void softmax(Index count, const T* z, T* a) {
  const T largest = largest_of(count, z);
  T sum = 0;
  for (Index k = 0; k < count; ++k) {
    a[k] = math::exp(z[k] - largest);
    sum += a[k];
  }
  for (Index k = 0; k < count; ++k) a[k] /= sum;
}

/// log Σ e^(z_j)
template <class T>
T log_sum_exp(Index count, const T* z) {
  const T largest = largest_of(count, z);
  T sum = 0;
  for (Index k = 0; k < count; ++k) sum += math::exp(z[k] - largest);
  return largest + math::log(sum);
}

}  // namespace bp
