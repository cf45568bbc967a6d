// The float functions of math.h. Only +, −, ×, ÷ and bit operations, each rounded on its own, so
// the bits are the same on every IEEE 754 machine; no branches, so loops over them vectorise (sin
// and cos of huge arguments and pow excepted). Coefficients: tools/golden/fit_polynomials.py.
// Bounds were measured over every float, sine and cosine over every 17th;
// tests/engine/core_math_test.cpp states them and repeats a sample.
//
// Range reduction follows W. J. Cody and W. Waite, "Software Manual for the Elementary Functions"
// (1980); rounding to an integer by adding 1.5·2^23 leaves that integer in the low bits.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

namespace bp::math::detail {

inline constexpr float kInf = std::numeric_limits<float>::infinity();
inline constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
inline constexpr float kRound = 12582912.0F;  // 1.5·2^23
inline constexpr float kLog2E = 1.44269504F;
// ln 2 = hi + lo, hi with 15 bits, so that n·hi is exact for |n| < 2^9.
inline constexpr float kLn2Hi = 0.693145752F;
inline constexpr float kLn2Lo = 1.42860682e-06F;

inline std::uint32_t bits(float x) { return std::bit_cast<std::uint32_t>(x); }
inline float from_bits(std::uint32_t u) { return std::bit_cast<float>(u); }
inline float abs(float x) { return from_bits(bits(x) & 0x7FFFFFFFU); }
inline float copy_sign(float magnitude, float sign) {
  return from_bits((bits(magnitude) & 0x7FFFFFFFU) | (bits(sign) & 0x80000000U));
}
/// c ? a : b, as masks: gcc takes a conditional on floats for control flow (a comparison might
/// trap) and would not vectorise the loop around it.
inline float select(bool c, float a, float b) {
  const std::uint32_t mask = 0U - static_cast<std::uint32_t>(c);
  return from_bits((bits(a) & mask) | (bits(b) & ~mask));
}
/// 2^n for −126 ≤ n ≤ 127.
inline float exp2_int(std::int32_t n) {
  return from_bits(static_cast<std::uint32_t>(n + 127) << 23);
}
/// Clamps and lets NaN through.
inline float clamp(float x, float lo, float hi) {
  x = select(x < lo, lo, x);
  return select(x > hi, hi, x);
}

/// x = n·ln 2 + r with |r| ≤ ½ ln 2, for |x| < 350.
struct ExpReduction {
  std::int32_t n;
  float r;
};
inline ExpReduction reduce_exp(float x) {
  const float shifted = x * kLog2E + kRound;
  const float n = shifted - kRound;
  const auto whole = static_cast<std::int32_t>(bits(shifted) - bits(kRound));
  return {whole, (x - n * kLn2Hi) - n * kLn2Lo};
}

/// e^r − 1 for |r| ≤ ½ ln 2, as r + r² q(r).
inline float expm1_reduced(float r) {
  float q = 0.00139398489F;
  q = q * r + 0.00836881623F;
  q = q * r + 0.0416664109F;
  q = q * r + 0.166665196F;
  q = q * r + 0.5F;
  return r + (r * r) * q;
}

/// Scaled in two steps, so that subnormal results are rounded once and overflow gives infinity.
inline float exp_within(float x) {
  const ExpReduction e = reduce_exp(x);
  const std::int32_t half = e.n >> 1;
  return (1.0F + expm1_reduced(e.r)) * exp2_int(half) * exp2_int(e.n - half);
}
inline float exp(float x) { return exp_within(clamp(x, -104.0F, 89.0F)); }
/// e^x for x ≤ 0 (or NaN): half of the clamp is enough.
inline float exp_below(float x) { return exp_within(select(x < -104.0F, -104.0F, x)); }

/// 2^n (e^r − 1) + (2^n − 1), computed halved because 2^128 is no float, for −18 ≤ x ≤ 89.
inline float expm1_within(float x) {
  const ExpReduction e = reduce_exp(x);
  const float half = exp2_int(e.n - 1);
  return 2.0F * (half * expm1_reduced(e.r) + (half - 0.5F));
}
/// Below −18 it is −1.
inline float expm1(float x) { return copy_sign(expm1_within(clamp(x, -18.0F, 89.0F)), x); }

/// log(1 + f) = f − f²/2 + f³ q(f), for 1 + f in [√½, √2].
inline float log1p_reduced_tail(float f) {
  float q = 0.0675095618F;
  q = q * f - 0.116714492F;
  q = q * f + 0.11883568F;
  q = q * f - 0.124060318F;
  q = q * f + 0.142203271F;
  q = q * f - 0.166679963F;
  q = q * f + 0.20002073F;
  q = q * f - 0.250000089F;
  q = q * f + 0.333333135F;
  return (f * f) * (f * q - 0.5F);
}

/// log(x · 2^shift) + correction for normal x > 0.
inline float log_normal(float x, std::int32_t shift, float correction) {
  // Exponent and mantissa split at √½ instead of 1: subtract its bits, then read off the exponent.
  const std::uint32_t shifted = bits(x) - 0x3F3504F3U;
  const std::int32_t n = (static_cast<std::int32_t>(shifted) >> 23) + shift;
  const float f = from_bits((shifted & 0x007FFFFFU) + 0x3F3504F3U) - 1.0F;
  const auto e = static_cast<float>(n);
  return e * kLn2Hi + (f + (log1p_reduced_tail(f) + (e * kLn2Lo + correction)));
}

inline float log(float x) {
  const bool is_subnormal = x < 1.17549435e-38F;
  float y = log_normal(select(is_subnormal, x * 8388608.0F, x),
                       -23 * static_cast<std::int32_t>(is_subnormal), 0.0F);
  y = select(x == 0.0F, -kInf, y);
  y = select(x < 0.0F, kNaN, y);
  return select(x < kInf, y, x);  // infinity and NaN map to themselves
}

/// log(u) + c with u = 1 + x rounded and c = what rounding lost, divided by u (Kahan's remedy).
inline float log1p(float x) {
  const float u = 1.0F + x;
  const float lost = select(x < 1.0F, x - (u - 1.0F), 1.0F - (u - x));
  float y = log_normal(u, 0, lost / u);
  y = select(x == -1.0F, -kInf, y);
  y = select(x < -1.0F, kNaN, y);
  y = select(x == 0.0F, x, y);
  return select(x < kInf, y, x);
}

/// log1p on [0, 1], where nothing special happens.
inline float log1p_unit(float x) {
  const float u = 1.0F + x;
  return log_normal(u, 0, (x - (u - 1.0F)) / u);
}

/// Where tanh() rounds to ±1, and the formula below has come to it.
inline constexpr float kTanhLimit = 8.464F;

/// tanh for |x| ≤ kTanhLimit: 2h / (1 + h²) with h = tanh(x/2) as a quotient of polynomials: near
/// ±1, where polynomials err most, the result hardly depends on h. With s = x², 2·numerator
/// n = x + x s p(s) and denominator 1 + e, e = s q(s), it is
/// (n + n e) / (1 + (e (2 + e) + n²/4)): sums with one large term each, so that few roundings
/// count.
inline float tanh_within(float x) {
  const float s = x * x;
  const float p = 0.000114270129F * s + 0.0297745615F;
  const float q = (1.22934023e-06F * s + 0.0012066284F) * s + 0.11310786F;
  const float e = s * q;
  const float n = x + x * (s * p);
  return (n + n * e) / (1.0F + (e * (e + 2.0F) + (0.25F * n) * n));
}
/// At the clamp it is ±1, and nowhere more.
inline float tanh(float x) { return tanh_within(clamp(x, -kTanhLimit, kTanhLimit)); }

/// e^{−|x|} neither overflows nor cancels; its sign decides the numerator.
inline float logistic(float x) {
  const float e = exp_below(-abs(x));
  return select(x < 0.0F, e, 1.0F) / (1.0F + e);
}

inline float softplus(float x) {
  const float positive = select(x < 0.0F, 0.0F, x);
  return positive + log1p_unit(exp_below(-abs(x)));
}

/// x + x p(x²) below 0.9, 1 − e^{x q(x)} above; from 3.95 on the result rounds to 1.
inline float erf(float x) {
  const float magnitude = abs(x);
  const float a = select(magnitude > 3.95F, 3.95F, magnitude);
  const float s = a * a;
  float p = 7.9631136e-05F;
  p = p * s - 0.000804364856F;
  p = p * s + 0.00519202137F;
  p = p * s - 0.0268556364F;
  p = p * s + 0.112836249F;
  p = p * s - 0.376126289F;
  p = p * s + 0.128379166F;
  float q = -5.29465024e-06F;
  q = q * a + 4.99145426e-05F;
  q = q * a + 2.75543589e-05F;
  q = q * a - 0.00286941673F;
  q = q * a + 0.0225760434F;
  q = q * a - 0.105169855F;
  q = q * a - 0.635672987F;
  q = q * a - 1.12854147F;
  const float outer = 1.0F - exp(a * q);
  return copy_sign(select(a < 0.9F, a + a * p, outer), x);
}

/// Largest |x| for which sin_small and cos_small are meant.
inline constexpr float kTrigLimit = 1048576.0F;

/// x = k·π/2 + r with |r| ≤ π/4, reduced in double (π/2 in 33 + 53 bits, exact for k < 2^20).
struct TrigReduction {
  std::uint32_t quadrant;
  float r;
};
inline TrigReduction reduce_trig(float x) {
  constexpr double kRoundDouble = 6755399441055744.0;  // 1.5·2^52
  const double shifted = static_cast<double>(x) * 0.6366197723675814 + kRoundDouble;
  const double k = shifted - kRoundDouble;
  const double r = (static_cast<double>(x) - k * 1.5707963267341256) - k * 6.077100506506192e-11;
  return {static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(shifted)), static_cast<float>(r)};
}

/// The sine of (quadrant·π/2 + r).
inline float sin_of(TrigReduction t) {
  const float x = t.r * t.r;
  const float s = (-0.000195182889F * x + 0.00833218917F) * x - 0.166666552F;
  const float c = (2.4430663e-05F * x - 0.00138873013F) * x + 0.0416666456F;
  const float sine = t.r + t.r * (x * s);
  const float cosine = 1.0F - (0.5F * x - (x * x) * c);
  const float y = select((t.quadrant & 1U) != 0, cosine, sine);
  return from_bits(bits(y) ^ ((t.quadrant & 2U) << 30));
}

inline float sin_small(float x) { return sin_of(reduce_trig(x)); }
inline float cos_small(float x) {
  TrigReduction t = reduce_trig(x);
  t.quadrant += 1;
  return sin_of(t);
}

}  // namespace bp::math::detail
