// The step allocates nothing. Counted at malloc itself, which Eigen and operator new both end in:
// glibc lets a program put its own in front. Sanitizers bring their own malloc, and on the web the
// same code runs.
#include <doctest/doctest.h>

#include "tests/engine/train_fixture.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BP_HAS_SANITIZER
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define BP_HAS_SANITIZER
#endif

#if defined(__GLIBC__) && !defined(BP_HAS_SANITIZER)

#include <atomic>
#include <cstdlib>

namespace {
std::atomic<long> allocations{0};
}

extern "C" void* __libc_malloc(std::size_t size);
extern "C" void* malloc(std::size_t size) noexcept {
  ++allocations;
  return __libc_malloc(size);
}

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
  trainer.set_dropout({0.2F, nullptr});
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
  const long before = allocations;
  for (int i = 0; i < 70; ++i) trainer.step(hyper);  // past a copy of the good state
  while (trainer.run_phase(hyper) != Phase::Step) {
  }
  (void)trainer.evaluate(task.data().train);
  (void)trainer.end_epoch(hyper, trainer.evaluate(task.data().test).loss);
  (void)trainer.budget_state(hyper);
  return allocations - before;
}

TEST_CASE("The counter sees Eigen's and the standard library's allocations") {
  const long before = allocations;
  const Vector<float> v(100);
  const std::vector<int> w(100);
  // The address escapes, or a compiler may leave the allocation out.
  [[maybe_unused]] const void* volatile escaped = w.data();
  CHECK(allocations - before >= 2);
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
  CHECK(allocations_of_steps<float>(1500, 1500, "lm") == 0);
  CHECK(allocations_of_steps<float>(1500, 1500, "lbfgs", true) == 0);
}

}  // namespace

#endif
