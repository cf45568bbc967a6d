// The goal: looked at when an epoch ends, by what training itself is at, so that the same run
// reaches it at the same step wherever and however often it is gone through.
#include <algorithm>
#include <limits>

#include "engine/core/types.h"
#include "engine/session/session_impl.h"

namespace bp {

GoalMoment Session::Impl::goal_moment() const {
  GoalMoment m{settings};
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  const bool has_validation = data.validation.count() > 0;
  m.loss = {train_now.loss, has_validation ? validation_now.loss : kNone, test_now.loss};
  m.score = {train_now.score, has_validation ? validation_now.score : kNone, test_now.score};
  m.has_classes = data.classes > 0;
  m.step = trainer.steps();
  m.epoch = trainer.epoch();
  m.parameters = trainer.network().spec().param_count();
  m.edits = edit_count();
  return m;
}

int Session::Impl::edit_count() const {
  const auto log = timeline.events().first(log_position);
  return static_cast<int>(
      std::ranges::count_if(log, [](const RunEvent& e) { return e.kind == RunEvent::Kind::Edit; }));
}

BP_APART void Session::Impl::check_goal() {
  // What costs nothing first: nothing is evaluated while that is not true yet.
  for (const bool is_evaluated : {false, true}) {
    if (is_evaluated) evaluate();
    const GoalMoment moment = goal_moment();
    for (const GoalCondition& c : settings.goal.all()) {
      const GoalMetric* const metric = metric_of(c);
      if ((metric != nullptr && metric->is_evaluated) != is_evaluated) continue;
      if (!is_met(c, goal_value(c, moment))) return;
    }
  }
  const GoalMoment moment = goal_moment();
  goal.values.clear();
  for (const GoalCondition& c : settings.goal.all()) goal.values.push_back(goal_value(c, moment));
  ++goal.count;
  goal.is_reached = 1;
  goal.step = moment.step;
  goal.epoch = moment.epoch;
  goal.hash = ensemble.parameter_hash();
}

void Session::Impl::forget_goal() {
  goal.is_reached = 0;
  goal.values.clear();
}

void Session::Impl::publish_goal(Snapshot& out) {
  goal.edits = edit_count();
  out.goal = goal;
}

}  // namespace bp
