#include "engine/core/cholesky.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/core/rng.h"

namespace {

using namespace bp;

TEST_CASE("A 2×2 system comes out as by hand") {
  // A = [4 2; 2 10], L = [2 0; 1 3]; A x = (8, 22) has x = (1, 2).
  std::array<double, 4> a = {4, 2, -77, 10};  // what is above the diagonal is not looked at
  REQUIRE(cholesky(2, a.data()));
  CHECK(a == std::array{2.0, 1.0, -77.0, 3.0});
  std::array<double, 2> x = {8, 22};
  cholesky_solve(2, a.data(), x.data());
  CHECK(x == std::array{1.0, 2.0});
}

TEST_CASE("Random positive definite systems are solved to rounding") {
  Rng rng(4);
  for (const Index n : {1, 2, 7, 30}) {
    const Matrix<double> M =
        Matrix<double>::NullaryExpr(n, n, [&] { return static_cast<double>(rng.normal()); });
    const Matrix<double> A = M * M.transpose() + Matrix<double>::Identity(n, n);
    const Vector<double> x =
        Vector<double>::NullaryExpr(n, [&] { return static_cast<double>(rng.normal()); });
    Vector<double> solved = A * x;
    Matrix<double> L = A;
    REQUIRE(cholesky(n, L.data()));
    cholesky_solve(n, L.data(), solved.data());
    // 2e-16 times a condition number of about a hundred.
    CHECK((solved - x).norm() < 1e-12 * (1 + x.norm()));
  }
}

TEST_CASE("What is not positive definite, or no number, is refused") {
  std::array<double, 4> indefinite = {1, 2, 2, 1};
  CHECK_FALSE(cholesky(2, indefinite.data()));
  std::array<double, 1> zero = {0};
  CHECK_FALSE(cholesky(1, zero.data()));
  std::array<double, 1> nan = {std::numeric_limits<double>::quiet_NaN()};
  CHECK_FALSE(cholesky(1, nan.data()));
  std::array<double, 1> infinite = {std::numeric_limits<double>::infinity()};
  CHECK_FALSE(cholesky(1, infinite.data()));
}

}  // namespace
