// The problem of tools/golden: twelve points, and what PyTorch's runs on it came to.
#pragma once

#include <algorithm>
#include <cmath>
#include <string_view>

#include "tests/engine/train_fixture.h"

namespace bp_test {

inline constexpr std::size_t kParams = 31;
struct GoldenRun {
  std::string_view optimizer, loss;
  double learning_rate, l1, l2;
  double last_loss;  ///< data term of the 100th batch, before its update
  double after_10[kParams], after_100[kParams];
};
#include "tests/golden/trajectories.inc"

struct TrainingRun {
  std::string_view name;
  double last_loss, last_rate;
  double evaluation;  ///< loss in evaluation mode at the end
  double params[kParams];
};
/// Objective before, and parameters after, steps 10 and 20.
struct LbfgsRun {
  std::string_view loss;
  double l2;
  double value_10, after_10[kParams], value_20, after_20[kParams];
};
/// Three classes with an output each: 2 × 4 more parameters.
struct SoftmaxRun {
  double last_loss, evaluation;
  double params[kParams + 8];
};
/// With batch normalisation in the hidden layers of 4 and 3 units.
struct NormRun {
  double last_loss, evaluation;
  double params[kParams + 2 * 7];
  double running[2 * 7];
};
#include "tests/golden/training_runs.inc"

inline constexpr int kTrainingSteps = 60;
inline constexpr bp::Index kGoldenSamples = 12;

/// Largest deviation relative to the largest value.
template <class T>
double deviation(std::span<const T> values, std::span<const double> golden) {
  double largest = 0;
  double worst = 0;
  for (std::size_t i = 0; i < golden.size(); ++i) {
    largest = std::max(largest, std::fabs(golden[i]));
    worst = std::max(worst, std::fabs(static_cast<double>(values[i]) - golden[i]));
  }
  return worst / largest;
}

/// As a prepared data set; both parts are the same.
class GoldenTask {
 public:
  GoldenTask() {
    row_.task = bp::Task::Classification;
    data_.dataset = &row_;
    data_.classes = 2;
    data_.train.X.resize(2, kGoldenSamples);
    data_.train.Y.resize(1, kGoldenSamples);
    for (bp::Index i = 0; i < kGoldenSamples; ++i) {
      data_.train.X(0, i) = static_cast<float>(kGoldenInputs[2 * i]);
      data_.train.X(1, i) = static_cast<float>(kGoldenInputs[2 * i + 1]);
      data_.train.Y(0, i) = static_cast<float>(kGoldenClasses[i]);
    }
    data_.test = data_.train;
  }
  GoldenTask(const GoldenTask&) = delete;
  GoldenTask& operator=(const GoldenTask&) = delete;
  [[nodiscard]] const bp::PreparedData& data() const { return data_; }

 private:
  bp::Dataset row_{};
  bp::PreparedData data_;
};

}  // namespace bp_test
