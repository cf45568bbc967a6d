// What batch normalisation makes of a layer's values, against a pass written out by hand.
#include "engine/analysis/norm_detail.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/session/session.h"
#include "engine/session/snapshot.h"
#include "tests/engine/golden_task.h"
#include "tests/engine/link_support.h"

using namespace bp;
using namespace bp_test;

namespace {

/// One normalised layer before the output.
struct Scene {
  GoldenTask task;
  Trainer<float> trainer;
  TrainHyper hyper;

  Scene() {
    TrainPlan plan = make_plan({{{5, "tanh"}}}, Task::Classification, "bce", "momentum");
    plan.network.layers[0].has_norm = true;
    trainer.configure(plan, task.data());
    Rng rng(3);
    for (float& p : trainer.network().params()) p = rng.uniform(-1, 1);
    hyper.batch_size = kGoldenSamples;
  }
  [[nodiscard]] const Network<float>& net() const { return trainer.network(); }
  /// W x + b with the weights as they are now, of the last batch.
  [[nodiscard]] Matrix<float> before(const Matrix<float>& X) const {
    Matrix<float> U = net().W(0) * X;
    U.colwise() += Vector<float>(net().b(0));
    return U;
  }
  [[nodiscard]] Matrix<float> inputs() const {
    const Matrix<float>& X = task.data().train.X;
    Matrix<float> out(X.rows(), static_cast<Index>(trainer.batch_indices().size()));
    for (Index i = 0; i < out.cols(); ++i) {
      out.col(i) = X.col(trainer.batch_indices()[static_cast<std::size_t>(i)]);
    }
    return out;
  }
};

Distribution of(const Matrix<float>& m) {
  return distribution_of(std::span<const float>(m.data(), static_cast<std::size_t>(m.size())));
}

// Recovered through mean and deviation: some roundings of values of size 1.
void check_alike(const Distribution& a, const Distribution& b) {
  CHECK(a.count == b.count);
  CHECK(a.rms == doctest::Approx(b.rms).epsilon(1e-4));
  CHECK(a.min == doctest::Approx(b.min).epsilon(1e-4));
  CHECK(a.max == doctest::Approx(b.max).epsilon(1e-4));
  int moved = 0;  // over a bin's end, by those roundings
  for (std::size_t i = 0; i < kHistogramBins; ++i) {
    moved += std::abs(static_cast<int>(a.bins[i]) - static_cast<int>(b.bins[i]));
  }
  CHECK(moved <= 4);
}

}  // namespace

TEST_CASE("Values before the normalisation are those of W x + b, also after backward and step") {
  Scene scene;
  const Matrix<float> U = scene.before(scene.task.data().train.X);
  scene.trainer.step(scene.hyper);
  std::vector<NormDetail> norms;
  norm_details(scene.net(), scene.trainer.workspace(), norms);
  REQUIRE(norms.size() == 2);
  check_alike(norms[0].before, of(U));  // the batch is the whole training part
  const ConstMatrixMap<float> Z = scene.trainer.workspace().Z(0);
  CHECK(norms[0].by_batch.rms == of(Z).rms);
  CHECK(norms[0].by_batch.bins == of(Z).bins);
  CHECK(norms[1].before.count == 0);  // the output layer has none
}

TEST_CASE("By running statistics the batch is what evaluation makes of it") {
  Scene scene;
  scene.hyper.optimizer.learning_rate = 0;  // evaluation has the weights of the batch
  for (int i = 0; i < 3; ++i) scene.trainer.step(scene.hyper);
  std::vector<NormDetail> norms;
  norm_details(scene.net(), scene.trainer.workspace(), norms);
  const Matrix<float> X = scene.inputs();
  Workspace<float> ws;
  ws.configure(scene.net().spec(), X.cols(), false);
  forward(scene.net(), X.data(), X.cols(), ws);
  check_alike(norms[0].by_running, of(ws.Z(0)));
  CHECK(norms[0].by_running.rms != doctest::Approx(norms[0].by_batch.rms).epsilon(0.01));
}

TEST_CASE("A unit that normalisation scales by nothing gives its mean, a mirrored one its values") {
  Scene scene;
  const ParamBlock& gamma = scene.net().gamma_block(0);
  float* const at = scene.trainer.network().params().data() + gamma.offset;
  std::fill(at, at + 5, -0.5F);
  const Matrix<float> U = scene.before(scene.task.data().train.X);
  scene.trainer.step(scene.hyper);
  std::vector<NormDetail> norms;
  norm_details(scene.net(), scene.trainer.workspace(), norms);
  check_alike(norms[0].before, of(U));
  std::fill(at, at + 5, 0.0F);
  scene.hyper.optimizer.learning_rate = 0;
  scene.trainer.step(scene.hyper);
  norm_details(scene.net(), scene.trainer.workspace(), norms);
  const std::span<const float> mean = scene.trainer.workspace().batch_mean(0);
  CHECK(norms[0].before.max == *std::ranges::max_element(mean));
  CHECK(norms[0].before.min == *std::ranges::min_element(mean));
}

TEST_CASE("Without batch normalisation, and before a batch, there is nothing") {
  for (const auto& [link, steps, layers] :
       {std::tuple{"layers=4,3", 2, 0}, {"layers=4,3&norm=1", 0, 0}, {"layers=4,3&norm=1", 2, 3}}) {
    Session session(from_link(link), nullptr);
    session.apply({Command::Kind::Want, "details", {}, 1});
    if (steps > 0) session.apply({Command::Kind::Step, {}, {}, steps});
    while (session.advance(100000)) {
    }
    Snapshot s;
    session.publish(s);
    CHECK(s.details.norms.size() == static_cast<std::size_t>(layers));
    std::vector<std::uint8_t> bytes;
    pack(s, bytes);
    Snapshot again;
    REQUIRE(unpack(bytes.data(), bytes.size(), again));
    REQUIRE(again.details.norms.size() == s.details.norms.size());
    if (layers > 0) CHECK(again.details.norms[0].before.bins == s.details.norms[0].before.bins);
  }
}
