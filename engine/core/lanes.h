// Sixteen bytes of values side by side, which every machine computes at once. Lanes are independent
// outputs, so that vectorising leaves the order of every sum alone.
#pragma once

#include <cstring>

#include "engine/core/types.h"

namespace bp {

template <class T>
using Lanes [[gnu::vector_size(16)]] = T;
template <class T>
inline constexpr Index kWidth = static_cast<Index>(16 / sizeof(T));

template <class T>
inline Lanes<T> load(const T* p) {
  Lanes<T> v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
template <class V, class T>
inline void store(const V& v, T* p) {
  static_assert(sizeof v == 16);
  std::memcpy(p, &v, sizeof v);
}

}  // namespace bp
