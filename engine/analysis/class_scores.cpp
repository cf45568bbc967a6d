#include "engine/analysis/class_scores.h"

#include <cassert>
#include <cmath>

namespace bp {
namespace {

bool gives_probabilities(Index outputs, const Loss& loss, const Activation& activation) {
  if (loss.negative_target != 0 || loss.positive_target != 1) return false;
  return activation.key == (outputs == 1 ? "logistic" : "softmax");
}

}  // namespace

ClassScores class_scores(std::span<const float> values, Index outputs,
                         std::span<const float> classes, const Loss& loss,
                         const Activation& activation) {
  assert(values.size() == classes.size() * static_cast<std::size_t>(outputs));
  ClassScores s;
  s.classes = outputs == 1 ? 2 : outputs;
  s.are_probabilities = gives_probabilities(outputs, loss, activation);
  s.scores.reserve(static_cast<std::size_t>(s.classes) * classes.size());
  const double both = s.are_probabilities ? 1 : 2 * static_cast<double>(loss.decision_level);
  for (const float value : values) {
    const auto score = static_cast<double>(value);
    if (outputs == 1) s.scores.push_back(both - score);
    s.scores.push_back(score);
  }
  s.labels.reserve(classes.size());
  for (const float c : classes) s.labels.push_back(static_cast<std::uint32_t>(c));
  return s;
}

std::vector<std::uint32_t> predicted_classes(std::span<const double> scores, Index classes) {
  const auto k = static_cast<std::size_t>(classes);
  assert(k >= 2 && scores.size() % k == 0);
  std::vector<std::uint32_t> predicted;
  predicted.reserve(scores.size() / k);
  for (std::size_t first = 0; first < scores.size(); first += k) {
    std::size_t best = 0;
    for (std::size_t c = 0; c < k && best < k; ++c) {
      const double score = scores[first + c];
      if (std::isnan(score)) {
        best = k;
      } else if (score > scores[first + best]) {
        best = c;
      }
    }
    predicted.push_back(static_cast<std::uint32_t>(best));
  }
  return predicted;
}

std::vector<double> scores_of(std::span<const double> scores, Index classes, Index which) {
  const auto k = static_cast<std::size_t>(classes);
  assert(which >= 0 && which < classes && scores.size() % k == 0);
  std::vector<double> row;
  row.reserve(scores.size() / k);
  for (std::size_t i = static_cast<std::size_t>(which); i < scores.size(); i += k) {
    row.push_back(scores[i]);
  }
  return row;
}

}  // namespace bp
