// Hard budgets against their definition, and against the penalty they correspond to.
#include "engine/optim/budgets.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "tests/engine/train_fixture.h"

namespace {

using namespace bp;

/// θ of Duchi et al. 2008, figure 1: by sorting.
double threshold_by_sorting(std::vector<double> sizes, double radius) {
  std::ranges::sort(sizes, std::greater<>());
  double total = 0;
  double theta = 0;
  for (std::size_t j = 0; j < sizes.size(); ++j) {
    total += sizes[j];
    const double excess = (total - radius) / static_cast<double>(j + 1);
    if (sizes[j] > excess) theta = excess;
  }
  return theta;
}

TEST_CASE("Projection onto the diamond is that of Duchi et al., over several blocks") {
  Rng rng(12);
  for (int round = 0; round < 100; ++round) {
    std::vector<double> w(1 + rng.below(40));
    std::vector<double> sizes;
    for (double& x : w) {
      x = static_cast<double>(rng.normal());
      sizes.push_back(std::fabs(x));
    }
    const std::vector<double> before = w;
    const std::size_t cut = w.size() / 3;
    const std::array parts = {std::span(w).first(cut), std::span(w).subspan(cut)};
    const auto radius = static_cast<double>(rng.uniform(0.1F, 10));
    const double size = budget("l1").f64.size(parts);
    budget("l1").f64.project(parts, radius);
    const double theta = size > radius ? threshold_by_sorting(sizes, radius) : 0;
    for (std::size_t i = 0; i < w.size(); ++i) {
      const double expected = std::max(0.0, std::fabs(before[i]) - theta);
      CHECK(std::fabs(w[i]) == doctest::Approx(expected).epsilon(1e-12));
      CHECK(w[i] * before[i] >= 0);
    }
    CHECK(budget("l1").f64.size(parts) == doctest::Approx(std::min(size, radius)));
  }
}

TEST_CASE("Projection onto the ball keeps directions, and weights within the budget their bits") {
  std::array<double, 3> w = {3, 0, -4};
  const std::array parts = {std::span<double>(w)};
  budget("l2").f64.project(parts, 5);
  CHECK(w == std::array{3.0, 0.0, -4.0});
  budget("l2").f64.project(parts, 1);
  CHECK(w[0] == doctest::Approx(0.6));
  CHECK(w[2] == doctest::Approx(-0.8));
}

TEST_CASE("Max norm shortens long rows and leaves the others alone") {
  std::array<float, 4> w = {3, 0.5F, -4, 0.5F};  // rows (3, −4) and (½, ½)
  limit_rows(2, 2, w.data(), 1.0);
  CHECK(w[0] == doctest::Approx(0.6));
  CHECK(w[1] == 0.5F);
  CHECK(w[2] == doctest::Approx(-0.8));
  CHECK(w[3] == 0.5F);
}

/// Linear regression to its optimum, full batch.
Trainer<double> solve(const bp_test::SmallTask& task, const TrainHyper& hyper) {
  Trainer<double> trainer;
  trainer.configure(bp_test::make_plan({{}}, Task::Regression, "mse", "sgd"), task.data());
  for (int i = 0; i < 5000; ++i) trainer.step(hyper);
  return trainer;
}

TEST_CASE("A budget is the penalty whose Lagrange multiplier it shows: ridge and lasso") {
  const bp_test::SmallTask task(Task::Regression, loss("mse"), 60);
  for (const std::size_t r : {std::size_t{0}, std::size_t{1}}) {
    CAPTURE(regularizers()[r].key);
    TrainHyper penalised;
    penalised.batch_size = 60;
    penalised.lambda[r] = 0.1F;
    Trainer<double> soft = solve(task, penalised);
    // The targets are x₁ − ½x₂: with λ = 0.1 neither weight is at L1's kink.
    CHECK(std::fabs(soft.network().params()[1]) > 0.1);
    TrainHyper limited;
    limited.batch_size = 60;
    limited.budget = &budget(regularizers()[r].key);
    limited.radius = 10;
    CHECK(soft.budget_state(limited).lambda == 0);  // far from the limit
    limited.radius = static_cast<float>(soft.budget_state(limited).size);
    Trainer<double> hard = solve(task, limited);
    // Radius and λ are floats.
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(hard.network().params()[i] ==
            doctest::Approx(soft.network().params()[i]).epsilon(1e-6));
    }
    CHECK(hard.budget_state(limited).lambda == doctest::Approx(0.1).epsilon(1e-5));
  }
}

}  // namespace
