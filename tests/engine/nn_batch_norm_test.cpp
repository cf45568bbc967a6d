// Batch normalisation: what it does to a batch, PyTorch's runs, and the state around it.
#include "engine/nn/batch_norm.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tests/engine/golden_task.h"

namespace {

using namespace bp;
using namespace bp_test;

TEST_CASE("A batch comes out with mean 0 and variance 1, more than 64 units included") {
  constexpr Index kUnits = 70;
  constexpr Index kCount = 50;
  std::vector<double> u(kUnits * kCount), z(u.size());
  std::vector<double> mean(kUnits), variance(kUnits), inverse_std(kUnits);
  Rng rng(2);
  for (double& x : u) x = 3 + 2 * static_cast<double>(rng.normal());
  batch_statistics(kUnits, kCount, u.data(), mean.data(), variance.data());
  normalise(kUnits, kCount, NormHyper{}.epsilon, u.data(), mean.data(), variance.data(),
            inverse_std.data(), z.data());
  batch_statistics(kUnits, kCount, z.data(), mean.data(), variance.data());
  for (std::size_t i = 0; i < kUnits; ++i) {
    CHECK(mean[i] == doctest::Approx(0));
    CHECK(variance[i] == doctest::Approx(1).epsilon(1e-4));  // ε = 1e-5 beside a variance near 4
  }
}

TrainPlan norm_plan() {
  TrainPlan plan = make_plan({{{4, "tanh"}, {3, "tanh"}}}, Task::Classification, "bce", "momentum");
  plan.network.layers[0].has_norm = plan.network.layers[1].has_norm = true;
  return plan;
}

/// W and b of the golden start; γ and β stay as they are.
template <class T>
void set_start(Network<T>& net) {
  const double* from = kGoldenStart;
  for (const ParamBlock& block : net.blocks()) {
    const bool is_given =
        block.kind == ParamBlock::Kind::Weight || block.kind == ParamBlock::Kind::Bias;
    if (!is_given) continue;
    std::copy_n(from, block.size(), net.params().data() + block.offset);
    from += block.size();
  }
}

template <class T>
void check_run(double tolerance) {
  const GoldenTask task;
  Trainer<T> trainer;
  trainer.configure(norm_plan(), task.data());
  set_start(trainer.network());
  TrainHyper hyper;
  hyper.batch_size = kGoldenSamples;
  for (int i = 0; i < kTrainingSteps; ++i) trainer.step(hyper);
  const Network<T>& net = std::as_const(trainer).network();
  CHECK(net.params().size() == std::size(kNormRun.params));
  CHECK(deviation(net.params(), kNormRun.params) < tolerance);
  CHECK(net.running().size() == std::size(kNormRun.running));
  CHECK(deviation(net.running(), kNormRun.running) < tolerance);
  CHECK(trainer.batch_loss() == doctest::Approx(kNormRun.last_loss).epsilon(tolerance));
  CHECK(trainer.evaluate(task.data().train).loss ==
        doctest::Approx(kNormRun.evaluation).epsilon(tolerance));
}

TEST_CASE("Sixty steps with batch normalisation are PyTorch's: γ, β, running statistics too") {
  check_run<double>(1e-12);  // only the order of sums differs: measured 1.3e-14
  // Sixty roundings of 6e-8 make 2.6e-6 of the weights and 1.2e-4 of the small loss (measured).
  check_run<float>(1e-3);
}

TEST_CASE("Momentum and ε are those that were set") {
  Network<double> net;
  const Activation& linear = activation("linear");
  net.configure({1, {{1, &linear, true}, {1, &linear}}});
  const double params[] = {1, 0, 1, 0, 1, 0};  // w b γ β, w b: u = x
  std::ranges::copy(params, net.params().begin());
  net.set_norm({0.25, 3});
  Workspace<double> ws;
  ws.configure(net.spec(), 2, true);
  CHECK_FALSE(ws.has_batch_statistics());
  const double x[] = {4, 6};  // mean 5, variance 1
  forward(std::as_const(net), x, 2, ws, Mode::Train);
  CHECK(ws.output()(0, 0) == -1 / 2.0);  // (4 − 5)/√(1 + 3)
  REQUIRE(ws.has_batch_statistics());
  CHECK(ws.batch_mean(0)[0] == 5);
  CHECK(ws.batch_variance(0)[0] == 1);
  track_statistics(net, ws);
  CHECK(net.running_mean(0)[0] == 0.25 * 5);
  CHECK(net.running_variance(0)[0] == 0.75 * 1 + 0.25 * 2);  // unbiased: · 2/1
  forward(std::as_const(net), x, 1, ws);
  CHECK(ws.output()(0, 0) == doctest::Approx((4 - 1.25) / std::sqrt(1.25 + 3)));
}

TEST_CASE("A training batch of one sample uses the running statistics and leaves them alone") {
  const SmallTask task(Task::Classification, loss("bce"), 9);
  Trainer<double> trainer;
  trainer.configure(norm_plan(), task.data());
  TrainHyper hyper;
  hyper.batch_size = 8;
  trainer.step(hyper);
  const std::span<const double> running = std::as_const(trainer).network().running();
  const std::vector<double> before(running.begin(), running.end());
  CHECK(before[0] != 0);
  trainer.step(hyper);
  CHECK(trainer.batch_indices().size() == 1);
  CHECK(std::ranges::equal(running, before));
  Workspace<double> ws;
  ws.configure(trainer.network().spec(), 1, true);
  const double x[] = {0.3, -0.7};
  forward(std::as_const(trainer).network(), x, 1, ws, Mode::Train);
  const double trained = ws.output()(0, 0);
  forward(std::as_const(trainer).network(), x, 1, ws);
  CHECK(ws.output()(0, 0) == trained);
}

TEST_CASE("What goes back to an earlier state takes the running statistics along") {
  const SmallTask task(Task::Classification, loss("bce"), 40);
  Trainer<float> trainer;
  trainer.configure(norm_plan(), task.data());
  TrainHyper hyper;
  hyper.patience = 1;
  for (int i = 0; i < 3; ++i) trainer.step(hyper);
  CHECK_FALSE(trainer.end_epoch(hyper, 1));
  const double best = trainer.evaluate(task.data().test).loss;
  for (int i = 0; i < 3; ++i) trainer.step(hyper);
  CHECK(trainer.evaluate(task.data().test).loss != best);
  trainer.restore_best();
  CHECK(trainer.evaluate(task.data().test).loss == best);
}

TEST_CASE("Penalties, budgets and max-norm leave γ and β alone") {
  const SmallTask task(Task::Classification, loss("bce"), 40);
  Trainer<double> trainer;
  TrainPlan plan = norm_plan();
  plan.initializer = &initializer("zeros");
  trainer.configure(plan, task.data());
  TrainHyper hyper;
  hyper.lambda = {1, 1};
  hyper.penalises_biases = true;
  CHECK(trainer.penalty(hyper) == 0);  // γ is 1, all else 0
  hyper.budget = &budget("l1");
  hyper.radius = 0.5F;
  CHECK(trainer.budget_state(hyper).size == 0);
}

}  // namespace
