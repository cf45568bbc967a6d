// The goal as JSON: how it stands, and the proof that it was reached, which playground-cli verify
// goes through again.
#pragma once

#include <string>

#include "engine/session/json.h"
#include "engine/session/settings.h"
#include "engine/session/snapshot.h"

namespace bp {

/// What conditions are about at the moment a snapshot shows.
[[nodiscard]] GoalMoment goal_moment(const Snapshot& snapshot, const Settings& settings);

/// {goal, settings, seed, step, epoch, hash, values, edits, commands, verifiable}: the run's
/// beginning and what is to be carried out to stand where the goal was reached. "null" before that.
[[nodiscard]] std::string goal_proof(const Snapshot& snapshot, const Settings& settings);

/// The member "goal" of settings that have one: each condition with its present value, and the
/// proof.
void write_goal(const Snapshot& snapshot, const Settings& settings, JsonWriter& json);

}  // namespace bp
