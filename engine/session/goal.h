// What is to be reached: conditions over what a run is and what came of it, all true at the end of
// the same epoch. "test.loss.le.0.05~hidden.le.4~act.eq.relu", or with <=, <, >=, >, = instead.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/core/result.h"

namespace bp {

struct Settings;

enum class GoalOp : std::uint8_t { AtMost, AtLeast, Below, Above, Equal };

struct GoalCondition {
  std::int16_t what = 0;  ///< row of goal_metrics(), then fields of the schema
  GoalOp op = GoalOp::AtMost;
  double number = 0;  ///< of a choice: its index
  bool operator==(const GoalCondition&) const = default;
};

inline constexpr int kMostConditions = 8;

/// A value-type list, so that settings copy without allocating.
struct GoalList {
  int count = 0;
  std::array<GoalCondition, kMostConditions> conditions{};
  bool operator==(const GoalList&) const = default;
  [[nodiscard]] std::span<const GoalCondition> all() const {
    return {conditions.data(), static_cast<std::size_t>(count)};
  }
};

/// An empty text is no goal; else says what is wrong with it.
[[nodiscard]] Result<GoalList> parse_goal(std::string_view text);
/// The text that is safe in a link.
[[nodiscard]] std::string goal_text(const GoalList& goal);

/// What conditions are about, at one moment of a run.
struct GoalMoment {
  const Settings& settings;
  std::array<double, 3> loss{}, score{};  ///< training, validation, test; NaN: there is none
  bool has_classes = false;
  std::int64_t step = 0, epoch = 0;
  long long parameters = 0;
  int edits = 0;
};

/// A row of what can be asked for besides settings.
struct GoalMetric {
  std::string_view key, label;
  bool is_evaluated;  ///< costs a pass over a part of the data
  double (*value)(const GoalMoment&);
};
[[nodiscard]] std::span<const GoalMetric> goal_metrics();

/// The metric of a condition, or null where it is about a setting.
[[nodiscard]] const GoalMetric* metric_of(const GoalCondition& condition);
/// The index of the field of a condition that is about a setting.
[[nodiscard]] std::size_t field_of(const GoalCondition& condition);
[[nodiscard]] double goal_value(const GoalCondition& condition, const GoalMoment& moment);
[[nodiscard]] bool is_met(const GoalCondition& condition, double value);

}  // namespace bp
