#include "engine/session/plan.h"

#include "engine/core/message.h"
#include "engine/session/codec.h"
#include "engine/session/memory.h"
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

/// The amount a field of the row's key holds.
struct AmountOf {
  const Settings& s;
  float operator()(const IntKind& k) const { return static_cast<float>(s.*k.member); }
  float operator()(const RealKind& k) const { return s.*k.member; }
  float operator()(const FlagKind& k) const { return s.*k.member ? 1.0F : 0.0F; }
  template <class Other>
  float operator()(const Other&) const {
    assert(false && "an amount is a number or a switch");
    return 0;
  }
};

}  // namespace

bool has_data(const Settings& s, const Tables& tables) {
  const Dataset& row = at(datasets(), s.data);
  return !row.is_table() || tables.find(row.key) != nullptr;
}

void replace_missing_data(Settings& s, const Tables& tables, Notices& notices) {
  if (has_data(s, tables)) return;
  const std::string_view used = datasets().front().key;
  notices.push_back({Notice::Kind::MissingTable, "data", std::string(at(datasets(), s.data).key),
                     std::string(used)});
  (void)change_setting("data", used, s, notices);
}

Result<Table> read_table(const Dataset& row, std::string_view csv, CsvOptions options,
                         Remarks* remarks) {
  options.target_kind = row.task == Task::Classification ? CsvOptions::TargetKind::Classes
                                                         : CsvOptions::TargetKind::Values;
  Result<Table> table = parse_csv(csv, options, remarks);
  if (!table) return table;
  const Index columns = table.value().X.rows();
  if (row.columns > 0 && columns != row.columns) {
    return said(Message::table_features,
                {std::string(row.label), std::to_string(row.columns), std::to_string(columns)});
  }
  const auto classes = static_cast<int>(table.value().class_names.size());
  if (row.classes > 0 && classes != row.classes) {
    return said(Message::table_classes,
                {std::string(row.label), std::to_string(row.classes), std::to_string(classes)});
  }
  if (table.value().count() < 4) return said(Message::table_few_rows);
  if (!can_hold(row, table_shape(table.value()))) {
    return said(Message::table_memory, {std::to_string(kMaxMemory >> 20)});
  }
  return table;
}

PrepareOptions prepare_options(const Settings& s, const Tables& tables) {
  PrepareOptions options;
  options.dataset = &at(datasets(), s.data);
  if (options.dataset->is_table()) options.table = tables.find(options.dataset->key);
  options.params = {s.samples, s.noise, s.classes, s.bends, s.width};
  options.seed = static_cast<std::uint64_t>(s.seed);
  options.train_share = s.train_share / 100.0F;
  options.validation_share = s.validation_share / 100.0F;
  options.feature_mask = s.features;
  options.columns = s.columns;
  options.standardise = s.standardise;
  return options;
}

PreparedData prepared_data(const Settings& s, const Tables& tables) {
  PreparedData data = prepare(prepare_options(s, tables));
  encode_targets(data, at(losses(), s.loss));
  return data;
}

PlaneOptions plane_options(const Settings& s) {
  return {s.plane == 0 ? PlaneOptions::Kind::Columns : PlaneOptions::Kind::Components, s.axis_x - 1,
          s.axis_y - 1, s.sample};
}

NetworkSpec network_spec(const Settings& s, Index inputs, int classes) {
  NetworkSpec spec;
  spec.inputs = inputs;
  for (int l = 0; l < s.hidden.count; ++l) {
    const HiddenLayer& layer = s.hidden.layers[static_cast<std::size_t>(l)];
    const int row = layer.activation >= 0 ? layer.activation : s.activation;
    spec.layers.push_back({layer.units, &at(activations(), row), s.batch_norm});
  }
  const Loss& loss = at(losses(), s.loss);
  const std::string_view output = classes > 0 ? loss.classification_output : "linear";
  spec.layers.push_back({output_count(loss, classes), &activation(output)});
  return spec;
}

TrainPlan train_plan(const Settings& s, const PreparedData& data) {
  TrainPlan plan;
  plan.network = network_spec(s, data.inputs(), data.classes);
  plan.loss = &at(losses(), s.loss);
  plan.optimizer = &at(optimizers(), s.optimizer);
  plan.initializer = &at(initializers(), s.initializer);
  plan.init_scale = s.init_scale;
  plan.init_bias = s.init_bias;
  plan.seed = static_cast<std::uint64_t>(s.seed);
  return plan;
}

NormHyper norm_of(const Settings& s) {
  return {static_cast<double>(s.norm_momentum), static_cast<double>(s.norm_epsilon)};
}

std::vector<Dropout> dropout_of(const Settings& s) {
  const DropoutConvention& convention = at(dropout_conventions(), s.dropout_convention);
  std::vector<Dropout> layers;
  layers.reserve(static_cast<std::size_t>(s.hidden.count));
  for (int l = 0; l < s.hidden.count; ++l) {
    layers.push_back({s.dropout_of(l) / 100.0F, &convention});
  }
  return layers;
}

AugmentAmounts augment_amounts(const Settings& s) {
  AugmentAmounts amounts{};
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    const Field* field = find_field(augmentations()[i].key);
    assert(field && "every augmentation has a field for its amount");
    if (field) amounts[i] = std::visit(AmountOf{s}, field->kind);
  }
  return amounts;
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
