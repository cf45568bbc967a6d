#include "engine/train/trainer.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "tests/engine/train_fixture.h"

namespace {

using namespace bp;
using bp_test::make_plan;
using bp_test::SmallTask;

constexpr Task kClasses = Task::Classification;

template <class T>
std::vector<T> copy_of(std::span<const T> v) {
  return {v.begin(), v.end()};
}
std::vector<float> params_of(const Trainer<float>& trainer) {
  return copy_of(trainer.network().params());
}

TrainHyper hyper_of(Index batch_size, float learning_rate = 0.05F) {
  TrainHyper hyper;
  hyper.batch_size = batch_size;
  hyper.optimizer.learning_rate = learning_rate;
  return hyper;
}

TEST_CASE("Phases come in the lecture's order, layers from last to first") {
  const SmallTask task(kClasses, loss("bce"), 30);
  Trainer<float> trainer;
  trainer.configure(make_plan({{{4, "tanh"}, {3, "tanh"}}}, kClasses, "bce", "sgd"), task.data());
  const TrainHyper hyper = hyper_of(8);
  const std::vector<float> start = params_of(trainer);
  CHECK(trainer.batch_indices().empty());
  CHECK(trainer.run_phase(hyper) == Phase::Predict);
  CHECK(trainer.batch_indices().size() == 8);
  CHECK(trainer.run_phase(hyper) == Phase::Loss);
  CHECK(trainer.batch_loss() > 0);
  CHECK(trainer.run_phase(hyper) == Phase::ZeroGrad);
  CHECK(std::ranges::all_of(trainer.workspace().grads(), [](float g) { return g == 0; }));
  for (const Index l : {2, 1, 0}) {
    CHECK(trainer.next_phase() == Phase::Backward);
    CHECK(trainer.next_layer() == l);
    CHECK(trainer.run_phase(hyper) == Phase::Backward);
  }
  CHECK(params_of(trainer) == start);
  CHECK(trainer.steps() == 0);
  CHECK(trainer.run_phase(hyper) == Phase::Step);
  CHECK(params_of(trainer) != start);
  CHECK(trainer.steps() == 1);
  CHECK(trainer.next_phase() == Phase::Predict);
}

/// Trains two equal trainers, one by step() and one phase by phase, and compares every step.
void check_phases_equal_steps(Index samples, Index batch_size, float dropout = 0) {
  const SmallTask task(kClasses, loss("mse"), samples);
  const TrainPlan plan = make_plan({{{5, "silu"}, {3, "tanh"}}}, kClasses, "mse", "adam");
  TrainHyper hyper = hyper_of(batch_size);
  hyper.lambda = {0.001F, 0.002F};
  Trainer<float> by_step;
  Trainer<float> by_phase;
  by_step.configure(plan, task.data());
  by_phase.configure(plan, task.data());
  const std::vector<Dropout> each(by_step.network().spec().layers.size() - 1, {dropout, nullptr});
  by_step.set_dropout(each);
  by_phase.set_dropout(each);
  for (int i = 0; i < 7; ++i) {
    by_step.step(hyper);
    while (by_phase.run_phase(hyper) != Phase::Step) {
    }
    CHECK(params_of(by_step) == params_of(by_phase));
    CHECK(by_step.batch_loss() == by_phase.batch_loss());
    CHECK(std::ranges::equal(by_step.workspace().grads(), by_phase.workspace().grads()));
  }
  // A step begun by hand is finished by step().
  (void)by_phase.run_phase(hyper);
  (void)by_phase.run_phase(hyper);
  by_phase.step(hyper);
  by_step.step(hyper);
  CHECK(params_of(by_step) == params_of(by_phase));
}

TEST_CASE("Single phases and whole steps give the same bits, chunked batches included") {
  check_phases_equal_steps(30, 8);
  check_phases_equal_steps(30, 1);
  check_phases_equal_steps(2500, 2500);
  check_phases_equal_steps(30, 8, 0.3F);
  check_phases_equal_steps(2500, 2500, 0.3F);  // a chunk's masks are drawn twice
}

/// The trainer's step written out with the layers' own functions and one workspace.
void check_against_plain_loop(Index samples, Index batch_size, std::string_view rule,
                              Index units = 6) {
  const SmallTask task(kClasses, loss("bce"), samples);
  const TrainPlan plan = make_plan({{{units, "tanh"}, {4, "relu"}}}, kClasses, "bce", rule);
  TrainHyper hyper = hyper_of(batch_size);
  hyper.lambda = {0, 0.01F};
  Trainer<float> trainer;
  trainer.configure(plan, task.data());
  Network<float> net = trainer.network();
  Workspace<float> ws;
  ws.configure(plan.network, samples, true);
  OptimizerState<float> state;
  state.configure(*plan.optimizer, plan.network.param_count());
  for (int i = 0; i < 9; ++i) {
    trainer.step(hyper);
    std::vector<float> x, y;
    for (const std::uint32_t s : trainer.batch_indices()) {
      const auto column = static_cast<Index>(s);
      x.push_back(task.data().train.X(0, column));
      x.push_back(task.data().train.X(1, column));
      y.push_back(task.data().train.Y(0, column));
    }
    const auto n = static_cast<Index>(y.size());
    forward(net, x.data(), n, ws);
    std::ranges::fill(ws.grads(), 0.0F);
    output_gradient(net, *plan.loss, y.data(), static_cast<float>(1.0 / static_cast<double>(n)),
                    ws);
    for (Index l = 2; l >= 0; --l) {
      backward_layer(net, x.data(), l, ws);
      const ParamBlock& block = net.weight_block(l);
      if (plan.optimizer->decouples_decay) continue;
      regularizers()[1].f32.add_gradient(block.size(), 0.01F, net.W(l).data(),
                                         ws.grads().data() + block.offset);
    }
    for (Index l = 0; l < 3 && plan.optimizer->decouples_decay; ++l) {
      decay(std::span(net.W(l).data(), static_cast<std::size_t>(net.W(l).size())), 0.05F, 0.01F);
    }
    const std::span<const float> grads = ws.grads();
    update(*plan.optimizer, hyper.optimizer, grads, net.params(), state);
    CHECK(std::ranges::equal(trainer.network().params(), net.params()));
  }
}

TEST_CASE("A step is the plain loop to the bit, whatever the chunks") {
  check_against_plain_loop(50, 16, "momentum");
  check_against_plain_loop(50, 50, "adam");
  check_against_plain_loop(50, 16, "adamw");
  // 2100 = 1024 + 1024 + 52, against one workspace for all.
  check_against_plain_loop(2100, 2100, "sgd");
  // Of so wide a layer 64 MB hold 479 samples.
  check_against_plain_loop(700, 700, "sgd", 5000);
}

TEST_CASE("Epochs cover the data, and the last batch has its own size") {
  const SmallTask task(kClasses, loss("bce"), 30);
  Trainer<float> trainer;
  trainer.configure(make_plan({{{3, "tanh"}}}, kClasses, "bce", "sgd"), task.data());
  std::vector<std::size_t> sizes;
  for (int i = 0; i < 4; ++i) {
    trainer.step(hyper_of(8));
    sizes.push_back(trainer.batch_indices().size());
  }
  CHECK(sizes == std::vector<std::size_t>{8, 8, 8, 6});
  CHECK_UNARY(trainer.at_epoch_end());
  CHECK(trainer.epoch() == 1);
}

TEST_CASE("A batch that does not fit beside batch normalisation is cut, and phases equal steps") {
  const SmallTask task(kClasses, loss("bce"), 2500);
  TrainPlan plan = make_plan({{{5, "silu"}, {3, "tanh"}}}, kClasses, "bce", "adam");
  plan.network.layers[0].has_norm = plan.network.layers[1].has_norm = true;
  Trainer<float> by_step;
  Trainer<float> by_phase;
  by_step.configure(plan, task.data());
  by_phase.configure(plan, task.data());
  CHECK(by_step.largest_batch() == 2500);
  for (int i = 0; i < 3; ++i) {
    by_step.step(hyper_of(2500));
    while (by_phase.run_phase(hyper_of(2500)) != Phase::Step) {
    }
    CHECK(by_step.batch_indices().size() == 2500);
    CHECK(params_of(by_step) == params_of(by_phase));
    CHECK(std::ranges::equal(by_step.network().running(), by_phase.network().running()));
  }
  // 140 KB a sample.
  plan.network.layers.assign(10, {512, &activation("tanh"), true});
  plan.network.layers.push_back({1, &activation("logistic")});
  Trainer<float> large;
  large.configure(plan, task.data());
  CHECK(large.largest_batch() == Trainer<float>::kMaxBatchBytes / (4 * (2 + 1 + 7 * 5121)));
}

TEST_CASE("Equal units stay equal to the bit for ten thousand steps") {
  const SmallTask task(kClasses, loss("bce"), 40);
  for (const std::string_view rule : {"sgd", "adam"}) {
    CAPTURE(rule);
    Trainer<float> trainer;
    // Nine units: a full vector of rows and a remainder, which take different paths.
    TrainPlan plan = make_plan({{{9, "tanh"}, {9, "gelu"}}}, kClasses, "bce", rule, "constant");
    plan.network.layers[1].has_norm = rule == "adam";
    trainer.configure(plan, task.data());
    for (int i = 0; i < 10000; ++i) trainer.step(hyper_of(16));
    for (Index l = 0; l < 2; ++l) {
      const ConstMatrixMap<float> W = std::as_const(trainer).network().W(l);
      bool all_equal = true;
      for (Index u = 1; u < W.rows(); ++u) all_equal = all_equal && W.row(u) == W.row(0);
      CHECK(all_equal);
      CHECK(W(0, 0) != 0.5F);  // they did learn
    }
  }
}

TEST_CASE("Parameters before a step are kept exactly when asked for") {
  const SmallTask task(kClasses, loss("bce"), 30);
  Trainer<float> trainer;
  trainer.configure(make_plan({{{3, "tanh"}}}, kClasses, "bce", "sgd"), task.data());
  const TrainHyper hyper = hyper_of(8);
  trainer.step(hyper);
  CHECK(trainer.previous_params().empty());
  const std::vector<float> before = params_of(trainer);
  trainer.keep_previous(true);
  trainer.step(hyper);
  CHECK(copy_of(trainer.previous_params()) == before);
  trainer.keep_previous(false);
  CHECK(copy_of(trainer.previous_params()) == before);  // still those of the last step
  trainer.step(hyper);
  CHECK(trainer.previous_params().empty());
}

TEST_CASE("Changing the optimizer keeps the weights") {
  const SmallTask task(kClasses, loss("bce"), 30);
  Trainer<float> trainer;
  trainer.configure(make_plan({{{3, "tanh"}}}, kClasses, "bce", "sgd"), task.data());
  trainer.step(hyper_of(8));
  const std::vector<float> before = params_of(trainer);
  trainer.set_optimizer(optimizer("adam"));
  CHECK(params_of(trainer) == before);
  trainer.step(hyper_of(8));
  CHECK(trainer.steps() == 2);
  CHECK(params_of(trainer) != before);
}

TEST_CASE("Evaluation averages over all samples, in chunks or not, and predict agrees") {
  const SmallTask task(kClasses, loss("mse"), 2100, 10);
  Trainer<float> trainer;
  trainer.configure(make_plan({{{3, "tanh"}}}, kClasses, "mse", "sgd"), task.data());
  const Part& part = task.data().train;
  std::vector<float> out(2100);
  trainer.predict(part.X.data(), part.count(), out);
  double squares = 0;
  double right = 0;
  for (Index i = 0; i < part.count(); ++i) {
    const float a = out[static_cast<std::size_t>(i)];
    const auto e = static_cast<double>(a - part.Y(0, i));
    squares += e * e;
    right += (a > 0.5F) == (part.Y(0, i) > 0.5F) ? 1 : 0;
  }
  const Evaluation result = trainer.evaluate(part);
  // The pointwise losses are rounded to float (6e-8); the sums differ in order only.
  CHECK(result.loss == doctest::Approx(squares / 2100).epsilon(1e-6));
  CHECK(result.score == doctest::Approx(right / 2100));
}

TEST_CASE("The penalty is λ₁ Σ|w| + λ₂ Σw² over weights only") {
  const SmallTask task(kClasses, loss("bce"), 30);
  Trainer<double> trainer;
  TrainPlan plan = make_plan({{{3, "tanh"}}}, kClasses, "bce", "sgd", "constant");
  plan.init_bias = 7;
  trainer.configure(plan, task.data());
  TrainHyper hyper;
  hyper.lambda = {0.5F, 0.25F};
  // 9 weights of 0.5.
  CHECK(trainer.penalty(hyper) == 0.5 * 4.5 + 0.25 * 2.25);
}

TEST_CASE("Float and double runs start from the same weights and stay close") {
  const SmallTask task(kClasses, loss("bce"), 40);
  const TrainPlan plan = make_plan({{{5, "tanh"}}}, kClasses, "bce", "sgd");
  Trainer<float> single;
  Trainer<double> twice;
  single.configure(plan, task.data());
  twice.configure(plan, task.data());
  for (int i = 0; i < 100; ++i) {
    single.step(hyper_of(8));
    twice.step(hyper_of(8));
  }
  double worst = 0;
  for (std::size_t i = 0; i < single.network().params().size(); ++i) {
    worst = std::max(worst, std::abs(static_cast<double>(single.network().params()[i]) -
                                     twice.network().params()[i]));
  }
  // A hundred roundings of 6e-8 on values around 1.
  CHECK(worst < 1e-5);
  CHECK(single.evaluate(task.data().test).loss ==
        doctest::Approx(twice.evaluate(task.data().test).loss).epsilon(1e-5));
}

TEST_CASE("Linear regression by full-batch descent reaches the normal equation's solution") {
  const SmallTask task(Task::Regression, loss("mse"), 60);
  Trainer<double> trainer;
  trainer.configure(make_plan({{}}, Task::Regression, "mse", "sgd"), task.data());
  for (int i = 0; i < 2000; ++i) trainer.step(hyper_of(60, 0.1F));
  // The targets are x₁ − ½x₂ rounded to float, so the solution is (1, −½, 0) up to that rounding.
  const std::span<const double> w = std::as_const(trainer).network().params();
  CHECK(std::abs(w[0] - 1) < 1e-6);
  CHECK(std::abs(w[1] + 0.5) < 1e-6);
  CHECK(std::abs(w[2]) < 1e-6);
  CHECK(trainer.evaluate(task.data().test).score == doctest::Approx(1.0));
}

TEST_CASE("An exploding run stops, says so, and keeps the last good state") {
  const SmallTask task(Task::Regression, loss("mse"), 40);
  Trainer<float> trainer;
  trainer.configure(make_plan({{{4, "relu"}}}, Task::Regression, "mse", "momentum"), task.data());
  int steps = 0;
  // Gentle first, so that a good state later than step 0 exists; then far too fast.
  for (; steps < 100; ++steps) trainer.step(hyper_of(10, 0.001F));
  for (; steps < 1000 && !trainer.divergence(); ++steps) trainer.step(hyper_of(10, 5));
  REQUIRE(trainer.divergence().has_value());
  const Divergence divergence = *trainer.divergence();
  CHECK(divergence.layer >= 0);
  CHECK(divergence.step == trainer.steps());
  CHECK(divergence.restored_step == 64);
  const std::vector<float> kept = params_of(trainer);
  CHECK(std::ranges::all_of(kept, [](float w) { return std::isfinite(w); }));
  CHECK(trainer.evaluate(task.data().train).loss < 10);
  trainer.step(hyper_of(10));
  (void)trainer.run_phase(hyper_of(10));
  CHECK(params_of(trainer) == kept);
  trainer.clear_divergence();
  for (int i = 0; i < 200; ++i) trainer.step(hyper_of(10, 0.001F));
  CHECK_FALSE(trainer.divergence().has_value());
}

TEST_CASE("A NaN is traced to the first layer that holds it") {
  const SmallTask task(kClasses, loss("bce"), 40);
  for (const Index guilty : {0, 1, 2}) {
    Trainer<float> trainer;
    trainer.configure(make_plan({{{4, "tanh"}, {4, "tanh"}}}, kClasses, "bce", "sgd"), task.data());
    for (int i = 0; i < 3; ++i) trainer.step(hyper_of(10));
    const std::vector<float> initial = params_of(trainer);
    trainer.network().W(guilty)(0, 0) = std::numeric_limits<float>::quiet_NaN();
    trainer.step(hyper_of(10));
    REQUIRE(trainer.divergence().has_value());
    CHECK(trainer.divergence()->layer == guilty);
    CHECK(trainer.divergence()->step == 3);
    CHECK_FALSE(trainer.divergence()->exploded);
    CHECK(std::ranges::all_of(params_of(trainer), [](float w) { return std::isfinite(w); }));
  }
}

}  // namespace
