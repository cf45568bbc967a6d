// The pieces of the generalised Gauss–Newton matrix, for every loss of the table.
#include "engine/nn/curvature.h"
#include "engine/nn/softmax.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "engine/core/math.h"
#include "engine/core/rng.h"
#include "tests/engine/train_fixture.h"

namespace {

using namespace bp;

/// One output's ℓ, its first derivative and its curvature, by z where the loss has a fused form and
/// else by a; `at` is that z or a.
struct Pointwise {
  double value, slope, curvature;
};
Pointwise look(const Loss& row, double at, double y) {
  const LossKernels<double>& k = row.f64;
  const bool is_fused = k.grad_z != nullptr;
  const double z = at;
  const double a = is_fused ? math::logistic(at) : at;
  double value = 0;
  double slope = 0;
  double root = 0;
  k.value(1, 1, &z, &a, &y, &value);
  (is_fused ? k.grad_z : k.grad_a)(1, &z, &a, &y, 1.0, &slope);
  k.curvature_root(1, 1, 0, &z, &a, &y, &root);
  return {value, slope, root * root};
}

TEST_CASE("A fused loss's curvature is its second derivative by z") {
  for (const Loss& row : losses()) {
    if (row.f64.grad_z == nullptr || row.couples_outputs) continue;
    CAPTURE(row.key);
    for (const double z : {-3.0, -0.5, 0.0, 0.2, 2.0}) {
      for (const double y : {0.0, 0.05, 1.0}) {
        constexpr double h = 1e-5;
        const double difference = (look(row, z + h, y).slope - look(row, z - h, y).slope) / (2 * h);
        // Truncation h²/6 and rounding ε/h are both about 1e-11.
        CHECK(look(row, z, y).curvature == doctest::Approx(difference).epsilon(1e-8));
      }
    }
  }
}

TEST_CASE("Softmax's curvature is the Jacobian of a − y by z, its columns' products summed") {
  constexpr Index kOutputs = 3;
  const Loss& row = loss("softmax_ce");
  const std::array<double, kOutputs> z = {0.4, -1.2, 0.9}, y = {0, 1, 0};
  std::array<double, kOutputs> a{}, v{};
  std::array<std::array<double, kOutputs>, kOutputs> H{};
  softmax(kOutputs, z.data(), a.data());
  for (Index r = 0; r < kOutputs; ++r) {
    row.f64.curvature_root(kOutputs, 1, r, z.data(), a.data(), y.data(), v.data());
    for (std::size_t i = 0; i < kOutputs; ++i) {
      for (std::size_t j = 0; j < kOutputs; ++j) H[i][j] += v[i] * v[j];
    }
  }
  for (std::size_t j = 0; j < kOutputs; ++j) {
    constexpr double h = 1e-5;
    std::array<double, kOutputs> above = z, below = z;
    above[j] += h;
    below[j] -= h;
    softmax(kOutputs, above.data(), above.data());
    softmax(kOutputs, below.data(), below.data());
    for (std::size_t i = 0; i < kOutputs; ++i) {
      // Truncation h² and rounding ε/h are both about 1e-11.
      CHECK(std::fabs(H[i][j] - (above[i] - below[i]) / (2 * h)) < 1e-9);
    }
  }
}

TEST_CASE("Any other loss lies below the parabola of its slope and curvature") {
  for (const Loss& row : losses()) {
    if (row.f64.grad_z != nullptr) continue;
    CAPTURE(row.key);
    for (const double y : {-1.0, 1.0}) {
      for (double from = -4.05; from < 4; from += 0.1) {  // 0.05 away from the kinks
        const Pointwise p = look(row, from, y);
        CHECK(p.curvature > 0);
        for (double to = -5; to < 5; to += 0.05) {
          const double d = to - from;
          const double parabola = p.value + d * (p.slope + 0.5 * p.curvature * d);
          CHECK(look(row, to, y).value <= parabola + 1e-12);  // MSE is its own parabola
        }
      }
    }
  }
}

TEST_CASE("The squared error's curvature is 2, Huber's 1 in the middle and 1/|e| outside") {
  CHECK(look(loss("mse"), 3, 1).curvature == doctest::Approx(2));
  CHECK(look(loss("huber"), 0.7, 1).curvature == 1);
  CHECK(look(loss("huber"), 5, 1).curvature == doctest::Approx(0.25));
  CHECK(look(loss("mae"), 5, 1).curvature == doctest::Approx(0.25));
  CHECK(look(loss("mae"), 1, 1).curvature == doctest::Approx(1000));  // at the kink: the bound
  CHECK(look(loss("bce"), 0, 1).curvature == 0.25);
}

/// A network of two outputs on five samples, with dropout's masks.
struct Fixture {
  Network<double> net;
  Workspace<double> ws;
  std::vector<double> x, y;

  explicit Fixture(std::string_view output, bool has_dropout = false) {
    net.configure(
        {3, {{4, &activation("tanh")}, {3, &activation("silu")}, {2, &activation(output)}}});
    Rng rng(21);
    for (double& w : net.params()) w = 0.7 * static_cast<double>(rng.normal());
    for (int i = 0; i < 15; ++i) x.push_back(static_cast<double>(rng.normal()));
    for (int i = 0; i < 10; ++i) y.push_back(static_cast<double>(rng.below(2)));
    ws.configure(net.spec(), 5, true);
    if (has_dropout) {
      bp_test::set_dropout(net, {0.4F, nullptr});
      ws.allow_masks();
      draw_masks(net, 5, rng, ws);
    }
  }
  void backward() {
    for (Index l = 2; l >= 0; --l) backward_layer(net, x.data(), l, ws);
  }
};

TEST_CASE("The samples' own gradients add up to the batch's, masks included") {
  for (const bool has_dropout : {false, true}) {
    Fixture f("logistic", has_dropout);
    forward(f.net, f.x.data(), 5, f.ws, Mode::Train);
    output_gradient(f.net, loss("bce"), f.y.data(), 0.1, f.ws);
    f.backward();
    const auto params = static_cast<Index>(f.net.params().size());
    Matrix<double> own(params, 5);
    sample_gradients(f.net, f.x.data(), 0, 2, f.ws, own.data());
    sample_gradients(f.net, f.x.data(), 2, 3, f.ws, own.col(2).data());
    for (Index i = 0; i < params; ++i) {
      // The same five products; the sum may start elsewhere.
      CHECK(own.row(i).sum() ==
            doctest::Approx(f.ws.grads()[static_cast<std::size_t>(i)]).epsilon(1e-13));
    }
  }
}

/// Z or A of the output layer, for differences.
std::vector<double> outputs(Fixture& f, bool of_z) {
  forward(f.net, f.x.data(), 5, f.ws, Mode::Train);
  const ConstMatrixMap<double> out = of_z ? f.ws.Z(2) : f.ws.A(2);
  return {out.data(), out.data() + out.size()};
}

void check_columns(const Loss& row, bool classifies) {
  CAPTURE(row.key);
  CAPTURE(classifies);
  Fixture f(classifies ? row.classification_output : std::string_view("linear"), true);
  const bool is_fused = row.f64.grad_z != nullptr;
  const auto params = static_cast<Index>(f.net.params().size());
  for (const Index k : {0, 1}) {
    (void)outputs(f, is_fused);
    std::vector<double> root(10);
    row.f64.curvature_root(2, 5, k, f.ws.Z(2).data(), f.ws.A(2).data(), f.y.data(), root.data());
    output_curvature(f.net, row, k, f.y.data(), f.ws);
    f.backward();
    Matrix<double> column(params, 5);
    sample_gradients(f.net, f.x.data(), 0, 5, f.ws, column.data());
    for (Index i = 0; i < params; ++i) {
      constexpr double h = 1e-5;
      double& w = f.net.params()[static_cast<std::size_t>(i)];
      const double kept = w;
      w = kept + h;
      const std::vector<double> above = outputs(f, is_fused);
      w = kept - h;
      const std::vector<double> below = outputs(f, is_fused);
      w = kept;
      for (std::size_t s = 0; s < 5; ++s) {
        double expected = 0;
        for (std::size_t o = 2 * s; o < 2 * s + 2; ++o) {
          expected += root[o] * (above[o] - below[o]) / (2 * h);
        }
        // Differences are good to 1e-10; roots of MAE's curvature go up to 30.
        CHECK(std::fabs(column(i, static_cast<Index>(s)) - expected) < 1e-7);
      }
    }
  }
}

TEST_CASE("Columns of Jᵀ B equal differences of the outputs, for every loss and two outputs") {
  for (const Loss& row : losses()) {
    if (row.for_classification) check_columns(row, true);
    if (row.for_regression) check_columns(row, false);
  }
}

}  // namespace
