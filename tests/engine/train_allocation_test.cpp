// The step allocates nothing. Where malloc cannot be counted the same code runs.
#include <doctest/doctest.h>

#include "engine/train/ensemble.h"
#include "tests/engine/malloc_count.h"
#include "tests/engine/train_fixture.h"

#ifdef BP_COUNTS_MALLOC

namespace {

using namespace bp;

/// Allocations of `steps` steps, whole and phase by phase, after one of each to warm up.
template <class T>
long allocations_of_steps(Index samples, Index batch_size, std::string_view rule,
                          bool has_norm = false) {
  const bp_test::SmallTask task(Task::Classification, loss("bce"), samples);
  Trainer<T> trainer;
  TrainPlan plan =
      bp_test::make_plan({{{9, "tanh"}, {6, "sine"}}}, Task::Classification, "bce", rule);
  plan.network.layers[0].has_norm = plan.network.layers[1].has_norm = has_norm;
  trainer.configure(plan, task.data());
  trainer.set_dropout(
      std::vector<Dropout>(trainer.network().spec().layers.size() - 1, {0.2F, nullptr}));
  trainer.set_augmentation({1, 30, 1, 10});
  TrainHyper hyper;
  hyper.batch_size = batch_size;
  hyper.lambda = {0.001F, 0.001F};
  hyper.schedule = &schedule("plateau");
  hyper.patience = 3;
  hyper.clip_value = hyper.clip_norm = 0.1F;
  hyper.budget = &budget("l1");
  hyper.radius = hyper.max_norm = 1;
  hyper.penalises_biases = true;
  hyper.smoothing = 0.1F;
  trainer.keep_previous(true);
  const long before = bp_test::malloc_count().allocations;
  for (int i = 0; i < 70; ++i) trainer.step(hyper);  // past a copy of the good state
  while (trainer.run_phase(hyper) != Phase::Step) {
  }
  (void)trainer.evaluate(task.data().train);
  (void)trainer.end_epoch(hyper, trainer.evaluate(task.data().test).loss);
  (void)trainer.budget_state(hyper);
  return bp_test::malloc_count().allocations - before;
}

/// The same of an ensemble of three whose members have their own samples.
long allocations_of_ensemble() {
  PrepareOptions options;
  options.dataset = &dataset("moons");
  options.params.samples = 3000;  // more than a chunk in each part
  PreparedData data = prepare(options);
  encode_targets(data, loss("bce"));
  Ensemble ensemble;
  ensemble.configure(bp_test::make_plan({{{9, "tanh"}}}, Task::Classification, "bce", "adam"), data,
                     3, variations()[1]);
  TrainHyper hyper;
  hyper.patience = 3;
  std::array<Evaluation, 3> members;
  std::vector<float> mean(64), deviation(64);
  const long before = bp_test::malloc_count().allocations;
  for (int i = 0; i < 70; ++i) ensemble.step(hyper);
  while (ensemble.run_phase(hyper) != Phase::Step) {
  }
  (void)ensemble.end_epoch(hyper, ensemble.evaluate(data.test, members).loss);
  ensemble.predict(data.test.X.data(), 64, mean, deviation);
  return bp_test::malloc_count().allocations - before;
}

TEST_CASE("The counter sees Eigen's and the standard library's allocations") {
  const long before = bp_test::malloc_count().allocations;
  const Vector<float> v(100);
  const std::vector<int> w(100);
  // The address escapes, or a compiler may leave the allocation out.
  [[maybe_unused]] const void* volatile escaped = w.data();
  CHECK(bp_test::malloc_count().allocations - before >= 2);
  CHECK(v.size() == static_cast<Index>(w.size()));
}

TEST_CASE("A step allocates nothing, for any optimizer, precision and number of chunks") {
  for (const Optimizer& row : optimizers()) {
    CAPTURE(row.key);
    CHECK(allocations_of_steps<float>(40, 16, row.key) == 0);
    CHECK(allocations_of_steps<double>(40, 16, row.key) == 0);
  }
  CHECK(allocations_of_steps<float>(1500, 1500, "adam") == 0);
  CHECK(allocations_of_steps<float>(1500, 1500, "adam", true) == 0);
  CHECK(allocations_of_ensemble() == 0);
}

}  // namespace

#endif
