#include "engine/session/session.h"

#include <algorithm>

#include "engine/core/registry.h"
#include "engine/session/memory.h"
#include "engine/session/options.h"
#include "engine/session/session_impl.h"

namespace bp {
namespace {

constexpr Index kLossPoints = 512;
/// Fewer than the plot has pixels: a point is then the mean of several steps with its band, where
/// single steps would be a carpet.
constexpr Index kGradientPoints = 200, kEpochPoints = 80;

/// The layers without their own dropout.
LayerList undropped(LayerList list) {
  for (HiddenLayer& layer : list.layers) layer.dropout = -1;
  return list;
}

/// What it does that this field's value is another.
Effect effect_of_field(const Field& field, const Settings& before, const Settings& after) {
  const auto* kind = std::get_if<LayersKind>(&field.kind);
  if (kind && undropped(before.*kind->member) == undropped(after.*kind->member)) {
    return Effect::Live;
  }
  return field.effect;
}

/// The strongest effect among the fields whose values differ.
Effect effect_of_change(const Settings& before, const Settings& after) {
  Effect effect = Effect::ViewOnly;
  const auto strength = [](Effect e) {
    switch (e) {
      case Effect::ViewOnly:
        return 0;
      case Effect::Live:
        return 1;
      case Effect::Reinit:
        return 2;
      case Effect::Regenerate:
        return 3;
    }
    return 0;
  };
  for (const Field& field : schema()) {
    if (to_text(field, before) == to_text(field, after)) continue;
    const Effect own = effect_of_field(field, before, after);
    if (strength(own) > strength(effect)) effect = own;
  }
  return effect;
}

bool plane_changed(const Settings& a, const Settings& b) {
  return a.plane != b.plane || a.axis_x != b.axis_x || a.axis_y != b.axis_y || a.sample != b.sample;
}

/// Whether what differs is only looked at: none of training's business.
bool only_looks_differ(const Settings& a, Settings b) {
  b.sample = a.sample;
  b.place_x = a.place_x;
  b.place_y = a.place_y;
  b.threshold = a.threshold;
  return a == b;
}

void change_live(const Settings& before, const Settings& next, Trainer<float>& trainer) {
  trainer.set_augmentation(augment_amounts(next));
  if (before.optimizer != next.optimizer) trainer.set_optimizer(at(optimizers(), next.optimizer));
  if (before.schedule != next.schedule) trainer.restart_schedule();
  if (next.patience == 0) trainer.forget_best();
  if (dropout_of(before) != dropout_of(next)) trainer.set_dropout(dropout_of(next));
  trainer.set_norm(norm_of(next));
}

}  // namespace

Session::Session(const Settings& settings, Clock clock, Tables tables)
    : impl_(std::make_unique<Impl>(settings, clock, std::move(tables))) {
  normalise(impl_->settings, impl_->notices);
  replace_missing_data(impl_->settings, impl_->tables, impl_->notices);
  impl_->fit_settings();
  impl_->rebuild(true);
}

Session::~Session() = default;

void Session::Impl::rebuild(bool new_data) {
  trainer = {};  // what was there must be gone before as much is made anew
  data = {};
  data = prepared_data(settings, tables);  // also for new features: same seed, same points
  if (new_data) ++data_version;
  place_plane();
  restart();
}

void Session::Impl::place_plane() {
  plane.configure(data, plane_options(settings));
  forget_grids();
}

/// Known now: the size of a table.
void Session::Impl::fit_settings() { fit_memory(settings, table_shape(settings, tables), notices); }

/// Back to step 0 with the same initial weights.
void Session::Impl::restart() {
  begin_timeline();
  begin_run();
}

void Session::Impl::begin_run() {
  ensemble.release();
  for (FieldCache* cache : {&field, &members, &asked}) {
    cache->sampler = {};
    cache->all = {};
  }
  units.maps = {};
  TrainPlan plan = train_plan(settings, data);
  plan.order = given_start.order;
  ensemble.configure(plan, data, settings.members, at(variations(), settings.vary));
  ensemble.for_each([this](Trainer<float>& member) {
    member.set_dropout(dropout_of(settings));
    member.set_norm(norm_of(settings));
    member.set_augmentation(augment_amounts(settings));
    const std::optional<Network<float>>& weights = given_start.weights;
    if (weights && weights->spec() == member.network().spec()) member.start_from(*weights);
  });
  hyper = train_hyper(settings);
  const Index layers = trainer.network().layer_count();
  losses.configure(4, kLossPoints);
  const auto channels = static_cast<Index>(kGradientChannels.size()) * layers;
  gradients.configure(channels, kGradientPoints);
  epoch_gradients.configure(channels, kEpochPoints);
  health.configure(layers);
  ++network_version;
  forget_grids();
  evaluated_step = changed_step = -1;
  current.check = {.count = current.check.count, .layers = {}};
  parts.forget();
  start_rates();
  finish_reason = FinishReason::None;
  if (state != RunState::Running) state = RunState::Paused;
  if (state == RunState::Running) start_running();
  evaluate();
  record_losses();
  note_batch_limit();
  is_dirty = true;
}

/// Batch normalisation cannot cut a batch, so the largest networks limit it.
void Session::Impl::note_batch_limit() {
  const bool takes_all = at(optimizers(), settings.optimizer).is_full_batch();
  const Index given = takes_all ? data.train.count() : settings.batch_size;
  if (std::min(given, data.train.count()) <= trainer.largest_batch()) return;
  notices.push_back({Notice::Kind::Clamped, "batch", std::to_string(given),
                     std::to_string(trainer.largest_batch())});
}

/// Whatever ended training is over.
void Session::Impl::resume() {
  const bool stopped_early = finish_reason == FinishReason::Patience;
  branch();
  if (stopped_early || ensemble.divergence()) note_event(RunEvent::Kind::Resume);
  ensemble.for_each([&](Trainer<float>& member) {
    member.clear_divergence();  // its weights are the last good ones: training may go on from there
    if (stopped_early) member.forget_best();
  });
  finish_reason = FinishReason::None;
}

void Session::Impl::start_running() {
  resume();
  state = RunState::Running;
  stop_at_step = stop_at_epoch = kForever;
  pacer.start(now_us());
  budget.start(now_us());
  start_rates();
  if (settings.stop_epochs > 0 && trainer.epoch() >= settings.stop_epochs) {
    stop_at_epoch = trainer.epoch() + settings.stop_epochs;  // Play again: as many epochs more
  }
}

void Session::Impl::start_rates() {
  rate_since_us = now_us();
  rate_since_step = trainer.steps();
  rate_since_progress = trainer.progress();
  rate_since_spent_us = budget.spent_us();
  steps_per_second = epochs_per_second = picture_share = 0;
}

void Session::Impl::stop_running(RunState next) {
  state = next;
  if (next == RunState::Diverged) {
    forget_evaluations();  // the weights are older ones again
    note_event(RunEvent::Kind::Diverge);
  }
  start_rates();
  is_dirty = true;
}

void Session::Impl::apply_set(const Command& command) {
  Settings next = settings;
  (void)change_setting(command.key, command.value, next, notices);
  if (!has_data(next, tables)) {
    notices.push_back({Notice::Kind::MissingTable, "data",
                       std::string(at(datasets(), next.data).key),
                       std::string(at(datasets(), settings.data).key)});
    return;
  }
  const TableShape table = table_shape(next, tables);
  fit_to_table(next, table, notices);
  if (!fits_memory(command.key, settings, next, table, notices)) return;
  const bool is_live = effect_of_change(settings, next) == Effect::Live;
  if (is_live && !same_training(settings, next)) {
    branch();
    note_event(RunEvent::Kind::Set, command.key, command.value);
  }
  change_to(next);
}

/// A table that arrives for the data set in use starts it anew.
void Session::Impl::apply_table(const Command& command) {
  const int row = index_of(datasets(), command.key);
  if (row < 0 || !at(datasets(), row).is_table()) {
    notices.push_back({Notice::Kind::UnknownKey, command.key, {}, {}});
    return;
  }
  Result<Table> table =
      read_table(at(datasets(), row), command.value,
                 {.target_column = static_cast<Index>(command.count), .drop_incomplete = true});
  if (!table) {
    notices.push_back({.kind = Notice::Kind::BadTable, .key = command.key, .why = table.error()});
    return;
  }
  tables.add(command.key, std::move(table).value());
  if (settings.data != row) return;
  fit_settings();
  rebuild(true);
}

void Session::Impl::change_to(const Settings& next) {
  const Settings before = settings;
  settings = next;
  switch (effect_of_change(before, next)) {
    case Effect::ViewOnly:
      parts.unit.step = -1;
      if (before.goal != next.goal) forget_goal();
      if (before.network_mode != next.network_mode) units.step = -1;
      if (shows_validation_points(next) && !shows_validation_points(before)) answers_step = -1;
      if (before.shown_pass != next.shown_pass) parts.matrices.step = -1;
      return;
    case Effect::Live:
      if (only_looks_differ(before, next)) {
        parts.matrices.step = -1;
        if (before.threshold != next.threshold) parts.metrics.step = -1;
        if (before.sample != next.sample && data.dataset->is_table()) place_plane();
        break;
      }
      if (!same_training(before, next)) note_change();
      hyper = train_hyper(settings);
      ensemble.for_each([&](Trainer<float>& member) { change_live(before, next, member); });
      if (before.optimizer != next.optimizer) note_batch_limit();
      if (before.batch_size != next.batch_size) note_batch_limit();
      if (dropout_of(before) != dropout_of(next) || norm_of(before) != norm_of(next)) {
        forget_evaluations();
      }
      if (state == RunState::Running && before.speed != next.speed) {
        pacer.start(now_us());
        start_rates();
      }
      if (before.threshold != next.threshold) parts.metrics.step = -1;
      if (plane_changed(before, next)) place_plane();
      if (state != RunState::Running) state = RunState::Paused;  // no more Finished, Diverged
      break;
    case Effect::Reinit:
      rebuild(false);
      break;
    case Effect::Regenerate:
      rebuild(true);
      break;
  }
  is_dirty = true;
}

void Session::Impl::load(const std::string& link) {
  settings = decode_link(link, notices);
  replace_missing_data(settings, tables, notices);
  fit_settings();
  stop_running(RunState::Paused);
  rebuild(true);
}

void Session::apply(const Command& command) { impl_->apply(command); }

void Session::Impl::apply(const Command& command) {
  Impl& s = *this;
  if (must_wait(command)) return waiting.push_back(command);
  ++s.commands_applied;
  s.is_dirty = true;
  switch (command.kind) {
    case Command::Kind::Set:
      return s.apply_set(command);
    case Command::Kind::Load:
      return s.load(command.value);
    case Command::Kind::Table:
      return s.apply_table(command);
    case Command::Kind::Play:
      return s.start_running();
    case Command::Kind::Pause:
      if (s.is_replaying) s.target_step = s.trainer.steps();
      if (s.state == RunState::Running) s.stop_running(RunState::Paused);
      return;
    case Command::Kind::Step:
      s.start_running();
      s.stop_at_step = s.trainer.steps() + command.count;
      return;
    case Command::Kind::Epoch:
      s.start_running();
      s.stop_at_epoch = s.trainer.epoch() + command.count;
      return;
    case Command::Kind::Phase:
      return s.run_phases(command.count);
    case Command::Kind::Reset:
      s.stop_running(RunState::Paused);
      return s.restart();
    case Command::Kind::Seek:
      return s.seek(command.count);
    case Command::Kind::Ahead:
      return s.plan_ahead(command);
    case Command::Kind::Edit:
      return s.apply_edit(command);
    case Command::Kind::Check:
      return s.check();
    case Command::Kind::Want:
      if (command.key == "field") {
        s.field.wanted = std::min(static_cast<Index>(command.count), kMaxFieldResolution);
      }
      if (command.key == "units") {
        s.units.wanted = std::min(static_cast<Index>(command.count), kMaxUnitsResolution);
      }
      if (command.key == "members") {
        s.members.wanted = static_cast<Index>(command.count);
      }
      if (command.key == "unfold" && command.count > 0) {
        s.parts.unfold_axes = unfold_axes(command.count);
        s.parts.unfold.step = -1;
      }
      if (PartCache* part = s.parts.find(command.key)) part->is_wanted = command.count > 0;
      return;
  }
}

void Session::Impl::end_epoch() {
  if (keeps_curves && losses.wants(trainer.epoch())) {
    evaluate();
    record_losses();
  }
  if (keeps_curves && settings.goal.count > 0 && goal.is_reached == 0) check_goal();
  if (!Trainer<float>::watches_loss(hyper)) return;
  const bool is_known = evaluated_step == trainer.steps();
  const bool is_test = settings.watch == kWatchesTest;
  const Evaluation& now = is_test ? test_now : validation_now;
  const double loss =
      is_known ? now.loss : ensemble.evaluate(is_test ? data.test : data.validation).loss;
  if (ensemble.end_epoch(hyper, loss)) finish_run(FinishReason::Patience);
}

void Session::Impl::finish_run(FinishReason reason) {
  finish_reason = reason;
  stop_running(RunState::Finished);
  if (reason != FinishReason::Patience) return;
  ensemble.restore_best();
  forget_evaluations();
}

/// The network answers differently from now on, at the same step.
void Session::Impl::forget_evaluations() {
  evaluated_step = answers_step = field.step = units.step = members.step = -1;
  parts.forget();
}

/// Their networks or their places are others now.
void Session::Impl::forget_grids() {
  const std::array<GridCache*, 4> grids = {&field, &units, &members, &asked};
  for (GridCache* cache : grids) {
    cache->is_configured = false;
    cache->step = -1;
    cache->fineness.forget();
  }
  is_placed = false;
  answers_step = -1;
  parts.can_unfold = false;
  parts.unfold.step = -1;
}

/// Of each channel a value a layer.
void Session::Impl::record_gradients() {
  const NetworkSpec& spec = trainer.network().spec();
  const auto layers = static_cast<std::size_t>(spec.layer_count());
  std::array<LayerStats, kMaxHiddenLayers + 1> stats;
  std::array<float, kGradientChannels.size() * (kMaxHiddenLayers + 1)> values{};
  layer_stats(trainer.network(), trainer.workspace(), trainer.previous_params(),
              std::span(stats).first(layers));
  std::size_t count = 0;
  for (const auto& [of, size] : kGradientChannels) {
    for (std::size_t l = 0; l < layers; ++l) {
      const Index inputs = spec.inputs_of(static_cast<Index>(l));
      values[count++] = gradient_size(stats[l], spec.layers[l].units, inputs, of, size);
    }
  }
  const auto taken = std::span<const float>(values).first(count);
  gradients.add(trainer.steps(), taken);
  // A step that ends an epoch belongs to it.
  epoch_gradients.add(trainer.epoch() + (trainer.at_epoch_end() ? 0 : 1), taken);
  health.observe(spec, std::span(stats).first(layers), &trainer.loss());
}

void Session::Impl::evaluate() {
  if (evaluated_step == trainer.steps()) return;
  const auto size = static_cast<std::size_t>(ensemble.size());
  train_now = ensemble.evaluate(data.train);
  validation_now = ensemble.evaluate(data.validation);
  test_now = ensemble.evaluate(data.test, std::span(members_now).first(size));
  evaluated_step = trainer.steps();
}

void Session::Impl::record_losses() {
  const std::array values = {static_cast<float>(train_now.loss), static_cast<float>(test_now.loss),
                             static_cast<float>(validation_now.loss),
                             static_cast<float>(trainer.penalty(hyper))};
  losses.add(trainer.epoch(), values);
}

void Session::start_with(Start<float> start) {
  impl_->given_start = std::move(start);
  impl_->stop_running(RunState::Paused);
  impl_->restart();
}

const Start<float>& Session::start() const { return impl_->given_start; }
bool Session::is_dirty() const { return impl_->is_dirty; }
bool Session::is_running() const { return impl_->state == RunState::Running; }
Notices Session::take_notices() { return std::exchange(impl_->notices, {}); }
const Settings& Session::settings() const { return impl_->settings; }
const Trainer<float>& Session::trainer() const { return impl_->trainer; }
const Ensemble& Session::ensemble() const { return impl_->ensemble; }
const PreparedData& Session::data() const { return impl_->data; }

}  // namespace bp
