// The rules of layer_health(), one by one on hand-made stats, then on real runs: a healthy default
// run must never be called ill, and the lecture's classical failures must be named.
#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "engine/analysis/health_monitor.h"
#include "engine/data/batches.h"
#include "engine/data/prepared.h"
#include "engine/nn/initializers.h"

using namespace bp;

namespace {

NetworkSpec three_layers(std::string_view hidden) {
  const Activation* f = &activation(hidden);
  return {2, {{8, f}, {8, f}, {1, &activation("logistic")}}};
}

/// Stats of an ordinary layer in an ordinary step of a network that is still wrong.
LayerStats ordinary() {
  LayerStats s;
  s.norm_w = 2;
  s.norm_dw = 0.1F;
  s.rms_dw = 0.0125F;
  s.norm_da = s.norm_dz = 0.1F;
  s.update_ratio = 0.005F;
  s.samples = 16;
  s.has_update = 1;
  return s;
}

using Verdicts = std::vector<Health>;

Verdicts judge(std::string_view hidden, const std::vector<LayerStats>& stats,
               const Loss* loss = nullptr) {
  Verdicts out(stats.size());
  layer_health(three_layers(hidden), stats, out, loss);
  return out;
}

constexpr Health kFine = Health::Fine;

/// Trains plainly (SGD, batches in order) and reports the verdicts of every step, raw and steady.
struct Run {
  PreparedData data;
  Network<float> net;
  Workspace<float> ws;
  std::set<Health> raw, steady;
  Verdicts last;

  Run(std::string_view hidden, std::vector<Index> units, std::string_view init, float scale,
      std::uint64_t seed) {
    PrepareOptions options;
    options.dataset = &dataset("river");
    options.params = {400, 8};
    options.seed = seed;
    data = prepare(options);
    encode_targets(data, loss("bce"));
    NetworkSpec spec;
    spec.inputs = 2;
    for (const Index n : units) spec.layers.push_back({n, &activation(hidden)});
    spec.layers.push_back({1, &activation("logistic")});
    net.configure(spec);
    Rng rng(seed, static_cast<std::uint64_t>(Stream::Weights));
    for (Index l = 0; l < net.layer_count(); ++l) {
      MatrixMap<float> W = net.W(l);
      initializer(init).fill(W.rows(), W.cols(), scale, rng, W.data());
      net.b(l).setZero();
    }
    last.assign(spec.layers.size(), Health::Fine);
  }

  void train(float learning_rate, Index batch_size, int steps) {
    ws.configure(net.spec(), batch_size, true);
    BatchOrder order;
    order.configure(data.train.count(), 1);
    HealthMonitor monitor;
    monitor.configure(net.layer_count());
    std::vector<LayerStats> stats(last.size());
    for (int step = 0; step < steps; ++step) {
      const std::vector<float> before(net.params().begin(), net.params().end());
      sgd_step(order.next(batch_size), learning_rate);
      layer_stats(net, ws, before, stats);
      layer_health(net.spec(), stats, last, &loss("bce"));
      raw.insert(last.begin(), last.end());
      monitor.observe(net.spec(), stats, &loss("bce"));
      last.assign(monitor.verdicts().begin(), monitor.verdicts().end());
      steady.insert(last.begin(), last.end());
    }
  }

  void sgd_step(std::span<const std::uint32_t> batch, float learning_rate) {
    const auto n = static_cast<Index>(batch.size());
    Matrix<float> x(2, n), y(1, n);
    for (Index i = 0; i < n; ++i) {
      const auto from = static_cast<Index>(batch[static_cast<std::size_t>(i)]);
      x.col(i) = data.train.X.col(from);
      y(0, i) = data.train.Y(0, from);
    }
    forward(net, x.data(), n, ws);
    std::fill(ws.grads().begin(), ws.grads().end(), 0.0F);
    output_gradient(net, loss("bce"), y.data(), 1.0F / static_cast<float>(n), ws);
    for (Index l = net.layer_count(); l-- > 0;) backward_layer(net, x.data(), l, ws);
    for (std::size_t i = 0; i < ws.grads().size(); ++i) {
      net.params()[i] -= learning_rate * ws.grads()[i];
    }
  }
};

const std::set<Health> kOnlyFine{Health::Fine};

}  // namespace

TEST_CASE("An ordinary step is fine in every layer") {
  const std::vector<LayerStats> stats(3, ordinary());
  for (const char* hidden : {"tanh", "relu", "logistic", "linear"}) {
    CHECK(judge(hidden, stats) == Verdicts(3, kFine));
    CHECK(judge(hidden, stats, &loss("bce")) == Verdicts(3, kFine));
    CHECK(judge(hidden, stats, &loss("mse")) == Verdicts(3, kFine));
  }
}

TEST_CASE("Without any batch every layer is fine") {
  CHECK(judge("tanh", std::vector<LayerStats>(3)) == Verdicts(3, kFine));
  CHECK(judge("relu", std::vector<LayerStats>(3)) == Verdicts(3, kFine));
}

TEST_CASE("A gradient above 1000 or not finite is exploding, before any step too") {
  for (const float norm :
       {1001.0F, std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    for (const std::uint32_t has_update : {0U, 1U}) {
      std::vector<LayerStats> stats(3, ordinary());
      stats[1].norm_dw = norm;
      stats[1].has_update = has_update;
      CHECK(judge("tanh", stats) == Verdicts{kFine, Health::Exploding, kFine});
    }
  }
}

TEST_CASE("A gradient a thousand times below a later layer's is vanishing") {
  std::vector<LayerStats> stats(3, ordinary());
  stats[0].rms_dw = 0.9e-3F * stats[2].rms_dw;
  CHECK(judge("tanh", stats) == Verdicts{Health::Vanishing, kFine, kFine});
  stats[0].rms_dw = 1.1e-3F * stats[2].rms_dw;
  CHECK(judge("tanh", stats) == Verdicts(3, kFine));
  // Gradients flow from the output: a small one after a large one did not vanish.
  stats[0] = ordinary();
  stats[2].rms_dw = 1e-6F;
  CHECK(judge("tanh", stats) == Verdicts(3, kFine));
}

TEST_CASE("A layer with over half of its units silent is dead, unless the batch is too small") {
  std::vector<LayerStats> stats(3, ordinary());
  stats[0].dead_share = 0.625F;
  stats[1].dead_share = 0.5F;
  stats[2].dead_share = 1;
  CHECK(judge("relu", stats) == Verdicts{Health::Dead, kFine, kFine});
  for (LayerStats& s : stats) s.samples = 7;
  CHECK(judge("relu", stats) == Verdicts(3, kFine));
}

TEST_CASE("A gradient of exactly zero is not learning while the output is wrong") {
  for (const std::uint32_t has_update : {0U, 1U}) {
    std::vector<LayerStats> stats(3, ordinary());
    for (LayerStats& s : stats) s.has_update = has_update;
    stats[0].norm_dw = stats[0].rms_dw = stats[0].update_ratio = 0;
    CHECK(judge("tanh", stats) == Verdicts{Health::NotLearning, kFine, kFine});
    stats[2].norm_dz = 0;  // nothing left to learn
    stats[1].norm_dw = stats[2].norm_dw = stats[1].rms_dw = stats[2].rms_dw = 0;
    CHECK(judge("tanh", stats) == Verdicts(3, kFine));
  }
}

TEST_CASE("An update a million times below the weights is not learning") {
  std::vector<LayerStats> stats(3, ordinary());
  for (LayerStats& s : stats) s.update_ratio = 0.9e-6F;
  CHECK(judge("tanh", stats) == Verdicts(3, Health::NotLearning));
  stats[2].norm_dz = 0.001F;  // √16 · 0.001: right to 0.4 %
  CHECK(judge("tanh", stats) == Verdicts(3, kFine));
}

TEST_CASE("A saturated hidden layer is one that also stops the error") {
  std::vector<LayerStats> stats(3, ordinary());
  stats[1].saturated_share = 0.9F;
  CHECK(judge("tanh", stats) == Verdicts(3, kFine));
  stats[1].norm_dz = 0.09F * stats[1].norm_da;
  CHECK(judge("tanh", stats) == Verdicts{kFine, Health::Saturated, kFine});
  stats[1].saturated_share = 0.7F;
  CHECK(judge("tanh", stats) == Verdicts(3, kFine));
}

TEST_CASE("A saturated output is only a fault where the loss does not undo it") {
  std::vector<LayerStats> stats(3, ordinary());
  stats[2].saturated_share = 0.9F;
  stats[2].norm_dz = 0.01F * stats[2].norm_da;
  CHECK(judge("tanh", stats, &loss("bce")) == Verdicts(3, kFine));
  const bool is_fused = loss("mse").f32.grad_z != nullptr;
  REQUIRE_FALSE(is_fused);
  CHECK(judge("tanh", stats, &loss("mse")) == Verdicts{kFine, kFine, Health::Saturated});
  stats[2].norm_da = 0.001F;  // confident and right
  stats[2].norm_dz = 0.00001F;
  CHECK(judge("tanh", stats, &loss("mse")) == Verdicts(3, kFine));
}

TEST_CASE("The default run on the river is never called ill, not even for one batch") {
  for (const std::uint64_t seed : {1, 2, 3, 42}) {
    CAPTURE(seed);
    Run run("tanh", {8, 8}, "xavier", 1, seed);
    run.train(0.1F, 16, 6000);
    CHECK(run.raw == kOnlyFine);
    CHECK(run.steady == kOnlyFine);
  }
}

TEST_CASE("A healthy ReLU network is never called ill, one sample at a time") {
  for (const std::uint64_t seed : {1, 2, 3}) {
    CAPTURE(seed);
    Run run("relu", {8, 8}, "he", 1, seed);
    run.train(0.03F, 1, 20000);
    CHECK(run.steady == kOnlyFine);
  }
}

TEST_CASE("The first layer of a deep logistic network vanishes") {
  Run run("logistic", {8, 8, 8, 8, 8, 8}, "xavier", 1, 1);
  run.train(0.1F, 16, 100);
  CHECK(run.last.front() == Health::Vanishing);
  CHECK(run.last.back() == Health::Fine);
}

TEST_CASE("A ReLU network that was killed is dead, and what lies before it does not learn") {
  for (const Index batch : {1, 16}) {
    CAPTURE(batch);
    Run run("relu", {8, 8}, "he", 1, 1);
    run.net.b(1).setConstant(-1000);
    run.train(0.1F, batch, 100);
    CHECK(run.last == Verdicts{Health::NotLearning, Health::Dead, Health::NotLearning});
  }
}

TEST_CASE("Equal zero weights do not learn") {
  for (const char* hidden : {"tanh", "relu"}) {
    Run run(hidden, {8, 8}, "zeros", 1, 1);
    run.train(0.1F, 16, 20);
    CHECK(run.last.front() != Health::Fine);
    CHECK(run.last.back() == Health::NotLearning);
  }
}

TEST_CASE("Weights ten times too large saturate tanh") {
  Run run("tanh", {8, 8, 8}, "normal", 10, 1);
  run.train(0.01F, 16, 100);
  CHECK(run.last[2] == Health::Saturated);
}

TEST_CASE("A learning rate of nearly nothing is not learning") {
  Run run("tanh", {8, 8}, "xavier", 1, 1);
  run.train(1e-9F, 16, 20);
  CHECK(run.last == Verdicts(3, Health::NotLearning));
}

TEST_CASE("A monitor shows a verdict after three steps and 32 samples, and explosions at once") {
  const NetworkSpec spec = three_layers("relu");
  HealthMonitor monitor;
  monitor.configure(3);
  std::vector<LayerStats> ill(3, ordinary()), well(3, ordinary());
  ill[0].dead_share = 1;
  for (int times = 1; times <= 3; ++times) {
    CHECK(monitor.verdicts()[0] == Health::Fine);
    monitor.observe(spec, ill, nullptr);
  }
  CHECK(monitor.verdicts()[0] == Health::Dead);
  monitor.observe(spec, well, nullptr);
  monitor.observe(spec, ill, nullptr);
  monitor.observe(spec, well, nullptr);
  CHECK(monitor.verdicts()[0] == Health::Dead);  // well once is not enough either
  for (int times = 0; times < 2; ++times) monitor.observe(spec, well, nullptr);
  CHECK(monitor.verdicts()[0] == Health::Fine);

  for (LayerStats& s : ill) s.samples = 1;
  for (int times = 0; times < 31; ++times) monitor.observe(spec, ill, nullptr);
  CHECK(monitor.verdicts()[0] == Health::Fine);
  monitor.observe(spec, ill, nullptr);
  CHECK(monitor.verdicts()[0] == Health::Dead);

  ill[1].norm_dw = 1e9F;
  monitor.observe(spec, ill, nullptr);
  CHECK(monitor.verdicts()[1] == Health::Exploding);
  monitor.configure(3);
  CHECK(monitor.verdicts()[1] == Health::Fine);
}
