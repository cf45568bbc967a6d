#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "engine/core/math.h"
#include "engine/nn/activations.h"
#include "engine/nn/initializers.h"
#include "engine/nn/losses.h"

namespace {

using namespace bp;

double apply(std::string_view key, double z) {
  double a = 0;
  activation(key).f64.apply(1, &z, &a);
  return a;
}

double derivative(std::string_view key, double z) {
  const double a = apply(key, z);
  const double one = 1;
  double dz = 0;
  activation(key).f64.backward(1, &z, &a, &one, &dz);
  return dz;
}

TEST_CASE("Activations have their textbook values") {
  CHECK(apply("linear", -2.5) == -2.5);
  CHECK(apply("logistic", 0) == 0.5);
  CHECK(apply("tanh", 0.5) == doctest::Approx(0.46211715726000975));
  CHECK(apply("relu", -1) == 0);
  CHECK(apply("relu", 2) == 2);
  CHECK(apply("leaky_relu", -1) == doctest::Approx(-0.01));
  CHECK(apply("elu", -1) == doctest::Approx(std::exp(-1.0) - 1));
  CHECK(apply("selu", 1) == doctest::Approx(1.0507009873554805));
  CHECK(apply("selu", -1) == doctest::Approx(-1.1113307378125625));
  CHECK(apply("gelu", 1) == doctest::Approx(0.8413447460685429));
  CHECK(apply("silu", 1) == doctest::Approx(0.7310585786300049));
  CHECK(apply("softplus", 0) == doctest::Approx(std::log(2.0)));
  CHECK(apply("sine", 1) == doctest::Approx(std::sin(1.0)));
  CHECK(apply("hard_tanh", -3) == -1);
  CHECK(apply("hard_tanh", 0.5) == 0.5);
}

TEST_CASE("At a kink the derivative is PyTorch's: the lower side's") {
  CHECK(derivative("relu", 0) == 0);
  CHECK(derivative("leaky_relu", 0) == doctest::Approx(0.01));
  CHECK(derivative("hard_tanh", 1) == 0);
  CHECK(derivative("hard_tanh", -1) == 0);
}

TEST_CASE("Every activation's derivative agrees with differences, away from its kink") {
  for (const Activation& row : activations()) {
    CAPTURE(row.key);
    for (double z = -4.03; z < 4; z += 0.11) {
      if (std::fabs(std::fabs(z) - static_cast<double>(row.kink)) < 1e-3) continue;
      constexpr double kStep = 1e-5;
      const double numeric = (apply(row.key, z + kStep) - apply(row.key, z - kStep)) / (2 * kStep);
      // Truncation h²/6·f‴ and rounding ε/h are both about 1e-11.
      CHECK(std::fabs(derivative(row.key, z) - numeric) < 1e-9);
    }
  }
}

TEST_CASE("Every activation agrees in float and double, and passes NaN on") {
  for (const Activation& row : activations()) {
    CAPTURE(row.key);
    for (float z = -5; z < 5; z += 0.13F) {
      float a = 0;
      row.f32.apply(1, &z, &a);
      const double exact = apply(row.key, static_cast<double>(z));
      // A few ulp, and GELU's 1 + erf loses absolute accuracy of an ulp of 1 times |z|.
      CHECK(std::fabs(static_cast<double>(a) - exact) < 1e-6);
    }
    const std::array<float, 2> nan = {std::nanf(""), 0};
    std::array<float, 2> a = {0, 0};
    apply(row.f32, 2, 1, nan.data(), a.data());
    CHECK_UNARY(std::isnan(a[0]));
  }
}

TEST_CASE("Kernels give the same bits for one value as inside a long array") {
  for (const Activation& row : activations()) {
    CAPTURE(row.key);
    std::vector<float> z(67), a(67), da(67, 0.7F), dz(67);
    for (std::size_t i = 0; i < z.size(); ++i) z[i] = (static_cast<float>(i) - 33) * 0.173F;
    row.f32.apply(67, z.data(), a.data());
    row.f32.backward(67, z.data(), a.data(), da.data(), dz.data());
    for (std::size_t i = 0; i < z.size(); ++i) {
      float one = 0;
      float one_dz = da[i];
      row.f32.apply(1, &z[i], &one);
      row.f32.backward(1, &z[i], &one, &one_dz, &one_dz);  // dz may alias da
      CHECK(one == a[i]);
      CHECK(one_dz == dz[i]);
    }
  }
}

TEST_CASE("The faster form of an activation has its bits wherever it may be used") {
  int forms = 0;
  for (const Activation& row : activations()) {
    if (!row.f32.apply_within) continue;
    CAPTURE(row.key);
    ++forms;
    constexpr std::uint32_t kStride = 1009;  // a prime: every exponent, all kinds of mantissas
    for (std::uint32_t u = 0; std::bit_cast<float>(u) <= row.f32.within; u += kStride) {
      const float z[2] = {std::bit_cast<float>(u), -std::bit_cast<float>(u)};
      float a[2], fast[2];
      row.f32.apply(2, z, a);
      row.f32.apply_within(2, z, fast);
      if (std::memcmp(a, fast, sizeof a) != 0) FAIL_CHECK("differs at " << z[0]);
    }
    const float z = row.f32.within;
    float a = 0;
    float fast = 0;
    row.f32.apply(1, &z, &a);
    row.f32.apply_within(1, &z, &fast);
    CHECK(a == fast);
  }
  CHECK(forms > 0);
}

TEST_CASE("No activation is above its bound") {
  for (const Activation& row : activations()) {
    CAPTURE(row.key);
    float largest = 0;
    constexpr std::uint32_t kInfinity = 0x7F800000;
    for (std::uint32_t u = 0; u <= kInfinity; u += u + 65537 < kInfinity ? 65537 : kInfinity - u) {
      for (const float z : {std::bit_cast<float>(u), -std::bit_cast<float>(u)}) {
        float a = 0;
        row.f32.apply(1, &z, &a);
        if (!std::isnan(a)) largest = std::max(largest, std::fabs(a));
      }
      if (u == kInfinity) break;
    }
    CHECK(largest <= row.bound);
    if (std::isfinite(row.bound)) CHECK(largest > 0.99F * row.bound);
  }
}

struct Pointwise {
  double value, grad_a;
};
Pointwise pointwise(std::string_view key, double z, double a, double y) {
  Pointwise p{};
  loss(key).f64.value(1, 1, &z, &a, &y, &p.value);
  loss(key).f64.grad_a(1, &z, &a, &y, 1.0, &p.grad_a);
  return p;
}

TEST_CASE("Losses and their gradients have their closed forms") {
  CHECK(pointwise("mse", 0, 3, 1).value == 4);
  CHECK(pointwise("mse", 0, 3, 1).grad_a == 4);
  CHECK(pointwise("mae", 0, -1, 2).value == 3);
  CHECK(pointwise("mae", 0, -1, 2).grad_a == -1);
  CHECK(pointwise("mae", 0, 2, 2).grad_a == 0);
  CHECK(pointwise("huber", 0, 0.5, 0).value == 0.125);
  CHECK(pointwise("huber", 0, 0.5, 0).grad_a == 0.5);
  CHECK(pointwise("huber", 0, -3, 0).value == 2.5);
  CHECK(pointwise("huber", 0, -3, 0).grad_a == -1);
  CHECK(pointwise("hinge", 0.25, 0.25, 1).value == 0.75);
  CHECK(pointwise("hinge", 0.25, 0.25, -1).value == 1.25);
  CHECK(pointwise("hinge", 0.25, 0.25, 1).grad_a == -1);
  CHECK(pointwise("hinge", 1.5, 1.5, 1).value == 0);
  CHECK(pointwise("hinge", 1.5, 1.5, 1).grad_a == 0);
  const double a = 1 / (1 + std::exp(-0.3));
  CHECK(pointwise("bce", 0.3, a, 1).value == doctest::Approx(-std::log(a)));
  CHECK(pointwise("bce", 0.3, a, 0).value == doctest::Approx(-std::log(1 - a)));
  CHECK(pointwise("bce", 0.3, a, 1).grad_a == doctest::Approx(-1 / a));
  CHECK(pointwise("bce", 0.3, a, 0).grad_a == doctest::Approx(1 / (1 - a)));
}

TEST_CASE("Cross entropy from logits stays exact where the logistic function has rounded to 1") {
  const float z = 100;
  const float a = 1;
  for (const float y : {0.0F, 1.0F}) {
    float value = 0;
    float da = 0;
    float dz = 0;
    loss("bce").f32.value(1, 1, &z, &a, &y, &value);
    loss("bce").f32.grad_a(1, &z, &a, &y, 1, &da);
    loss("bce").f32.grad_z(1, &z, &a, &y, 1, &dz);
    // log(1 + e^−100) is e^−100, a subnormal float.
    CHECK(value == (y == 0 ? 100 : math::exp(-100.0F)));
    CHECK(dz == (y == 0 ? 1 : 0));
    CHECK_UNARY(std::isfinite(da));
  }
}

TEST_CASE("A fused gradient is the chain rule through the output activation") {
  for (const Loss& row : losses()) {
    if (row.f64.grad_z == nullptr || row.couples_outputs) continue;
    CAPTURE(row.key);
    for (double z = -3; z < 3; z += 0.37) {
      for (const auto y :
           {static_cast<double>(row.negative_target), static_cast<double>(row.positive_target)}) {
        const double a = apply(row.classification_output, z);
        double da = 0;
        double dz = 0;
        row.f64.grad_a(1, &z, &a, &y, 0.5, &da);
        row.f64.grad_z(1, &z, &a, &y, 0.5, &dz);
        CHECK(dz == doctest::Approx(da * derivative(row.classification_output, z)));
      }
    }
  }
}

TEST_CASE("Softmax sums to one, is unmoved by a shift, and stays finite for huge values") {
  const Activation& row = activation("softmax");
  const std::array<float, 6> z = {1, 2, 3, 1001, 1002, 1003};
  std::array<float, 6> a{};
  apply(row.f32, 3, 2, z.data(), a.data());
  for (int column = 0; column < 2; ++column) {
    const float* p = a.data() + 3 * column;
    CHECK(p[0] + p[1] + p[2] == doctest::Approx(1).epsilon(1e-6));  // three roundings of 6e-8
    CHECK(p[2] == doctest::Approx(1 / (1 + std::exp(-1.0) + std::exp(-2.0))).epsilon(1e-6));
    CHECK(p[0] == a[static_cast<std::size_t>(column == 0 ? 3 : 0)]);
  }
}

TEST_CASE("Softmax's backward pass is its Jacobian times the gradient") {
  const Activation& row = activation("softmax");
  const std::array<double, 3> z = {0.3, -1.1, 0.8}, da = {0.7, -0.2, 1.3};
  std::array<double, 3> a{}, dz{};
  apply(row.f64, 3, 1, z.data(), a.data());
  backward(row.f64, 3, 1, z.data(), a.data(), da.data(), dz.data());
  for (std::size_t k = 0; k < 3; ++k) {
    constexpr double kStep = 1e-5;
    double numeric = 0;
    for (const double side : {1.0, -1.0}) {
      std::array<double, 3> moved = z, out{};
      moved[k] += side * kStep;
      apply(row.f64, 3, 1, moved.data(), out.data());
      for (std::size_t j = 0; j < 3; ++j) numeric += side * out[j] * da[j] / (2 * kStep);
    }
    // Truncation h² and rounding ε/h are both about 1e-11.
    CHECK(std::fabs(dz[k] - numeric) < 1e-9);
  }
}

TEST_CASE("Softmax cross entropy is −log of the true class, and its fused gradient a − y") {
  const Loss& row = loss("softmax_ce");
  const std::array<double, 3> z = {0.3, -1.1, 0.8}, y = {0, 0, 1};
  std::array<double, 3> a{}, value{}, da{}, dz{}, through{};
  apply(activation("softmax").f64, 3, 1, z.data(), a.data());
  row.f64.value(3, 1, z.data(), a.data(), y.data(), value.data());
  CHECK(value[0] + value[1] + value[2] == doctest::Approx(-std::log(a[2])));
  row.f64.grad_a(3, z.data(), a.data(), y.data(), 0.5, da.data());
  row.f64.grad_z(3, z.data(), a.data(), y.data(), 0.5, dz.data());
  backward(activation("softmax").f64, 3, 1, z.data(), a.data(), da.data(), through.data());
  for (std::size_t k = 0; k < 3; ++k) CHECK(dz[k] == doctest::Approx(through[k]));
  // From logits it stays exact where the probability has rounded to 0.
  const std::array<float, 2> far = {200, 0}, zero = {1, 0}, second = {0, 1};
  std::array<float, 2> lost{};
  row.f32.value(2, 1, far.data(), zero.data(), second.data(), lost.data());
  CHECK(lost[1] == 200);
}

TEST_CASE("Initialisations have their stated spread, and the same seed the same weights") {
  constexpr Index kOut = 60;
  constexpr Index kIn = 80;
  constexpr double kScale = 0.5;
  const auto expected_variance = [](std::string_view key) {
    if (key == "uniform") return kScale * kScale / 3;
    if (key == "normal") return kScale * kScale;
    if (key == "xavier") return 2.0 / (kIn + kOut);
    if (key == "he") return 2.0 / kIn;
    if (key == "lecun") return 1.0 / kIn;
    if (key == "orthogonal") return 1.0 / (kIn > kOut ? kIn : kOut);
    return 0.0;  // the others are constant
  };
  for (const Initializer& row : initializers()) {
    CAPTURE(row.key);
    std::vector<float> w(kOut * kIn), again(kOut * kIn);
    Rng rng(4);
    Rng same(4);
    row.fill(kOut, kIn, kScale, rng, w.data());
    row.fill(kOut, kIn, kScale, same, again.data());
    CHECK(w == again);
    double sum = 0;
    double squares = 0;
    for (const float x : w) {
      sum += static_cast<double>(x);
      squares += static_cast<double>(x) * static_cast<double>(x);
    }
    const double n = static_cast<double>(w.size());
    const double variance = squares / n - (sum / n) * (sum / n);
    // 4800 draws: the variance of a normal sample varies by √(2/4800) = 2 %; five times that.
    CHECK(variance == doctest::Approx(expected_variance(row.key)).epsilon(0.1));
    if (row.key == "constant") CHECK(w.front() == 0.5F);
    if (row.key == "zeros") CHECK(w.front() == 0);
  }
}

TEST_CASE("Orthogonal weights keep lengths: rows, or columns where there are fewer, orthonormal") {
  for (const std::pair<Index, Index>& shape :
       {std::pair<Index, Index>{5, 9}, {9, 5}, {7, 7}, {1, 3}, {3, 1}}) {
    const Index out = shape.first;
    const Index in = shape.second;
    CAPTURE(out);
    CAPTURE(in);
    Matrix<float> W(out, in);
    Rng rng(3);
    initializer("orthogonal").fill(out, in, 1, rng, W.data());
    Matrix<double> wide = W.cast<double>();
    if (out > in) wide.transposeInPlace();
    const Matrix<double> gram = wide * wide.transpose();
    // Each entry is rounded to float (6e-8), a product sums up to nine of them.
    CHECK((gram - Matrix<double>::Identity(gram.rows(), gram.cols())).cwiseAbs().maxCoeff() < 1e-6);
  }
}

}  // namespace
