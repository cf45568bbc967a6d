#include "engine/core/math.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace {

using namespace bp;

constexpr float kInf = std::numeric_limits<float>::infinity();
const float kNaN = std::numeric_limits<float>::quiet_NaN();

/// Distance in units in the last place of the float nearest to `exact`.
double ulps(float got, long double exact) {
  if (std::isnan(exact)) return std::isnan(got) ? 0 : 1e9;
  // Up to the midpoint behind the largest float, rounding stays finite.
  if (std::fabs(exact) >= 0x1.ffffffp127L)
    return std::isinf(got) && (got > 0) == (exact > 0) ? 0 : 1e9;
  if (!std::isfinite(got)) return 1e9;
  const int exponent = std::max(std::ilogb(exact == 0 ? 1e-45L : exact), -126);
  return static_cast<double>(std::fabs(static_cast<long double>(got) - exact) /
                             std::scalbn(1.0L, exponent - 23));
}

struct Function {
  const char* name;
  double bound;  ///< largest error in ulp over all floats (against double), rounded up
  float (*ours)(float);
  long double (*exact)(long double);
};

const Function kFunctions[] = {
    {"exp", 1.0, [](float x) { return math::exp(x); }, [](long double x) { return std::exp(x); }},
    {"log", 0.91, [](float x) { return math::log(x); }, [](long double x) { return std::log(x); }},
    {"log1p", 1.0, [](float x) { return math::log1p(x); },
     [](long double x) { return std::log1p(x); }},
    {"expm1", 1.7, [](float x) { return math::expm1(x); },
     [](long double x) { return std::expm1(x); }},
    {"tanh", 4.0, [](float x) { return math::tanh(x); },
     [](long double x) { return std::tanh(x); }},
    {"sin", 1.6, [](float x) { return math::sin(x); }, [](long double x) { return std::sin(x); }},
    {"cos", 1.6, [](float x) { return math::cos(x); }, [](long double x) { return std::cos(x); }},
    {"erf", 1.3, [](float x) { return math::erf(x); }, [](long double x) { return std::erf(x); }},
    {"logistic", 2.5, [](float x) { return math::logistic(x); },
     [](long double x) {
       const long double e = std::exp(-std::fabs(x));
       return (x < 0 ? e : 1) / (1 + e);
     }},
    {"softplus", 1.8, [](float x) { return math::softplus(x); },
     [](long double x) {
       return (x < 0 ? 0 : x) + (std::isnan(x) ? x : std::log1p(std::exp(-std::fabs(x))));
     }},
};

TEST_CASE("Every float function stays within its stated error, over all magnitudes and signs") {
  // A prime stride through all bit patterns: every exponent, subnormals, infinities, NaNs.
  constexpr std::uint32_t kStride = 100003;
  for (const Function& f : kFunctions) {
    CAPTURE(f.name);
    double worst = 0;
    float at = 0;
    for (std::uint64_t u = 0; u < (1ULL << 32); u += kStride) {
      const float x = std::bit_cast<float>(static_cast<std::uint32_t>(u));
      const double error = ulps(f.ours(x), f.exact(static_cast<long double>(x)));
      if (error > worst) {
        worst = error;
        at = x;
      }
    }
    CAPTURE(at);
    CHECK(worst <= f.bound);
  }
}

TEST_CASE("Every float function stays within its stated error where units live") {
  for (const Function& f : kFunctions) {
    CAPTURE(f.name);
    double worst = 0;
    for (int i = -20000; i <= 20000; ++i) {
      const float x = static_cast<float>(i) * 0.000617F;
      worst = std::max(worst, ulps(f.ours(x), f.exact(static_cast<long double>(x))));
    }
    CHECK(worst <= f.bound);
  }
}

TEST_CASE("Special values map as in the C standard") {
  CHECK(math::exp(-kInf) == 0);
  CHECK(math::exp(kInf) == kInf);
  CHECK(math::exp(0.0F) == 1);
  CHECK(math::log(0.0F) == -kInf);
  CHECK(math::log(1.0F) == 0);
  CHECK_UNARY(std::isnan(math::log(-1.0F)));
  CHECK(math::log1p(-1.0F) == -kInf);
  CHECK(math::tanh(kInf) == 1);
  CHECK(math::tanh(-20.0F) == -1);
  CHECK(math::erf(-kInf) == -1);
  CHECK(math::logistic(-kInf) == 0);
  CHECK(math::logistic(kInf) == 1);
  CHECK(math::logistic(0.0F) == 0.5F);
  CHECK(math::softplus(-kInf) == 0);
  CHECK(math::softplus(kInf) == kInf);
  CHECK_UNARY(std::isnan(math::sin(kInf)));
  CHECK_UNARY(std::isnan(math::cos(-kInf)));
  for (const Function& f : kFunctions) {
    CAPTURE(f.name);
    CHECK_UNARY(std::isnan(f.ours(kNaN)));
  }
}

TEST_CASE("tanh never exceeds one, and is one from its limit on") {
  constexpr float kLimit = 8.464F;
  float largest = 0;
  for (std::uint32_t u = std::bit_cast<std::uint32_t>(7.5F);
       u < std::bit_cast<std::uint32_t>(kLimit); ++u) {
    largest = std::max(largest, math::tanh(std::bit_cast<float>(u)));
  }
  CHECK(largest == 1);
  for (const float x : {kLimit, 8.5F, 9.0F, 88.0F, std::numeric_limits<float>::max()}) {
    CHECK(math::tanh(x) == 1);
  }
}

TEST_CASE("Odd functions are odd to the bit, minus zero included") {
  const auto bits = [](float x) { return std::bit_cast<std::uint32_t>(x); };
  for (const float x : {0.0F, 1e-42F, 1e-5F, 0.3F, 0.9F, 2.5F, 30.0F}) {
    CHECK(bits(math::tanh(-x)) == bits(-math::tanh(x)));
    CHECK(bits(math::erf(-x)) == bits(-math::erf(x)));
    if (x > 0) CHECK(bits(math::sin(-x)) == bits(-math::sin(x)));
  }
  CHECK(bits(math::expm1(-0.0F)) == bits(-0.0F));
  CHECK(bits(math::log1p(-0.0F)) == bits(-0.0F));
}

TEST_CASE("Array forms of sine and cosine give the bits of single calls, huge values included") {
  const float x[] = {0, 1, -2.5F, 1e5F, -3e7F, 1e38F, kInf, kNaN, 1048576.0F};
  float s[9];
  float c[9];
  math::sin(9, x, s);
  math::cos(9, x, c);
  for (int i = 0; i < 9; ++i) {
    CHECK(((std::isnan(s[i]) && std::isnan(math::sin(x[i]))) || s[i] == math::sin(x[i])));
    CHECK(((std::isnan(c[i]) && std::isnan(math::cos(x[i]))) || c[i] == math::cos(x[i])));
  }
}

TEST_CASE("Powers are within one ulp and follow Annex F") {
  double worst = 0;
  for (int i = 1; i <= 400; ++i) {
    for (int j = -60; j <= 60; ++j) {
      const float x = static_cast<float>(i) * 0.0371F;
      const float y = static_cast<float>(j) * 0.613F;
      worst = std::max(worst, ulps(math::pow(x, y), std::pow(static_cast<long double>(x),
                                                             static_cast<long double>(y))));
    }
  }
  // Half an ulp of rounding, the inner error in double is far below.
  CHECK(worst <= 0.501);
  CHECK(math::pow(0.0F, 0.0F) == 1);
  CHECK(math::pow(kNaN, 0.0F) == 1);
  CHECK(math::pow(1.0F, kNaN) == 1);
  CHECK(math::pow(-2.0F, 3.0F) == -8);
  CHECK(math::pow(-2.0F, 2.0F) == 4);
  CHECK_UNARY(std::isnan(math::pow(-2.0F, 0.5F)));
  CHECK(math::pow(0.0F, -1.0F) == kInf);
  CHECK(math::pow(-0.0F, -3.0F) == -kInf);
  CHECK(math::pow(-1.0F, kInf) == 1);
  CHECK(math::pow(0.5F, kInf) == 0);
  CHECK(math::pow(2.0F, 128.0F) == kInf);
  CHECK(math::pow(2.0F, -149.0F) == 1e-45F);
}

}  // namespace
