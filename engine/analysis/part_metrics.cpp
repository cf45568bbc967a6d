#include "engine/analysis/part_metrics.h"

#include <cmath>
#include <limits>

namespace bp {
namespace {

void append(const RankingCurve& curve, ClassCurves& all) {
  const RankingCurve few = reduced(curve, kMaxCurvePoints);
  for (std::size_t i = 0; i < few.x.size(); ++i) {
    all.points.push_back({static_cast<float>(few.x[i]), static_cast<float>(few.y[i]),
                          static_cast<float>(few.threshold[i])});
  }
  all.areas.push_back(curve.area);
  all.ends.push_back(static_cast<std::uint32_t>(all.points.size()));
}

double mean_of_defined(std::span<const double> areas) {
  double sum = 0, count = 0;
  for (const double area : areas) {
    if (std::isnan(area)) continue;
    sum += area;
    ++count;
  }
  return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

void fill_curves(const ClassScores& s, PartMetrics& m) {
  for (Index c = s.classes == 2 ? 1 : 0; c < s.classes; ++c) {
    const Ranking ranking =
        rank(scores_of(s.scores, s.classes, c), s.labels, static_cast<std::uint32_t>(c));
    append(roc_curve(ranking), m.roc);
    append(precision_recall_curve(ranking), m.precision_recall);
  }
  for (ClassCurves* curves : {&m.roc, &m.precision_recall}) {
    curves->macro_area = mean_of_defined(curves->areas);
  }
}

/// Class 1 where it scores above the level; those without a prediction stay so.
std::vector<std::uint32_t> above_level(const ClassScores& s, std::vector<std::uint32_t> predicted,
                                       double level) {
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    if (predicted[i] < 2) predicted[i] = s.scores[2 * i + 1] > level ? 1 : 0;
  }
  return predicted;
}

Calibration calibration_of(const ClassScores& s, std::span<const std::uint32_t> predicted) {
  std::vector<double> probabilities;
  std::vector<std::uint8_t> happened;
  const auto k = static_cast<std::size_t>(s.classes);
  for (std::size_t i = 0; i < s.labels.size(); ++i) {
    // A sample with a NaN has no predicted class; any of its scores will do to tell it.
    const std::size_t c = k == 2 ? 1 : predicted[i] % k;
    const double p = s.scores[k * i + c];
    probabilities.push_back(predicted[i] == k ? std::numeric_limits<double>::quiet_NaN() : p);
    happened.push_back(s.labels[i] == c ? 1 : 0);
  }
  return calibration(probabilities, happened);
}

}  // namespace

PartMetrics classification_metrics(const ClassScores& s, float threshold, float low, float high) {
  PartMetrics m;
  m.samples = static_cast<std::uint32_t>(s.labels.size());
  m.threshold = threshold;
  if (m.samples == 0) return m;
  const std::vector<std::uint32_t> predicted = predicted_classes(s.scores, s.classes);
  const bool is_moved = s.classes == 2 && threshold != 0.5F;
  const auto level = static_cast<double>(std::lerp(low, high, threshold));
  m.report = classification_report(is_moved ? above_level(s, predicted, level) : predicted,
                                   s.labels, s.classes);
  fill_curves(s, m);
  m.has_probabilities = s.are_probabilities ? 1 : 0;
  if (!s.are_probabilities) return m;
  m.log_loss = log_loss(s.scores, s.labels, s.classes);
  m.calibration = calibration_of(s, predicted);
  return m;
}

namespace {

/// `predictor` answers, `trainer` says how answers are made.
template <class Predictor, class T>
PartMetrics metrics_of(Predictor& predictor, const Trainer<T>& trainer, const PreparedData& data,
                       const Part& part, float threshold) {
  const NetworkSpec& spec = trainer.network().spec();
  const auto n = static_cast<std::size_t>(part.count());
  std::vector<float> output(n * static_cast<std::size_t>(spec.outputs()));
  predictor.predict(part.X.data(), part.count(), output);
  const std::span<const float> targets(part.raw_y.data(), n);
  if (data.classes > 0) {
    const Loss& loss = trainer.loss();
    const ClassScores scores =
        class_scores(output, spec.outputs(), targets, loss, *spec.layers.back().activation);
    const bool has_shares = scores.are_probabilities;
    return classification_metrics(scores, threshold, has_shares ? 0 : loss.negative_target,
                                  has_shares ? 1 : loss.positive_target);
  }
  PartMetrics m;
  m.samples = static_cast<std::uint32_t>(n);
  data.to_target_units(output);
  m.regression = regression_report(output, targets);
  return m;
}

}  // namespace

template <class T>
PartMetrics part_metrics(Trainer<T>& trainer, const PreparedData& data, const Part& part,
                         float threshold) {
  return metrics_of(trainer, trainer, data, part, threshold);
}

PartMetrics part_metrics(Ensemble& ensemble, const PreparedData& data, const Part& part,
                         float threshold) {
  return metrics_of(ensemble, ensemble.member(0), data, part, threshold);
}
template PartMetrics part_metrics(Trainer<float>&, const PreparedData&, const Part&, float);
template PartMetrics part_metrics(Trainer<double>&, const PreparedData&, const Part&, float);

}  // namespace bp
