#include "engine/core/math.h"

#include <array>
#include <cstddef>

namespace bp::math {
namespace {

/// Reduction of |x| ≥ 2^20: M. Payne and R. Hanek, "Radian reduction for trigonometric functions"
/// (SIGNUM Newsletter 18, 1983). x = m·2^e; of the binary digits of 2/π only 96 matter for
/// m·2^e·(2/π) modulo 4, those from the digit whose weight times 2^e is 2.
detail::TrigReduction reduce_huge(float x) {
  constexpr std::array<std::uint32_t, 9> kTwoOverPi = {0,           0xA2F9836EU, 0x4E441529U,
                                                       0xFC2757D1U, 0xF534DDC0U, 0xDB629599U,
                                                       0x3C439041U, 0xFE5163ABU, 0xDEBBC561U};
  const std::uint32_t u = detail::bits(x);
  const std::uint64_t m = (u & 0x007FFFFFU) | 0x00800000U;
  const auto start = ((u >> 23) & 0xFFU) - 150U + 30U;
  const auto window = [&](std::size_t i) {
    const std::size_t word = start / 32 + i;
    const std::uint64_t pair =
        static_cast<std::uint64_t>(kTwoOverPi[word]) << 32 | kTwoOverPi[word + 1];
    return (pair << (start % 32)) >> 32;
  };
  const std::uint64_t low = m * window(2);
  const std::uint64_t middle = m * window(1) + (low >> 32);
  const std::uint64_t high = m * window(0) + (middle >> 32);
  const std::uint64_t quarter_turns = high << 32 | (middle & 0xFFFFFFFFU);  // 2 + 62 binary digits
  const std::uint64_t k = (quarter_turns + (1ULL << 61)) >> 62;
  const auto rest = static_cast<double>(static_cast<std::int64_t>(quarter_turns - (k << 62)));
  const auto r = static_cast<float>(rest * 0x1p-62 * 1.5707963267948966);
  const bool is_negative = (u >> 31) != 0;
  const auto quadrant = static_cast<std::uint32_t>(k);
  return is_negative ? detail::TrigReduction{0U - quadrant, -r}
                     : detail::TrigReduction{quadrant, r};
}

/// log a for positive finite a, error below 1e-12 relative: 2 artanh s with s = (m − 1)/(m + 1).
double log_positive(float a) {
  const bool is_subnormal = a < 1.17549435e-38F;
  const std::uint32_t u = detail::bits(is_subnormal ? a * 8388608.0F : a) - 0x3F3504F3U;
  const int n = (static_cast<std::int32_t>(u) >> 23) - (is_subnormal ? 23 : 0);
  const auto m = static_cast<double>(detail::from_bits((u & 0x007FFFFFU) + 0x3F3504F3U));
  const double s = (m - 1.0) / (m + 1.0);
  double series = 0.0;
  for (int i = 19; i >= 1; i -= 2) series = series * (s * s) + 1.0 / i;
  return n * 0.6931471805599453 + 2.0 * s * series;
}

/// e^x for |x| ≤ 120 by Taylor's series to degree 13 after reduction to |r| ≤ ½ ln 2.
double exp_moderate(double x) {
  constexpr double kRoundDouble = 6755399441055744.0;  // 1.5·2^52
  const double n = (x * 1.4426950408889634 + kRoundDouble) - kRoundDouble;
  const double r = x - n * 0.6931471805599453;
  double series = 1.0;
  for (int i = 13; i >= 1; --i) series = 1.0 + r / i * series;
  return series *
         std::bit_cast<double>(static_cast<std::uint64_t>(1023 + static_cast<int>(n)) << 52);
}

/// a^y for a ≥ 0, y ≠ 0, neither NaN.
float pow_magnitude(float a, float y) {
  if (a == 1.0F) return 1.0F;
  if (a == 0.0F) return y < 0.0F ? detail::kInf : 0.0F;
  if (a == detail::kInf) return y < 0.0F ? 0.0F : detail::kInf;
  const double exponent = static_cast<double>(y) * log_positive(a);
  if (exponent > 89.0) return detail::kInf;
  if (exponent < -104.0) return 0.0F;
  const double power = exp_moderate(exponent);
  // From the midpoint between the largest float and 2^128 on, rounding gives infinity.
  return power >= 0x1.ffffffp127 ? detail::kInf : static_cast<float>(power);
}

/// `small` for all, then the rare huge ones again one by one.
template <class Small, class Any>
void apply_trig(std::ptrdiff_t n, const float* x, float* y, Small small, Any any) {
  std::uint32_t has_huge = 0;
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    y[i] = small(x[i]);
    has_huge |= static_cast<std::uint32_t>(detail::abs(x[i]) >= detail::kTrigLimit);
  }
  for (std::ptrdiff_t i = 0; has_huge != 0 && i < n; ++i) {
    if (detail::abs(x[i]) >= detail::kTrigLimit) y[i] = any(x[i]);
  }
}

bool is_integer(float y) { return detail::abs(y) >= 8388608.0F || std::trunc(y) == y; }
bool is_odd(float y) {
  return detail::abs(y) < 16777216.0F && is_integer(y) && (static_cast<std::int32_t>(y) & 1) != 0;
}

}  // namespace

float sin(float x) {
  if (detail::abs(x) < detail::kTrigLimit) return detail::sin_small(x);
  return detail::abs(x) < detail::kInf ? detail::sin_of(reduce_huge(x)) : detail::kNaN;
}

float cos(float x) {
  if (detail::abs(x) < detail::kTrigLimit) return detail::cos_small(x);
  if (!(detail::abs(x) < detail::kInf)) return detail::kNaN;
  detail::TrigReduction t = reduce_huge(x);
  t.quadrant += 1;
  return detail::sin_of(t);
}

void sin(std::ptrdiff_t n, const float* x, float* y) {
  apply_trig(n, x, y, detail::sin_small, [](float v) { return sin(v); });
}

void cos(std::ptrdiff_t n, const float* x, float* y) {
  apply_trig(n, x, y, detail::cos_small, [](float v) { return cos(v); });
}

/// Special cases as in C, Annex F.
float pow(float x, float y) {
  if (y == 0.0F || x == 1.0F) return 1.0F;
  if (std::isnan(x) || std::isnan(y)) return detail::kNaN;
  const float magnitude = pow_magnitude(detail::abs(x), y);
  if (!std::signbit(x)) return magnitude;
  if (is_odd(y)) return -magnitude;
  const bool is_finite_negative = x < 0.0F && x > -detail::kInf;
  return is_finite_negative && !is_integer(y) ? detail::kNaN : magnitude;
}

double logistic(double x) {
  const double e = std::exp(-std::fabs(x));
  return (x < 0.0 ? e : 1.0) / (1.0 + e);
}

double softplus(double x) { return (x < 0.0 ? 0.0 : x) + std::log1p(std::exp(-std::fabs(x))); }

}  // namespace bp::math
