// Which units are the same: by hand, and in the symmetry lesson.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "engine/analysis/unit_similarity.h"
#include "tests/engine/train_fixture.h"

using namespace bp;

namespace {

/// One layer of `units` units on `inputs` inputs, and room for a batch of 8.
struct Layer {
  Network<float> net;
  Workspace<float> ws;
  Layer(Index inputs, Index units, std::string_view f, bool has_norm = false) {
    net.configure({inputs, {{units, &activation(f), has_norm}, {1, &activation("linear")}}});
    ws.configure(net.spec(), 8, true);
  }
  void unit(Index i, std::initializer_list<float> weights, float bias) {
    Index j = 0;
    for (const float w : weights) net.W(0)(i, j++) = w;
    net.b(0)(i) = bias;
  }
  void run(const Matrix<float>& X) { forward(net, X.data(), X.cols(), ws); }
  [[nodiscard]] UnitSimilarity similarity() const { return unit_similarity(net, ws, 0); }
};

// Results are floats: half a unit in the last place is 6e-8.
doctest::Approx near(double value) { return doctest::Approx(value).epsilon(1e-7); }

}  // namespace

TEST_CASE("Cosine of incoming weights with the bias, by hand") {
  Layer layer(2, 3, "linear");
  layer.unit(0, {1, 2}, 2);
  layer.unit(1, {2, 1}, -2);
  layer.unit(2, {-2, -4}, -4);
  const UnitSimilarity s = layer.similarity();
  REQUIRE(s.cosine.size() == 9);
  CHECK(s.cosine[0] == near(1));
  CHECK(s.cosine[1] == near(0));  // 2 + 2 − 4
  CHECK(s.cosine[2] == near(-1));
  CHECK(s.cosine[3] == s.cosine[1]);
  CHECK(s.correlation.empty());  // there was no batch yet
  CHECK(s.distinct == 3);
}

TEST_CASE("Correlation of activations over the batch, by hand") {
  Layer layer(2, 3, "linear");
  layer.unit(0, {1, 0}, 5);
  layer.unit(1, {0, 1}, 0);
  layer.unit(2, {-3, 0}, 1);
  Matrix<float> X(2, 4);
  X << 1, 2, 3, 4,  //
      1, 3, 2, 2;
  layer.run(X);
  const UnitSimilarity s = layer.similarity();
  REQUIRE(s.correlation.size() == 9);
  // Deviations (−1.5, −0.5, 0.5, 1.5) and (−1, 1, 0, 0): 1 / √(5 · 2).
  CHECK(s.correlation[1] == near(1 / std::sqrt(10.0)));
  CHECK(s.correlation[2] == near(-1));
  CHECK(s.correlation[8] == near(1));
}

TEST_CASE("Without the bias all units of a one-input layer would be alike; with it they are not") {
  Layer layer(1, 3, "tanh");
  layer.unit(0, {1}, 0);
  layer.unit(1, {1}, 1);
  layer.unit(2, {1}, 0);
  Matrix<float> X(1, 5);
  X << -2, -1, 0, 1, 2;
  layer.run(X);
  CHECK(layer.similarity().cosine[1] == near(std::sqrt(0.5)));
  CHECK(layer.similarity().distinct == 2);
}

TEST_CASE(
    "Units on the same edge differ if they are not equally steep, unless only scale differs") {
  Matrix<float> X(1, 5);
  X << -2, -1, 0, 1, 2;
  for (const bool is_relu : {false, true}) {
    Layer layer(1, 2, is_relu ? "relu" : "tanh");
    layer.unit(0, {1}, 0.5F);
    layer.unit(1, {2}, 1);
    layer.run(X);
    CHECK(layer.similarity().cosine[1] == near(1));
    CHECK(layer.similarity().distinct == (is_relu ? 1U : 2U));  // max(0, 2z) = 2 max(0, z)
  }
}

TEST_CASE("Units of nothing are alike, and NaN is like nothing") {
  Layer layer(2, 4, "tanh");
  layer.unit(2, {1, 0}, 0);
  Matrix<float> X = Matrix<float>::Constant(2, 3, 0.0F);
  X << 1, 2, 3, 0, 0, 0;
  layer.run(X);
  UnitSimilarity s = layer.similarity();
  CHECK(s.cosine[1] == 1);
  CHECK(s.correlation[1] == 1);
  CHECK(s.cosine[2] == 0);
  CHECK(s.correlation[2] == 0);
  CHECK(s.distinct == 2);
  layer.unit(3, {std::numeric_limits<float>::quiet_NaN(), 0}, 0);
  layer.run(X);
  s = layer.similarity();
  CHECK(s.distinct == 3);
  CHECK(std::isnan(s.cosine[15]));
}

TEST_CASE("With batch normalisation the bias has no effect and does not count") {
  Layer layer(2, 2, "tanh", true);
  layer.unit(0, {1, 2}, 0);
  layer.unit(1, {2, 4}, 7);
  CHECK(layer.similarity().cosine[1] == near(1));
}

TEST_CASE("A layer that starts from one constant stays one unit, whatever its size") {
  bp_test::SmallTask task(Task::Classification, loss("bce"), 60);
  for (const char* initializer : {"zeros", "constant", "xavier"}) {
    for (const Index units : {8, 100}) {
      CAPTURE(initializer);
      CAPTURE(units);
      TrainPlan plan =
          bp_test::make_plan({{{units, "tanh"}}}, Task::Classification, "bce", "adam", initializer);
      Trainer<float> trainer;
      trainer.configure(plan, task.data());
      TrainHyper hyper;
      hyper.optimizer.learning_rate = 0.01F;
      for (int i = 0; i < 30; ++i) trainer.step(hyper);
      const UnitSimilarity s = unit_similarity(trainer.network(), trainer.workspace(), 0);
      const bool is_random = std::string_view(initializer) == "xavier";
      CHECK(s.distinct == (is_random ? static_cast<std::uint32_t>(units) : 1U));
      CHECK(s.cosine.size() == (units == 8 ? 64U : 0U));
      CHECK(s.correlation.size() == s.cosine.size());
    }
  }
}
