// Metrics where scikit-learn's values say nothing: conventions at the edges, NaN, reduction.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>

#include "engine/analysis/part_metrics.h"
#include "engine/train/metrics.h"
#include "tests/engine/train_fixture.h"

using namespace bp;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr float kNanF = std::numeric_limits<float>::quiet_NaN();
using Labels = std::vector<std::uint32_t>;

ClassScores scored(Index classes, bool are_probabilities, std::vector<double> scores,
                   Labels labels) {
  return {classes, are_probabilities, std::move(scores), std::move(labels)};
}

}  // namespace

TEST_CASE("A single logistic output becomes the probabilities of two classes") {
  const std::array output{0.25F, 0.5F, 0.75F};
  const std::array classes{0.0F, 1.0F, 1.0F};
  const ClassScores s = class_scores(output, 1, classes, loss("bce"), activation("logistic"));
  CHECK(s.classes == 2);
  CHECK(s.are_probabilities);
  CHECK(s.scores == std::vector<double>{0.75, 0.25, 0.5, 0.5, 0.25, 0.75});
  CHECK(s.labels == Labels{0, 1, 1});
  CHECK(predicted_classes(s.scores, 2) == Labels{0, 0, 1});  // on the level: class 0, as accuracy()
}

TEST_CASE("A hinge's output is a margin around 0 and no probability") {
  const std::array output{0.25F, -3.0F, 0.0F};
  const std::array classes{1.0F, 0.0F, 1.0F};
  const ClassScores s = class_scores(output, 1, classes, loss("hinge"), activation("linear"));
  CHECK_FALSE(s.are_probabilities);
  CHECK(s.scores == std::vector<double>{-0.25, 0.25, 3, -3, 0, 0});
  CHECK(predicted_classes(s.scores, 2) == Labels{1, 0, 0});
  const PartMetrics m = classification_metrics(s);
  CHECK(m.has_probabilities == 0);
  for (const CalibrationBin& bin : m.calibration.bins) CHECK(bin.count == 0);
  CHECK(m.roc.areas.size() == 1);
}

TEST_CASE("A linear output trained to 0 and 1 decides at one half and is no probability") {
  const std::array output{0.75F, 0.25F, 1.5F};
  const std::array classes{1.0F, 0.0F, 1.0F};
  const ClassScores s = class_scores(output, 1, classes, loss("mse"), activation("linear"));
  CHECK_FALSE(s.are_probabilities);
  CHECK(predicted_classes(s.scores, 2) == Labels{1, 0, 1});
}

TEST_CASE("Several outputs are the scores themselves") {
  const std::array output{1.0F, 3.0F, 2.0F, 5.0F, 5.0F, 4.0F};
  const std::array classes{2.0F, 0.0F};
  const ClassScores s = class_scores(output, 3, classes, loss("mse"), activation("linear"));
  CHECK(s.classes == 3);
  CHECK(s.labels == Labels{2, 0});
  CHECK(predicted_classes(s.scores, 3) == Labels{1, 0});  // equal scores: the first class
  CHECK(scores_of(s.scores, 3, 2) == std::vector<double>{2, 4});
}

TEST_CASE("The report by hand: three classes, one of them absent and never predicted") {
  //        predicted 0  1  2
  // true 0           2  1  0
  // true 1           1  0  0
  const ClassificationReport r = classification_report(Labels{0, 0, 1, 0}, Labels{0, 0, 0, 1}, 3);
  CHECK(r.confusion == Labels{2, 1, 0, 1, 0, 0, 0, 0, 0});
  CHECK(r.accuracy == 0.5);
  CHECK(r.rows[0].precision == doctest::Approx(2.0 / 3));
  CHECK(r.rows[0].recall == doctest::Approx(2.0 / 3));
  CHECK(r.rows[0].f1 == doctest::Approx(2.0 / 3));
  for (const std::size_t c : {1U, 2U}) {
    CHECK(r.rows[c].precision == 0);
    CHECK(r.rows[c].recall == 0);
    CHECK(r.rows[c].f1 == 0);
  }
  CHECK(r.macro.f1 == doctest::Approx(2.0 / 9));
  CHECK(r.weighted.f1 == doctest::Approx(0.5));
  CHECK(r.weighted.support == 4);
}

TEST_CASE("A NaN score is a miss: in support and accuracy, in no cell of the confusion matrix") {
  const ClassScores s = scored(2, true, {0.2, 0.8, kNan, kNan, 0.9, 0.1}, {1, 1, 0});
  const PartMetrics m = classification_metrics(s);
  CHECK(m.report.undecided == 1);
  CHECK(m.report.confusion == Labels{1, 0, 0, 1});
  CHECK(m.report.accuracy == doctest::Approx(2.0 / 3));
  CHECK(m.report.rows[1].recall == 0.5);
  CHECK(m.report.rows[1].precision == 1);
  // What needs all scores is not defined then.
  CHECK(std::isnan(m.roc.areas[0]));
  CHECK(std::isnan(m.precision_recall.areas[0]));
  CHECK(std::isnan(m.roc.macro_area));
  CHECK(m.roc.points.empty());
  CHECK(std::isnan(m.log_loss));
  CHECK(std::isnan(m.calibration.error));
}

TEST_CASE("No samples give no metrics") {
  const PartMetrics m = classification_metrics(scored(2, true, {}, {}));
  CHECK(m.samples == 0);
  CHECK(m.report.rows.empty());
  CHECK(regression_report({}, {}).samples == 0);
  CHECK(classification_report({}, {}, 2).accuracy == 0);
  CHECK(std::isnan(log_loss({}, {}, 2)));
  CHECK(std::isnan(calibration({}, {}).error));
}

TEST_CASE("Curves without samples of a class, or without others, are undefined") {
  const std::vector<double> scores{0.1, 0.9};
  for (const Labels& labels : {Labels{0, 0}, Labels{1, 1}}) {
    const RankingCurve roc = roc_curve(rank(scores, labels, 1));
    CHECK(std::isnan(roc.area));
    CHECK(roc.x.empty());
  }
  CHECK(std::isnan(precision_recall_curve(rank(scores, Labels{0, 0}, 1)).area));
  CHECK(precision_recall_curve(rank(scores, Labels{1, 1}, 1)).area == 1);
  // The mean over classes is that of the defined ones: class 2 is not there.
  const ClassScores s = scored(3, true, {0.5, 0.3, 0.2, 0.1, 0.6, 0.3, 0.2, 0.7, 0.1}, {0, 1, 1});
  const PartMetrics m = classification_metrics(s);
  CHECK(std::isnan(m.roc.areas[2]));
  CHECK(m.roc.macro_area == 1);
}

TEST_CASE("AUC is the share of pairs in the right order, a tie counting half") {
  Rng rng(3);
  std::vector<double> scores;
  Labels labels;
  for (int i = 0; i < 200; ++i) {
    labels.push_back(rng.below(3) == 0 ? 1 : 0);
    scores.push_back(static_cast<double>(rng.below(20)) + (labels.back() == 1 ? 4 : 0));
  }
  double right = 0, pairs = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    for (std::size_t j = 0; j < scores.size(); ++j) {
      if (labels[i] != 1 || labels[j] != 0) continue;
      ++pairs;
      if (scores[i] > scores[j]) right += 1;
      if (scores[i] == scores[j]) right += 0.5;
    }
  }
  CHECK(roc_curve(rank(scores, labels, 1)).area == right / pairs);  // both count in whole numbers
}

TEST_CASE("A long curve is reduced to a few of its own points, its area kept") {
  Rng rng(5);
  std::vector<double> scores;
  Labels labels;
  for (int i = 0; i < 5000; ++i) {
    labels.push_back(static_cast<std::uint32_t>(i % 2));
    scores.push_back(static_cast<double>(rng.normal()) + (i % 2));
  }
  const Ranking ranking = rank(scores, labels, 1);
  for (const RankingCurve& all : {roc_curve(ranking), precision_recall_curve(ranking)}) {
    const RankingCurve few = reduced(all, 200);
    CHECK(few.x.size() <= 200);
    CHECK(few.x.size() > 100);
    CHECK(few.area == all.area);
    CHECK(few.x.front() == all.x.front());
    CHECK(few.x.back() == all.x.back());
    CHECK(few.y.back() == all.y.back());
    std::size_t at = 0;
    for (std::size_t i = 0; i < few.x.size(); ++i) {
      while (at < all.x.size() && all.threshold[at] != few.threshold[i]) ++at;
      REQUIRE(at < all.x.size());  // a point of the curve, after the one before
      CHECK(all.x[at] == few.x[i]);
      CHECK(all.y[at] == few.y[i]);
    }
  }
  // A curve drawn through them encloses nearly the same area: steps of 2/199 along the ROC curve
  // bend away from it by far less than 1e-3 on average.
  const RankingCurve roc = reduced(roc_curve(ranking), 200);
  double drawn = 0;
  for (std::size_t i = 1; i < roc.x.size(); ++i) {
    drawn += (roc.x[i] - roc.x[i - 1]) * (roc.y[i] + roc.y[i - 1]) / 2;
  }
  CHECK(drawn == doctest::Approx(roc.area).epsilon(1e-3));
}

TEST_CASE("Points within a straight line are left out, and the drawn area stays the same") {
  const std::vector<double> scores{9, 8, 7, 6, 5, 4, 3, 2};
  const RankingCurve all = roc_curve(rank(scores, Labels{1, 1, 1, 0, 0, 1, 1, 0}, 1));
  const RankingCurve few = reduced(all, 200);
  CHECK(all.x.size() == 9);
  CHECK(few.x == std::vector<double>{0, 0, 2.0 / 3, 2.0 / 3, 1});
  CHECK(few.y == std::vector<double>{0, 0.6, 0.6, 1, 1});
}

TEST_CASE("Calibration bins are a tenth wide, an inner edge belonging to the lower bin") {
  const std::vector<double> p{0.0, 0.05, 0.1, 0.11, 0.95, 1.0};
  const std::array<std::uint8_t, 6> happened{0, 1, 0, 0, 1, 1};
  const Calibration c = calibration(p, happened);
  CHECK(c.bins[0].count == 3);
  CHECK(c.bins[0].mean_predicted == doctest::Approx(0.05));
  CHECK(c.bins[0].observed_share == doctest::Approx(1.0 / 3));
  CHECK(c.bins[1].count == 1);
  CHECK(c.bins[9].count == 2);
  CHECK(c.bins[9].observed_share == 1);
  // 3/6 · |1/20 − 1/3| + 1/6 · 0.11 + 2/6 · |0.975 − 1|
  CHECK(c.error == doctest::Approx(0.5 * (1.0 / 3 - 0.05) + 0.11 / 6 + 0.025 / 3));
}

TEST_CASE("A certain mistake costs what the cut at 2^-52 leaves of it") {
  const std::vector<double> p{1, 0};
  CHECK(log_loss(p, Labels{1}, 2) == doctest::Approx(52 * std::log(2.0)));
  CHECK(log_loss(p, Labels{0}, 2) == doctest::Approx(std::ldexp(1.0, -52)));
}

TEST_CASE("A NaN prediction makes a regression's figures NaN and is counted beside the histogram") {
  const std::array predicted{1.0F, kNanF, 2.0F};
  const std::array actual{1.0F, 2.0F, 3.0F};
  const RegressionReport r = regression_report(predicted, actual);
  CHECK(std::isnan(r.mse));
  CHECK(std::isnan(r.mae));
  CHECK(std::isnan(r.r2));
  CHECK(std::isnan(r.explained_variance));
  CHECK(r.residuals.not_finite == 1);
  CHECK(r.residuals.count == 2);
  CHECK(std::isnan(regression_report(predicted, std::array{2.0F, 2.0F, 2.0F}).r2));
}

TEST_CASE(
    "Predicted against actual keeps evenly picked samples, residuals are actual minus predicted") {
  std::vector<float> actual, predicted;
  for (int i = 0; i < 1000; ++i) {
    actual.push_back(static_cast<float>(i));
    predicted.push_back(static_cast<float>(i) + 1);
  }
  const RegressionReport r = regression_report(predicted, actual, 100);
  REQUIRE(r.points.size() == 100);
  for (std::size_t k = 0; k < 100; ++k) {
    CHECK(r.points[k].actual == static_cast<float>(10 * k));
    CHECK(r.points[k].predicted == r.points[k].actual + 1);
  }
  CHECK(r.residual_mean == -1);
  CHECK(r.residual_deviation == 0);
  CHECK(r.residuals.min == -1);
  CHECK(regression_report(predicted, actual).points.size() == 500);
}

TEST_CASE("The report's accuracy and R squared are those the trainer evaluates") {
  for (const Task task : {Task::Classification, Task::Regression}) {
    const bool classifies = task == Task::Classification;
    for (const char* key : {"mse", "bce", "hinge"}) {
      if (!classifies && std::string_view(key) != "mse") continue;
      CAPTURE(key);
      bp_test::SmallTask small(task, loss(key), 60, 40);
      PreparedData data = small.data();
      for (Part* part : {&data.train, &data.test}) {
        part->raw_y.resize(part->count());
        for (Index i = 0; i < part->count(); ++i) {
          part->raw_y(i) =
              classifies ? (part->Y(0, i) > loss(key).decision_level ? 1.0F : 0.0F) : part->Y(0, i);
        }
      }
      Trainer<float> trainer;
      trainer.configure(bp_test::make_plan({{{5, "tanh"}}}, task, key, "sgd"), data);
      TrainHyper hyper;
      for (int i = 0; i < 40; ++i) trainer.step(hyper);
      for (const Part* part : {&data.train, &data.test}) {
        const PartMetrics m = part_metrics(trainer, data, *part);
        const double score = trainer.evaluate(*part).score;
        CHECK(m.samples == static_cast<std::uint32_t>(part->count()));
        // R² by other sums: n rounding errors of 1e-16 each.
        CHECK((classifies ? m.report.accuracy : m.regression.r2) ==
              doctest::Approx(score).epsilon(1e-12));
      }
    }
  }
}
