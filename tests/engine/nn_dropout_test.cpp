// Dropout: masks, both conventions, and what a dark unit's weights do.
#include "engine/nn/dropout.h"

#include <doctest/doctest.h>

#include <vector>

#include "tests/engine/golden_task.h"

namespace {

using namespace bp;
using namespace bp_test;

TEST_CASE("A mask silences the chosen share and scales what is left as its convention says") {
  constexpr Index kDraws = 40000;
  for (const DropoutConvention& row : dropout_conventions()) {
    CAPTURE(row.key);
    const Dropout dropout{0.25F, &row};
    std::vector<float> mask(kDraws), again(kDraws);
    Rng rng(5);
    Rng same(5);
    draw_mask(dropout, kDraws, rng, mask.data());
    draw_mask(dropout, kDraws, same, again.data());
    CHECK(mask == again);
    const auto dark = static_cast<double>(std::ranges::count(mask, 0.0F));
    // Binomial: σ = √(p (1 − p) / n) = 0.0022; four of them.
    CHECK(dark / kDraws == doctest::Approx(0.25).epsilon(0.035));
    const float kept = row.scales_in_training ? 1 / 0.75F : 1.0F;
    CHECK(std::ranges::count(mask, kept) + static_cast<std::ptrdiff_t>(dark) == kDraws);
    CHECK(dropout.evaluation_scale<float>() == (row.scales_in_training ? 1.0F : 0.75F));
  }
}

TEST_CASE("At evaluation the lecture's convention scales activations, not biases") {
  Network<double> net;
  const Activation& linear = activation("linear");
  net.configure({1, {{1, &linear}, {1, &linear}}});
  const double params[] = {2, 1, 3, 5};  // w₁ b₁ w₂ b₂
  std::ranges::copy(params, net.params().begin());
  Workspace<double> ws;
  ws.configure(net.spec(), 1, false);
  const double x = 4;
  net.set_dropout(std::array{Dropout{0.5F, &dropout_convention("lecture")}});
  forward(net, &x, 1, ws);
  CHECK(ws.output()(0, 0) == 3 * (0.5 * (2 * 4 + 1)) + 5);
  net.set_dropout(std::array{Dropout{0.5F, &dropout_convention("inverted")}});
  forward(net, &x, 1, ws);
  CHECK(ws.output()(0, 0) == 3 * (2 * 4 + 1) + 5);
}

Network<float> two_layers(std::array<float, 2> rates, std::string_view convention) {
  const Activation& linear = activation("linear");
  Network<float> net;
  net.configure({1, {{3, &linear}, {5, &linear}, {1, &linear}}});
  std::ranges::fill(net.params(), 1.0F);
  const DropoutConvention* row = &dropout_convention(convention);
  net.set_dropout(std::array{Dropout{rates[0], row}, Dropout{rates[1], row}});
  return net;
}

TEST_CASE("Each layer's masks follow its own rate; a layer without dropout draws nothing") {
  constexpr Index kSamples = 4000;
  const auto masks = [](std::array<float, 2> rates, Rng& rng) {
    const Network<float> net = two_layers(rates, "inverted");
    Workspace<float> ws;
    ws.configure(net.spec(), kSamples, true);
    ws.allow_masks();
    draw_masks(net, kSamples, rng, ws);
    return std::array<Matrix<float>, 2>{ws.mask(0, kSamples), ws.mask(1, kSamples)};
  };
  Rng rng(7);
  const auto [first, second] = masks({0.2F, 0.6F}, rng);
  // Binomial: σ = √(p (1 − p) / n) < 0.0037 for 12 000 and 20 000 draws; four of them.
  CHECK(std::fabs(static_cast<double>((first.array() == 0).count()) / (3 * kSamples) - 0.2) <
        0.015);
  CHECK(std::fabs(static_cast<double>((second.array() == 0).count()) / (5 * kSamples) - 0.6) <
        0.015);
  CHECK(first.maxCoeff() == 1 / (1 - 0.2F));
  CHECK(second.maxCoeff() == 1 / (1 - 0.6F));
  Rng again(7);
  const auto [open, alone] = masks({0, 0.2F}, again);
  CHECK((open.array() == 1).all());
  // The second layer got what would have been the first one's draws.
  CHECK(std::equal(first.data(), first.data() + first.size(), alone.data()));
  Rng untouched(7);
  Rng same(7);
  (void)masks({0.5F, 0}, same);
  for (Index i = 0; i < 3 * kSamples; ++i) (void)untouched.uniform();
  CHECK(same.next() == untouched.next());
}

TEST_CASE("The lecture's convention scales each layer by its own keep probability") {
  const Network<float> net = two_layers({0.5F, 0.25F}, "lecture");
  Workspace<float> ws;
  ws.configure(net.spec(), 1, false);
  const float x = 3;
  forward(net, &x, 1, ws);
  CHECK(ws.A(0)(0, 0) == 0.5F * (3 + 1));
  CHECK(ws.A(1)(0, 0) == 0.75F * (3 * 2 + 1));
  CHECK(ws.output()(0, 0) == 5 * 5.25F + 1);
}

/// make_training.py's masks.
template <class T>
void give_masks(int step, const Dropout& dropout, Workspace<T>& ws) {
  ws.use_masks(true);
  for (Index l = 0; l < 2; ++l) {
    MatrixMap<T> mask = ws.mask(l, kGoldenSamples);
    for (Index s = 0; s < mask.cols(); ++s) {
      for (Index u = 0; u < mask.rows(); ++u) {
        const bool is_kept = (3 * step + 5 * l + 7 * u + 11 * s) % 4 != 0;
        mask(u, s) = is_kept ? dropout.training_scale<T>() : T(0);
      }
    }
  }
}

template <class T>
void check_run(const TrainingRun& run, double tolerance) {
  CAPTURE(run.name);
  const GoldenTask task;
  const Part& part = task.data().train;
  const Matrix<T> x = part.X.cast<T>();
  const Matrix<T> y = part.Y.cast<T>();
  const TrainPlan plan =
      make_plan({{{4, "tanh"}, {3, "tanh"}}}, Task::Classification, "bce", "momentum");
  const Dropout dropout{0.25F, &dropout_convention(run.name)};
  Network<T> net;
  net.configure(plan.network);
  net.set_dropout(std::array{dropout, dropout});
  std::copy(std::begin(kGoldenStart), std::end(kGoldenStart), net.params().begin());
  Workspace<T> ws;
  ws.configure(plan.network, kGoldenSamples, true);
  ws.allow_masks();
  OptimizerState<T> state;
  state.configure(*plan.optimizer, plan.network.param_count());
  std::vector<T> scratch(kGoldenSamples);
  double last = 0;
  for (int step = 0; step < kTrainingSteps; ++step) {
    give_masks(step, dropout, ws);
    forward(net, x.data(), kGoldenSamples, ws, Mode::Train);
    last = loss_sum(net, *plan.loss, y.data(), ws, std::span(scratch)) / kGoldenSamples;
    std::ranges::fill(ws.grads(), T(0));
    output_gradient(net, *plan.loss, y.data(), T(1) / T(kGoldenSamples), ws);
    for (Index l = 2; l >= 0; --l) backward_layer(net, x.data(), l, ws);
    const std::span<const T> grads = ws.grads();
    update(*plan.optimizer, OptimizerHyper{}, grads, net.params(), state);
  }
  CHECK(deviation(std::as_const(net).params(), run.params) < tolerance);
  CHECK(last == doctest::Approx(run.last_loss).epsilon(tolerance));
  forward(net, x.data(), kGoldenSamples, ws, Mode::Evaluate);
  last = loss_sum(net, *plan.loss, y.data(), ws, std::span(scratch)) / kGoldenSamples;
  CHECK(last == doctest::Approx(run.evaluation).epsilon(tolerance));
}

TEST_CASE("Sixty steps with given masks are PyTorch's, and so is the evaluation after them") {
  for (const TrainingRun& run : kDropoutRuns) {
    check_run<double>(run, 1e-12);  // rounding only
    check_run<float>(run, 1e-4);    // sixty roundings of 6e-8, grown
  }
  CHECK(std::size(kDropoutRuns) == dropout_conventions().size());
}

/// Weights into and out of the first hidden unit that is dark for the one sample of the batch.
template <class F>
void for_each_dark_weight(const Trainer<float>& trainer, F&& f) {
  const ConstMatrixMap<float> mask = trainer.workspace().mask(0);
  for (Index u = 0; u < mask.rows(); ++u) {
    if (mask(u, 0) != 0) continue;
    const Network<float>& net = trainer.network();
    f(net.weight_block(0).offset + u);                    // from the first input
    f(net.bias_block(0).offset + u);                      //
    f(net.weight_block(1).offset + u * net.W(1).rows());  // into the first unit after it
  }
}

TEST_CASE("A dark unit keeps its weights under plain SGD; momentum and L2 still move them") {
  const SmallTask task(Task::Classification, loss("bce"), 30);
  for (const std::string_view rule : {"sgd", "momentum", "sgd and l2"}) {
    CAPTURE(rule);
    Trainer<float> trainer;
    trainer.configure(
        make_plan({{{8, "tanh"}}}, Task::Classification, "bce", rule == "momentum" ? rule : "sgd"),
        task.data());
    trainer.set_dropout(std::array{Dropout{0.5F, nullptr}});
    trainer.keep_previous(true);
    TrainHyper hyper;
    hyper.batch_size = 1;
    if (rule == "sgd and l2") hyper.lambda = {0, 0.1F};
    int still = 0;
    int moved = 0;
    for (int i = 0; i < 20; ++i) {
      trainer.step(hyper);
      for_each_dark_weight(trainer, [&](Index at) {
        const auto k = static_cast<std::size_t>(at);
        const bool is_same =
            trainer.previous_params()[k] == std::as_const(trainer).network().params()[k];
        ++(is_same ? still : moved);
      });
    }
    CHECK(still + moved > 100);
    if (rule == "sgd") CHECK(moved == 0);
    if (rule != "sgd") CHECK(moved > still);
  }
}

}  // namespace
