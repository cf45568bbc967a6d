// L1 and L2 together: the elastic net of Zou & Hastie 2005 (JRSS B 67, 301–320), section 2.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "tests/engine/train_fixture.h"

namespace {

using namespace bp;

constexpr Index kFeatures = 7, kSamples = 8;
constexpr std::array<float, kFeatures> kTrue = {3, -2, 1, -0.5F, 0.25F, -0.1F, 0.02F};
constexpr float kIntercept = 0.75F;

/// Rows 1 … 7 of the Hadamard matrix of order 8: X Xᵀ / N = 1, and every row has mean 0, so that
/// weights and bias do not see each other. Targets are linear.
class OrthonormalTask {
 public:
  OrthonormalTask() {
    row_.task = Task::Regression;
    data_.dataset = &row_;
    data_.train.X.resize(kFeatures, kSamples);
    data_.train.Y.setConstant(1, kSamples, kIntercept);
    for (Index f = 0; f < kFeatures; ++f) {
      for (Index s = 0; s < kSamples; ++s) {
        const auto common = static_cast<unsigned>((f + 1) & s);
        const float sign = (common ^ common >> 1 ^ common >> 2) & 1U ? -1.0F : 1.0F;
        data_.train.X(f, s) = sign;
        data_.train.Y(0, s) += sign * kTrue[static_cast<std::size_t>(f)];
      }
    }
    data_.test = data_.train;
  }
  OrthonormalTask(const OrthonormalTask&) = delete;
  OrthonormalTask& operator=(const OrthonormalTask&) = delete;
  [[nodiscard]] const PreparedData& data() const { return data_; }

 private:
  Dataset row_{};
  PreparedData data_;
};

TrainPlan linear_plan() {
  TrainPlan plan = bp_test::make_plan({{}}, Task::Regression, "mse", "sgd");
  plan.network.inputs = kFeatures;
  return plan;
}

/// The gradient of the first step at the initial weights, all samples in one batch.
std::vector<double> first_gradient(const OrthonormalTask& task, std::array<float, 2> lambda) {
  Trainer<double> trainer;
  trainer.configure(linear_plan(), task.data());
  TrainHyper hyper;
  hyper.batch_size = kSamples;
  hyper.lambda = lambda;
  trainer.step(hyper);
  const std::span<const double> grads = trainer.workspace().grads();
  return {grads.begin(), grads.end()};
}

TEST_CASE("With both penalties on, the objective is the loss and the sum of both") {
  const OrthonormalTask task;
  Trainer<double> trainer;
  trainer.configure(linear_plan(), task.data());
  TrainHyper hyper;
  const auto penalty = [&](float l1, float l2) {
    hyper.lambda = {l1, l2};
    return trainer.penalty(hyper);
  };
  double sum = 0;
  double squares = 0;
  const Trainer<double>& at_start = trainer;
  for (const double w : at_start.network().params().first(kFeatures)) {
    sum += std::fabs(w);
    squares += w * w;
  }
  CHECK(penalty(0.5F, 0.25F) == doctest::Approx(0.5 * sum + 0.25 * squares).epsilon(1e-15));
  CHECK(penalty(0.5F, 0.25F) == penalty(0.5F, 0) + penalty(0, 0.25F));
  const std::vector<double> none = first_gradient(task, {0, 0});
  const std::vector<double> l1 = first_gradient(task, {0.5F, 0});
  const std::vector<double> l2 = first_gradient(task, {0, 0.25F});
  const std::vector<double> both = first_gradient(task, {0.5F, 0.25F});
  CHECK(both != l1);
  for (std::size_t i = 0; i < both.size(); ++i) {
    // Numbers of about 1 in a few additions of double.
    CHECK(std::fabs(both[i] - (l1[i] + l2[i] - none[i])) < 1e-14);
  }
}

TEST_CASE("On an orthonormal design the elastic net thresholds, then shrinks") {
  const OrthonormalTask task;
  for (const std::array<float, 2> lambda :
       {std::array{0.6F, 0.5F}, std::array{0.6F, 0.0F}, std::array{0.0F, 0.5F}}) {
    Trainer<double> trainer;
    trainer.configure(linear_plan(), task.data());
    TrainHyper hyper;
    hyper.batch_size = kSamples;
    hyper.lambda = lambda;
    // The subgradient rocks a weight around its kink at 0 by about αλ₁: α falls to 1e-7, after
    // steps of Σα = 43, and the other weights approach their values as e^(−2 Σα).
    hyper.schedule = &schedule("exp");
    hyper.schedule_period = 1000;
    hyper.schedule_factor = 0.1F;
    for (int i = 0; i < 6000; ++i) trainer.step(hyper);
    const std::span<const double> params = trainer.network().params();
    const double l1 = static_cast<double>(lambda[0]);
    const double l2 = static_cast<double>(lambda[1]);
    for (std::size_t f = 0; f < kTrue.size(); ++f) {
      // (w − c)² + λ₁|w| + λ₂w² is least at sign(c) max(0, |c| − λ₁/2) / (1 + λ₂).
      const double c = static_cast<double>(kTrue[f]);
      const double expected = std::copysign(std::max(0.0, std::fabs(c) - l1 / 2), c) / (1 + l2);
      CHECK(std::fabs(params[f] - expected) < 1e-6);
    }
    CHECK(params[kFeatures] == doctest::Approx(kIntercept));
  }
}

}  // namespace
