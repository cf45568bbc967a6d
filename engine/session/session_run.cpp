// How a session trains: phase by phase, step by step, at the chosen speed, until something ends it.
#include <algorithm>

#include "engine/session/options.h"
#include "engine/session/session_impl.h"

namespace bp {

void Session::Impl::run_phases(std::int64_t count) {
  resume();
  stop_running(RunState::Paused);
  constexpr std::int64_t kMostAtOnce = 1000;  // a command must not block the session
  for (std::int64_t i = 0; i < std::min(count, kMostAtOnce); ++i) {
    run_phase();
    if (state != RunState::Paused) return;
  }
}

void Session::Impl::run_phase() {
  is_dirty = true;
  trainer.keep_previous(true);
  attempt_step = trainer.steps();
  attempt_phases = trainer.phases_done();
  const Phase phase = ensemble.run_phase(hyper);
  if (ensemble.divergence()) return stop_running(RunState::Diverged);
  if (phase == Phase::Step) after_step();
}

/// One step; an observed one keeps what update ratios need.
void Session::Impl::run_step(bool is_observed) {
  const bool is_recorded = keeps_curves && gradients.wants(trainer.steps() + 1);
  attempt_step = trainer.steps();
  attempt_phases = trainer.phases_done();
  trainer.keep_previous(is_observed || is_recorded || parts.matrices.is_wanted);
  ensemble.step(hyper);
  after_step();
}

void Session::Impl::after_step() {
  is_dirty = true;
  if (ensemble.divergence()) return stop_running(RunState::Diverged);
  if (keeps_curves && gradients.wants(trainer.steps())) record_gradients();
  if (trainer.at_epoch_end()) end_epoch();
  note_step();
}

const Speed& Session::Impl::speed() const {
  const bool has_target = stop_at_step != kForever || stop_at_epoch != kForever;
  if (has_target || !clock) return kFullSpeed;
  return kSpeeds[static_cast<std::size_t>(settings.speed)];
}

/// At full speed nobody asks: reading the clock costs about as much as the smallest step.
std::int64_t Session::Impl::paced_now_us() const {
  return speed().pace == Pace::Free ? 0 : now_us();
}

bool Session::Impl::is_hurried() const {
  if (state != RunState::Running) return false;
  const Pace pace = speed().pace;
  return pace == Pace::Free || pace == Pace::Steps;
}

bool Session::Impl::reached_target() const {
  if (trainer.steps() >= stop_at_step) return true;
  return trainer.at_epoch_end() && trainer.epoch() >= stop_at_epoch;
}

/// A step (or phase), and what ends training after it. One that may be the last before a snapshot
/// is observed.
void Session::Impl::train_step(bool is_observed) {
  const std::int64_t before = trainer.steps();
  if (speed().pace == Pace::Phases) {
    run_phase();
  } else {
    const bool is_last = keeps_curves && before + 1 >= stop_at_step;
    run_step(is_observed || is_last || speed().pace != Pace::Free);
  }
  if (state != RunState::Running) return;
  pacer.ran(speed(), paced_now_us());
  if (trainer.steps() == before) return;
  const int limit = settings.stop_epochs;
  if (reached_target()) {
    stop_running(RunState::Paused);
  } else if (limit > 0 && trainer.at_epoch_end() && trainer.epoch() == limit) {
    finish_run(FinishReason::Epochs);
  }
}

bool Session::advance(std::int64_t budget_us) {
  Impl& s = *impl_;
  // Reading the clock costs about as much as the smallest step of one network.
  const int steps_per_look = s.ensemble.size() > 1 ? 1 : 4;
  const std::int64_t end_us = s.now_us() + budget_us;
  s.do_waiting();
  if (s.is_replaying && s.replay(end_us)) return true;
  while (s.state == RunState::Running && s.step_is_due()) {
    const bool is_last = s.now_us() >= end_us;
    for (int i = 0; i < steps_per_look && s.state == RunState::Running; ++i) {
      s.train_step(is_last || i + 1 == steps_per_look);
      if (is_last || !s.step_is_due()) break;
    }
    if (is_last || !s.clock) break;
  }
  return s.state == RunState::Running && s.step_is_due();
}

std::int64_t Session::wait_us() const {
  const Impl& s = *impl_;
  if (s.is_replaying) return 0;
  if (s.state != RunState::Running) return kNever;
  if (s.step_is_due()) return 0;
  if (s.speed().pace == Pace::Frames) return kNever;
  return std::max<std::int64_t>(1, s.pacer.wait_us(s.speed(), s.now_us()));
}

bool Session::should_publish() const {
  const Impl& s = *impl_;
  return s.is_dirty && (!s.is_hurried() || s.budget.will_be_left(s.now_us()));
}

}  // namespace bp
