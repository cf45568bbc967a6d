// What the full-batch methods promise, whichever it is: they take everything, never go uphill, hold
// the masks still within a step, and leave the phases what they are.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "tests/engine/train_fixture.h"

namespace {

using namespace bp;
using bp_test::make_plan;
using bp_test::SmallTask;

constexpr Task kClasses = Task::Classification;

std::vector<const Optimizer*> methods() {
  std::vector<const Optimizer*> out;
  for (const Optimizer& row : optimizers()) {
    if (row.is_full_batch()) out.push_back(&row);
  }
  return out;
}

template <class T>
std::vector<T> copy_of(std::span<const T> v) {
  return {v.begin(), v.end()};
}
template <class T>
std::vector<T> params_of(const Trainer<T>& trainer) {
  return copy_of(trainer.network().params());
}

TEST_CASE("There are full-batch methods, and they are told from first-order rules by their row") {
  CHECK(methods().size() >= 3);
  for (const Optimizer& row : optimizers()) {
    CAPTURE(row.key);
    CHECK(row.is_full_batch() == (row.f32 == nullptr));
    CHECK(row.is_full_batch() == (row.f64 == nullptr));
    CHECK_UNARY(row.takes(kMaxFullBatchParams));
    const bool is_limited = row.key == "lm" || row.key == "lbfgs";
    CHECK(row.takes(kMaxFullBatchParams + 1) == !is_limited);
    const std::string most = std::to_string(kMaxFullBatchParams) + " parameters";
    CHECK((row.formula.find(most) != std::string_view::npos) == is_limited);
    CHECK(row.takes_batch_norm() == (row.key != "lm"));
  }
}

TEST_CASE("A step takes the whole training part, whatever the batch size, and is an epoch") {
  const SmallTask task(kClasses, loss("bce"), 50);
  for (const Optimizer* row : methods()) {
    CAPTURE(row->key);
    Trainer<float> trainer;
    trainer.configure(make_plan({{{4, "tanh"}}}, kClasses, "bce", row->key), task.data());
    TrainHyper hyper;
    hyper.batch_size = 7;
    trainer.step(hyper);
    const std::span<const std::uint32_t> batch = trainer.batch_indices();
    CHECK(std::set<std::uint32_t>(batch.begin(), batch.end()).size() == 50);
    CHECK(trainer.epoch() == 1);
  }
}

TEST_CASE("Learning rate, momentum, schedule and clipping have no effect") {
  const SmallTask task(kClasses, loss("bce"), 50);
  for (const Optimizer* row : methods()) {
    CAPTURE(row->key);
    TrainHyper other;
    other.batch_size = 3;
    other.optimizer = {3, 0.1F, 0.2F, 0.3F, 7};
    other.schedule = &schedule("exp");
    other.clip_value = other.clip_norm = 1e-3F;
    Trainer<float> a, b;
    for (Trainer<float>* trainer : {&a, &b}) {
      trainer->configure(make_plan({{{4, "tanh"}}}, kClasses, "bce", row->key), task.data());
    }
    for (int i = 0; i < 20; ++i) {
      a.step({});
      b.step(other);
    }
    CHECK(params_of(a) == params_of(b));
  }
}

/// The objective of the last step's batch, before its update.
template <class T>
double objective_before(const Trainer<T>& trainer, double penalty) {
  return trainer.batch_loss() + penalty;
}

template <class T>
void check_descent(std::string_view rule, const TrainHyper& hyper, Index samples, bool has_norm,
                   std::string_view loss_key, Task kind) {
  CAPTURE(rule);
  CAPTURE(loss_key);
  const SmallTask task(kind, loss(loss_key), samples);
  TrainPlan plan = make_plan({{{5, "tanh"}, {4, "relu"}}}, kind, loss_key, rule);
  plan.network.layers[0].has_norm = has_norm;
  Trainer<T> trainer;
  trainer.configure(plan, task.data());
  double before = std::numeric_limits<double>::infinity();
  double first = 0;
  for (int i = 0; i < 40; ++i) {
    const double penalty = trainer.penalty(hyper);
    trainer.step(hyper);
    REQUIRE_FALSE(trainer.divergence().has_value());
    const double now = objective_before(trainer, penalty);
    // Samples are in another order each epoch: the same weights give the sum other roundings.
    CHECK(now <= before * (1 + 1e-6));
    before = now;
    if (i == 0) first = now;
  }
  if (rule != "guess") CHECK(before < 0.9 * first);
}

TEST_CASE("The objective never rises, penalties, chunks and batch normalisation included") {
  for (const Optimizer* row : methods()) {
    for (const Loss& l : losses()) {
      const Task kind = l.for_regression ? Task::Regression : kClasses;
      check_descent<float>(row->key, {}, 60, false, l.key, kind);
    }
    TrainHyper penalised;
    penalised.lambda = {0.002F, 0.003F};
    penalised.penalises_biases = true;
    penalised.smoothing = 0.1F;
    check_descent<float>(row->key, penalised, 60, false, "bce", kClasses);
    check_descent<double>(row->key, penalised, 60, false, "mse", Task::Regression);
    check_descent<float>(row->key, penalised, 2100, false, "bce", kClasses);
    if (row->takes_batch_norm()) {
      check_descent<float>(row->key, {}, 60, true, "bce", kClasses);
      check_descent<float>(row->key, {}, 2100, true, "bce", kClasses);
    }
  }
}

/// Mean loss of `params` on the trainer's last batch, with masks drawn from `rng`.
double loss_with_masks(Trainer<float>& trainer, const SmallTask& task,
                       const std::vector<float>& params, Rng rng) {
  Network<float> net = trainer.network();
  std::ranges::copy(params, net.params().begin());
  const auto n = static_cast<Index>(trainer.batch_indices().size());
  Workspace<float> ws;
  ws.configure(net.spec(), n, false);
  ws.allow_masks();
  std::vector<float> x, y, scratch(static_cast<std::size_t>(n));
  for (const std::uint32_t s : trainer.batch_indices()) {
    for (Index i = 0; i < 2; ++i) x.push_back(task.data().train.X(i, static_cast<Index>(s)));
    y.push_back(task.data().train.Y(0, static_cast<Index>(s)));
  }
  draw_masks(net, n, rng, ws);
  forward(net, x.data(), n, ws, Mode::Train);
  return loss_sum(net, trainer.loss(), y.data(), ws, std::span<float>(scratch)) /
         static_cast<double>(n);
}

TEST_CASE("Dropout's masks stay the same within a step") {
  const SmallTask task(kClasses, loss("bce"), 60);
  for (const Optimizer* row : methods()) {
    CAPTURE(row->key);
    const TrainPlan plan = make_plan({{{6, "tanh"}, {4, "tanh"}}}, kClasses, "bce", row->key);
    Trainer<float> trainer;
    trainer.configure(plan, task.data());
    bp_test::set_dropout(trainer, {0.5F, nullptr});
    Rng masks(plan.seed, static_cast<std::uint64_t>(Stream::Dropout));
    int moved = 0;
    for (int i = 0; i < 15; ++i) {
      const std::vector<float> before = params_of(trainer);
      trainer.step({});
      const std::vector<float> after = params_of(trainer);
      CHECK(loss_with_masks(trainer, task, before, masks) == trainer.batch_loss());
      if (after != before) {
        ++moved;
        CHECK(loss_with_masks(trainer, task, after, masks) < trainer.batch_loss());
      }
      // On to the next step's: six and four units, sixty samples.
      Vector<float> drawn(60 * 10);
      draw_mask(trainer.network().dropout(0), 60 * 6, masks, drawn.data());
      draw_mask(trainer.network().dropout(1), 60 * 4, masks, drawn.data());
    }
    CHECK(moved >= (row->key == "guess" ? 1 : 15));
  }
}

/// One trainer by step(), one by phases.
void check_phases(std::string_view rule, Index samples) {
  CAPTURE(rule);
  const SmallTask task(kClasses, loss("bce"), samples);
  const TrainPlan plan = make_plan({{{5, "silu"}, {3, "tanh"}}}, kClasses, "bce", rule);
  TrainHyper hyper;
  hyper.lambda = {0.001F, 0.002F};
  Trainer<float> by_step, by_phase;
  for (Trainer<float>* trainer : {&by_step, &by_phase}) {
    trainer->configure(plan, task.data());
    bp_test::set_dropout(*trainer, {0.2F, nullptr});
  }
  for (int i = 0; i < 5; ++i) {
    by_step.step(hyper);
    while (by_phase.run_phase(hyper) != Phase::Step) {
    }
    CHECK(params_of(by_step) == params_of(by_phase));
    CHECK(by_step.batch_loss() == by_phase.batch_loss());
    CHECK(std::ranges::equal(by_step.workspace().grads(), by_phase.workspace().grads()));
  }
}

TEST_CASE("Phases work singly and give the same bits as whole steps") {
  for (const Optimizer* row : methods()) {
    check_phases(row->key, 30);
    check_phases(row->key, 2500);
  }
}

TEST_CASE("After a step the workspace still shows where it began") {
  const SmallTask task(kClasses, loss("bce"), 40);
  for (const Optimizer* row : methods()) {
    CAPTURE(row->key);
    Trainer<float> plain, method;
    plain.configure(make_plan({{{4, "tanh"}}}, kClasses, "bce", "sgd"), task.data());
    method.configure(make_plan({{{4, "tanh"}}}, kClasses, "bce", row->key), task.data());
    TrainHyper hyper;
    hyper.batch_size = 40;
    plain.step(hyper);
    method.step(hyper);
    CHECK(std::ranges::equal(plain.workspace().grads(), method.workspace().grads()));
    CHECK(plain.workspace().output() == method.workspace().output());
  }
}

TEST_CASE("Budget and max norm hold after every step") {
  const SmallTask task(kClasses, loss("bce"), 40);
  for (const Optimizer* row : methods()) {
    for (const std::string_view key : {"l1", "l2"}) {
      CAPTURE(row->key);
      Trainer<float> trainer;
      trainer.configure(make_plan({{{4, "tanh"}}}, kClasses, "bce", row->key), task.data());
      TrainHyper hyper;
      hyper.budget = &budget(key);
      hyper.radius = 2;
      hyper.max_norm = 1;
      for (int i = 0; i < 20; ++i) {
        trainer.step(hyper);
        CHECK(trainer.budget_state(hyper).size <= 2 * (1 + 1e-6));  // rounding of 16 floats
      }
    }
  }
}

TEST_CASE("A guess under a budget is judged where the budget puts it") {
  const SmallTask task(kClasses, loss("bce"), 40);
  Trainer<double> trainer;
  trainer.configure(make_plan({{{4, "tanh"}}}, kClasses, "bce", "guess"), task.data());
  TrainHyper hyper;
  hyper.budget = &budget("l1");
  hyper.radius = 3;
  trainer.step(hyper);  // into the budget
  double before = trainer.evaluate(task.data().train).loss;
  for (int i = 0; i < 300; ++i) {
    trainer.step(hyper);
    const double now = trainer.evaluate(task.data().train).loss;
    // The projection repeats itself up to rounding, and the order of samples changes.
    CHECK(now <= before * (1 + 1e-12));
    before = now;
  }
}

TEST_CASE("Guesses draw every parameter from the same numbers for the same seed") {
  const SmallTask task(kClasses, loss("bce"), 40);
  TrainPlan plan = make_plan({{{4, "tanh"}}}, kClasses, "bce", "guess", "zeros");
  plan.init_bias = 5;  // so bad that the first guesses are better
  Trainer<float> a, b, other;
  a.configure(plan, task.data());
  b.configure(plan, task.data());
  plan.seed = 18;
  other.configure(plan, task.data());
  for (int i = 0; i < 10; ++i) {
    a.step({});
    b.step({});
    other.step({});
  }
  CHECK(params_of(a) == params_of(b));
  CHECK(params_of(a) != params_of(other));
  for (const float w : params_of(a)) CHECK((w != 0 && w != 5));
  CHECK(a.batch_loss() < 1);
}

TEST_CASE("Changing to a method and back keeps the weights") {
  const SmallTask task(kClasses, loss("bce"), 40);
  Trainer<float> trainer;
  trainer.configure(make_plan({{{4, "tanh"}}}, kClasses, "bce", "adam"), task.data());
  bp_test::set_dropout(trainer, {0.3F, nullptr});
  for (const std::string_view key : {"lm", "adam", "lbfgs", "guess", "sgd", "lm"}) {
    const std::vector<float> before = params_of(trainer);
    trainer.set_optimizer(optimizer(key));
    CHECK(params_of(trainer) == before);
    for (int i = 0; i < 3; ++i) trainer.step({});
    CHECK_FALSE(trainer.divergence().has_value());
  }
}

TEST_CASE("A NaN stops a full-batch run too, and it goes on from the last good state") {
  const SmallTask task(kClasses, loss("bce"), 40);
  for (const Optimizer* row : methods()) {
    CAPTURE(row->key);
    Trainer<float> trainer;
    trainer.configure(make_plan({{{4, "tanh"}, {3, "tanh"}}}, kClasses, "bce", row->key),
                      task.data());
    for (int i = 0; i < 65; ++i) trainer.step({});  // a copy is made at step 64
    const double good = trainer.batch_loss();
    trainer.network().W(1)(0, 0) = std::numeric_limits<float>::quiet_NaN();
    trainer.step({});
    REQUIRE(trainer.divergence().has_value());
    CHECK(trainer.divergence()->layer == 1);
    CHECK(trainer.divergence()->restored_step == 64);
    trainer.clear_divergence();
    trainer.step({});
    CHECK(trainer.batch_loss() == doctest::Approx(good).epsilon(1e-6));  // other order of samples
    for (int i = 0; i < 20; ++i) trainer.step({});
    CHECK_FALSE(trainer.divergence().has_value());
    CHECK(trainer.batch_loss() <= good * (1 + 1e-6));
  }
}

TEST_CASE("A minimum is where a method stays") {
  const SmallTask task(Task::Regression, loss("mse"), 40);
  for (const std::string_view key : {"lm", "lbfgs"}) {
    CAPTURE(key);
    Trainer<double> trainer;
    trainer.configure(make_plan({{}}, Task::Regression, "mse", key), task.data());
    TrainHyper hyper;
    hyper.lambda = {0, 0.1F};
    for (int i = 0; i < 60; ++i) trainer.step(hyper);
    const std::vector<double> reached = params_of(trainer);
    for (int i = 0; i < 20; ++i) trainer.step(hyper);
    CHECK(params_of(trainer) == reached);
    // From there another objective is approached as from anywhere.
    hyper.lambda = {0, 0};
    for (int i = 0; i < 30; ++i) trainer.step(hyper);
    CHECK(std::fabs(trainer.network().params()[0] - 1) < 1e-6);
  }
}

}  // namespace
