#include "engine/session/goal.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "engine/core/message.h"
#include "engine/core/number.h"
#include "engine/core/registry.h"
#include "engine/core/text.h"
#include "engine/core/types.h"
#include "engine/session/schema.h"

namespace bp {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

template <std::size_t kPart>
double loss(const GoalMoment& m) {
  return m.loss[kPart];
}
template <std::size_t kPart>
double accuracy(const GoalMoment& m) {
  return m.has_classes ? m.score[kPart] : kNone;
}
template <std::size_t kPart>
double r2(const GoalMoment& m) {
  return m.has_classes ? kNone : m.score[kPart];
}
double hidden_units(const GoalMoment& m) {
  int units = 0;
  for (int l = 0; l < m.settings.hidden.count; ++l) {
    units += m.settings.hidden.layers[static_cast<std::size_t>(l)].units;
  }
  return units;
}

constexpr std::array kMetrics = {
    GoalMetric{"train.loss", "training loss", true, loss<0>},
    GoalMetric{"validation.loss", "validation loss", true, loss<1>},
    GoalMetric{"test.loss", "test loss", true, loss<2>},
    GoalMetric{"train.accuracy", "training accuracy", true, accuracy<0>},
    GoalMetric{"validation.accuracy", "validation accuracy", true, accuracy<1>},
    GoalMetric{"test.accuracy", "test accuracy", true, accuracy<2>},
    GoalMetric{"train.r2", "training R²", true, r2<0>},
    GoalMetric{"validation.r2", "validation R²", true, r2<1>},
    GoalMetric{"test.r2", "test R²", true, r2<2>},
    GoalMetric{"hidden", "hidden units", false, hidden_units},
    GoalMetric{"layers", "hidden layers", false,
               [](const GoalMoment& m) { return static_cast<double>(m.settings.hidden.count); }},
    GoalMetric{"parameters", "parameters", false,
               [](const GoalMoment& m) { return static_cast<double>(m.parameters); }},
    GoalMetric{"epoch", "epochs", false,
               [](const GoalMoment& m) { return static_cast<double>(m.epoch); }},
    GoalMetric{"step", "steps", false,
               [](const GoalMoment& m) { return static_cast<double>(m.step); }},
    GoalMetric{"edits", "weights set by hand", false,
               [](const GoalMoment& m) { return static_cast<double>(m.edits); }},
};
static_assert(keys_are_unique(kMetrics));

struct OpText {
  std::string_view text;
  GoalOp op;
};
// In a link the letters; those that begin another come later.
constexpr std::array kOps = {
    OpText{".le.", GoalOp::AtMost}, OpText{".ge.", GoalOp::AtLeast}, OpText{".lt.", GoalOp::Below},
    OpText{".gt.", GoalOp::Above},  OpText{".eq.", GoalOp::Equal},   OpText{"<=", GoalOp::AtMost},
    OpText{">=", GoalOp::AtLeast},  OpText{"<", GoalOp::Below},      OpText{">", GoalOp::Above},
    OpText{"=", GoalOp::Equal},
};

struct NumberOf {
  const Settings& s;
  double operator()(const IntKind& k) const { return s.*k.member; }
  double operator()(const RealKind& k) const { return static_cast<double>(s.*k.member); }
  double operator()(const FlagKind& k) const { return s.*k.member ? 1 : 0; }
  double operator()(const ChoiceKind& k) const { return s.*k.member; }
  template <class Other>
  double operator()(const Other&) const {
    return kNone;
  }
};

/// What a condition on a field may be compared with, or nothing.
struct FieldNumber {
  std::string_view text;
  GoalOp op;
  std::optional<double> operator()(const IntKind&) const { return parse_number(text); }
  std::optional<double> operator()(const RealKind&) const {
    const std::optional<float> number = parse_float(text);
    return number ? std::optional<double>(*number) : std::nullopt;
  }
  std::optional<double> operator()(const FlagKind&) const {
    if (op != GoalOp::Equal || (text != "0" && text != "1")) return std::nullopt;
    return text == "1" ? 1 : 0;
  }
  std::optional<double> operator()(const ChoiceKind& k) const {
    for (int i = 0; op == GoalOp::Equal && i < k.options.count(); ++i) {
      if (k.options.at(i).key == text) return i;
    }
    return std::nullopt;
  }
  template <class Other>
  std::optional<double> operator()(const Other&) const {
    return std::nullopt;
  }
};

Error bad(std::string_view part, Message why) { return said(why, {printable(part, 60)}); }

Result<GoalCondition> parse_condition(std::string_view part) {
  const OpText* op = nullptr;
  std::size_t at = std::string_view::npos;
  for (const OpText& row : kOps) {
    at = part.find(row.text);
    if (at == std::string_view::npos) continue;
    op = &row;
    break;
  }
  if (op == nullptr) return bad(part, Message::goal_no_comparison);
  const std::string_view name = part.substr(0, at), value = part.substr(at + op->text.size());
  GoalCondition out{0, op->op, 0};
  const int metric = index_of(goal_metrics(), name);
  const Field* const field = metric < 0 ? find_field(name) : nullptr;
  if (metric < 0 && field == nullptr) return bad(part, Message::goal_unknown);
  out.what = static_cast<std::int16_t>(metric >= 0 ? metric
                                                   : static_cast<int>(kMetrics.size()) +
                                                         static_cast<int>(field - schema().data()));
  const std::optional<double> number =
      metric >= 0 ? parse_number(value) : std::visit(FieldNumber{value, op->op}, field->kind);
  if (!number) return bad(part, Message::goal_value);
  out.number = *number;
  return out;
}

}  // namespace

std::span<const GoalMetric> goal_metrics() { return kMetrics; }

const GoalMetric* metric_of(const GoalCondition& c) {
  const auto i = static_cast<std::size_t>(c.what);
  return i < kMetrics.size() ? &kMetrics[i] : nullptr;
}

std::size_t field_of(const GoalCondition& c) {
  return static_cast<std::size_t>(c.what) - kMetrics.size();
}

BP_APART Result<GoalList> parse_goal(std::string_view text) {
  GoalList goal;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('~'), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (part.empty()) continue;
    if (goal.count == kMostConditions) return bad(part, Message::goal_many);
    const Result<GoalCondition> condition = parse_condition(part);
    if (!condition) return condition.error();
    goal.conditions[static_cast<std::size_t>(goal.count++)] = condition.value();
  }
  return goal;
}

BP_APART std::string goal_text(const GoalList& goal) {
  std::string text;
  for (const GoalCondition& c : goal.all()) {
    if (!text.empty()) text += '~';
    const GoalMetric* const metric = metric_of(c);
    const Field* const field = metric ? nullptr : &schema()[field_of(c)];
    text += metric ? metric->key : field->key;
    text += kOps[static_cast<std::size_t>(c.op)].text;
    const auto* const choice = field ? std::get_if<ChoiceKind>(&field->kind) : nullptr;
    const bool is_real = field && std::holds_alternative<RealKind>(field->kind);
    if (choice) {
      text += choice->options.at(static_cast<int>(c.number)).key;
    } else {
      text += is_real ? number_text(static_cast<float>(c.number)) : number_text(c.number);
    }
  }
  return text;
}

double goal_value(const GoalCondition& c, const GoalMoment& moment) {
  if (const GoalMetric* const metric = metric_of(c)) return metric->value(moment);
  return std::visit(NumberOf{moment.settings}, schema()[field_of(c)].kind);
}

bool is_met(const GoalCondition& c, double value) {
  switch (c.op) {
    case GoalOp::AtMost:
      return value <= c.number;
    case GoalOp::AtLeast:
      return value >= c.number;
    case GoalOp::Below:
      return value < c.number;
    case GoalOp::Above:
      return value > c.number;
    case GoalOp::Equal:
      return value == c.number;
  }
  return false;
}

}  // namespace bp
