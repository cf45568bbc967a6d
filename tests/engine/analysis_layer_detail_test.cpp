// Distributions by hand, and which quantities of a layer they are of.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "engine/analysis/layer_detail.h"
#include "tests/engine/train_fixture.h"

using namespace bp;

namespace {

constexpr float kInf = std::numeric_limits<float>::infinity();

Distribution distribution(const std::vector<float>& values) {
  return distribution_of(std::span<const float>(values));
}

std::uint32_t total(const Distribution& d) {
  return std::accumulate(d.bins.begin(), d.bins.end(), 0U);
}

/// A tanh network on the small task, with a trainer that has done nothing yet.
struct Fixture {
  bp_test::SmallTask task{Task::Classification, loss("bce"), 50};
  Trainer<float> trainer;
  TrainHyper hyper;
  Fixture() {
    trainer.configure(
        bp_test::make_plan({{{4, "tanh"}, {3, "relu"}}}, Task::Classification, "bce", "sgd"),
        task.data());
    hyper.batch_size = 20;
  }
  std::vector<LayerDetail> details() {
    std::vector<LayerDetail> out(3);
    layer_details(trainer.network(), trainer.workspace(), first_with_gradients(trainer), out);
    return out;
  }
};

}  // namespace

TEST_CASE("A distribution's figures by hand") {
  const Distribution d = distribution({3, -1, 0, 2});
  CHECK(d.count == 4);
  CHECK(d.not_finite == 0);
  CHECK(d.min == -1);
  CHECK(d.max == 3);
  CHECK(d.mean_abs == 1.5F);
  CHECK(d.norm == doctest::Approx(std::sqrt(14.0)).epsilon(1e-7));  // a float's rounding
  CHECK(d.rms == doctest::Approx(std::sqrt(3.5)).epsilon(1e-7));
  CHECK(d.low == -1);
  CHECK(d.high == 3);
  // Bins of 1/8: −1 in the first, 0 begins the ninth, 2 the 25th, 3 ends the last.
  CHECK(d.bins[0] == 1);
  CHECK(d.bins[8] == 1);
  CHECK(d.bins[24] == 1);
  CHECK(d.bins[31] == 1);
  CHECK(total(d) == 4);
}

TEST_CASE("Equal values lie in the middle of a range around them") {
  const Distribution d = distribution({-4, -4});
  CHECK(d.low == -6);
  CHECK(d.high == -2);
  CHECK(d.bins[16] == 2);
  const Distribution zero = distribution({0, 0, 0});
  CHECK(zero.low == -0.5F);
  CHECK(zero.high == 0.5F);
  CHECK(zero.bins[16] == 3);
}

TEST_CASE("What is not finite is counted and left out, and an empty quantity is all zeros") {
  const Distribution d = distribution({1, kInf, -kInf, std::nanf(""), 3});
  CHECK(d.not_finite == 3);
  CHECK(d.count == 2);
  CHECK(d.max == 3);
  CHECK(d.norm == doctest::Approx(std::sqrt(10.0)).epsilon(1e-7));
  CHECK(total(d) == 2);
  CHECK(distribution({}).count == 0);
  CHECK(distribution({kInf}).rms == 0);
}

TEST_CASE("Values of any size find their bin") {
  const float most = std::numeric_limits<float>::max();
  CHECK(total(distribution({-most, most, 0})) == 3);
  CHECK(total(distribution({most, most})) == 2);
  CHECK(total(distribution({1e-45F, 0})) == 2);  // the smallest float there is
  const std::vector<double> beyond{1e300, -1e300, 1.0};
  CHECK(total(distribution_of(std::span<const double>(beyond))) == 3);
}

TEST_CASE("Each quantity of a layer is described where it belongs") {
  Fixture f;
  f.trainer.step(f.hyper);
  const std::vector<LayerDetail> details = f.details();
  const Workspace<float>& ws = f.trainer.workspace();
  for (Index l = 0; l < 3; ++l) {
    CAPTURE(l);
    const LayerDetail& d = details[static_cast<std::size_t>(l)];
    const auto norm = [](const auto& m) {
      double squares = 0;
      for (Index i = 0; i < m.size(); ++i) {
        squares += static_cast<double>(m.data()[i]) * static_cast<double>(m.data()[i]);
      }
      return doctest::Approx(std::sqrt(squares)).epsilon(1e-6);  // of a float, by other sums
    };
    const auto gradient = [&](const ParamBlock& block) {
      return ConstMatrixMap<float>(ws.grads().data() + block.offset, block.rows, block.cols);
    };
    const Network<float>& net = f.trainer.network();
    CHECK(d.of(Quantity::W).norm == norm(net.W(l)));
    CHECK(d.of(Quantity::b).norm == norm(net.b(l)));
    CHECK(d.of(Quantity::dW).norm == norm(gradient(net.weight_block(l))));
    CHECK(d.of(Quantity::db).norm == norm(gradient(net.bias_block(l))));
    CHECK(d.of(Quantity::Z).norm == norm(ws.Z(l)));
    CHECK(d.of(Quantity::A).norm == norm(ws.A(l)));
    CHECK(d.of(Quantity::dA).norm == norm(ws.dA(l)));
    CHECK(d.of(Quantity::dZ).norm == norm(ws.dZ(l)));
    CHECK(d.of(Quantity::W).count == static_cast<std::uint32_t>(net.W(l).size()));
    CHECK(d.of(Quantity::Z).count == static_cast<std::uint32_t>(20 * net.b(l).size()));
  }
}

TEST_CASE("In a step run phase by phase, only layers whose Backward is done have gradients") {
  Fixture f;
  const auto with_gradients = [&f] {
    int count = 0;
    for (const LayerDetail& d : f.details()) count += d.of(Quantity::dZ).count > 0 ? 1 : 0;
    return count;
  };
  CHECK(with_gradients() == 0);
  CHECK(f.details()[0].of(Quantity::Z).count == 0);
  CHECK(f.details()[0].of(Quantity::dW).count == 0);
  f.trainer.step(f.hyper);
  CHECK(with_gradients() == 3);
  const std::array expected{0, 0, 0, 1, 2, 3, 3};  // predict, loss, zero_grad, backward × 3, step
  for (const int layers : expected) {
    (void)f.trainer.run_phase(f.hyper);
    CHECK(with_gradients() == layers);
    CHECK(f.details()[0].of(Quantity::Z).count == 4 * 20);
    if (f.trainer.next_phase() == Phase::Predict) break;
  }
}
