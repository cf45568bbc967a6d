// Layer statistics against naive sums, on a network that has done one real step.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/analysis/layer_stats.h"
#include "engine/core/rng.h"

using namespace bp;

namespace {

constexpr Index kSamples = 21;

/// A 3-5-4-1 network after one backward pass over random samples.
struct Fixture {
  Network<float> net;
  Workspace<float> ws;
  Matrix<float> X{3, kSamples}, Y{1, kSamples};
  Rng rng{11};

  Fixture(std::string_view first, std::string_view second) {
    net.configure(
        {3, {{5, &activation(first)}, {4, &activation(second)}, {1, &activation("logistic")}}});
    for (float& w : net.params()) w = rng.normal();
    for (Index i = 0; i < X.size(); ++i) X.data()[i] = 2 * rng.normal();
    for (Index i = 0; i < kSamples; ++i) Y(0, i) = static_cast<float>(i % 2);
    ws.configure(net.spec(), 32, true);
  }

  void backward() {
    forward(net, X.data(), kSamples, ws);
    std::fill(ws.grads().begin(), ws.grads().end(), 0.0F);
    output_gradient(net, loss("bce"), Y.data(), 1.0F / kSamples, ws);
    for (Index l = net.layer_count(); l-- > 0;) backward_layer(net, X.data(), l, ws);
  }

  std::vector<LayerStats> stats(std::span<const float> before) {
    std::vector<LayerStats> out(3);
    layer_stats(net, ws, before, out);
    return out;
  }
};

double naive_norm(const float* values, Index n) {
  double squares = 0;
  for (Index i = 0; i < n; ++i) squares += static_cast<double>(values[i]) * values[i];
  return std::sqrt(squares);
}

// Results are floats made from double sums: half a unit in the last place, 6e-8, with room for the
// order of summation.
doctest::Approx near(double value) { return doctest::Approx(value).epsilon(2e-7); }

}  // namespace

TEST_CASE("Layer statistics agree with naive sums") {
  Fixture f("tanh", "relu");
  f.backward();
  const std::vector<float> before(f.net.params().begin(), f.net.params().end());
  for (std::size_t i = 0; i < before.size(); ++i) f.net.params()[i] -= 0.1F * f.ws.grads()[i];
  const std::vector<LayerStats> stats = f.stats(before);
  for (Index l = 0; l < 3; ++l) {
    CAPTURE(l);
    const LayerStats& s = stats[static_cast<std::size_t>(l)];
    const ParamBlock &W = f.net.weight_block(l), &b = f.net.bias_block(l);
    const float *w = f.net.params().data(), *g = f.ws.grads().data();
    CHECK(s.norm_w == near(naive_norm(w + W.offset, W.size())));
    CHECK(s.norm_b == near(naive_norm(w + b.offset, b.size())));
    CHECK(s.norm_dw == near(naive_norm(g + W.offset, W.size())));
    CHECK(s.norm_db == near(naive_norm(g + b.offset, b.size())));
    CHECK(s.norm_da == near(naive_norm(f.ws.dA(l).data(), f.ws.dA(l).size())));
    CHECK(s.norm_dz == near(naive_norm(f.ws.dZ(l).data(), f.ws.dZ(l).size())));
    CHECK(s.rms_dw == near(s.norm_dw / std::sqrt(static_cast<double>(W.size()))));
    float largest = 0;
    for (Index i = 0; i < W.size(); ++i) largest = std::max(largest, std::fabs(g[W.offset + i]));
    CHECK(s.max_dw == largest);
    // w − before is rounded to float once per weight, relative to w, not to the difference.
    CHECK(s.update_ratio == doctest::Approx(0.1 * s.norm_dw / s.norm_w).epsilon(1e-4));
    CHECK(s.samples == kSamples);
    CHECK(s.has_update == 1);
  }
}

TEST_CASE("Dead units are counted for ReLU only, saturated ones for tanh and logistic only") {
  Fixture f("tanh", "relu");
  f.net.W(0) *= 3;
  f.net.b(1)(2) = -1000;  // never reached by four units within ±1
  f.backward();
  const std::vector<LayerStats> stats = f.stats({});
  Index saturated = 0;
  for (Index i = 0; i < f.ws.A(0).size(); ++i) {
    const float a = f.ws.A(0).data()[i];
    if (1 - a * a < 0.05F) ++saturated;
  }
  CHECK(saturated > 0);
  CHECK(stats[0].saturated_share == static_cast<float>(saturated) / (5 * kSamples));
  CHECK(stats[0].dead_share == 0);
  CHECK(stats[1].saturated_share == 0);
  Index dead = 0;
  for (Index unit = 0; unit < 4; ++unit) {
    if (f.ws.A(1).row(unit).isZero(0)) ++dead;
  }
  CHECK(dead >= 1);
  CHECK(stats[1].dead_share == static_cast<float>(dead) / 4);
}

TEST_CASE("Saturation is counted over more activations than one chunk") {
  NetworkSpec spec{1, {{40, &activation("tanh")}, {1, &activation("linear")}}};
  Network<float> net;
  net.configure(spec);
  net.W(0).setZero();
  for (Index unit = 0; unit < 40; ++unit) net.b(0)(unit) = unit < 10 ? 3.0F : 0.0F;
  Workspace<float> ws;
  ws.configure(spec, 32, true);
  const std::vector<float> x(32, 1.0F);
  forward(net, x.data(), 32, ws);
  std::vector<LayerStats> stats(2);
  layer_stats(net, ws, {}, stats);
  CHECK(stats[0].saturated_share == 0.25F);  // 1 − tanh² 3 = 0.0099
}

TEST_CASE("Before the first step there is no update and no batch") {
  Fixture f("tanh", "relu");
  for (const LayerStats& s : f.stats({})) {
    CHECK(s.norm_w > 0);
    CHECK(s.norm_dw == 0);
    CHECK(s.norm_da == 0);
    CHECK(s.update_ratio == 0);
    CHECK(s.dead_share == 0);
    CHECK(s.saturated_share == 0);
    CHECK(s.samples == 0);
    CHECK(s.has_update == 0);
  }
}

TEST_CASE("A NaN in the gradient shows in its norm and its maximum") {
  Fixture f("tanh", "relu");
  f.backward();
  f.ws.grads()[1] = std::nanf("");
  const std::vector<LayerStats> stats = f.stats({});
  CHECK(std::isnan(stats[0].norm_dw));
  CHECK(std::isnan(stats[0].max_dw));
  CHECK(std::isfinite(stats[1].norm_dw));
}
