// Moments of weights that see no gradient (a dead ReLU's, say) fade until they are subnormal, below
// 1.2e-38, and stay there: rounding keeps 0.9 · x at x for the last few. Processors work on such
// numbers in microcode, at a hundred cycles and more an operation; a sweep took five times as long
// once a tenth of the weights had gone to sleep. The same bits can be had from ordinary numbers.
#pragma once

#include <bit>
#include <cstdint>

#include "engine/core/math.h"
#include "engine/core/math_float.h"

namespace bp::subnormal {

/// 0 is none.
inline bool is_subnormal(float x) {
  return (math::detail::bits(x) & 0x7FFFFFFFU) - 1U < 0x007FFFFFU;
}

/// x = ±k · 2^-149, k an integer.
inline std::int32_t units(float x) {
  return static_cast<std::int32_t>(math::detail::bits(x) & 0x007FFFFFU);
}

/// factor · x for a subnormal x and 0 ≤ factor ≤ 1. The product with k is exact in double, and
/// adding 1.5 · 2^52 rounds it to an integer as the processor would have rounded the product.
inline float scaled(float factor, float x) {
  constexpr double kRoundDouble = 6755399441055744.0;
  const double whole = static_cast<double>(factor) * units(x) + kRoundDouble;
  const auto k = static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(whole));
  return math::detail::from_bits(k | (math::detail::bits(x) & 0x80000000U));
}

/// How an update rule multiplies by a rate of at most 1, takes roots, and lets a moment move a
/// weight: as it stands, or around subnormal numbers.
struct Plain {
  template <class T>
  static T times(T factor, T x) {
    return factor * x;
  }
  template <class T>
  static T root(T x) {
    return math::sqrt(x);
  }
  template <class T>
  static T moving(T x) {
    return x;
  }
};

struct Around {
  static float times(float factor, float x) {
    const bool is_small = is_subnormal(x);
    const float usual = factor * math::select(is_small, 0.0F, x);
    return math::select(is_small, scaled(factor, x), usual);
  }
  /// √(2k · 2^-150) for a subnormal x ≥ 0; both factors of 2^-75 are exact.
  static float root(float x) {
    const bool is_small = is_subnormal(x);
    const float y = math::sqrt(math::select(is_small, static_cast<float>(2 * units(x)), x));
    return y * math::select(is_small, 0x1p-75F, 1.0F);
  }
  /// So small a moment moves no weight that may_go_around() allows.
  static float moving(float x) { return math::select(is_subnormal(x), 0.0F, x); }
};

/// Whether so small moments divided by at least 2^-40, times a rate, are less than half a unit in
/// the last place of w.
inline bool stands_still(float w) { return math::detail::abs(w) >= 0x1p-48F; }
inline constexpr float kLargestRate = 1024.0F, kLeastDivisor = 0x1p-40F;

}  // namespace bp::subnormal
