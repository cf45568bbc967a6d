// A pass laid open: its matrices belong together as the equations say.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/analysis/layer_detail.h"
#include "engine/analysis/pass_matrices.h"
#include "tests/engine/train_fixture.h"

using namespace bp;

namespace {

float entry(const PassMatrices& p, const CutMatrix& m, Index row, Index column) {
  REQUIRE(row < m.rows);
  REQUIRE(column < m.columns);
  return p.values[m.offset + static_cast<std::size_t>(row + column * m.rows)];
}

// Sums of a dozen products of numbers up to about 1, in float: a few roundings of 6e-8, and as much
// absolutely where they cancel.
doctest::Approx near(double value) { return doctest::Approx(value).epsilon(1e-6); }

/// Z = W input + b, dZ = dA ⊙ slope and, from the layer above, dA = Wᵀ dZ.
void check_chain(const PassMatrices& p) {
  for (std::size_t l = 0; l < p.layers.size(); ++l) {
    CAPTURE(l);
    const LayerMatrices& m = p.layers[l];
    for (Index s = 0; s < static_cast<Index>(m.Z.columns); ++s) {
      for (Index i = 0; i < static_cast<Index>(m.Z.rows); ++i) {
        double z = entry(p, m.b, i, 0);
        for (Index j = 0; j < static_cast<Index>(m.W.columns); ++j) {
          z += static_cast<double>(entry(p, m.W, i, j)) * entry(p, m.input, j, s);
        }
        CHECK(entry(p, m.Z, i, s) == near(z));
        CHECK(entry(p, m.dZ, i, s) == near(entry(p, m.dA, i, s) * entry(p, m.slope, i, s)));
      }
    }
  }
}

/// The gradient of W as Σ over samples of dZ inputᵀ.
void check_gradients(const PassMatrices& p) {
  for (const LayerMatrices& m : p.layers) {
    for (Index i = 0; i < static_cast<Index>(m.dW.rows); ++i) {
      double bias = 0;
      for (Index j = 0; j < static_cast<Index>(m.dW.columns); ++j) {
        double sum = 0;
        for (Index s = 0; s < static_cast<Index>(m.dZ.columns); ++s) {
          sum += static_cast<double>(entry(p, m.dZ, i, s)) * entry(p, m.input, j, s);
        }
        CHECK(entry(p, m.dW, i, j) == near(sum));
      }
      for (Index s = 0; s < static_cast<Index>(m.dZ.columns); ++s) bias += entry(p, m.dZ, i, s);
      CHECK(entry(p, m.db, i, 0) == near(bias));
    }
  }
}

struct Fixture {
  bp_test::SmallTask task{Task::Classification, loss("bce"), 50};
  Trainer<float> trainer;
  TrainHyper hyper;
  explicit Fixture(bp_test::Layers layers) {
    trainer.configure(bp_test::make_plan(layers, Task::Classification, "bce", "sgd"), task.data());
    hyper.batch_size = 12;
    trainer.keep_previous(true);
  }
  PassMatrices batch() {
    const std::span<const float> before = trainer.previous_params();
    const Network<float>& net = trainer.network();
    const bool is_after = trainer.next_phase() == Phase::Predict && !before.empty();
    PassMatrices p;
    collect({net, trainer.workspace(), is_after ? before : net.params(), trainer.batch_inputs(),
             trainer.batch_targets(), first_with_gradients(trainer)},
            p);
    return p;
  }
  PassMatrices sample(Index which) {
    const Network<float>& net = trainer.network();
    const Part& part = task.data().train;
    Workspace<float> ws;
    ws.configure(net.spec(), 1, true);
    sample_pass(net, trainer.loss(), part.X.col(which).data(), part.Y.col(which).data(), 1, ws);
    PassMatrices p;
    collect({net, ws, net.params(), part.X.col(which).data(), part.Y.col(which).data(), 0}, p);
    return p;
  }
};

}  // namespace

TEST_CASE("After a step, the batch's matrices are those the step was made from") {
  Fixture f({{{5, "tanh"}, {4, "softplus"}}});
  for (int i = 0; i < 3; ++i) f.trainer.step(f.hyper);
  const PassMatrices p = f.batch();
  check_chain(p);
  check_gradients(p);
  CHECK(p.layers[0].Z.columns == 12);
  CHECK(p.target.columns == 12);
}

TEST_CASE("With dropout a layer's input is what the mask left, and the chain holds") {
  Fixture f({{{6, "tanh"}, {5, "tanh"}}});
  bp_test::set_dropout(f.trainer, {0.5F, nullptr});
  f.trainer.step(f.hyper);
  const PassMatrices p = f.batch();
  check_chain(p);
  check_gradients(p);
  int silent = 0;
  for (Index s = 0; s < 12; ++s) {
    for (Index i = 0; i < 6; ++i) silent += entry(p, p.layers[1].input, i, s) == 0 ? 1 : 0;
  }
  CHECK(silent > 10);  // of 72, half on average
}

TEST_CASE("The slope is f'(Z) as backward has it") {
  Fixture f({{{4, "logistic"}, {4, "relu"}}});
  f.trainer.step(f.hyper);
  const PassMatrices p = f.batch();
  for (Index s = 0; s < 12; ++s) {
    for (Index i = 0; i < 4; ++i) {
      const float a = entry(p, p.layers[0].A, i, s);
      CHECK(entry(p, p.layers[0].slope, i, s) == a * (1 - a));
      CHECK(entry(p, p.layers[1].slope, i, s) == (entry(p, p.layers[1].Z, i, s) > 0 ? 1 : 0));
    }
  }
}

TEST_CASE("Gradients that are not made yet are not there") {
  Fixture f({{{3, "tanh"}}});
  f.trainer.step(f.hyper);
  (void)f.trainer.run_phase(f.hyper);  // predict
  PassMatrices p = f.batch();
  CHECK(p.layers[1].Z.rows == 1);
  CHECK(p.layers[1].dZ.rows == 0);
  for (int i = 0; i < 3; ++i) (void)f.trainer.run_phase(f.hyper);  // … backward of the output
  p = f.batch();
  CHECK(p.layers[1].dW.rows == 1);
  CHECK(p.layers[0].dW.rows == 0);
}

TEST_CASE("Large layers and batches are cut, and their whole size is told") {
  Fixture f({{{100, "tanh"}, {70, "tanh"}}});
  f.hyper.batch_size = 40;
  f.trainer.step(f.hyper);
  const PassMatrices p = f.batch();
  const LayerMatrices& m = p.layers[1];
  CHECK(m.W.rows == 64);
  CHECK(m.W.columns == 64);
  CHECK(m.W.all_rows == 70);
  CHECK(m.W.all_columns == 100);
  CHECK(m.Z.columns == 16);
  CHECK(m.Z.all_columns == 40);
  const ParamBlock& block = f.trainer.network().weight_block(1);
  const float expected =
      f.trainer.workspace().grads()[static_cast<std::size_t>(block.offset + 63 + 70 * 63)];
  CHECK(entry(p, m.dW, 63, 63) == expected);
}

TEST_CASE("A sample's pass is the lecture's chain, by hand") {
  Network<float> net;
  const LayerSpec unit{1, &activation("logistic")};
  net.configure({1, {unit, unit, unit}});
  const double w[] = {0.5, -1.5, 2.0}, b[] = {0.1, 0.2, -0.3};
  for (Index l = 0; l < 3; ++l) {
    net.W(l)(0, 0) = static_cast<float>(w[l]);
    net.b(l)(0) = static_cast<float>(b[l]);
  }
  Workspace<float> ws;
  ws.configure(net.spec(), 1, true);
  const float x = 0.8F, y = 1;
  sample_pass(net, loss("mse"), &x, &y, 1, ws);
  double a[4] = {static_cast<double>(x)};
  for (int l = 0; l < 3; ++l) {
    a[l + 1] = 1 / (1 + std::exp(-(w[l] * a[l] + static_cast<double>(net.b(l)(0)))));
  }
  double chain = 2 * (a[3] - 1);  // ∂L/∂a⁽³⁾ of (a − 1)²
  for (int l = 2; l >= 0; --l) {
    chain *= a[l + 1] * (1 - a[l + 1]);
    CHECK(ws.dZ(l)(0, 0) == near(chain));
    CHECK(ws.grads()[static_cast<std::size_t>(net.weight_block(l).offset)] == near(chain * a[l]));
    chain *= w[l];
  }
}

TEST_CASE("The batch's gradient is the mean of its samples' gradients") {
  Fixture f({{{5, "tanh"}, {4, "tanh"}}});
  f.hyper.batch_size = 50;
  for (int phase = 0; phase < 6; ++phase) (void)f.trainer.run_phase(f.hyper);  // all but the step
  REQUIRE(f.trainer.next_phase() == Phase::Step);
  const PassMatrices batch = f.batch();
  std::vector<double> sum(25, 0.0);
  for (Index s = 0; s < 50; ++s) {
    const PassMatrices one = f.sample(s);
    check_chain(one);
    for (Index i = 0; i < 4; ++i) {
      for (Index j = 0; j < 5; ++j) {
        sum[static_cast<std::size_t>(i + 4 * j)] += entry(one, one.layers[1].dW, i, j) / 50.0;
      }
    }
  }
  for (Index i = 0; i < 4; ++i) {
    for (Index j = 0; j < 5; ++j) {
      // Of 50 terms around 0.01 that cancel in part.
      const double error =
          entry(batch, batch.layers[1].dW, i, j) - sum[static_cast<std::size_t>(i + 4 * j)];
      CHECK(std::fabs(error) < 1e-7);
    }
  }
}

TEST_CASE("Under the lecture's dropout a sample's pass is evaluation's, with its own gradients") {
  Fixture f({{{5, "tanh"}, {4, "logistic"}}});
  f.trainer.step(f.hyper);
  const Part& part = f.task.data().train;
  const float keep = 1 - 0.4F;
  Network<float> scaled = f.trainer.network();  // the same network with 1 − p in its weights
  for (Index l = 1; l < 3; ++l) {
    for (Index i = 0; i < scaled.W(l).size(); ++i) scaled.W(l).data()[i] *= keep;
  }
  Workspace<float> plain;
  plain.configure(scaled.spec(), 1, true);
  sample_pass(scaled, loss("bce"), part.X.col(3).data(), part.Y.col(3).data(), 1, plain);

  bp_test::set_dropout(f.trainer, {0.4F, &dropout_convention("lecture")});
  const PassMatrices p = f.sample(3);
  check_chain(p);
  check_gradients(p);
  float answer = 0;
  f.trainer.predict(part.X.col(3).data(), 1, {&answer, 1});
  CHECK(entry(p, p.layers[2].A, 0, 0) == answer);
  for (Index l = 1; l < 3; ++l) {
    const ParamBlock& block = scaled.weight_block(l);
    const float of_scaled = plain.grads()[static_cast<std::size_t>(block.offset)];
    CHECK(entry(p, p.layers[static_cast<std::size_t>(l)].dW, 0, 0) == near(keep * of_scaled));
  }
}

TEST_CASE("With batch normalisation a sample is normalised by the running statistics") {
  bp_test::SmallTask task(Task::Classification, loss("bce"), 50);
  TrainPlan plan = bp_test::make_plan({{{5, "tanh"}}}, Task::Classification, "bce", "sgd");
  plan.network.layers[0].has_norm = true;
  Trainer<float> trainer;
  trainer.configure(plan, task.data());
  TrainHyper hyper;
  for (int i = 0; i < 20; ++i) trainer.step(hyper);
  const Part& part = task.data().train;
  Workspace<float> ws;
  ws.configure(plan.network, 1, true);
  const std::vector<float> running(trainer.network().running().begin(),
                                   trainer.network().running().end());
  sample_pass(trainer.network(), loss("bce"), part.X.data(), part.Y.data(), 1, ws);
  float answer = 0;
  trainer.predict(part.X.data(), 1, {&answer, 1});
  CHECK(ws.output()(0, 0) == answer);
  CHECK(std::ranges::equal(trainer.network().running(), running));
}

TEST_CASE("What the step overwrites is made again, bit for bit") {
  Fixture f({{{5, "tanh"}, {4, "tanh"}}});
  f.trainer.step(f.hyper);
  // Without penalty and clipping the gradient is the product itself.
  const PassMatrices p = f.batch();
  for (const LayerMatrices& m : p.layers) {
    REQUIRE(m.dW_data.rows == m.dW.rows);
    for (Index i = 0; i < static_cast<Index>(m.dW.rows); ++i) {
      for (Index j = 0; j < static_cast<Index>(m.dW.columns); ++j) {
        CHECK(entry(p, m.dW_data, i, j) == entry(p, m.dW, i, j));
      }
      CHECK(entry(p, m.db_data, i, 0) == entry(p, m.db, i, 0));
    }
  }
}

TEST_CASE("A penalty and a clipped norm leave the data's gradient as it was") {
  Fixture f({{{5, "tanh"}}});
  f.hyper.lambda = {0, 0.01F};
  f.hyper.clip_norm = 0.05F;
  f.trainer.step(f.hyper);
  const PassMatrices p = f.batch();
  const double scale = f.trainer.gradient_scale();
  CHECK(scale < 1);
  for (const LayerMatrices& m : p.layers) {
    for (Index i = 0; i < static_cast<Index>(m.dW.rows); ++i) {
      for (Index j = 0; j < static_cast<Index>(m.dW.columns); ++j) {
        const double g = static_cast<double>(entry(p, m.dW_data, i, j)) +
                         2 * 0.01 * static_cast<double>(entry(p, m.W, i, j));
        CHECK(entry(p, m.dW, i, j) == near(scale * g));
      }
    }
  }
}

TEST_CASE("The layer ahead leaves dA before the next backward phase") {
  Fixture f({{{3, "tanh"}}});
  f.trainer.step(f.hyper);
  for (int i = 0; i < 4; ++i) (void)f.trainer.run_phase(f.hyper);  // … backward of the output
  const PassMatrices p = f.batch();
  CHECK(p.layers[0].dA.rows == 3);
  CHECK(p.layers[0].dZ.rows == 0);
  const LayerMatrices& output = p.layers[1];
  for (Index s = 0; s < static_cast<Index>(output.dZ.columns); ++s) {
    for (Index i = 0; i < 3; ++i) {
      CHECK(entry(p, p.layers[0].dA, i, s) == entry(p, output.W, 0, i) * entry(p, output.dZ, 0, s));
    }
  }
}
