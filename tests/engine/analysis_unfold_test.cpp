// How layers see the plane: projections, shares and the separating line against closed forms.
#include "engine/analysis/unfold.h"

#include <doctest/doctest.h>

#include <cmath>

#include "engine/nn/losses.h"
#include "engine/session/session.h"
#include "tests/engine/train_fixture.h"

using namespace bp;

namespace {

/// 5 × 5 lattice over [−1, 1]², then 60 training points.
struct Scene {
  static constexpr Index kSide = 5, kLattice = kSide * kSide, kTrain = 60;
  Network<float> net;
  Unfolder unfolder;
  Unfolding seen;
  Matrix<float> X{2, kLattice + kTrain};

  explicit Scene(std::initializer_list<Index> hidden, std::string_view output = "logistic",
                 Index outputs = 1) {
    NetworkSpec spec{2, {}};
    for (const Index units : hidden) spec.layers.push_back({units, &activation("tanh"), false});
    spec.layers.push_back({outputs, &activation(output), false});
    net.configure(spec);
    Rng rng(7);
    for (float& p : net.params()) p = rng.uniform(-1, 1);
    for (Index i = 0; i < kLattice; ++i) {
      X.col(i) << -1 + 0.5F * static_cast<float>(i % kSide),
          -1 + 0.5F * static_cast<float>(i / kSide);
    }
    for (Index i = kLattice; i < X.cols(); ++i) X.col(i) << rng.normal(), 0.3F * rng.normal();
    unfolder.configure(X, {kSide, kSide, kTrain, 0, 0});
  }
  void unfold(const UnfoldAxes& axes = {}, float level = 0.5F) {
    unfolder.unfold(net, axes, level, seen);
  }
  [[nodiscard]] double u(std::size_t layer, Index i) const { return at(layer, i, 0); }
  [[nodiscard]] double v(std::size_t layer, Index i) const { return at(layer, i, 1); }
  /// Activations of layer l (0: the first hidden one) and the answer, by an ordinary pass.
  [[nodiscard]] Workspace<float> pass() const {
    Workspace<float> ws;
    ws.configure(net.spec(), X.cols(), false);
    forward(net, X.data(), X.cols(), ws);
    return ws;
  }

 private:
  [[nodiscard]] double at(std::size_t layer, Index i, std::size_t k) const {
    return static_cast<double>(
        seen.places[2 * (layer * seen.count() + static_cast<std::size_t>(i)) + k]);
  }
};

}  // namespace

TEST_CASE("A layer of two units is shown as it is, the inputs too") {
  Scene scene({5, 2});
  scene.unfold();
  REQUIRE(scene.seen.layers.size() == 3);
  REQUIRE(scene.seen.places.size() == 2 * 3 * scene.seen.count());
  const Workspace<float> ws = scene.pass();
  for (Index i = 0; i < scene.X.cols(); ++i) {
    CHECK(scene.u(0, i) == static_cast<double>(scene.X(0, i)));
    CHECK(scene.v(0, i) == static_cast<double>(scene.X(1, i)));
    CHECK(scene.u(2, i) == static_cast<double>(ws.A(1)(0, i)));
    CHECK(scene.v(2, i) == static_cast<double>(ws.A(1)(1, i)));
  }
  CHECK(scene.seen.layers[1].is_components == 1);
  CHECK(scene.seen.layers[2].is_components == 0);
  // All the variance there is.
  CHECK(scene.seen.layers[2].share_u + scene.seen.layers[2].share_v == doctest::Approx(1));
}

TEST_CASE("Points lie on their side of the exact line, as far from it as their answer says") {
  Scene scene({4, 2});
  scene.unfold();
  const SeparatingLine& line = scene.seen.line;
  REQUIRE(line.kind == SeparatingLine::Exact);
  const Workspace<float> ws = scene.pass();
  for (Index i = 0; i < scene.X.cols(); ++i) {
    const double side = static_cast<double>(line.u) * scene.u(2, i) +
                        static_cast<double>(line.v) * scene.v(2, i) -
                        static_cast<double>(line.level);
    // The line's coefficients and z are floats of size 1: a few roundings of 6e-8.
    CHECK(side == doctest::Approx(static_cast<double>(ws.Z(2)(0, i))).epsilon(1e-6));
  }
}

TEST_CASE("Principal components keep what they can of the distances, and the line is the slice") {
  Scene scene({3});
  // The third unit is a combination of the others: the layer is flat, nothing is lost.
  scene.net.W(0) << 0.3F, 0, 0, 0.3F, 0, 0;
  scene.net.b(0) << 0, 0, 0.4F;
  scene.unfold();
  const Workspace<float> ws = scene.pass();
  const ConstMatrixMap<float> A = ws.A(0);
  REQUIRE(scene.seen.layers[1].is_components == 1);
  CHECK(scene.seen.layers[1].share_u > scene.seen.layers[1].share_v);
  CHECK(scene.seen.layers[1].share_u + scene.seen.layers[1].share_v == doctest::Approx(1));
  const SeparatingLine& line = scene.seen.line;
  CHECK(line.kind == SeparatingLine::Slice);
  for (Index i = 0; i + 7 < scene.X.cols(); ++i) {
    const double shown =
        std::hypot(scene.u(1, i) - scene.u(1, i + 7), scene.v(1, i) - scene.v(1, i + 7));
    const auto real = static_cast<double>((A.col(i) - A.col(i + 7)).norm());
    CHECK(shown == doctest::Approx(real).epsilon(1e-5));  // directions are floats
    const double side = static_cast<double>(line.u) * scene.u(1, i) +
                        static_cast<double>(line.v) * scene.v(1, i) -
                        static_cast<double>(line.level);
    CHECK(side == doctest::Approx(static_cast<double>(ws.Z(1)(0, i))).epsilon(1e-5));
  }
}

TEST_CASE("The slice through two units holds the others at their mean") {
  Scene scene({4});
  scene.unfold({false, 3, 1});
  const UnfoldedLayer& layer = scene.seen.layers[1];
  CHECK(layer.is_components == 0);
  CHECK(layer.first == 3);
  CHECK(layer.second == 1);
  const Workspace<float> ws = scene.pass();
  CHECK(scene.u(1, 9) == static_cast<double>(ws.A(0)(3, 9)));
  double level = -static_cast<double>(scene.net.b(1)(0));
  for (const Index unit : {0, 2}) {
    double mean = 0;
    for (Index i = Scene::kLattice; i < scene.X.cols(); ++i)
      mean += static_cast<double>(ws.A(0)(unit, i));
    level -= static_cast<double>(scene.net.W(1)(0, unit)) * mean / Scene::kTrain;
  }
  CHECK(scene.seen.line.kind == SeparatingLine::Slice);
  CHECK(scene.seen.line.u == scene.net.W(1)(0, 3));
  CHECK(scene.seen.line.level == doctest::Approx(level).epsilon(1e-6));
  // Units that a layer does not have are its last one, and both axes never the same.
  scene.unfold({false, 100, 100});
  CHECK(scene.seen.layers[1].first == 3);
  CHECK(scene.seen.layers[1].second == 2);
}

TEST_CASE("Two outputs decide where they are equal, more have no single line, one unit is a line") {
  Scene two({2}, "softmax", 2);
  two.unfold();
  CHECK(two.seen.line.kind == SeparatingLine::Exact);
  CHECK(two.seen.line.u == doctest::Approx(two.net.W(1)(1, 0) - two.net.W(1)(0, 0)));
  Scene three({2}, "softmax", 3);
  three.unfold();
  CHECK(three.seen.line.kind == SeparatingLine::None);
  Scene one({3, 1});
  one.unfold();
  CHECK(one.seen.layers[2].dims == 1);
  CHECK(one.v(2, 4) == 0);
  CHECK(one.seen.line.kind == SeparatingLine::Exact);
  CHECK(one.seen.line.v == 0);
}

TEST_CASE("A line beside the points is brought into the picture, but not from far away") {
  Scene scene({2});
  scene.unfold();
  const UnfoldedLayer held = scene.seen.layers[1];
  // Of the diagonal a₁ + a₂ = centre + distance · 2 half: at distance 1 it touches the corner.
  const auto at_distance = [&](float distance, float sign) {
    scene.net.W(1) << 1, 1;
    scene.net.b(1)(0) = -(held.centre_u + held.centre_v + sign * distance * 2 * held.half);
    scene.unfold();
    return scene.seen.layers[1];
  };
  CHECK(at_distance(0.5F, 1).half == doctest::Approx(held.half));
  for (const float sign : {-1.F, 1.F}) {
    const UnfoldedLayer wide = at_distance(1.5F, sign);
    CHECK(wide.half > 1.2F * held.half);
    CHECK(wide.half <= kMostWidened * held.half);
    // The far corner stays, and all that was there is there.
    CHECK(wide.centre_u - sign * wide.half == doctest::Approx(held.centre_u - sign * held.half));
    CHECK(wide.centre_v - sign * wide.half == doctest::Approx(held.centre_v - sign * held.half));
    const SeparatingLine& line = scene.seen.line;
    const float corner = wide.centre_u + wide.centre_v + sign * 2 * wide.half;
    CHECK(sign * (corner - line.level) > 0);
  }
  CHECK(at_distance(1.9F, 1).half == doctest::Approx(held.half));
  // Without any weight there is no line at all.
  scene.net.W(1).setZero();
  scene.unfold();
  CHECK(scene.seen.layers[1].half == doctest::Approx(held.half));
}

TEST_CASE("The level of an output activation is turned back exactly") {
  CHECK(preactivation_of(activation("logistic"), 0.5F) == 0);
  CHECK(preactivation_of(activation("tanh"), 0) == 0);
  CHECK(preactivation_of(activation("linear"), 0.75F) == 0.75F);
  // z = log(p / (1 − p)), where dz = dp / (p (1 − p)): half a bit of p = 0.9 is 7e-7 of z.
  CHECK(preactivation_of(activation("logistic"), 0.9F) ==
        doctest::Approx(std::log(9.0)).epsilon(1e-6));
}

TEST_CASE("Unfolding is made when wanted, by the axes wanted, and leaves training alone") {
  Settings settings = default_settings();
  settings.hidden.layers[0].units = 6;
  settings.hidden.layers[1].units = 2;
  Session session(settings), bare(settings);
  session.apply({Command::Kind::Want, "unfold", {}, 1});
  for (Session* s : {&session, &bare}) {
    s->apply({Command::Kind::Step, {}, {}, 20});
    while (s->advance(0)) {
    }
  }
  Snapshot s;
  session.publish(s);
  CHECK(s.unfold.step == 20);
  CHECK(s.unfold.seen.columns == kUnfoldSide);
  CHECK(s.unfold.seen.train == s.train.x.size());
  CHECK(s.unfold.seen.validation == s.validation.x.size());
  CHECK(s.unfold.seen.test == s.test.x.size());
  CHECK(s.unfold.seen.validation > 0);
  CHECK(s.unfold.seen.layers.size() == 3);
  CHECK(s.unfold.level == 0.5F);
  CHECK(s.unfold.seen.answers.size() == std::size_t{kUnfoldSide} * kUnfoldSide);
  const std::uint64_t hash = s.param_hash;
  std::vector<std::uint8_t> bytes;
  pack(s, bytes);
  Snapshot again;
  REQUIRE(unpack(bytes.data(), bytes.size(), again));
  CHECK(again.unfold.seen.places == s.unfold.seen.places);
  CHECK(again.unfold.seen.count() == s.unfold.seen.count());
  session.apply({Command::Kind::Want, "unfold", {}, unfold_request({false, 4, 2})});
  session.publish(s);
  CHECK(s.unfold.seen.layers[1].first == 4);
  CHECK(s.unfold.seen.layers[1].second == 2);
  session.apply({Command::Kind::Want, "unfold", {}, 0});
  session.publish(s);
  CHECK(s.unfold.step == -1);
  CHECK(s.unfold.seen.places.empty());
  bare.publish(s);
  CHECK(s.param_hash == hash);
}

TEST_CASE("An interval unfolds to a curve, and the line of values is the middle of the colours") {
  int sine = 0;
  while (datasets()[static_cast<std::size_t>(sine)].dims != 1) ++sine;
  Session session(default_settings(sine));
  session.apply({Command::Kind::Want, "unfold", {}, 1});
  Snapshot s;
  session.publish(s);
  CHECK(s.unfold.seen.rows == 1);
  CHECK(s.unfold.seen.columns == kUnfoldLine);
  CHECK(s.unfold.seen.layers[0].dims == 1);
  if (class_count(s) == 0)
    CHECK(s.unfold.level == doctest::Approx(0.5F * (s.output_min + s.output_max)));
}
