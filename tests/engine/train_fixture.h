// A small synthetic task for the trainer's tests, made of nothing but Rng and basic arithmetic, so
// that its bits depend on no data set.
#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>

#include "engine/train/trainer.h"

namespace bp_test {

struct Layers {
  std::initializer_list<std::pair<bp::Index, std::string_view>> hidden;
};

/// Two classes (is x₁x₂ > 0?) or the plane x₁ − ½x₂, encoded for `loss`.
class SmallTask {
 public:
  SmallTask(bp::Task task, const bp::Loss& loss, bp::Index train, bp::Index test = 20) {
    row_.task = task;
    data_.classes = task == bp::Task::Classification ? 2 : 0;
    row_.dims = 2;
    row_.box_min = -2;
    row_.box_max = 2;
    data_.dataset = &row_;
    data_.feature_rows = {0, 1};
    data_.raw_axes.resize(2);
    data_.standardiser.identity(2);
    bp::Rng rng(99);
    fill(data_.train, train, loss, rng);
    fill(data_.test, test, loss, rng);
  }
  SmallTask(const SmallTask&) = delete;
  SmallTask& operator=(const SmallTask&) = delete;
  [[nodiscard]] const bp::PreparedData& data() const { return data_; }

 private:
  void fill(bp::Part& part, bp::Index n, const bp::Loss& loss, bp::Rng& rng) const {
    part.X.resize(2, n);
    const bp::Index outputs = bp::output_count(loss, data_.classes);
    part.Y.resize(outputs, n);
    for (bp::Index i = 0; i < n; ++i) {
      const float x1 = rng.uniform(-2, 2);
      const float x2 = rng.uniform(-2, 2);
      part.X(0, i) = x1;
      part.X(1, i) = x2;
      for (bp::Index k = 0; k < outputs; ++k) {
        const bool is_own = (x1 * x2 > 0) == (outputs == 1 || k == 1);
        const float of_class = is_own ? loss.positive_target : loss.negative_target;
        part.Y(k, i) = data_.classes > 0 ? of_class : x1 - 0.5F * x2;
      }
    }
    part.raw = part.X;
  }

  bp::Dataset row_{};
  bp::PreparedData data_;
};

/// `hidden` layers of (units, activation), then the output layer that task and loss require.
inline bp::TrainPlan make_plan(Layers layers, bp::Task task, std::string_view loss,
                               std::string_view optimizer,
                               std::string_view initializer = "xavier") {
  bp::TrainPlan plan;
  plan.network.inputs = 2;
  for (const auto& [units, key] : layers.hidden) {
    plan.network.layers.push_back({units, &bp::activation(key)});
  }
  plan.loss = &bp::loss(loss);
  const bool classifies = task == bp::Task::Classification;
  plan.network.layers.push_back(
      {bp::output_count(*plan.loss, classifies ? 2 : 0),
       &bp::activation(classifies ? plan.loss->classification_output : "linear")});
  plan.optimizer = &bp::optimizer(optimizer);
  plan.initializer = &bp::initializer(initializer);
  plan.init_scale = 0.5F;
  plan.seed = 17;
  return plan;
}

}  // namespace bp_test
