#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "engine/optim/clip.h"
#include "engine/optim/optimizers.h"
#include "engine/optim/regularizers.h"

namespace {

using namespace bp;

/// One parameter under constant gradient 1, for `steps` steps from w = 0.
double travel(std::string_view key, int steps, const OptimizerHyper& hyper) {
  OptimizerState<double> state;
  state.configure(optimizer(key), 1);
  std::array<double, 1> w = {0};
  const std::array<double, 1> g = {1};
  for (int i = 0; i < steps; ++i) {
    update(optimizer(key), hyper, std::span<const double>(g), std::span<double>(w), state);
  }
  return w[0];
}

TEST_CASE("Under a constant gradient each rule travels its closed form") {
  OptimizerHyper h;
  h.learning_rate = 0.5F;
  h.momentum = 0.75F;
  h.beta2 = 0.75F;
  h.epsilon = 0;
  CHECK(travel("sgd", 3, h) == -1.5);
  // v = 1, 1.75, 2.3125
  CHECK(travel("momentum", 3, h) == -0.5 * (1 + 1.75 + 2.3125));
  CHECK(travel("nesterov", 2, h) == -0.5 * ((1 + 0.75) + (1 + 0.75 * 1.75)));
  CHECK(travel("adagrad", 2, h) == doctest::Approx(-0.5 * (1 + 1 / std::sqrt(2.0))));
  // s = 0.25, 0.4375
  CHECK(travel("rmsprop", 2, h) ==
        doctest::Approx(-0.5 * (1 / std::sqrt(0.25) + 1 / std::sqrt(0.4375))));
  // Bias correction makes every step of constant gradient exactly α long.
  CHECK(travel("adam", 4, h) == doctest::Approx(-2.0));
}

TEST_CASE("Plain SGD has no state, and a state starts at zero") {
  for (const Optimizer& row : optimizers()) {
    CAPTURE(row.key);
    OptimizerState<float> state;
    state.configure(row, 7);
    CHECK(state.s1.size() == (row.slots >= 1 ? 7 : 0));
    CHECK(state.s2.size() == (row.slots >= 2 ? 7 : 0));
    CHECK_UNARY((state.s1.array() == 0).all());
  }
}

TEST_CASE("The flags say which hyperparameters a rule listens to") {
  for (const Optimizer& row : optimizers()) {
    CAPTURE(row.key);
    OptimizerHyper h;
    OptimizerHyper other_momentum = h;
    other_momentum.momentum = 0.2F;
    OptimizerHyper other_beta2 = h;
    other_beta2.beta2 = 0.5F;
    // Under a constant gradient Adam's corrections hide both, so the gradient must vary: see below.
    if (row.key == "adam" || row.key == "adamw") continue;
    if (row.is_full_batch()) continue;  // listen to nothing: train_full_batch_test.cpp
    const double reference = travel(row.key, 5, h);
    CHECK((travel(row.key, 5, other_momentum) != reference) == row.uses_momentum);
    CHECK((travel(row.key, 5, other_beta2) != reference) == row.uses_beta2);
  }
  CHECK(optimizer("adam").uses_momentum);
  CHECK(optimizer("adam").uses_beta2);
}

TEST_CASE("Decoupled decay takes 2λα of every weight, and nothing else") {
  std::array<double, 2> w = {4, -1};
  decay(std::span<double>(w), 0.5F, 0.25F);
  CHECK(w == std::array{3.0, -0.75});
}

TEST_CASE("Clipping by value cuts components, clipping by norm keeps the direction") {
  std::array<double, 3> g = {3, -0.25, -4};
  clip_values(std::span<double>(g), 0.5);
  CHECK(g == std::array{0.5, -0.25, -0.5});
  g = {3, 0, -4};
  CHECK(clip_norm(std::span<double>(g), 10) == 1);
  CHECK(g == std::array{3.0, 0.0, -4.0});
  const double factor = clip_norm(std::span<double>(g), 1);
  CHECK(factor == doctest::Approx(0.2).epsilon(1e-6));  // 1e-6 is added to the norm
  CHECK(g[0] == 3 * factor);
  CHECK(g[2] == -4 * factor);
}

TEST_CASE("L1 and L2 have the stated penalty and gradient, and L1 rests at zero") {
  const std::array<double, 4> w = {2, -3, 0, 0.5};
  std::array<double, 4> g{};
  const Regularizer& l1 = regularizers()[0];
  const Regularizer& l2 = regularizers()[1];
  REQUIRE(l1.key == "l1");
  REQUIRE(l2.key == "l2");
  CHECK(l1.f64.penalty(w) == 5.5);
  CHECK(l2.f64.penalty(w) == 13.25);
  l1.f64.add_gradient(4, 0.5, w.data(), g.data());
  CHECK(g == std::array{0.5, -0.5, 0.0, 0.5});
  g = {};
  l2.f64.add_gradient(4, 0.5, w.data(), g.data());
  CHECK(g == std::array{2.0, -3.0, 0.0, 0.5});
}

}  // namespace
