#include "engine/session/double_run.h"

#include "engine/core/hash.h"
#include "engine/session/memory.h"
#include "engine/session/options.h"
#include "engine/session/plan.h"
#include "engine/session/publish_run.h"

namespace bp {

DoubleRun::DoubleRun(const Settings& settings, const Tables& tables, Notices& notices)
    : settings_(settings) {
  normalise(settings_, notices);
  replace_missing_data(settings_, tables, notices);
  fit_memory(settings_, table_shape(settings_, tables), notices);
  data_ = prepared_data(settings_, tables);
  restart();
}

void DoubleRun::start_with(Start<double> start) {
  start_ = std::move(start);
  restart();
}

void DoubleRun::restart() {
  TrainPlan plan = train_plan(settings_, data_);
  plan.order = start_.order;
  trainer_.configure(plan, data_);
  trainer_.set_dropout(dropout_of(settings_));
  trainer_.set_norm(norm_of(settings_));
  trainer_.set_augmentation(augment_amounts(settings_));
  if (start_.weights && start_.weights->spec() == plan.network)
    trainer_.start_from(*start_.weights);
  hyper_ = train_hyper(settings_);
  finish_reason_ = FinishReason::None;
}

void DoubleRun::train(const Command& command) {
  const bool counts_steps = command.kind == Command::Kind::Step;
  const auto done = [&] { return counts_steps ? trainer_.steps() : trainer_.epoch(); };
  const std::int64_t target = done() + command.count;
  trainer_.keep_previous(true);  // for update ratios
  while (done() < target && finish_reason_ == FinishReason::None && !trainer_.divergence()) {
    trainer_.step(hyper_);
    if (!trainer_.divergence() && trainer_.at_epoch_end()) end_epoch();
  }
}

/// As Session::Impl::end_epoch().
void DoubleRun::end_epoch() {
  if (Trainer<double>::watches_loss(hyper_)) {
    const Part& watched = settings_.watch == kWatchesTest ? data_.test : data_.validation;
    if (trainer_.end_epoch(hyper_, trainer_.evaluate(watched).loss)) {
      finish_reason_ = FinishReason::Patience;
      trainer_.restore_best();
    }
  }
  const bool is_last = settings_.stop_epochs > 0 && trainer_.epoch() == settings_.stop_epochs;
  if (is_last && finish_reason_ == FinishReason::None) finish_reason_ = FinishReason::Epochs;
}

void DoubleRun::publish_status(Snapshot& out) const {
  out.state = RunState::Paused;
  if (finish_reason_ != FinishReason::None) out.state = RunState::Finished;
  if (trainer_.divergence()) out.state = RunState::Diverged;
  out.finish_reason = finish_reason_;
  out.dataset = static_cast<std::uint32_t>(settings_.data);
  out.input_names = data_.input_names;
  out.class_names = data_.class_names;
  publish_counts(data_, out);
}

void DoubleRun::publish(Snapshot& out) {
  out = {};
  publish_status(out);
  publish_run(trainer_, hyper_, out);
  publish_evaluations(trainer_.evaluate(data_.train), trainer_.evaluate(data_.validation),
                      trainer_.evaluate(data_.test), out);
  out.metrics.step = trainer_.steps();
  out.metrics.train = part_metrics(trainer_, data_, data_.train);
  out.metrics.validation = part_metrics(trainer_, data_, data_.validation);
  out.metrics.test = part_metrics(trainer_, data_, data_.test);
  const Network<double>& net = trainer_.network();
  out.param_count = net.params().size();
  out.param_hash = parameter_hash_f64(net.params());
  out.stats.resize(static_cast<std::size_t>(net.layer_count()));
  layer_stats(net, trainer_.workspace(), trainer_.previous_params(), out.stats);
}

}  // namespace bp
