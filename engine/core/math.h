// Elementary functions with the same bits on every machine. For float they are the engine's own
// (math_float.h: inline, branch-free, vectorisable; at most 2.7 ulp, tested against long double);
// for double, which is used for gradient checks only, they are the standard library's.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "engine/core/math_float.h"

namespace bp::math {

inline float exp(float x) { return detail::exp(x); }
inline float log(float x) { return detail::log(x); }
inline float log1p(float x) { return detail::log1p(x); }
inline float expm1(float x) { return detail::expm1(x); }
inline float tanh(float x) { return detail::tanh(x); }
/// tanh's bits for |x| ≤ kTanhWithin, in fewer operations; not meant beyond.
inline constexpr float kTanhWithin = detail::kTanhLimit;
inline float tanh_within(float x) { return detail::tanh_within(x); }
float sin(float x);
float cos(float x);
/// y[i] = sin x[i], and cos: the same bits as one by one, but vectorised. y must not overlap x.
void sin(std::ptrdiff_t n, const float* x, float* y);
void cos(std::ptrdiff_t n, const float* x, float* y);
inline float erf(float x) { return detail::erf(x); }
float pow(float x, float y);
/// 1 / (1 + e^-x), without overflow.
inline float logistic(float x) { return detail::logistic(x); }
/// log(1 + e^x), without overflow.
inline float softplus(float x) { return detail::softplus(x); }

inline double exp(double x) { return std::exp(x); }
inline double log(double x) { return std::log(x); }
inline double log1p(double x) { return std::log1p(x); }
inline double expm1(double x) { return std::expm1(x); }
inline double tanh(double x) { return std::tanh(x); }
inline double sin(double x) { return std::sin(x); }
inline double cos(double x) { return std::cos(x); }
inline double erf(double x) { return std::erf(x); }
inline double pow(double x, double y) { return std::pow(x, y); }
double logistic(double x);
double softplus(double x);

/// c ? a : b for loops that should vectorise (see detail::select).
inline float select(bool c, float a, float b) { return detail::select(c, a, b); }
inline double select(bool c, double a, double b) { return c ? a : b; }

/// baseⁿ for n ≥ 0 by squaring: only products, so the same bits everywhere.
inline double integer_power(double base, std::int64_t n) {
  double power = 1.0;
  for (; n > 0; n >>= 1) {
    if ((n & 1) != 0) power *= base;
    base *= base;
  }
  return power;
}

inline float abs(float x) { return detail::abs(x); }

/// Square root is correctly rounded by IEEE 754 in hardware and in wasm.
inline float sqrt(float x) { return std::sqrt(x); }
inline double sqrt(double x) { return std::sqrt(x); }

}  // namespace bp::math
