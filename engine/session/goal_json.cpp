#include "engine/session/goal_json.h"

#include <limits>

#include "engine/core/types.h"
#include "engine/data/datasets.h"
#include "engine/session/codec.h"
#include "engine/session/command.h"
#include "engine/session/options.h"

namespace bp {
namespace {

/// Why it cannot be gone through again, or empty.
std::string_view obstacle(const Snapshot& s, const Dataset& row) {
  if (row.is_table() && row.columns == 0) return "its data are a table of one's own";
  if (s.timeline.is_whole == 0) {
    return "it went on after a divergence or an early stop, or was changed within a step or too "
           "often";
  }
  return {};
}

void write_commands(const Snapshot& s, JsonWriter& json) {
  json.key("commands").begin_array();
  json.value(to_text({Command::Kind::Load, {}, s.timeline.start, 1}));
  for (const TimelineMark& mark : s.timeline.marks) {
    if (mark.step >= s.goal.step) break;  // done when the goal was reached already
    json.value(to_text({Command::Kind::Ahead, mark.key, mark.value, mark.step}));
  }
  json.value(to_text({Command::Kind::Ahead, "end", {}, s.goal.step}));
  json.value(to_text({Command::Kind::Seek, {}, {}, s.goal.step})).end_array();
}

void write_proof(const Snapshot& s, const Settings& settings, JsonWriter& json) {
  const bool is_of_this = s.goal.values.size() == static_cast<std::size_t>(settings.goal.count);
  if (s.goal.is_reached == 0 || !is_of_this) {
    json.null();
    return;
  }
  int edits = 0;
  for (const TimelineMark& mark : s.timeline.marks) {
    edits += mark.step < s.goal.step && mark.key.starts_with(kEditMark) ? 1 : 0;
  }
  Notices ignored;
  const Settings start = decode_link(s.timeline.start, ignored);
  const std::string_view why = obstacle(s, at(datasets(), settings.data));
  json.begin_object().member("goal", goal_text(settings.goal)).member("settings", s.timeline.start);
  json.member("seed", start.seed).member("step", s.goal.step).member("epoch", s.goal.epoch);
  json.member("hash", hash_text(s.goal.hash));
  json.key("values").array(s.goal.values).member("edits", edits);
  write_commands(s, json);
  json.member("verifiable", why.empty());
  if (!why.empty()) json.member("why_not", why);
  json.end_object();
}

}  // namespace

GoalMoment goal_moment(const Snapshot& s, const Settings& settings) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  const bool has_validation = s.validation_count > 0;
  GoalMoment m{settings};
  m.loss = {s.train_loss, has_validation ? s.validation_loss : kNone, s.test_loss};
  m.score = {s.train_score, has_validation ? s.validation_score : kNone, s.test_score};
  m.has_classes = class_count(s) > 0;
  m.step = s.step;
  m.epoch = s.epoch;
  m.parameters = static_cast<long long>(s.param_count);
  m.edits = s.goal.edits;
  return m;
}

BP_APART std::string goal_proof(const Snapshot& snapshot, const Settings& settings) {
  JsonWriter json;
  write_proof(snapshot, settings, json);
  return json.take();
}

BP_APART void write_goal(const Snapshot& snapshot, const Settings& settings, JsonWriter& json) {
  json.key("goal")
      .begin_object()
      .member("goal", goal_text(settings.goal))
      .key("conditions")
      .begin_array();
  const GoalMoment moment = goal_moment(snapshot, settings);
  for (const GoalCondition& c : settings.goal.all()) {
    GoalList one;
    one.count = 1;
    one.conditions[0] = c;
    const double value = goal_value(c, moment);
    json.begin_object().member("condition", goal_text(one)).member("value", value);
    json.member("met", is_met(c, value)).end_object();
  }
  json.end_array().key("reached");
  write_proof(snapshot, settings, json);
  json.end_object();
}

}  // namespace bp
