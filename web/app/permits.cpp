#include "web/app/permits.h"

#include <algorithm>

#include "engine/core/types.h"
#include "engine/session/codec.h"
#include "engine/session/page_parts.h"

namespace bp {
namespace {

/// Locked fields that another one's change would change too.
void keep_locked(const Settings& before, const Command& change, CommandSink& sink) {
  Settings after = before;
  Notices ignored;
  (void)change_setting(change.key, change.value, after, ignored);
  for (const Field& field : schema()) {
    if (field.key == change.key || !is_locked(before, field)) continue;
    std::string text = to_text(field, before);
    if (text != to_text(field, after)) sink.set(field.key, std::move(text));
  }
}

}  // namespace

bool is_permitted(const Settings& settings, const Command& command) {
  switch (command.kind) {
    case Command::Kind::Set: {
      const Field* const field = find_field(command.key);
      return field == nullptr || is_free(settings, *field);
    }
    case Command::Kind::Table:
      return is_free(settings, *find_field("data"));
    case Command::Kind::Play:
    case Command::Kind::Pause:
      return is_free(settings, PagePart::Play);
    case Command::Kind::Step:
    case Command::Kind::Phase:
    case Command::Kind::Epoch:
      return is_free(settings, PagePart::Step);
    case Command::Kind::Reset:
      return is_free(settings, PagePart::Reset);
    case Command::Kind::Load:
    case Command::Kind::Seek:
    case Command::Kind::Ahead:
      return is_free(settings, PagePart::Timeline);
    case Command::Kind::Edit:
      return is_free(settings, PagePart::Weights);
    case Command::Kind::Check:
    case Command::Kind::Want:
      return true;
  }
  return true;
}

BP_APART void keep_permitted(const Settings& settings, CommandSink& sink) {
  const std::vector<Command> asked = sink.commands();
  sink.clear();
  for (const Command& command : asked) {
    if (!is_permitted(settings, command)) continue;
    sink.post(command);
    if (command.kind == Command::Kind::Set) keep_locked(settings, command, sink);
  }
}

}  // namespace bp
