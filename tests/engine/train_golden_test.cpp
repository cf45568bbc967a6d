// The whole trainer against PyTorch (tools/golden/make_training.py): everything around the update.
// Full batches, so that the order of samples is no matter.
#include <doctest/doctest.h>

#include "tests/engine/golden_task.h"

namespace {

using namespace bp;
using namespace bp_test;

/// What a run changes in plain momentum at α = 0.1; the names are make_training.py's.
struct Variant {
  std::string_view name;
  void (*change)(TrainHyper& hyper);
};

void use_schedule(TrainHyper& h, std::string_view key) {
  h.schedule = &schedule(key);
  h.schedule_period = 15;
  h.schedule_factor = 0.25F;
}

constexpr Variant kVariants[] = {
    {"plain", [](TrainHyper&) {}},
    {"step", [](TrainHyper& h) { use_schedule(h, "step"); }},
    {"exp", [](TrainHyper& h) { use_schedule(h, "exp"); }},
    {"cosine",
     [](TrainHyper& h) {
       use_schedule(h, "cosine");
       h.schedule_period = kTrainingSteps;
     }},
    {"warmup", [](TrainHyper& h) { use_schedule(h, "warmup"); }},
    {"plateau",
     [](TrainHyper& h) {
       use_schedule(h, "plateau");
       h.schedule_period = 3;
       h.optimizer.learning_rate = 2;
     }},
    {"clip", [](TrainHyper& h) { h.clip_value = 0.01F; }},
    {"clipnorm", [](TrainHyper& h) { h.clip_norm = 0.05F; }},
    {"smooth", [](TrainHyper& h) { h.smoothing = 0.1F; }},
    {"maxnorm", [](TrainHyper& h) { h.max_norm = 0.75F; }},
    {"budget_l2",
     [](TrainHyper& h) {
       h.budget = &budget("l2");
       h.radius = 2;
     }},
    {"budget_l1_biases",
     [](TrainHyper& h) {
       h.budget = &budget("l1");
       h.radius = 5;
       h.penalises_biases = true;
     }},
    {"l2_biases",
     [](TrainHyper& h) {
       h.lambda = {0, 0.01F};
       h.penalises_biases = true;
     }},
};

const Variant* variant_of(const TrainingRun& run) {
  const auto* found =
      std::ranges::find_if(kVariants, [&](const Variant& v) { return v.name == run.name; });
  return found == std::end(kVariants) ? nullptr : found;
}

template <class T>
void check_run(const TrainingRun& run, double tolerance) {
  CAPTURE(run.name);
  const Variant* variant = variant_of(run);
  REQUIRE(variant != nullptr);
  const GoldenTask task;
  TrainHyper hyper;
  hyper.batch_size = kGoldenSamples;
  variant->change(hyper);
  Trainer<T> trainer;
  trainer.configure(
      make_plan({{{4, "tanh"}, {3, "tanh"}}}, Task::Classification, "bce", "momentum"),
      task.data());
  std::copy(std::begin(kGoldenStart), std::end(kGoldenStart), trainer.network().params().begin());
  for (int i = 0; i < kTrainingSteps; ++i) {
    trainer.step(hyper);
    (void)trainer.end_epoch(hyper, trainer.evaluate(task.data().train).loss);
  }
  CHECK(deviation(std::as_const(trainer).network().params(), run.params) < tolerance);
  CHECK(trainer.batch_loss() == doctest::Approx(run.last_loss).epsilon(tolerance));
  CHECK(trainer.evaluate(task.data().train).loss ==
        doctest::Approx(run.evaluation).epsilon(tolerance));
  CHECK(static_cast<double>(trainer.learning_rate(hyper)) ==
        doctest::Approx(run.last_rate).epsilon(tolerance));
}

TEST_CASE("Sixty epochs in double are PyTorch's, with everything around the update") {
  // The engine's α is a float: what a schedule makes of it differs by 6e-8 relative.
  for (const TrainingRun& run : kTrainingRuns) check_run<double>(run, 1e-6);
}

TEST_CASE("Sixty epochs in float follow PyTorch's double ones") {
  // Sixty steps with tanh's error of up to 2.4e-7; the plateau run's long steps enlarge it most.
  for (const TrainingRun& run : kTrainingRuns) check_run<float>(run, 2e-4);
}

template <class T>
void check_lbfgs(const LbfgsRun& run, double tolerance_10, double tolerance_20) {
  CAPTURE(run.loss);
  CAPTURE(run.l2);
  const GoldenTask task;
  TrainHyper hyper;
  hyper.lambda = {0, static_cast<float>(run.l2)};
  Trainer<T> trainer;
  trainer.configure(
      make_plan({{{4, "tanh"}, {3, "tanh"}}}, Task::Classification, run.loss, "lbfgs"),
      task.data());
  std::copy(std::begin(kGoldenStart), std::end(kGoldenStart), trainer.network().params().begin());
  double value = 0;
  const auto train_to = [&](std::int64_t step) {
    while (trainer.steps() < step) {
      const double penalty = trainer.penalty(hyper);
      trainer.step(hyper);
      value = trainer.batch_loss() + penalty;
    }
  };
  train_to(10);
  CHECK(deviation(std::as_const(trainer).network().params(), run.after_10) < tolerance_10);
  CHECK(value == doctest::Approx(run.value_10).epsilon(tolerance_10));
  train_to(20);
  CHECK(deviation(std::as_const(trainer).network().params(), run.after_20) < tolerance_20);
  CHECK(value == doctest::Approx(run.value_20).epsilon(tolerance_20));
}

TEST_CASE("L-BFGS takes PyTorch's steps, line search included") {
  // Only rounding differs (measured: below 1e-13).
  for (const LbfgsRun& run : kLbfgsRuns) check_lbfgs<double>(run, 1e-12, 1e-12);
}

TEST_CASE("L-BFGS in float follows PyTorch's double steps") {
  // Differences of gradients rounded at 6e-8 make the directions; measured 2e-6 and 2e-5.
  for (const LbfgsRun& run : kLbfgsRuns) check_lbfgs<float>(run, 2e-5, 2e-4);
}

TEST_CASE("Every schedule but the constant one has a golden run") {
  for (const Schedule& row : schedules()) {
    if (row.key == "constant") continue;
    CAPTURE(row.key);
    CHECK(std::ranges::any_of(kTrainingRuns,
                              [&](const TrainingRun& run) { return run.name == row.key; }));
  }
}

}  // namespace
