// Going to any step of the run: checkpoints on the way, restoring one, and replay from there.
#include <algorithm>
#include <utility>

#include "engine/session/memory.h"
#include "engine/session/plan.h"
#include "engine/session/session_impl.h"

namespace bp {
namespace {

/// How many steps before the target states are kept, for stepping back from there.
constexpr std::int64_t kNearby[] = {16, 256};

}  // namespace

void Session::Impl::begin_timeline() {
  is_replaying = has_future = false;
  log_position = 0;
  newest_step = 0;
  forget_goal();
  const DataShape shape = data_shape(settings, table_shape(settings, tables));
  timeline.begin(settings, memory_needed(settings, shape).timeline);
}

void Session::Impl::note_event(RunEvent::Kind kind, std::string_view key, std::string_view value) {
  if (is_replaying) return;
  const bool is_full = (kind == RunEvent::Kind::Set || kind == RunEvent::Kind::Edit) &&
                       timeline.events().size() >= Timeline::kMostEvents;
  if (is_full && trainer.phases_done() == 0 && !ensemble.divergence()) {
    timeline.cut_before(make_checkpoint());
  }
  const bool is_attempt = kind == RunEvent::Kind::Diverge;
  timeline.note({kind, is_attempt ? attempt_step : trainer.steps(),
                 is_attempt ? attempt_phases : trainer.phases_done(), std::string(key),
                 std::string(value)});
  log_position = timeline.events().size();
}

/// After each step, trained or replayed.
void Session::Impl::note_step() {
  const std::int64_t step = trainer.steps();
  if (trainer.at_epoch_end()) timeline.note_epoch(trainer.epoch(), step);
  const bool goes_on = state != RunState::Finished && state != RunState::Diverged;
  if (goes_on && keeps_curves && timeline.wants(step)) timeline.add(make_checkpoint());
}

/// Training goes its own way from here: what came after is forgotten.
void Session::Impl::branch() {
  if (!has_future || is_replaying) return;
  timeline.cut_after(trainer.steps(), log_position);
  if (trainer.steps() < goal.step) forget_goal();
  has_future = false;
}

Checkpoint Session::Impl::make_checkpoint() {
  Checkpoint c = timeline.take_blank();
  c.step = trainer.steps();
  c.events = log_position;
  c.settings = settings;
  c.members.resize(static_cast<std::size_t>(ensemble.size()));
  for (int m = 0; m < ensemble.size(); ++m) {
    ensemble.member(m).save(c.members[static_cast<std::size_t>(m)]);
  }
  c.losses = losses;
  c.gradients = gradients;
  c.epoch_gradients = epoch_gradients;
  c.health = health;
  return c;
}

void Session::Impl::restore(const Checkpoint& c) {
  take_training_fields(c.settings, settings);
  hyper = train_hyper(settings);
  forget_evaluations();
  for (int m = 0; m < ensemble.size(); ++m) {
    Trainer<float>& member = ensemble.member(m);
    member.set_dropout(dropout_of(settings));
    member.set_norm(norm_of(settings));
    member.set_augmentation(augment_amounts(settings));
    member.restore(c.members[static_cast<std::size_t>(m)]);
  }
  losses = c.losses;
  gradients = c.gradients;
  epoch_gradients = c.epoch_gradients;
  health = c.health;
  log_position = c.events;
  finish_reason = FinishReason::None;
  state = RunState::Paused;
}

/// As restart(), but it is the same run.
void Session::Impl::restore_start() {
  take_training_fields(timeline.start(), settings);
  const std::uint32_t version = network_version;
  const std::size_t told = notices.size();
  finish_reason = FinishReason::None;
  state = RunState::Paused;
  begin_run();
  notices.resize(told);
  network_version = version;
  log_position = 0;
}

void Session::Impl::seek(std::int64_t step) {
  if (!is_replaying && !has_future) {
    newest_step = trainer.steps();
    newest_losses = losses;
  }
  stop_running(RunState::Paused);
  target_step = std::clamp(step, timeline.first(), newest_step);
  is_replaying = true;
  const Checkpoint* from = timeline.before(target_step);
  const std::int64_t here = trainer.steps(), there = from ? from->step : 0;
  // On from here, if that is the shortest way. A present step is left as it is.
  const bool is_between = trainer.phases_done() == 0 && !ensemble.divergence();
  if (is_between && here <= target_step && (there < here || here == target_step)) return;
  if (from != nullptr) {
    restore(*from);
  } else {
    restore_start();
  }
}

/// A run that is known from elsewhere, to be gone through again.
void Session::Impl::plan_ahead(const Command& command) {
  stop_running(RunState::Paused);
  const std::span<const RunEvent> log = timeline.events();
  const std::int64_t last = std::max(trainer.steps(), log.empty() ? 0 : log.back().step);
  if (command.count < last || log.size() >= Timeline::kMostEvents) return;
  if (!has_future) newest_losses = losses;
  newest_step = std::max(has_future ? newest_step : trainer.steps(), command.count);
  has_future = true;
  if (command.key.starts_with(kEditMark)) {
    return timeline.note({RunEvent::Kind::Edit, command.count, 0,
                          command.key.substr(kEditMark.size()), command.value});
  }
  const Field* const row = find_field(command.key);
  if (row == nullptr || !is_training_field(*row)) return;
  timeline.note({RunEvent::Kind::Set, command.count, 0, command.key, command.value});
}

/// The next event of the log, if its time has come.
const RunEvent* Session::Impl::due_event() const {
  if (log_position >= timeline.events().size()) return nullptr;
  const RunEvent& event = timeline.events()[log_position];
  const bool is_due = event.step <= trainer.steps();
  const bool is_within = event.step < target_step || event.phases == 0;
  return is_due && is_within ? &event : nullptr;
}

void Session::Impl::replay_event(const RunEvent& event) {
  ++log_position;
  trainer.keep_previous(true);
  while (trainer.phases_done() < event.phases) (void)ensemble.run_phase(hyper);
  switch (event.kind) {
    case RunEvent::Kind::Set: {
      const std::size_t told = notices.size();
      apply_set({Command::Kind::Set, event.key, event.value, 1});
      notices.resize(told);
      return;
    }
    case RunEvent::Kind::Edit:
      return apply_edit({Command::Kind::Edit, event.key, event.value, 1});
    case RunEvent::Kind::Resume:
      resume();
      state = RunState::Paused;
      return;
    case RunEvent::Kind::Diverge:
      ensemble.step(hyper);
      after_step();
      return;
  }
}

void Session::Impl::replay_step() {
  const std::int64_t left = target_step - trainer.steps();
  run_step(left == 1);
  const bool is_near = std::ranges::find(kNearby, left - 1) != std::end(kNearby);
  const bool goes_on = state == RunState::Paused && !ensemble.divergence();
  if (is_near && goes_on && timeline.has_room_nearby()) timeline.add_near(make_checkpoint());
}

/// On to the target until the clock says `end_us`; returns whether there is more to do.
bool Session::Impl::replay(std::int64_t end_us) {
  constexpr int kStepsPerLook = 4;
  for (int steps = 1; is_replaying; ++steps) {
    if (const RunEvent* event = due_event()) {
      replay_event(RunEvent(*event));
    } else if (trainer.steps() >= target_step || ensemble.divergence()) {
      arrive();
    } else {
      replay_step();
    }
    if (clock && steps % kStepsPerLook == 0 && now_us() >= end_us) break;
  }
  return is_replaying;
}

void Session::Impl::arrive() {
  is_replaying = false;
  is_dirty = true;
  has_future = trainer.steps() < newest_step || log_position < timeline.events().size();
  ++settings_version;
  forget_evaluations();
  do_waiting();
  settings_brought = encode_link(settings);
}

/// Of these another may be a target, after which the rest waits again.
void Session::Impl::do_waiting() {
  if (is_replaying || waiting.empty()) return;
  const std::vector<Command> commands = std::exchange(waiting, {});
  for (const Command& command : commands) apply(command);
}

/// While on the way, what changes or continues the run waits; another target need not.
bool Session::Impl::must_wait(const Command& command) const {
  if (!is_replaying) return false;
  switch (command.kind) {
    case Command::Kind::Set: {
      const Field* const row = find_field(command.key);
      return row != nullptr && is_training_field(*row);
    }
    case Command::Kind::Play:
    case Command::Kind::Step:
    case Command::Kind::Phase:
    case Command::Kind::Epoch:
    case Command::Kind::Ahead:
    case Command::Kind::Edit:
    case Command::Kind::Check:
      return true;
    case Command::Kind::Seek:
      return !waiting.empty();
    case Command::Kind::Load:
    case Command::Kind::Table:
    case Command::Kind::Pause:
    case Command::Kind::Reset:
    case Command::Kind::Want:
      return false;
  }
  return false;
}

void Session::Impl::publish_timeline(Snapshot& out) {
  publish_goal(out);
  TimelinePart& t = out.timeline;
  timeline.publish(t);
  t.last = has_future || is_replaying ? newest_step : trainer.steps();
  t.target = is_replaying ? target_step : trainer.steps();
  t.replayed = trainer.steps();
  t.is_replaying = is_replaying ? 1 : 0;
  t.has_future = has_future ? 1 : 0;
  t.settings_version = settings_version;
  t.settings = settings_brought;
  t.loss_at.clear();
  t.loss.clear();
  if (!has_future) return;
  t.loss_at.assign(newest_losses.steps().begin(), newest_losses.steps().end());
  for (Index c = 0; c < newest_losses.channels(); ++c) {
    t.loss.emplace_back(newest_losses.mean(c).begin(), newest_losses.mean(c).end());
  }
}

bool Session::is_replaying() const { return impl_->is_replaying; }

}  // namespace bp
