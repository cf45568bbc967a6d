// Training against answers known without training: normal equations, ridge, lasso, budgets,
// Newton's logistic regression, the chain rule by hand.
#include <doctest/doctest.h>

#include <Eigen/LU>
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "engine/core/math.h"
#include "engine/nn/curvature.h"
#include "tests/engine/train_fixture.h"

namespace {

using namespace bp;
using bp_test::GivenTask;
using bp_test::make_plan;
using bp_test::SmallTask;

/// Rows of a Hadamard matrix: X Xᵀ = N I and every row sums to 0, so each weight stands alone and
/// the bias is the mean of y.
class OrthonormalTask : public GivenTask {
 public:
  OrthonormalTask() : GivenTask(Task::Regression, inputs(), targets()) {}

 private:
  static Matrix<float> inputs() {
    Matrix<float> X(3, 8);
    X << 1, -1, 1, -1, 1, -1, 1, -1,  //
        1, 1, -1, -1, 1, 1, -1, -1,   //
        1, 1, 1, 1, -1, -1, -1, -1;
    return X;
  }
  static Matrix<float> targets() {
    Matrix<float> Y(1, 8);
    Y << 2, -0.5F, 0.75F, -1, 1.25F, -0.25F, 0.5F, -1.5F;
    return Y;
  }
};

/// wᵢ = xᵢᵀy / N: the least squares' solution on the orthonormal design.
std::array<double, 3> least_squares() {
  const OrthonormalTask task;
  const Part& part = task.data().train;
  std::array<double, 3> w{};
  for (Index i = 0; i < 3; ++i) {
    for (Index s = 0; s < 8; ++s) {
      w[static_cast<std::size_t>(i)] += static_cast<double>(part.X(i, s) * part.Y(0, s)) / 8;
    }
  }
  return w;
}

double soft(double w, double threshold) {
  return std::copysign(std::max(0.0, std::fabs(w) - threshold), w);
}

/// Linear regression by `rule`, in double.
Trainer<double> fit(const PreparedData& data, const TrainHyper& hyper, std::string_view rule,
                    int steps) {
  TrainPlan plan = make_plan({{}}, Task::Regression, "mse", rule);
  plan.network.inputs = data.train.X.rows();
  Trainer<double> trainer;
  trainer.configure(plan, data);
  for (int i = 0; i < steps; ++i) trainer.step(hyper);
  return trainer;
}

struct Way {
  std::string_view rule;
  int steps;
};
/// Gradient descent at α = 0.2 shrinks errors by (1 − 2α)  a step here; the others need few.
constexpr std::array kWays = {Way{"sgd", 200}, Way{"lm", 10}, Way{"lbfgs", 30}};

TrainHyper full_batch() {
  TrainHyper hyper;
  hyper.batch_size = 100;
  hyper.optimizer.learning_rate = 0.2F;
  return hyper;
}

TEST_CASE("Ridge reaches w = w₀/(1 + λ) on an orthonormal design, the bias unshrunk") {
  const OrthonormalTask task;
  for (const Way& way : kWays) {
    CAPTURE(way.rule);
    TrainHyper hyper = full_batch();
    hyper.lambda = {0, 0.25F};
    const Trainer<double> trainer = fit(task.data(), hyper, way.rule, way.steps);
    for (std::size_t i = 0; i < 3; ++i) {
      // L-BFGS stops where a decrease of the loss is below its rounding, √ε away in the weights.
      CHECK(trainer.network().params()[i] ==
            doctest::Approx(least_squares()[i] / 1.25).epsilon(1e-7));
    }
    CHECK(trainer.network().params()[3] == doctest::Approx(1.25 / 8).epsilon(1e-7));
  }
}

/// Descent for L1: where a weight belongs to 0, steps jump to and fro across the kink by αλ at
/// most, so the rate has to go down.
Trainer<double> fit_with_kinks(const PreparedData& data, TrainHyper hyper) {
  Trainer<double> trainer = fit(data, hyper, "sgd", 100);
  for (int i = 0; i < 4000; ++i) {
    hyper.optimizer.learning_rate = 0.2F / static_cast<float>(1 + i);
    trainer.step(hyper);
  }
  return trainer;
}

TEST_CASE("Lasso reaches its soft thresholds on an orthonormal design, zeros included") {
  const OrthonormalTask task;
  const std::array<double, 3> w = least_squares();
  // 2(w − w₀) + λ sign(w) = 0: the threshold is λ/2, between the smallest weight and the others.
  const std::array sizes = {std::fabs(w[0]), std::fabs(w[1]), std::fabs(w[2])};
  TrainHyper hyper = full_batch();
  hyper.lambda = {static_cast<float>(2 * (std::ranges::min(sizes) + 0.05)), 0};
  const double threshold = 0.5 * static_cast<double>(hyper.lambda[0]);
  REQUIRE(threshold < std::ranges::max(sizes));
  const Trainer<double> by_descent = fit_with_kinks(task.data(), hyper);
  const Trainer<double> by_parabolas = fit(task.data(), hyper, "lm", 100);
  for (std::size_t i = 0; i < 3; ++i) {
    // αλ at the end of the descent is 3e-5.
    CHECK(std::fabs(by_descent.network().params()[i] - soft(w[i], threshold)) < 1e-4);
    // Gauss–Newton cannot see decreases below λ · 1e-6, the L1 parabola's bound; their root is
    // 1e-3.
    CHECK(std::fabs(by_parabolas.network().params()[i] - soft(w[i], threshold)) < 2e-3);
  }
}

TEST_CASE("Ridge reaches the normal equations' solution on any design") {
  const SmallTask task(Task::Regression, loss("mse"), 60);
  constexpr double kLambda = 0.125;
  // (X̃X̃ᵀ/N + λ D) w = X̃y/N with X̃ the inputs and a row of ones, D = diag(1, 1, 0).
  Eigen::Matrix3d A = Eigen::Vector3d(kLambda, kLambda, 0).asDiagonal();
  Eigen::Vector3d b = Eigen::Vector3d::Zero();
  const Part& part = task.data().train;
  for (Index s = 0; s < 60; ++s) {
    const Eigen::Vector3d x(static_cast<double>(part.X(0, s)), static_cast<double>(part.X(1, s)),
                            1);
    A += x * x.transpose() / 60;
    b += x * static_cast<double>(part.Y(0, s)) / 60;
  }
  for (const Way& way : kWays) {
    CAPTURE(way.rule);
    TrainHyper hyper = full_batch();
    hyper.lambda = {0, static_cast<float>(kLambda)};
    const Trainer<double> trainer = fit(task.data(), hyper, way.rule, way.steps);
    const Eigen::Map<const Eigen::Vector3d> w(trainer.network().params().data());
    CHECK((A * w - b).norm() < 1e-7);  // √ε again
  }
}

TEST_CASE("Gauss–Newton solves linear regression in two steps, with as many outputs as there are") {
  Rng rng(6);
  const Matrix<float> X = Matrix<float>::NullaryExpr(2, 40, [&] { return rng.normal(); });
  Matrix<float> Y(2, 40);
  Y.row(0) = 0.5F * X.row(0) - 2 * X.row(1);
  Y.row(1) = X.row(1).array() + 0.75F;
  const GivenTask task(Task::Regression, X, Y);
  TrainPlan plan = make_plan({{}}, Task::Regression, "mse", "lm");
  plan.network.layers.back().units = 2;
  Trainer<double> trainer;
  trainer.configure(plan, task.data());
  const std::array expected = {0.5, 0.0, -2.0, 1.0, 0.0, 0.75};  // W column by column, then b
  // The damping starts at a thousandth of the curvature and falls to a third with every success.
  for (const double tolerance : {2e-2, 2e-5}) {
    trainer.step({});
    for (std::size_t i = 0; i < 6; ++i) {
      CHECK(std::fabs(trainer.network().params()[i] - expected[i]) < tolerance);
    }
  }
  for (int i = 0; i < 3; ++i) trainer.step({});
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(std::fabs(trainer.network().params()[i] - expected[i]) < 1e-7);  // Y's floats
  }
}

/// A hard budget's own optimum, and the multiplier there.
struct Constrained {
  std::array<double, 3> w;
  double lambda;
};
/// Nearest to w₀ on the ball: all by the same factor. 2(w − w₀) + 2λw = 0.
Constrained on_ball(double radius) {
  std::array<double, 3> w = least_squares();
  const double norm = std::sqrt(w[0] * w[0] + w[1] * w[1] + w[2] * w[2]);
  for (double& x : w) x *= radius / norm;
  return {w, norm / radius - 1};
}
/// On the diamond: all lose the same θ, found by bisection. 2(w − w₀) + λ sign(w) = 0.
Constrained on_diamond(double radius) {
  std::array<double, 3> w = least_squares();
  double lo = 0;
  double hi = 10;
  for (int i = 0; i < 100; ++i) {
    const double theta = 0.5 * (lo + hi);
    double size = 0;
    for (const double x : w) size += std::fabs(soft(x, theta));
    (size > radius ? lo : hi) = theta;
  }
  for (double& x : w) x = soft(x, lo);
  return {w, 2 * lo};
}

TEST_CASE("A budget's optimum, its multiplier and that penalty's radius belong together") {
  const OrthonormalTask task;
  for (const float radius : {0.3F, 0.6F, 0.9F}) {
    for (const std::size_t r : {std::size_t{0}, std::size_t{1}}) {
      const Regularizer& row = regularizers()[r];
      CAPTURE(row.key);
      CAPTURE(radius);
      const auto size = static_cast<double>(radius);
      const Constrained expected = row.key == "l1" ? on_diamond(size) : on_ball(size);
      REQUIRE(expected.lambda > 0);
      TrainHyper limited = full_batch();
      limited.budget = &budget(row.key);
      limited.radius = radius;
      Trainer<double> hard = fit(task.data(), limited, "sgd", 200);
      for (std::size_t i = 0; i < 3; ++i) {
        CHECK(std::fabs(hard.network().params()[i] - expected.w[i]) < 1e-9);
      }
      // Radius → λ …
      CHECK(hard.budget_state(limited).lambda == doctest::Approx(expected.lambda).epsilon(1e-9));
      // … and λ → radius. λ is a float, and L1's zeros are zeros to αλ.
      TrainHyper penalised = full_batch();
      penalised.lambda[r] = static_cast<float>(expected.lambda);
      Trainer<double> free = fit_with_kinks(task.data(), penalised);
      CHECK(free.budget_state(limited).size == doctest::Approx(size).epsilon(2e-4));
    }
  }
}

/// Newton's method for logistic regression with λ Σw², plain: w ← w − H⁻¹ g from w = 0.
Eigen::Vector3d newton_logistic(const Part& part, double lambda, int iterations = 30) {
  Eigen::Vector3d w = Eigen::Vector3d::Zero();
  for (int i = 0; i < iterations; ++i) {
    Eigen::Vector3d g = 2 * lambda * Eigen::Vector3d(w(0), w(1), 0);
    Eigen::Matrix3d H = Eigen::Vector3d(2 * lambda, 2 * lambda, 0).asDiagonal();
    for (Index s = 0; s < part.count(); ++s) {
      const Eigen::Vector3d x(static_cast<double>(part.X(0, s)), static_cast<double>(part.X(1, s)),
                              1);
      const double p = math::logistic(w.dot(x));
      const auto n = static_cast<double>(part.count());
      g += x * (p - static_cast<double>(part.Y(0, s))) / n;
      H += x * x.transpose() * (p * (1 - p)) / n;
    }
    w -= H.inverse() * g;
  }
  return w;
}

TEST_CASE("Logistic regression comes to Newton's answer, by descent and by the methods") {
  // Noisy labels, so that the classes overlap and the answer is finite without a penalty too.
  Rng rng(31);
  Matrix<float> X(2, 80);
  Matrix<float> Y(1, 80);
  for (Index s = 0; s < 80; ++s) {
    X(0, s) = rng.normal();
    X(1, s) = rng.normal();
    Y(0, s) = 1.5F * X(0, s) - X(1, s) + 0.5F + rng.normal() > 0 ? 1.0F : 0.0F;
  }
  const GivenTask task(Task::Classification, X, Y);
  for (const float lambda : {0.0F, 0.0625F}) {
    const Eigen::Vector3d newton = newton_logistic(task.data().train, static_cast<double>(lambda));
    for (const Way& way : {Way{"sgd", 3000}, Way{"lm", 12}, Way{"lbfgs", 40}}) {
      CAPTURE(way.rule);
      TrainHyper hyper = full_batch();
      hyper.optimizer.learning_rate = 1;
      hyper.lambda = {0, lambda};
      Trainer<double> trainer;
      trainer.configure(make_plan({{}}, Task::Classification, "bce", way.rule), task.data());
      for (int i = 0; i < way.steps; ++i) trainer.step(hyper);
      for (std::size_t i = 0; i < 3; ++i) {
        // √ε, where a method stops.
        CHECK(trainer.network().params()[i] ==
              doctest::Approx(newton(static_cast<Index>(i))).epsilon(1e-6));
      }
    }
  }
}

TEST_CASE("A step of damped Gauss–Newton is Newton's where z is linear in w, up to the damping") {
  Rng rng(8);
  const Matrix<float> X = Matrix<float>::NullaryExpr(2, 50, [&] { return rng.normal(); });
  Matrix<float> Y(1, 50);
  for (Index s = 0; s < 50; ++s) Y(0, s) = rng.below(2) == 1 ? 1.0F : 0.0F;
  const GivenTask task(Task::Classification, X, Y);
  Trainer<double> trainer;
  trainer.configure(make_plan({{}}, Task::Classification, "bce", "lm", "zeros"), task.data());
  trainer.step({});
  const Eigen::Map<const Eigen::Vector3d> w(trainer.network().params().data());
  const Eigen::Vector3d newton = newton_logistic(task.data().train, 0, 1);
  // μ is a thousandth of the largest curvature, which is a few times the smallest.
  CHECK((w - newton).norm() < 5e-3 * newton.norm());
  CHECK((w - newton).norm() > 1e-4 * newton.norm());
}

TEST_CASE("In a 1-1-1-1 chain each sample contributes the lecture's product by itself") {
  Network<double> net;
  const Activation& logistic = activation("logistic");
  net.configure({1, {{1, &logistic}, {1, &logistic}, {1, &logistic}}});
  const std::array<double, 6> params = {1.1, 0.2, -0.7, -0.4, 2.3, 0.1};  // w1 b1 w2 b2 w3 b3
  std::ranges::copy(params, net.params().begin());
  const std::array<double, 4> x = {-1.5, 0.25, 1, 3};
  const std::array<double, 4> y = {0, 1, 1, 0};
  Workspace<double> ws;
  ws.configure(net.spec(), 4, true);
  forward(net, x.data(), 4, ws);
  output_gradient(net, loss("mse"), y.data(), 0.25, ws);
  for (Index l = 2; l >= 0; --l) backward_layer(net, x.data(), l, ws);
  Matrix<double> own(6, 4);
  sample_gradients(net, x.data(), 0, 4, ws, own.data());
  std::array<double, 6> total{};
  for (Index s = 0; s < 4; ++s) {
    const auto i = static_cast<std::size_t>(s);
    const double a1 = math::logistic(1.1 * x[i] + 0.2);
    const double a2 = math::logistic(-0.7 * a1 - 0.4);
    const double a3 = math::logistic(2.3 * a2 + 0.1);
    // ∂L/∂a · a(1 − a), layer by layer backwards; times what the weight saw.
    const double d3 = 0.5 * (a3 - y[i]) * (a3 * (1 - a3));
    const double d2 = d3 * 2.3 * (a2 * (1 - a2));
    const double d1 = d2 * -0.7 * (a1 * (1 - a1));
    const std::array<double, 6> product = {d1 * x[i], d1, d2 * a1, d2, d3 * a2, d3};
    for (std::size_t k = 0; k < 6; ++k) {
      // Another order of the same factors.
      CHECK(own(static_cast<Index>(k), s) == doctest::Approx(product[k]).epsilon(1e-14));
      total[k] += product[k];
    }
  }
  // The sum stands outside the product: the product of means is another number.
  for (std::size_t k = 0; k < 6; ++k) {
    CHECK(ws.grads()[k] == doctest::Approx(total[k]).epsilon(1e-13));
  }
}

}  // namespace
