// The report at another threshold than one half, by hand, and what only looks at a run.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/analysis/part_metrics.h"
#include "engine/core/registry.h"
#include "engine/session/options.h"
#include "engine/session/session.h"
#include "tests/engine/data_support.h"

namespace bp {
namespace {

using Labels = std::vector<std::uint32_t>;

/// Class 1's probabilities 0.2, 0.4, 0.6, 0.8, 0.9 of samples that are 0, 1, 0, 1, 1.
ClassScores five() {
  return {2, true, {0.8, 0.2, 0.6, 0.4, 0.4, 0.6, 0.2, 0.8, 0.1, 0.9}, Labels{0, 1, 0, 1, 1}};
}

void run(Session& session, std::int64_t steps) {
  session.apply({Command::Kind::Step, {}, {}, steps});
  while (session.advance(0)) {
  }
}

Snapshot snapshot_of(Session& session) {
  Snapshot s;
  session.publish(s);
  return s;
}

void set(Session& session, const char* key, const char* value) {
  session.apply({Command::Kind::Set, key, value, 1});
}

}  // namespace

TEST_CASE("A higher threshold gives up hits for precision") {
  // At 1/2: 0.6, 0.8, 0.9 are taken for class 1, two of them rightly: TP 2, FP 1, FN 1, TN 1.
  const ClassificationReport half = classification_metrics(five()).report;
  CHECK(half.confusion == std::vector<std::uint32_t>{1, 1, 1, 2});
  CHECK(half.rows[1].precision == doctest::Approx(2.0 / 3));
  CHECK(half.rows[1].recall == doctest::Approx(2.0 / 3));
  // At 0.7: 0.8 and 0.9 alone, both rightly: TP 2, FP 0, FN 1, TN 2.
  const PartMetrics high = classification_metrics(five(), 0.7F);
  CHECK(high.threshold == 0.7F);
  CHECK(high.report.confusion == std::vector<std::uint32_t>{2, 0, 1, 2});
  CHECK(high.report.rows[1].precision == doctest::Approx(1));
  CHECK(high.report.rows[1].recall == doctest::Approx(2.0 / 3));
  CHECK(high.report.accuracy == doctest::Approx(0.8));
  // At 0.1: everything is class 1. TP 3, FP 2.
  CHECK(classification_metrics(five(), 0.1F).report.confusion ==
        std::vector<std::uint32_t>{0, 2, 0, 3});
}

TEST_CASE("What does not depend on a threshold stays when it moves") {
  const PartMetrics half = classification_metrics(five()),
                    high = classification_metrics(five(), 0.7F);
  // Of the 2 · 3 pairs of a class-0 and a class-1 sample, 5 are in order (0.6 > 0.4 is not).
  CHECK(high.roc.macro_area == doctest::Approx(5.0 / 6));
  CHECK(high.roc.macro_area == half.roc.macro_area);
  // Precisions at the three hits, from the top: 1, 1, 3/4.
  CHECK(high.precision_recall.macro_area == doctest::Approx((1 + 1 + 0.75) / 3));
  CHECK(high.log_loss == half.log_loss);
  CHECK(high.calibration.error == half.calibration.error);
}

TEST_CASE("Of a hinge's output the threshold is a share of the way between its targets") {
  // Targets −1 and 1: the share 0.75 is the output 0.5.
  const ClassScores s{2, false, {-0.4, 0.4, -0.6, 0.6}, Labels{1, 1}};
  CHECK(classification_metrics(s, 0.75F, -1, 1).report.confusion ==
        std::vector<std::uint32_t>{0, 0, 1, 1});
}

TEST_CASE("More than two classes have no threshold: the highest score decides") {
  const ClassScores s{3, true, {0.4, 0.3, 0.3, 0.2, 0.2, 0.6}, Labels{0, 2}};
  CHECK(classification_metrics(s, 0.9F).report.accuracy == 1);
}

TEST_CASE(
    "Moving the threshold or the place goes on with the same training, and is shown at once") {
  Session session(default_settings()), other(default_settings());
  for (const char* part : {"metrics", "matrices"}) {
    session.apply({Command::Kind::Want, part, {}, 1});
  }
  run(session, 20);
  run(other, 20);
  CHECK(snapshot_of(session).metrics.test.threshold == 0.5F);
  set(session, "threshold", "0.8");
  set(session, "placex", "1.5");
  const Snapshot s = snapshot_of(session);
  CHECK(s.metrics.test.threshold == 0.8F);
  // As many as answer more than 0.8.
  const auto above = std::ranges::count_if(s.test.output, [](float p) { return p > 0.8F; });
  CHECK(s.metrics.test.report.rows[1].predicted == above);
  run(session, 20);
  run(other, 20);
  CHECK(snapshot_of(session).param_hash == snapshot_of(other).param_hash);
  CHECK(snapshot_of(session).timeline.marks.empty());
}

TEST_CASE("A training point's place has the same pass as its sample, to its target") {
  Settings settings = default_settings();
  settings.sample = 3;
  Session session(settings);
  session.apply({Command::Kind::Want, "matrices", {}, 1});
  run(session, 10);
  Snapshot s = snapshot_of(session);
  session.apply({Command::Kind::Set, "pass", "sample", 1});
  const PassMatrices sample = snapshot_of(session).matrices.sample;
  set(session, "placex", std::to_string(static_cast<double>(s.train.x[3])).c_str());
  set(session, "placey", std::to_string(static_cast<double>(s.train.y[3])).c_str());
  session.apply({Command::Kind::Set, "pass", "place", 1});
  const PassMatrices place = snapshot_of(session).matrices.sample;
  REQUIRE(place.layers.size() == sample.layers.size());
  CHECK(place.sample.empty());
  REQUIRE(place.values.size() == sample.values.size());
  const CutMatrix a = sample.layers.back().A, b = place.layers.back().A;
  // The place was written with six decimals.
  CHECK(place.values[b.offset] == doctest::Approx(sample.values[a.offset]).epsilon(1e-4));
  CHECK(place.target.rows == 1);
  CHECK(place.layers[0].dW.rows == 8);
}

TEST_CASE("Of a table the truth at a place is not known: its pass goes forward only") {
  Settings settings = default_settings(index_of(datasets(), "iris"));
  settings.shown_pass = kShowsPlace;
  Session session(settings, nullptr, made_up_tables());
  session.apply({Command::Kind::Want, "matrices", {}, 1});
  const PassMatrices place = snapshot_of(session).matrices.sample;
  REQUIRE(place.samples == 1);
  CHECK(place.target.rows == 0);
  CHECK(std::isnan(place.loss));
  CHECK(place.layers.back().A.rows == 3);
  for (const LayerMatrices& layer : place.layers) CHECK(layer.dZ.rows == 0);
}

TEST_CASE("Another chosen sample holds a table's other columns at its values at once") {
  Settings settings = default_settings(index_of(datasets(), "iris"));
  settings.plane = kPlaneOfColumns;
  Session session(settings, nullptr, made_up_tables());
  session.apply({Command::Kind::Want, "field", {}, 16});
  run(session, 5);
  const Grid before = snapshot_of(session).field;
  set(session, "sample", "2");
  CHECK(snapshot_of(session).field.values != before.values);
}

}  // namespace bp
