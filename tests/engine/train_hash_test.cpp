// The bits of training, guarded by hashes that are the same for gcc, clang and emcc at any
// optimisation (DESIGN, "Exact").
#include <doctest/doctest.h>

#include <cstdio>
#include <string>
#include <string_view>

#include "engine/core/hash.h"
#include "tests/engine/train_fixture.h"

namespace {

using namespace bp;

struct GoldenHash {
  std::string_view activation, optimizer, loss, initializer;
  Task task;
  Index batch_size;
  float learning_rate, l1, l2;
  std::uint64_t hash;
};
constexpr Task kC = Task::Classification;
constexpr Task kR = Task::Regression;
constexpr GoldenHash kGoldenHashes[] = {
#include "tests/golden/training_hashes.inc"
};

std::uint64_t hash_after_200_steps(const GoldenHash& run) {
  const bp_test::SmallTask task(run.task, loss(run.loss), 150);
  // Odd sizes, so that full vectors and remainders both occur.
  const TrainPlan plan = bp_test::make_plan({{{8, run.activation}, {5, run.activation}}}, run.task,
                                            run.loss, run.optimizer, run.initializer);
  TrainHyper hyper;
  hyper.batch_size = run.batch_size;
  hyper.optimizer.learning_rate = run.learning_rate;
  hyper.lambda = {run.l1, run.l2};
  Trainer<float> trainer;
  trainer.configure(plan, task.data());
  for (int i = 0; i < 200; ++i) trainer.step(hyper);
  CHECK_FALSE(trainer.divergence().has_value());
  return parameter_hash(std::as_const(trainer).network().params());
}

TEST_CASE("Two hundred steps give the committed bits for every activation and optimizer") {
  for (const GoldenHash& run : kGoldenHashes) {
    const std::uint64_t hash = hash_after_200_steps(run);
    char text[32];
    std::snprintf(text, sizeof text, "0x%016llX", static_cast<unsigned long long>(hash));
    const std::string got = text;
    CAPTURE(run.activation);
    CAPTURE(run.optimizer);
    CAPTURE(got);
    CHECK(hash == run.hash);
  }
}

TEST_CASE("Every row of the engine's tables has a golden hash") {
  const auto covers = [](auto member, std::string_view key) {
    for (const GoldenHash& run : kGoldenHashes) {
      if (run.*member == key) return true;
    }
    return false;
  };
  for (const Activation& row : activations()) {
    if (row.is_output_only) continue;  // covered by its loss
    CHECK_MESSAGE(covers(&GoldenHash::activation, row.key), std::string(row.key));
  }
  for (const Optimizer& row : optimizers()) {
    CHECK_MESSAGE(covers(&GoldenHash::optimizer, row.key), std::string(row.key));
  }
  for (const Loss& row : losses()) {
    CHECK_MESSAGE(covers(&GoldenHash::loss, row.key), std::string(row.key));
  }
  for (const Initializer& row : initializers()) {
    CHECK_MESSAGE(covers(&GoldenHash::initializer, row.key), std::string(row.key));
  }
}

}  // namespace
