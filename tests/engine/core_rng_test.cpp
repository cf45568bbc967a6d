#include "engine/core/rng.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace {

using bp::Rng;

TEST_CASE("The generator gives O'Neill's published PCG32 numbers") {
  // pcg-c-basic, pcg32-demo: seed 42, sequence 54.
  Rng rng(42, 54);
  for (const std::uint32_t expected :
       {0xa15c02b7U, 0x7b47f409U, 0xba1d3330U, 0x83d2f293U, 0xbfa4784bU, 0xcbed606eU}) {
    CHECK(rng.next() == expected);
  }
}

TEST_CASE("Streams of one seed differ, and a saved state resumes exactly") {
  Rng a(7, 1);
  Rng b(7, 2);
  CHECK(a.next() != b.next());
  (void)a.normal();  // leaves a spare, which is part of the state
  const Rng::State state = a.state();
  const std::array first = {a.normal(), a.normal(), a.uniform()};
  Rng c(0);
  c.restore(state);
  CHECK(first == std::array{c.normal(), c.normal(), c.uniform()});
}

TEST_CASE("Uniform draws fill their interval and never reach its end") {
  Rng rng(1);
  double sum = 0;
  constexpr int kDraws = 20000;
  for (int i = 0; i < kDraws; ++i) {
    const float u = rng.uniform();
    CHECK_UNARY(u >= 0 && u < 1);
    sum += static_cast<double>(u);
    // So narrow that rounding would often reach the end.
    const float narrow = rng.uniform(1.0F, 1.00000024F);
    CHECK_UNARY(narrow >= 1.0F && narrow < 1.00000024F);
  }
  // Standard error of the mean: 1/√(12·20000) = 0.002; five of them.
  CHECK(sum / kDraws == doctest::Approx(0.5).epsilon(0.02));
  CHECK(rng.uniform(3, 3) == 3);
}

TEST_CASE("Normal draws have mean 0, variance 1 and the normal share within one sigma") {
  Rng rng(2);
  constexpr int kDraws = 40000;
  double sum = 0;
  double squares = 0;
  int inside = 0;
  for (int i = 0; i < kDraws; ++i) {
    const auto x = static_cast<double>(rng.normal());
    sum += x;
    squares += x * x;
    if (x > -1 && x < 1) ++inside;
  }
  // Five standard errors: 5/√40000, 5·√(2/40000), 5·√(0.683·0.317/40000).
  CHECK(std::abs(sum / kDraws) < 0.025);
  CHECK(std::abs(squares / kDraws - 1) < 0.036);
  CHECK(std::abs(inside / static_cast<double>(kDraws) - 0.6827) < 0.012);
}

TEST_CASE("Bounded draws reach every value about equally often") {
  Rng rng(3);
  std::array<int, 6> count{};
  for (int i = 0; i < 60000; ++i) ++count[rng.below(6)];
  // Five standard deviations of a binomial count: 5·√(60000·5/36) = 456.
  for (const int c : count) CHECK(std::abs(c - 10000) < 456);
  CHECK(rng.below(1) == 0);
}

TEST_CASE("A shuffle is a permutation, the same for the same seed") {
  std::vector<int> a(50);
  std::iota(a.begin(), a.end(), 0);
  std::vector<int> b = a;
  const std::vector<int> sorted = a;
  Rng(5).shuffle(std::span(a));
  Rng(5).shuffle(std::span(b));
  CHECK(a == b);
  CHECK(a != sorted);
  std::ranges::sort(a);
  CHECK(a == sorted);
}

}  // namespace
