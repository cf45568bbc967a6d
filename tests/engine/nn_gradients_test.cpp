// Central differences for every row of every table in combination. A new row is tested by existing.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "engine/analysis/gradient_check.h"
#include "engine/core/rng.h"

namespace {

using namespace bp;

struct Problem {
  Network<double> net;
  std::vector<double> x, y;
  Index samples = 6;
};

/// `classes` of a classification: 0 is a regression.
Problem make_problem(const Activation& hidden, const Loss& row, int classes, std::uint64_t seed,
                     bool has_norm = false) {
  Rng rng(seed);
  Problem p;
  const Activation& output =
      activation(classes > 0 ? row.classification_output : std::string_view("linear"));
  const Index outputs = output_count(row, classes);
  p.net.configure({2, {{4, &hidden, has_norm}, {3, &hidden, has_norm}, {outputs, &output}}});
  for (double& w : p.net.params()) w = 0.8 * static_cast<double>(rng.normal());
  for (Index s = 0; s < p.samples; ++s) {
    for (int i = 0; i < 2; ++i) p.x.push_back(static_cast<double>(rng.normal()));
    const auto own = rng.below(static_cast<std::uint32_t>(std::max(classes, 1)));
    for (Index k = 0; k < outputs; ++k) {
      const bool positive = own == static_cast<std::uint32_t>(outputs == 1 ? 1 : k);
      const float target = positive ? row.positive_target : row.negative_target;
      p.y.push_back(static_cast<double>(classes > 0 ? target : rng.normal()));
    }
  }
  return p;
}

/// Tries seeds until no derivative jumps nearby (differences say nothing across a jump), then
/// checks.
void check(const Activation& hidden, const Loss& row, int classes,
           const std::array<double, 2>& lambda, bool penalises_biases = false,
           const std::array<Dropout, 2>& dropout = {}, bool has_norm = false) {
  constexpr double kAwayFromKinks = 2e-3;  // 200 steps of the difference quotient
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Problem p = make_problem(hidden, row, classes, seed, has_norm);
    p.net.set_dropout(dropout);
    const GradientCheck result =
        check_gradients(p.net, row, p.x.data(), p.y.data(), p.samples, lambda, penalises_biases);
    if (result.kink_distance < kAwayFromKinks) continue;
    CAPTURE(hidden.key);
    CAPTURE(row.key);
    CAPTURE(classes);
    CAPTURE(seed);
    CAPTURE(result.worst_param);
    CHECK(result.worst <= 1e-6);
    return;
  }
  FAIL("no seed keeps away from the kinks");
}

TEST_CASE("Backpropagation equals differences: every activation, loss, task and regularizer") {
  for (const Activation& hidden : activations()) {
    if (hidden.is_output_only) continue;
    for (const Loss& row : losses()) {
      for (const int classes : {0, 2, 3}) {
        if (classes > 0 ? !row.for_classification : !row.for_regression) continue;
        check(hidden, row, classes, {0, 0});
        check(hidden, row, classes, {0.02, 0});
        check(hidden, row, classes, {0, 0.03});
        check(hidden, row, classes, {0.02, 0.03});
        check(hidden, row, classes, {0.02, 0.03}, true);
      }
    }
  }
}

TEST_CASE("Backpropagation equals differences with dropout, in both conventions") {
  for (const DropoutConvention& convention : dropout_conventions()) {
    for (const Activation& hidden : activations()) {
      if (hidden.is_output_only) continue;
      check(hidden, loss("bce"), 2, {0, 0.01}, false, {{{0.4F, &convention}, {0.4F, &convention}}});
    }
  }
}

TEST_CASE("Backpropagation equals differences where every layer has a dropout of its own") {
  for (const DropoutConvention& convention : dropout_conventions()) {
    for (const Activation& hidden : activations()) {
      if (hidden.is_output_only) continue;
      check(hidden, loss("bce"), 2, {0, 0}, false, {{{0.2F, &convention}, {0.6F, &convention}}});
      check(hidden, loss("bce"), 2, {0, 0}, false, {{{0.5F, &convention}, {0, &convention}}});
      check(hidden, loss("bce"), 2, {0, 0}, false, {{{0, &convention}, {0.5F, &convention}}});
    }
  }
}

TEST_CASE("Backpropagation through batch normalisation equals differences, dropout included") {
  for (const Activation& hidden : activations()) {
    if (hidden.is_output_only) continue;
    for (const Loss& row : losses()) {
      for (const int classes : {0, 2, 3}) {
        if (classes > 0 ? !row.for_classification : !row.for_regression) continue;
        check(hidden, row, classes, {0, 0.03}, false, {}, true);
      }
    }
    check(hidden, loss("bce"), 2, {0.02, 0}, true, {{{0.3F, nullptr}, {0.3F, nullptr}}}, true);
  }
}

TEST_CASE("The check finds a wrong gradient and leaves the network as it was") {
  Problem p = make_problem(activation("tanh"), loss("mse"), 0, 1);
  const std::vector<double> before(p.net.params().begin(), p.net.params().end());
  (void)check_gradients(p.net, loss("mse"), p.x.data(), p.y.data(), p.samples, {});
  CHECK(std::equal(before.begin(), before.end(), p.net.params().begin()));
  // A loss whose gradient is that of another: differences must object.
  Loss wrong = loss("mse");
  wrong.f64.grad_a = loss("mae").f64.grad_a;
  const GradientCheck result = check_gradients(p.net, wrong, p.x.data(), p.y.data(), p.samples, {});
  CHECK(result.worst > 1e-2);
}

}  // namespace
