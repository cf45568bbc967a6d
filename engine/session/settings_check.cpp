#include "engine/session/settings_check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "engine/analysis/gradient_check.h"
#include "engine/session/plan.h"
#include "engine/session/schema.h"

namespace bp {
namespace {

constexpr Index kMostParams = 20000;

struct Batch {
  std::vector<double> x, y;
};

/// The run's first batch; of a large one, its first chunk.
Batch first_batch(const PreparedData& data, const TrainHyper& hyper, std::uint64_t seed) {
  BatchOrder order;
  order.configure(data.train.count(), seed);
  Batch batch;
  for (const std::uint32_t sample :
       order.next(std::min(hyper.batch_size, Trainer<double>::kMaxChunk))) {
    for (const float x : data.train.X.col(sample)) batch.x.push_back(static_cast<double>(x));
    for (const float y : data.train.Y.col(sample)) batch.y.push_back(static_cast<double>(y));
  }
  return batch;
}

/// One a penalty; those that are in the objective.
std::array<double, 2> lambdas(const TrainPlan& plan, const TrainHyper& hyper) {
  std::array<double, 2> lambda{};
  for (std::size_t r = 0; r < lambda.size(); ++r) {
    const bool is_decoupled = plan.optimizer->decouples_decay && regularizers()[r].is_decay;
    lambda[r] = is_decoupled ? 0 : static_cast<double>(hyper.lambda[r]);
  }
  return lambda;
}

std::vector<LayerCheck> by_layer(const Network<double>& net, const GradientCheck& check) {
  std::vector<LayerCheck> layers(static_cast<std::size_t>(net.layer_count()));
  for (const ParamBlock& block : net.blocks()) {
    LayerCheck& layer = layers[static_cast<std::size_t>(block.layer)];
    layer.params += block.size();
    for (Index i = 0; i < block.size(); ++i) {
      const double error = check.errors[static_cast<std::size_t>(block.offset + i)];
      if (std::isnan(error)) continue;
      ++layer.judged;
      layer.worst = std::max(layer.worst, error);
    }
  }
  return layers;
}

}  // namespace

bool SettingsCheck::passed() const {
  return std::ranges::all_of(
      layers, [](const LayerCheck& layer) { return layer.worst <= kGradientTolerance; });
}

Result<SettingsCheck> check_settings(const Settings& settings, const Tables& tables) {
  if (!has_data(settings, tables)) {
    return Error{"This data set is a table, and the table was not given."};
  }
  const PreparedData data = prepared_data(settings, tables);
  const TrainPlan plan = train_plan(settings, data);
  const Index params = plan.network.param_count();
  if (params > kMostParams) {
    return Error{"Every parameter costs two passes over the batch; " + std::to_string(params) +
                 " are too many, up to " + std::to_string(kMostParams) +
                 " are checked. Try smaller layers."};
  }
  const TrainHyper hyper = train_hyper(settings);
  Trainer<double> trainer;
  trainer.configure(plan, data);
  trainer.set_dropout(dropout_of(settings));
  trainer.set_norm(norm_of(settings));
  Batch batch = first_batch(data, hyper, plan.seed);
  const Index outputs = plan.network.outputs();
  const Index n = static_cast<Index>(batch.y.size()) / outputs;
  if (data.classes > 0) {
    smooth_targets(*plan.loss, static_cast<double>(hyper.smoothing), outputs, n, batch.y.data());
  }
  const std::array<double, 2> lambda = lambdas(plan, hyper);
  const GradientCheck check = check_gradients(trainer.network(), *plan.loss, batch.x.data(),
                                              batch.y.data(), n, lambda, hyper.penalises_biases);
  return SettingsCheck{n, by_layer(trainer.network(), check)};
}

}  // namespace bp
