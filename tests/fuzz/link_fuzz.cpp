// Links and commands: whatever they hold, settings are valid and can be told.
#include "engine/session/codec.h"
#include "engine/session/command.h"
#include "engine/session/json_reader.h"
#include "engine/session/link_state.h"
#include "tests/fuzz/checks.h"
#include "tests/fuzz/targets.h"

namespace bp_fuzz {
namespace {

using namespace bp;

std::string check_notices(const Notices& notices) {
  for (const Notice& notice : notices) {
    if (!can_be_shown(notice_text(notice))) return "a notice cannot be shown";
  }
  return {};
}

/// Valid settings are written and read back without a word.
std::string check_settings(const Settings& settings) {
  Notices notices;
  if (!(decode_link(encode_link(settings), notices) == settings)) return "the link changes them";
  if (!notices.empty()) return "its own link gives notices: " + notice_text(notices.front());
  Settings normal = settings;
  normalise(normal, notices);
  if (!(normal == settings) || !notices.empty()) return "they were not normal";
  if (parameter_count(settings) < 2) return "there are no parameters";
  const std::string json = settings_json(settings);
  if (!parse_json(json)) return "their JSON is none";
  return {};
}

std::string check_command(std::string_view input) {
  const Result<Command> command = parse_command(input);
  if (!command) return can_be_shown(command.error().message) ? "" : "an error cannot be shown";
  const Command& first = command.value();
  const Result<Command> again = parse_command(to_text(first));
  if (!again) return "a command does not read back";
  const Command& second = again.value();
  const bool is_same = first.kind == second.kind && first.key == second.key &&
                       first.value == second.value && first.count == second.count;
  if (!is_same) return "a command reads back as another";
  if (first.kind != Command::Kind::Set) return {};
  Settings settings = default_settings();
  Notices notices;
  (void)change_setting(first.key, first.value, settings, notices);
  const std::string wrong = check_notices(notices);
  return wrong.empty() ? check_settings(settings) : wrong;
}

}  // namespace

std::string link(std::string_view input) {
  Notices notices;
  const Settings settings = decode_link(input, notices);
  std::string wrong = check_notices(notices);
  if (wrong.empty()) wrong = check_settings(settings);
  if (wrong.empty()) wrong = check_command(input);
  const Result<LinkState> state = read_link_state(input);
  if (!state && !can_be_shown(state.error().message)) return "a state's error cannot be shown";
  return wrong;
}

}  // namespace bp_fuzz
