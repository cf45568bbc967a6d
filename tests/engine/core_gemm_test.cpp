#include "engine/core/gemm.h"

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/core/hash.h"
#include "engine/core/reduce.h"
#include "engine/core/rng.h"

namespace {

using bp::Index;

template <class T>
std::vector<T> random_values(Index n, bp::Rng& rng) {
  std::vector<T> v(static_cast<std::size_t>(n));
  for (T& x : v) x = static_cast<T>(rng.normal());
  return v;
}

/// The contract, word for word: c = C(i,j); for k ascending: c = c + a·b.
template <class T, class A, class B>
void naive(Index m, Index n, Index k, A a, B b, std::vector<T>& c) {
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < m; ++i) {
      T sum = c[static_cast<std::size_t>(i + j * m)];
      for (Index p = 0; p < k; ++p) {
        const T product = a(i, p) * b(p, j);
        sum = sum + product;
      }
      c[static_cast<std::size_t>(i + j * m)] = sum;
    }
  }
}

template <class T>
void check_shape(Index m, Index n, Index k) {
  CAPTURE(m);
  CAPTURE(n);
  CAPTURE(k);
  bp::Rng rng(static_cast<std::uint64_t>(m * 10007 + n * 101 + k));
  const std::vector<T> a = random_values<T>(m * k, rng);
  const std::vector<T> b = random_values<T>(k * n, rng);
  const std::vector<T> start = random_values<T>(m * n, rng);
  const auto at = [](const std::vector<T>& v, Index i) { return v[static_cast<std::size_t>(i)]; };
  const auto a_plain = [&](Index i, Index p) { return at(a, i + p * m); };
  const auto a_turned = [&](Index i, Index p) { return at(a, p + i * k); };
  const auto b_plain = [&](Index p, Index j) { return at(b, p + j * k); };
  const auto b_turned = [&](Index p, Index j) { return at(b, j + p * n); };
  std::vector<T> expected = start;
  std::vector<T> c = start;
  naive(m, n, k, a_plain, b_plain, expected);
  bp::gemm_nn(m, n, k, a.data(), b.data(), c.data());
  CHECK_UNARY(c == expected);
  c = expected = start;
  naive(m, n, k, a_turned, b_plain, expected);
  bp::gemm_tn(m, n, k, a.data(), b.data(), c.data());
  CHECK_UNARY(c == expected);
  c = expected = start;
  naive(m, n, k, a_plain, b_turned, expected);
  bp::gemm_nt(m, n, k, a.data(), b.data(), c.data());
  CHECK_UNARY(c == expected);
}

TEST_CASE_TEMPLATE("Products equal the plain loops to the bit for every small shape", T, float,
                   double) {
  for (Index m = 1; m <= 19; ++m) {
    for (const Index n : {1, 2, 3, 4, 5, 7, 8, 9, 13}) {
      for (const Index k : {1, 2, 3, 8, 17}) check_shape<T>(m, n, k);
    }
  }
}

TEST_CASE_TEMPLATE("Products equal the plain loops to the bit for large and lopsided shapes", T,
                   float, double) {
  // Depths around the packed panel's, and the shapes of layers.
  for (const auto& [m, n, k] : {std::array<Index, 3>{1, 200, 300},
                                {300, 1, 200},
                                {1, 1, 1000},
                                {8, 32, 8},
                                {33, 65, 127},
                                {65, 33, 128},
                                {12, 21, 129},
                                {5, 6, 257},
                                {100, 3, 500},
                                {64, 64, 64}}) {
    check_shape<T>(m, n, k);
  }
}

TEST_CASE("Empty products leave C alone") {
  std::array<float, 4> c = {1, 2, 3, 4};
  const std::array<float, 4> before = c;
  bp::gemm_nn<float>(2, 2, 0, nullptr, nullptr, c.data());
  bp::gemm_tn<float>(2, 0, 3, nullptr, nullptr, c.data());
  CHECK(c == before);
}

TEST_CASE("Padding lanes keep infinities and NaN to themselves") {
  // Three rows do not fill a vector; only the middle one may become infinite.
  const std::array<float, 3> a = {1, std::numeric_limits<float>::infinity(), 0};
  const std::array<float, 2> b = {1, 2};
  std::array<float, 6> c{};
  bp::gemm_nn(3, 2, 1, a.data(), b.data(), c.data());
  CHECK(c[0] == 1);
  CHECK_UNARY(std::isinf(c[1]));
  CHECK(c[2] == 0);
  CHECK(c[3] == 2);
  CHECK(c[5] == 0);
}

TEST_CASE("Row sums go through the columns in order") {
  bp::Rng rng(9);
  const std::vector<float> a = random_values<float>(5 * 33, rng);
  std::vector<float> y(5, 0.25F);
  std::vector<float> expected(5, 0.25F);
  for (std::size_t j = 0; j < 33; ++j) {
    for (std::size_t i = 0; i < 5; ++i) expected[i] += a[5 * j + i];
  }
  bp::add_row_sums(5, 33, a.data(), y.data());
  CHECK(y == expected);
}

TEST_CASE("Reductions use eight lanes and the stated tree") {
  bp::Rng rng(10);
  for (const Index n : {0, 1, 7, 8, 9, 29}) {
    const std::vector<float> x = random_values<float>(n, rng);
    std::array<double, 8> lane{};
    for (std::size_t i = 0; i < x.size(); ++i) lane[i % 8] += static_cast<double>(x[i]);
    const double expected =
        ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
    CHECK(bp::sum(std::span(x)) == expected);
  }
  const std::array<float, 3> v = {1, -2, 3};
  const std::array<float, 3> w = {4, 5, 6};
  CHECK(bp::sum_squares(std::span<const float>(v)) == 14);
  CHECK(bp::sum_abs(std::span<const float>(v)) == 6);
  CHECK(bp::dot(std::span<const float>(v), std::span<const float>(w)) == 12);
}

TEST_CASE("The parameter hash is FNV-1a, blind to NaN payloads, and tells signed zeros apart") {
  CHECK(bp::parameter_hash({}) == 0xCBF29CE484222325ULL);
  // 1.0F is the bytes 00 00 80 3F; worked out with FNV-1a's definition in Python.
  const std::array<float, 1> one = {1.0F};
  CHECK(bp::parameter_hash(one) == 0x4B72477F9C5C2F98ULL);
  const std::array<float, 1> nan = {std::bit_cast<float>(0x7FC00000U)};
  const std::array<float, 1> other_nan = {std::bit_cast<float>(0xFFC00123U)};
  CHECK(bp::parameter_hash(nan) == bp::parameter_hash(other_nan));
  const std::array<float, 1> zero = {0.0F};
  const std::array<float, 1> minus_zero = {-0.0F};
  CHECK(bp::parameter_hash(zero) != bp::parameter_hash(minus_zero));
}

}  // namespace
