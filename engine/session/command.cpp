#include "engine/session/command.h"

#include <algorithm>
#include <array>

#include "engine/core/message.h"
#include "engine/core/number.h"
#include "engine/core/text.h"

namespace bp {
namespace {

enum class Shape { Bare, Count, Place, Value, KeyValue, KeyCount, KeyCountText };

struct Row {
  Command::Kind kind;
  std::string_view word;
  Shape shape;
};

constexpr std::array kRows = {
    Row{Command::Kind::Set, "set", Shape::KeyValue},
    Row{Command::Kind::Load, "load", Shape::Value},
    Row{Command::Kind::Table, "table", Shape::KeyCountText},
    Row{Command::Kind::Play, "play", Shape::Bare},
    Row{Command::Kind::Pause, "pause", Shape::Bare},
    Row{Command::Kind::Step, "step", Shape::Count},
    Row{Command::Kind::Phase, "phase", Shape::Count},
    Row{Command::Kind::Epoch, "epoch", Shape::Count},
    Row{Command::Kind::Reset, "reset", Shape::Bare},
    Row{Command::Kind::Seek, "seek", Shape::Place},
    Row{Command::Kind::Ahead, "ahead", Shape::KeyCountText},
    Row{Command::Kind::Edit, "edit", Shape::KeyValue},
    Row{Command::Kind::Check, "check", Shape::Bare},
    Row{Command::Kind::Want, "want", Shape::KeyCount},
};

/// Text of several lines in one: backslash and line ends are written \\\\, \\n, \\r.
std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else {
      out += c;
    }
  }
  return out;
}

std::string unescaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_escape = text[i] == '\\' && i + 1 < text.size();
    if (is_escape) ++i;
    const char c = text[i];
    out += is_escape && c == 'n' ? '\n' : is_escape && c == 'r' ? '\r' : c;
  }
  return out;
}

std::string_view take_word(std::string_view& rest) {
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return word;
}

bool read_count(std::string_view text, std::int64_t lowest, std::int64_t& count) {
  constexpr double kMost = 1e9;
  const std::optional<double> number = parse_number(text);
  if (!number || *number < static_cast<double>(lowest) || *number > kMost) return false;
  count = static_cast<std::int64_t>(*number);
  return true;
}

bool read_arguments(Shape shape, std::string_view rest, Command& command) {
  switch (shape) {
    case Shape::Bare:
      return rest.empty();
    case Shape::Count:
      return rest.empty() || read_count(rest, 1, command.count);
    case Shape::Place:
      return read_count(rest, 0, command.count);
    case Shape::Value:
      command.value = rest;
      return true;
    case Shape::KeyValue:
      command.key = take_word(rest);
      command.value = rest;
      return !command.key.empty();
    case Shape::KeyCount:
      command.key = take_word(rest);
      return !command.key.empty() && read_count(rest, 0, command.count);
    case Shape::KeyCountText:
      command.key = take_word(rest);
      if (command.key.empty() || !read_count(take_word(rest), 0, command.count)) return false;
      command.value = unescaped(rest);
      return true;
  }
  return false;
}

}  // namespace

std::string to_text(const Command& command) {
  const auto row = std::find_if(kRows.begin(), kRows.end(),
                                [&](const Row& r) { return r.kind == command.kind; });
  std::string text(row->word);
  switch (row->shape) {
    case Shape::Bare:
      break;
    case Shape::Count:
    case Shape::Place:
      text += ' ' + std::to_string(command.count);
      break;
    case Shape::Value:
      text += ' ' + command.value;
      break;
    case Shape::KeyValue:
      text += ' ' + command.key + ' ' + command.value;
      break;
    case Shape::KeyCount:
      text += ' ' + command.key + ' ' + std::to_string(command.count);
      break;
    case Shape::KeyCountText:
      text +=
          ' ' + command.key + ' ' + std::to_string(command.count) + ' ' + escaped(command.value);
      break;
  }
  return text;
}

Result<Command> parse_command(std::string_view line) {
  std::string_view rest = line;
  const std::string_view word = take_word(rest);
  for (const Row& row : kRows) {
    if (row.word != word) continue;
    Command command{row.kind, {}, {}, 1};
    if (read_arguments(row.shape, rest, command)) return command;
    return said(Message::command_arguments, {printable(line, 80)});
  }
  return said(Message::command_unknown, {printable(word, 40)});
}

}  // namespace bp
