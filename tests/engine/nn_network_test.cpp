#include "engine/nn/network.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/core/math.h"
#include "engine/nn/block_pass.h"
#include "engine/nn/initializers.h"

namespace {

using namespace bp;

NetworkSpec spec_of(Index inputs, std::initializer_list<std::pair<Index, const char*>> layers) {
  NetworkSpec spec;
  spec.inputs = inputs;
  for (const auto& [units, key] : layers) spec.layers.push_back({units, &activation(key)});
  return spec;
}

void backward(const Network<double>& net, const Loss& row, const double* x, const double* y,
              Workspace<double>& ws) {
  std::ranges::fill(ws.grads(), 0.0);
  output_gradient(net, row, y, 1.0 / static_cast<double>(ws.samples()), ws);
  for (Index l = net.layer_count() - 1; l >= 0; --l) backward_layer(net, x, l, ws);
}

TEST_CASE("Parameters lie layer by layer: W column by column, then b") {
  Network<float> net;
  net.configure(spec_of(2, {{3, "tanh"}, {1, "linear"}}));
  CHECK(net.spec().param_count() == 3 * 2 + 3 + 3 + 1);
  CHECK(net.blocks().size() == 4);
  CHECK(net.weight_block(0).offset == 0);
  CHECK(net.bias_block(0).offset == 6);
  CHECK(net.weight_block(1).offset == 9);
  CHECK(net.bias_block(1).offset == 12);
  for (std::size_t i = 0; i < net.params().size(); ++i) net.params()[i] = static_cast<float>(i);
  CHECK(net.W(0)(1, 0) == 1);
  CHECK(net.W(0)(0, 1) == 3);
  CHECK(net.b(0)(2) == 8);
  CHECK(net.W(1)(0, 2) == 11);
  CHECK(net.b(1)(0) == 12);
}

TEST_CASE("A forward and a backward pass agree with the numbers worked out by hand") {
  // 2 inputs, 2 ReLU units, 1 linear output; W1 = [1 −1; 2 0], b1 = [0; −1], W2 = [3 0.5], b2 =
  // 0.25. x = (2, 1): z1 = (1, 3), a1 = (1, 3), ŷ = 3 + 1.5 + 0.25 = 4.75. x = (0, 1): z1 = (−1,
  // −1), a1 = (0, 0), ŷ = 0.25.
  Network<double> net;
  net.configure(spec_of(2, {{2, "relu"}, {1, "linear"}}));
  const std::array<double, 9> params = {1, 2, -1, 0, 0, -1, 3, 0.5, 0.25};
  std::ranges::copy(params, net.params().begin());
  Workspace<double> ws;
  ws.configure(net.spec(), 2, true);
  const std::array<double, 4> x = {2, 1, 0, 1};
  const std::array<double, 2> y = {4.25, 1.25};
  forward(net, x.data(), 2, ws);
  CHECK(ws.Z(0)(0, 0) == 1);
  CHECK(ws.Z(0)(1, 0) == 3);
  CHECK(ws.Z(0)(0, 1) == -1);
  CHECK(ws.A(0)(1, 1) == 0);
  CHECK(ws.output()(0, 0) == 4.75);
  CHECK(ws.output()(0, 1) == 0.25);
  std::array<double, 2> scratch{};
  // e = (0.5, −1): Σe² = 1.25, MSE = 0.625, ∂L/∂ŷ = 2/2·e.
  CHECK(loss_sum(net, loss("mse"), y.data(), ws, std::span<double>(scratch)) == 1.25);
  backward(net, loss("mse"), x.data(), y.data(), ws);
  CHECK(ws.dA(1)(0, 0) == 0.5);
  CHECK(ws.dA(1)(0, 1) == -1);
  // dW2 = 0.5·(1, 3), db2 = −0.5; dA1 = W2ᵀ·dz: (1.5, 0.25) and (−3, −0.5), the second one dead.
  CHECK(ws.dA(0)(0, 0) == 1.5);
  CHECK(ws.dA(0)(0, 1) == -3);
  CHECK(ws.dZ(0)(0, 1) == 0);
  const std::array<double, 9> expected = {3, 0.5, 1.5, 0.25, 1.5, 0.25, 0.5, 1.5, -0.5};
  CHECK(std::ranges::equal(ws.grads(), expected));
}

TEST_CASE("A 1-1-1-1 chain is the lecture's product, summed over the samples outside it") {
  Network<double> net;
  net.configure(spec_of(1, {{1, "logistic"}, {1, "logistic"}, {1, "logistic"}}));
  const std::array<double, 6> params = {0.8, -0.1, -1.2, 0.3, 1.5, 0.2};  // w1 b1 w2 b2 w3 b3
  std::ranges::copy(params, net.params().begin());
  Workspace<double> ws;
  ws.configure(net.spec(), 3, true);
  const std::array<double, 3> x = {0.5, -1, 2};
  const std::array<double, 3> y = {1, 0, 1};
  forward(net, x.data(), 3, ws);
  backward(net, loss("mse"), x.data(), y.data(), ws);
  std::array<double, 6> expected{};
  for (std::size_t s = 0; s < 3; ++s) {
    const double a1 = math::logistic(0.8 * x[s] - 0.1);
    const double a2 = math::logistic(-1.2 * a1 + 0.3);
    const double a3 = math::logistic(1.5 * a2 + 0.2);
    const double d3 = 2.0 / 3.0 * (a3 - y[s]) * a3 * (1 - a3);
    const double d2 = d3 * 1.5 * a2 * (1 - a2);
    const double d1 = d2 * -1.2 * a1 * (1 - a1);
    const std::array<double, 6> term = {d1 * x[s], d1, d2 * a1, d2, d3 * a2, d3};
    for (std::size_t i = 0; i < 6; ++i) expected[i] += term[i];
  }
  for (std::size_t i = 0; i < 6; ++i) {
    // The same product in another order of rounding.
    CHECK(ws.grads()[i] == doctest::Approx(expected[i]).epsilon(1e-14));
  }
}

TEST_CASE("Gradients add up sample by sample, so batches may be cut anywhere") {
  Network<double> net;
  net.configure(spec_of(2, {{5, "tanh"}, {3, "silu"}, {1, "logistic"}}));
  Rng rng(8);
  for (double& w : net.params()) w = static_cast<double>(rng.normal());
  std::array<double, 14> x{};
  for (double& v : x) v = static_cast<double>(rng.normal());
  const std::array<double, 7> y = {0, 1, 1, 0, 1, 0, 0};
  Workspace<double> whole;
  Workspace<double> cut;
  whole.configure(net.spec(), 7, true);
  cut.configure(net.spec(), 4, true);
  const auto run = [&](Workspace<double>& ws, Index first, Index n) {
    forward(net, x.data() + 2 * first, n, ws);
    output_gradient(net, loss("bce"), y.data() + first, 1.0 / 7, ws);
    for (Index l = 2; l >= 0; --l) backward_layer(net, x.data() + 2 * first, l, ws);
  };
  std::ranges::fill(whole.grads(), 0.0);
  std::ranges::fill(cut.grads(), 0.0);
  run(whole, 0, 7);
  run(cut, 0, 4);
  run(cut, 4, 1);
  run(cut, 5, 2);
  CHECK(std::ranges::equal(whole.grads(), cut.grads()));
}

/// Whether many samples' answers have the bits of one sample's at a time, which is too few for
/// anything but the plain way.
bool answers_are_plain(const Network<float>& net, const std::vector<float>& x) {
  const Index inputs = net.spec().inputs;
  const auto n = static_cast<Index>(x.size()) / inputs;
  Workspace<float> many;
  Workspace<float> one;
  many.configure(net.spec(), n, false);
  one.configure(net.spec(), 1, false);
  answer(net, x.data(), n, many);
  for (Index i = 0; i < n; ++i) {
    answer(net, x.data() + i * inputs, 1, one);
    const auto bits = [](float v) { return std::bit_cast<std::uint32_t>(v); };
    if (bits(many.output()(0, i)) != bits(one.output()(0, 0))) return false;
  }
  return true;
}

TEST_CASE(
    "Many answers have the bits of single ones, for small weights, huge ones, and no numbers") {
  Network<float> net;
  net.configure(spec_of(3, {{9, "tanh"}, {6, "tanh"}, {7, "relu"}, {5, "tanh"}, {1, "linear"}}));
  Rng rng(21);
  std::vector<float> x(3 * 150);
  for (float& v : x) v = rng.normal();
  std::vector<float> weights(net.params().size());
  for (float& w : weights) w = rng.normal();
  // Up to where every tanh is ±1 but none is known to be within its limit, over that limit itself.
  for (const float scale : {0.01F, 0.2F, 0.5F, 1.0F, 1.5F, 3.0F, 100.0F, 1e20F, 1e38F}) {
    CAPTURE(scale);
    std::ranges::transform(weights, net.params().begin(), [&](float w) { return scale * w; });
    CHECK(answers_are_plain(net, x));
  }
  for (const float odd : {std::numeric_limits<float>::quiet_NaN(),
                          std::numeric_limits<float>::infinity(), 1e30F, -9.0F}) {
    CAPTURE(odd);
    std::ranges::transform(weights, net.params().begin(), [](float w) { return 0.1F * w; });
    net.params()[4] = odd;  // a weight of the first layer
    CHECK(answers_are_plain(net, x));
    net.params()[4] = 0.1F;
    std::vector<float> other = x;
    other[77] = odd;
    CHECK(answers_are_plain(net, other));
  }
}

}  // namespace
