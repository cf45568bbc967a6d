#include "engine/session/plan.h"

#include "engine/session/options.h"
#include "engine/session/schema.h"

namespace bp {
namespace {

/// λ of a regularizer: the real field with the row's key.
float lambda_of(const Regularizer& row, const Settings& settings) {
  const Field* field = find_field(row.key);
  const RealKind* kind = field ? std::get_if<RealKind>(&field->kind) : nullptr;
  assert(kind && "every regularizer has a field for its lambda");
  return kind ? settings.*kind->member : 0;
}

}  // namespace

PrepareOptions prepare_options(const Settings& s) {
  PrepareOptions options;
  options.dataset = &at(datasets(), s.data);
  options.params = {s.samples, s.noise};
  options.seed = static_cast<std::uint64_t>(s.seed);
  options.train_share = s.train_share / 100.0F;
  options.feature_mask = s.features;
  options.standardise = s.standardise;
  return options;
}

PreparedData prepared_data(const Settings& s) {
  PreparedData data = prepare(prepare_options(s));
  encode_targets(data, at(losses(), s.loss));
  return data;
}

NetworkSpec network_spec(const Settings& s, Index inputs) {
  NetworkSpec spec;
  spec.inputs = inputs;
  for (int l = 0; l < s.hidden.count; ++l) {
    const HiddenLayer& layer = s.hidden.layers[static_cast<std::size_t>(l)];
    const int row = layer.activation >= 0 ? layer.activation : s.activation;
    spec.layers.push_back({layer.units, &at(activations(), row), s.batch_norm});
  }
  const bool is_class = at(datasets(), s.data).task == Task::Classification;
  const std::string_view output = is_class ? at(losses(), s.loss).classification_output : "linear";
  spec.layers.push_back({1, &activation(output)});
  return spec;
}

TrainPlan train_plan(const Settings& s, Index inputs) {
  TrainPlan plan;
  plan.network = network_spec(s, inputs);
  plan.loss = &at(losses(), s.loss);
  plan.optimizer = &at(optimizers(), s.optimizer);
  plan.initializer = &at(initializers(), s.initializer);
  plan.init_scale = s.init_scale;
  plan.init_bias = s.init_bias;
  plan.seed = static_cast<std::uint64_t>(s.seed);
  return plan;
}

std::vector<Dropout> dropout_of(const Settings& s) {
  const DropoutConvention& convention = at(dropout_conventions(), s.dropout_convention);
  std::vector<Dropout> layers;
  for (int l = 0; l < s.hidden.count; ++l) {
    layers.push_back({s.dropout_of(l) / 100.0F, &convention});
  }
  return layers;
}

TrainHyper train_hyper(const Settings& s) {
  TrainHyper hyper;
  hyper.optimizer.learning_rate = s.learning_rate;
  hyper.schedule = &at(schedules(), s.schedule);
  hyper.schedule_period = static_cast<float>(s.schedule_period);
  hyper.schedule_factor = s.schedule_factor;
  hyper.optimizer.momentum = s.momentum;
  hyper.optimizer.beta2 = s.beta2;
  hyper.batch_size = s.batch_size;
  hyper.patience = s.patience;
  hyper.clip_value = s.clip_value;
  hyper.clip_norm = s.clip_norm;
  hyper.budget = &at(budgets(), s.budget);
  hyper.radius = s.radius;
  hyper.penalises_biases = s.penalises_biases;
  hyper.max_norm = s.max_norm;
  hyper.smoothing = s.smoothing / 100.0F;
  for (std::size_t i = 0; i < hyper.lambda.size(); ++i) {
    hyper.lambda[i] = lambda_of(regularizers()[i], s);
  }
  return hyper;
}

}  // namespace bp
