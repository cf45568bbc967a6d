#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <vector>

#include "engine/train/metrics.h"

using namespace bp;

namespace {
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
}

TEST_CASE("Accuracy is the share of outputs on their target's side of the decision level") {
  const std::array output{0.9F, 0.4F, 0.6F, 0.1F};
  const std::array target{1.0F, 1.0F, 0.0F, 0.0F};
  CHECK(accuracy(output, target, 1, 0.5F) == 0.5);
  CHECK(accuracy(output, target, 1, 0.05F) == 0.5);
  CHECK(accuracy(target, target, 1, 0.5F) == 1);
  CHECK(accuracy({}, {}, 1, 0.5F) == 0);
}

TEST_CASE("Accuracy works with targets of -1 and 1") {
  const std::array output{0.3F, -2.0F, -0.1F};
  const std::array target{1.0F, -1.0F, 1.0F};
  CHECK(accuracy(output, target, 1, 0) == doctest::Approx(2.0 / 3.0));
}

TEST_CASE("An output on the decision level counts as class 0, and NaN as wrong") {
  CHECK(accuracy(std::array{0.5F, 0.5F}, std::array{0.0F, 1.0F}, 1, 0.5F) == 0.5);
  CHECK(accuracy(std::array{kNan, kNan}, std::array{0.0F, 1.0F}, 1, 0.5F) == 0);
}

TEST_CASE("R squared is 1 for a perfect fit, 0 for the mean, negative for worse") {
  const std::array target{1.0F, 2.0F, 3.0F, 6.0F};
  CHECK(r_squared(target, target) == 1);
  CHECK(r_squared(std::array{3.0F, 3.0F, 3.0F, 3.0F}, target) == 0);
  // Σ(y−ȳ)² = 4+1+0+9 = 14, Σ(y−ŷ)² = 1+0+0+4 = 5
  CHECK(r_squared(std::array{2.0F, 2.0F, 3.0F, 4.0F}, target) == doctest::Approx(1 - 5.0 / 14.0));
  CHECK(r_squared(std::array{6.0F, 3.0F, 2.0F, 1.0F}, target) < 0);
}

TEST_CASE("R squared of constant targets is 1 if they are met, else 0") {
  CHECK(r_squared(std::array{2.0F, 2.0F}, std::array{2.0F, 2.0F}) == 1);
  CHECK(r_squared(std::array{2.0F, 2.5F}, std::array{2.0F, 2.0F}) == 0);
  CHECK(r_squared({}, {}) == 0);
}

TEST_CASE("R squared keeps its digits when the targets have a large mean") {
  std::vector<float> target, output;
  for (int i = 0; i < 1000; ++i) {
    target.push_back(4096 + static_cast<float>(i % 2));
    output.push_back(4096 + static_cast<float>(i % 2) + (i % 4 < 2 ? 0.25F : -0.25F));
  }
  // Every value is exact in float: 1 − (1/16) / (1/4).
  CHECK(r_squared(output, target) == doctest::Approx(0.75).epsilon(1e-12));
}

TEST_CASE("Among several outputs the largest is the answer, and NaN is none") {
  const std::array<float, 9> output = {0.1F, 0.7F, 0.2F,          0.5F, 0.5F,
                                       0.1F, 0.2F, std::nanf(""), 0.9F};
  CHECK(bp::class_of(output.data(), 3, 0) == 1);
  CHECK(bp::class_of(output.data() + 3, 3, 0) == 0);  // the first of equals
  CHECK(bp::class_of(output.data() + 6, 3, 0) == -1);
  const std::array<float, 9> target = {0, 1, 0, 0, 1, 0, 0, 0, 1};
  CHECK(bp::accuracy(output, target, 3, 0) == doctest::Approx(1.0 / 3.0));
}
