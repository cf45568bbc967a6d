#include "engine/session/session.h"

#include <algorithm>

#include "engine/session/options.h"
#include "engine/session/session_impl.h"

namespace bp {
namespace {

constexpr Index kLossPoints = 512;
/// Fewer than the plot has pixels: a point is then the mean of several steps with its band, where
/// single steps would be a carpet.
constexpr Index kGradientPoints = 200;
constexpr std::int64_t kForever = std::int64_t{1} << 62;

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
    if (strength(field.effect) > strength(effect) &&
        to_text(field, before) != to_text(field, after)) {
      effect = field.effect;
    }
  }
  return effect;
}

bool dropout_changed(const Settings& a, const Settings& b) {
  return a.dropout != b.dropout || a.dropout_convention != b.dropout_convention;
}

}  // namespace

Session::Session(const Settings& settings, Clock clock)
    : impl_(std::make_unique<Impl>(settings, clock)) {
  normalise(impl_->settings, impl_->notices);
  impl_->rebuild(true);
}

Session::~Session() = default;

void Session::Impl::rebuild(bool new_data) {
  data = prepared_data(settings);  // also for new features: same seed, same points
  if (new_data) ++data_version;
  restart();
}

/// Back to step 0 with the same initial weights.
void Session::Impl::restart() {
  trainer.configure(train_plan(settings, data.inputs()), data);
  trainer.set_dropout(dropout_of(settings));
  hyper = train_hyper(settings);
  const Index layers = trainer.network().layer_count();
  losses.configure(2, kLossPoints);
  gradients.configure(2 * layers, kGradientPoints);
  health.configure(layers);
  ++network_version;
  field.is_configured = units.is_configured = false;
  field.step = units.step = -1;
  evaluated_step = -1;
  steps_per_second = 0;
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
  trainer.clear_divergence();  // its weights are the last good ones: training may go on from there
  if (finish_reason == FinishReason::Patience) trainer.forget_best();
  finish_reason = FinishReason::None;
}

void Session::Impl::start_running() {
  resume();
  state = RunState::Running;
  stop_at_step = stop_at_epoch = kForever;
  pace_start_us = rate_since_us = now_us();
  pace_start_step = rate_since_step = trainer.steps();
  if (settings.stop_epochs > 0 && trainer.epoch() >= settings.stop_epochs) {
    stop_at_epoch = trainer.epoch() + settings.stop_epochs;  // Play again: as many epochs more
  }
}

void Session::Impl::stop_running(RunState next) {
  state = next;
  steps_per_second = 0;
  is_dirty = true;
}

void Session::Impl::apply_set(const Command& command) {
  Settings next = settings;
  (void)change_setting(command.key, command.value, next, notices);
  change_to(next);
}

void Session::Impl::change_to(const Settings& next) {
  const Settings before = settings;
  settings = next;
  switch (effect_of_change(before, next)) {
    case Effect::ViewOnly:
      return;
    case Effect::Live:
      hyper = train_hyper(settings);
      if (before.optimizer != next.optimizer) {
        trainer.set_optimizer(at(optimizers(), next.optimizer));
        note_batch_limit();
      }
      if (before.schedule != next.schedule) trainer.restart_schedule();
      if (before.batch_size != next.batch_size) note_batch_limit();
      if (next.patience == 0) trainer.forget_best();
      if (dropout_changed(before, next)) {
        trainer.set_dropout(dropout_of(settings));
        forget_evaluations();
      }
      if (state == RunState::Running && before.speed != next.speed) {
        pace_start_us = now_us();
        pace_start_step = trainer.steps();
      }
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
  stop_running(RunState::Paused);
  rebuild(true);
}

void Session::apply(const Command& command) {
  Impl& s = *impl_;
  ++s.commands_applied;
  s.is_dirty = true;
  switch (command.kind) {
    case Command::Kind::Set:
      return s.apply_set(command);
    case Command::Kind::Load:
      return s.load(command.value);
    case Command::Kind::Play:
      return s.start_running();
    case Command::Kind::Pause:
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
    case Command::Kind::Want:
      if (command.key == "field") s.field.wanted = static_cast<Index>(command.count);
      if (command.key == "units") s.units.wanted = static_cast<Index>(command.count);
      return;
  }
}

void Session::Impl::run_phases(std::int64_t count) {
  resume();
  stop_running(RunState::Paused);
  constexpr std::int64_t kMostAtOnce = 1000;  // a command must not block the session
  for (std::int64_t i = 0; i < std::min(count, kMostAtOnce); ++i) {
    trainer.keep_previous(true);
    const Phase phase = trainer.run_phase(hyper);
    if (trainer.divergence()) return stop_running(RunState::Diverged);
    if (phase == Phase::Step) after_step();
    if (state != RunState::Paused) return;
  }
}

/// One step; an observed one keeps what update ratios need.
void Session::Impl::run_step(bool is_observed) {
  const bool is_recorded = gradients.wants(trainer.steps() + 1);
  trainer.keep_previous(is_observed || is_recorded);
  trainer.step(hyper);
  after_step();
}

void Session::Impl::after_step() {
  is_dirty = true;
  if (trainer.divergence()) return stop_running(RunState::Diverged);
  if (gradients.wants(trainer.steps())) record_gradients();
  if (trainer.at_epoch_end()) end_epoch();
}

void Session::Impl::end_epoch() {
  if (losses.wants(trainer.epoch())) {
    evaluate();
    record_losses();
  }
  if (!Trainer<float>::watches_loss(hyper)) return;
  const bool is_known = evaluated_step == trainer.steps();
  const double loss = is_known ? test_now.loss : trainer.evaluate(data.test).loss;
  if (trainer.end_epoch(hyper, loss)) finish_run(FinishReason::Patience);
}

void Session::Impl::finish_run(FinishReason reason) {
  finish_reason = reason;
  stop_running(RunState::Finished);
  if (reason != FinishReason::Patience) return;
  trainer.restore_best();
  forget_evaluations();
}

/// The network answers differently from now on, at the same step.
void Session::Impl::forget_evaluations() { evaluated_step = field.step = units.step = -1; }

void Session::Impl::record_gradients() {
  const auto layers = static_cast<std::size_t>(trainer.network().layer_count());
  std::array<LayerStats, kMaxHiddenLayers + 1> stats;
  std::array<float, 2 * (kMaxHiddenLayers + 1)> values{};
  layer_stats(trainer.network(), trainer.workspace(), trainer.previous_params(),
              std::span(stats).first(layers));
  for (std::size_t l = 0; l < layers; ++l) {
    values[l] = stats[l].norm_dw;
    values[layers + l] = stats[l].update_ratio;
  }
  gradients.add(trainer.steps(), std::span(values).first(2 * layers));
  health.observe(trainer.network().spec(), std::span(stats).first(layers), &trainer.loss());
}

void Session::Impl::evaluate() {
  if (evaluated_step == trainer.steps()) return;
  train_now = trainer.evaluate(data.train);
  test_now = trainer.evaluate(data.test);
  evaluated_step = trainer.steps();
  evaluated_at_us = now_us();
}

void Session::Impl::record_losses() {
  const std::array values = {static_cast<float>(train_now.loss), static_cast<float>(test_now.loss)};
  losses.add(trainer.epoch(), values);
}

bool Session::Impl::step_is_due() const {
  const double rate = kSpeeds[static_cast<std::size_t>(settings.speed)].steps_per_second;
  const bool has_target = stop_at_step != kForever || stop_at_epoch != kForever;
  if (rate == 0 || !clock || has_target) return true;
  const double elapsed = 1e-6 * static_cast<double>(now_us() - pace_start_us);
  return static_cast<double>(trainer.steps() - pace_start_step) < elapsed * rate;
}

bool Session::Impl::reached_target() const {
  if (trainer.steps() >= stop_at_step) return true;
  return trainer.at_epoch_end() && trainer.epoch() >= stop_at_epoch;
}

bool Session::advance(std::int64_t budget_us) {
  Impl& s = *impl_;
  constexpr int kStepsPerLook = 4;  // reading the clock costs about as much as the smallest step
  const std::int64_t end_us = s.now_us() + budget_us;
  while (s.state == RunState::Running && s.step_is_due()) {
    const bool is_last = s.now_us() >= end_us;
    for (int i = 0; i < kStepsPerLook && s.state == RunState::Running; ++i) {
      const std::int64_t epoch_before = s.trainer.epoch();
      s.run_step(is_last || i + 1 == kStepsPerLook || s.trainer.steps() + 1 >= s.stop_at_step);
      if (s.state != RunState::Running) break;
      const int limit = s.settings.stop_epochs;
      const bool is_new_epoch = s.trainer.epoch() != epoch_before;
      if (s.reached_target())
        s.stop_running(RunState::Paused);
      else if (limit > 0 && is_new_epoch && s.trainer.epoch() == limit)
        s.finish_run(FinishReason::Epochs);
      if (!s.step_is_due() || is_last) break;
    }
    if (is_last || !s.clock) break;
  }
  return s.state == RunState::Running && s.step_is_due();
}

bool Session::is_dirty() const { return impl_->is_dirty; }
bool Session::is_running() const { return impl_->state == RunState::Running; }
Notices Session::take_notices() { return std::exchange(impl_->notices, {}); }
const Settings& Session::settings() const { return impl_->settings; }
const Trainer<float>& Session::trainer() const { return impl_->trainer; }
const PreparedData& Session::data() const { return impl_->data; }

}  // namespace bp
