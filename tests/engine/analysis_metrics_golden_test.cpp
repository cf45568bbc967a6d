// All metrics against scikit-learn (tools/golden/make_metrics.py).
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <string_view>

#include "engine/session/metrics_text.h"

namespace {

using namespace bp;
using Numbers = std::vector<double>;

struct GoldenClassification {
  std::string_view name;
  Index classes;
  bool are_probabilities;
  Numbers scores, labels, confusion, accuracy;
  Numbers rows;  ///< precision, recall, F1 of each class
  Numbers support, macro, weighted, auc, ap, macro_auc, macro_ap;
  Numbers roc, pr;  ///< x, y of each point
  Numbers log_loss;
  Numbers calibration;  ///< mean predicted, observed share, count of each bin that is not empty
  Numbers ece;
  std::string_view text;
};

struct GoldenRegression {
  std::string_view name;
  Numbers actual, predicted;
  Numbers figures;  ///< mse, rmse, mae, r2, explained variance, mean and deviation of residuals
  Numbers bins;
};

#include "tests/golden/metrics.inc"

/// Relative: both compute in double what a few hundred additions make; their orders differ.
bool is_near(double value, double expected) {
  return std::fabs(value - expected) <= 1e-12 * std::fabs(expected);
}

template <class T>
void check_all(const std::vector<T>& values, const Numbers& expected) {
  REQUIRE(values.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CAPTURE(i);
    CAPTURE(values[i]);
    CAPTURE(expected[i]);
    CHECK(is_near(static_cast<double>(values[i]), expected[i]));
  }
}

Numbers numbers_of(const std::vector<ClassRow>& rows) {
  Numbers all;
  for (const ClassRow& row : rows) all.insert(all.end(), {row.precision, row.recall, row.f1});
  return all;
}

ClassScores scores_of_case(const GoldenClassification& golden) {
  ClassScores s;
  s.classes = golden.classes;
  s.are_probabilities = golden.are_probabilities;
  s.scores = golden.scores;
  for (const double label : golden.labels) s.labels.push_back(static_cast<std::uint32_t>(label));
  return s;
}

}  // namespace

TEST_CASE("The classification report is scikit-learn's") {
  for (const GoldenClassification& golden : golden_classifications()) {
    CAPTURE(golden.name);
    const PartMetrics m = classification_metrics(scores_of_case(golden));
    check_all(m.report.confusion, golden.confusion);
    CHECK(is_near(m.report.accuracy, golden.accuracy[0]));
    check_all(numbers_of(m.report.rows), golden.rows);
    for (std::size_t c = 0; c < golden.support.size(); ++c) {
      CHECK(m.report.rows[c].support == golden.support[c]);
    }
    check_all(numbers_of({m.report.macro}), golden.macro);
    check_all(numbers_of({m.report.weighted}), golden.weighted);
    CHECK(m.report.undecided == 0);
  }
}

TEST_CASE("The printed table is scikit-learn's, to the letter") {
  for (const GoldenClassification& golden : golden_classifications()) {
    CAPTURE(golden.name);
    const PartMetrics m = classification_metrics(scores_of_case(golden));
    std::vector<std::string> names;
    for (std::size_t c = 0; c < m.report.rows.size(); ++c) {
      names.push_back("class " + std::to_string(c));
    }
    CHECK(classification_table(m.report, names) == golden.text);
  }
}

TEST_CASE("Areas under the curves are scikit-learn's") {
  for (const GoldenClassification& golden : golden_classifications()) {
    CAPTURE(golden.name);
    const PartMetrics m = classification_metrics(scores_of_case(golden));
    check_all(m.roc.areas, golden.auc);
    check_all(m.precision_recall.areas, golden.ap);
    CHECK(is_near(m.roc.macro_area, golden.macro_auc[0]));
    CHECK(is_near(m.precision_recall.macro_area, golden.macro_ap[0]));
  }
}

TEST_CASE("Every point of ROC and precision-recall is scikit-learn's") {
  for (const GoldenClassification& golden : golden_classifications()) {
    CAPTURE(golden.name);
    const ClassScores s = scores_of_case(golden);
    Numbers roc, pr;
    const auto append = [](const RankingCurve& curve, Numbers& all) {
      for (std::size_t i = 0; i < curve.x.size(); ++i) {
        all.insert(all.end(), {curve.x[i], curve.y[i]});
      }
    };
    for (Index c = s.classes == 2 ? 1 : 0; c < s.classes; ++c) {
      const Ranking ranking =
          rank(scores_of(s.scores, s.classes, c), s.labels, static_cast<std::uint32_t>(c));
      append(roc_curve(ranking), roc);
      append(precision_recall_curve(ranking), pr);
    }
    check_all(roc, golden.roc);
    check_all(pr, golden.pr);
  }
}

TEST_CASE("Log loss and calibration are scikit-learn's, and missing where scores are no chances") {
  for (const GoldenClassification& golden : golden_classifications()) {
    CAPTURE(golden.name);
    const PartMetrics m = classification_metrics(scores_of_case(golden));
    CHECK(m.has_probabilities == (golden.are_probabilities ? 1U : 0U));
    Numbers filled;
    for (const CalibrationBin& bin : m.calibration.bins) {
      if (bin.count == 0) continue;
      filled.insert(filled.end(),
                    {bin.mean_predicted, bin.observed_share, static_cast<double>(bin.count)});
    }
    check_all(filled, golden.calibration);
    if (!golden.are_probabilities) continue;
    CHECK(is_near(m.log_loss, golden.log_loss[0]));
    CHECK(is_near(m.calibration.error, golden.ece[0]));
  }
}

TEST_CASE("Regression figures are scikit-learn's, and the residuals' histogram numpy's") {
  for (const GoldenRegression& golden : golden_regressions()) {
    CAPTURE(golden.name);
    const std::vector<float> actual(golden.actual.begin(), golden.actual.end());
    const std::vector<float> predicted(golden.predicted.begin(), golden.predicted.end());
    const RegressionReport r = regression_report(predicted, actual);
    check_all(Numbers{r.mse, r.rmse, r.mae, r.r2, r.explained_variance, r.residual_mean,
                      r.residual_deviation},
              golden.figures);
    if (golden.bins.empty()) continue;
    check_all(std::vector(r.residuals.bins.begin(), r.residuals.bins.end()), golden.bins);
  }
}
