#include "tools/cli/verify.h"

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <iterator>

#include "engine/core/number.h"
#include "engine/session/goal_json.h"
#include "engine/session/json_reader.h"
#include "engine/session/session.h"
#include "engine/session/snapshot.h"
#include "tools/cli/inputs.h"

namespace cli {
namespace {

constexpr std::size_t kMaxProofBytes = std::size_t{1} << 20;

/// What somebody claims.
struct Proof {
  bp::GoalList goal;
  std::string start;  ///< a link with the settings the run began with
  std::vector<bp::Command> commands;
  std::int64_t seed = 0, step = 0, epoch = 0;
  std::string hash;
  std::vector<double> values;
};

bp::Result<std::string> read_text(const std::string& file) {
  if (file != "-") return read_file(file, kMaxProofBytes);
  std::string text;
  char c = 0;
  while (text.size() <= kMaxProofBytes && std::cin.get(c)) text += c;
  if (text.size() > kMaxProofBytes) return bp::Error{"standard input: more than 1 MB"};
  return text;
}

std::string text_of(const bp::JsonValue& proof, const char* name) {
  const auto member = proof.member(name);
  return member && member->is(bp::JsonValue::Kind::String) ? member->text() : std::string();
}

std::int64_t number_of(const bp::JsonValue& proof, const char* name) {
  const auto member = proof.member(name);
  const std::optional<double> number = member ? member->number<double>() : std::nullopt;
  constexpr double kMost = 1e9;
  return number && *number >= 0 && *number <= kMost ? static_cast<std::int64_t>(*number) : -1;
}

/// Only what goes through a run again: one "load", then "ahead", "seek" at the end.
bp::Result<bool> read_commands(const bp::JsonValue& root, Proof& out) {
  const auto list = root.member("commands");
  for (const bp::JsonValue& line : list ? list->elements() : std::vector<bp::JsonValue>()) {
    const bp::Result<bp::Command> command = bp::parse_command(line.text());
    if (!command) return command.error();
    out.commands.push_back(command.value());
  }
  using Kind = bp::Command::Kind;
  const std::size_t n = out.commands.size();
  bool is_right = n >= 2 && out.commands.front().kind == Kind::Load &&
                  out.commands.front().value == out.start &&
                  out.commands.back().kind == Kind::Seek && out.commands.back().count == out.step;
  for (std::size_t i = 1; is_right && i + 1 < n; ++i) {
    is_right = out.commands[i].kind == Kind::Ahead;
  }
  if (!is_right) return bp::Error{"its commands are no run to the step it names"};
  return true;
}

bp::Result<Proof> read_proof(const std::string& text) {
  const bp::Result<bp::JsonDocument> document = bp::parse_json(text);
  if (!document) return document.error();
  const bp::JsonValue root = document.value().root();
  Proof out;
  const bp::Result<bp::GoalList> goal = bp::parse_goal(text_of(root, "goal"));
  if (!goal) return goal.error();
  if (goal.value().count == 0) return bp::Error{"it names no goal"};
  out.goal = goal.value();
  out.start = text_of(root, "settings");
  out.hash = text_of(root, "hash");
  out.seed = number_of(root, "seed");
  out.step = number_of(root, "step");
  out.epoch = number_of(root, "epoch");
  const auto values = root.member("values");
  for (const bp::JsonValue& v : values ? values->elements() : std::vector<bp::JsonValue>()) {
    out.values.push_back(v.number<double>().value_or(0));
  }
  const bp::Result<bool> commands = read_commands(root, out);
  if (!commands) return commands.error();
  return out;
}

/// Prints a line of the comparison; returns whether the two are the same.
bool same(const char* what, const std::string& claimed, const std::string& found) {
  const bool is_same = claimed == found;
  std::printf("%s %s%s\n", what, found.c_str(),
              is_same ? "" : (" — NOT " + claimed + " as claimed").c_str());
  return is_same;
}

/// The conditions as the run meets them, and what was claimed of them.
bool check_conditions(const Proof& proof, const bp::Snapshot& now) {
  bool is_right = now.goal.values.size() == proof.values.size();
  for (std::size_t i = 0; i < now.goal.values.size(); ++i) {
    bp::GoalList one;
    one.count = 1;
    one.conditions[0] = proof.goal.conditions[i];
    const double claimed = i < proof.values.size() ? proof.values[i] : 0;
    const std::string what = "        " + bp::goal_text(one) + ":";
    is_right &= same(what.c_str(), bp::number_text(claimed), bp::number_text(now.goal.values[i]));
  }
  return is_right;
}

bp::Snapshot replayed(const Proof& proof, Inputs inputs) {
  inputs.settings.goal = proof.goal;
  bp::Session session(inputs.settings, nullptr, std::move(inputs.tables));
  for (std::size_t i = 1; i < proof.commands.size(); ++i) session.apply(proof.commands[i]);
  while (session.advance(0)) {
  }
  bp::Snapshot now;
  session.publish(now);
  return now;
}

int hands_of(const Proof& proof) {
  int hands = 0;
  for (const bp::Command& command : proof.commands) {
    hands += command.key.starts_with(bp::kEditMark) ? 1 : 0;
  }
  return hands;
}

bool is_as_claimed(const Proof& proof, std::int64_t seed, const bp::Snapshot& now) {
  std::printf("goal    %s\n", bp::goal_text(proof.goal).c_str());
  std::printf("run     #%s\n", proof.start.c_str());
  if (proof.commands.size() > 3) {
    std::printf("changes %zu on the way, %d of them weights set by hand\n",
                proof.commands.size() - 3, hands_of(proof));
  }
  if (now.goal.is_reached == 0) {
    std::printf("The run does not reach the goal by step %lld.\n",
                static_cast<long long>(proof.step));
    return false;
  }
  bool is_right = same("seed   ", std::to_string(proof.seed), std::to_string(seed));
  is_right &= same("step   ", std::to_string(proof.step), std::to_string(now.goal.step));
  is_right &= same("epoch  ", std::to_string(proof.epoch), std::to_string(now.goal.epoch));
  is_right &= same("hash   ", proof.hash, bp::hash_text(now.goal.hash));
  return check_conditions(proof, now) && is_right;
}

}  // namespace

int verify(const std::string& file, const Arguments& arguments) {
  const bp::Result<std::string> text = read_text(file);
  if (!text) return fail(text.error().message);
  const bp::Result<Proof> proof = read_proof(text.value());
  if (!proof) return fail("this is no proof: " + proof.error().message);
  const bp::Result<bp::GoalList> wanted = bp::parse_goal(arguments.goal);
  if (!wanted) return fail(wanted.error().message);
  if (wanted.value().count > 0 && !(wanted.value() == proof.value().goal)) {
    return fail("this is a proof of another goal: " + bp::goal_text(proof.value().goal));
  }
  Arguments run = arguments;
  run.link = proof.value().start;
  bp::Result<Inputs> inputs = read_inputs(run);
  if (!inputs) return fail(inputs.error().message);
  const std::int64_t seed = inputs.value().settings.seed;
  const bp::Snapshot now = replayed(proof.value(), std::move(inputs).value());
  const bool is_right = is_as_claimed(proof.value(), seed, now);
  std::printf("%s\n", is_right ? "verified" : "NOT verified");
  return is_right ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace cli
