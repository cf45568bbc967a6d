#include "tools/cli/arguments.h"

#include <array>
#include <cstdio>
#include <cstdlib>

#include "engine/core/number.h"

namespace cli {
namespace {

/// What an option takes: each sets its part of the arguments, false for a value it cannot take.
struct Option {
  std::string_view word;
  bool (*set)(std::string_view value, Arguments& out);
  std::string_view wants;  ///< for the message
};

template <bp::Command::Kind kKind>
bool set_length(std::string_view value, Arguments& out) {
  constexpr double kMost = 1e9;
  const std::optional<double> number = bp::parse_number(value);
  if (!number || *number < 0 || *number > kMost) return false;
  out.has_length = true;
  out.run.kind = kKind;
  out.run.count = static_cast<std::int64_t>(*number);
  return true;
}

template <std::string Arguments::*kMember>
bool set_text(std::string_view value, Arguments& out) {
  out.*kMember = value;
  return !value.empty();
}

bool set_order(std::string_view value, Arguments& out) {
  using Mode = bp::BatchOrder::Mode;
  out.order = value == "sequential" ? Mode::Sequential : Mode::Shuffled;
  return value == "sequential" || value == "shuffled";
}

bool set_precision(std::string_view value, Arguments& out) {
  out.is_double = value == "double";
  return value == "double" || value == "float";
}

constexpr std::array kOptions = {
    Option{"--steps", set_length<bp::Command::Kind::Step>, "a whole number from 0 to 1e9"},
    Option{"--epochs", set_length<bp::Command::Kind::Epoch>, "a whole number from 0 to 1e9"},
    Option{"--data", set_text<&Arguments::data>, "a CSV file"},
    Option{"--target", set_text<&Arguments::target>, "a column's name, or its number from 1"},
    Option{"--open", set_text<&Arguments::open>, "a JSON file the page exported"},
    Option{"--weights", set_text<&Arguments::weights>, "a JSON file"},
    Option{"--goal", set_text<&Arguments::goal>, "conditions, as in goal="},
    Option{"--batches", set_order, "sequential or shuffled"},
    Option{"--precision", set_precision, "float or double"},
};

const Option* find_option(std::string_view word) {
  for (const Option& option : kOptions) {
    if (option.word == word) return &option;
  }
  return nullptr;
}

/// The words without a value of their own; false if the word is none of them.
bool read_plain(std::string_view word, Arguments& out) {
  if (word == "--json") return out.is_json = true;
  if (word == "--drop-incomplete") return out.drop_incomplete = true;
  const bool is_link = word.starts_with('#');
  if (!is_link && (word.starts_with("--") || word.find('=') == std::string_view::npos)) {
    return false;
  }
  if (!out.link.empty()) out.link += '&';
  out.link += is_link ? word.substr(1) : word;
  return true;
}

}  // namespace

bp::Result<Arguments> read_arguments(const std::vector<std::string_view>& words) {
  Arguments out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string word(words[i]);
    const Option* option = find_option(word);
    if (!option && !read_plain(word, out)) {
      return bp::Error{"unknown argument \"" + word + "\"; see playground-cli help"};
    }
    if (!option) continue;
    const std::string_view value = i + 1 < words.size() ? words[++i] : std::string_view();
    if (value.starts_with("--") || !option->set(value, out)) {
      return bp::Error{"give " + std::string(option->wants) + " after " + word};
    }
  }
  if (!out.open.empty() && !(out.data.empty() && out.weights.empty() && out.link.empty())) {
    return bp::Error{"--open brings settings, data and weights: leave the others out"};
  }
  if (out.data.empty() && (!out.target.empty() || out.drop_incomplete)) {
    return bp::Error{"--target and --drop-incomplete are about a file: give --data FILE.csv"};
  }
  return out;
}

int fail(const std::string& message) {
  std::fprintf(stderr, "playground-cli: %s\n", message.c_str());
  return EXIT_FAILURE;
}

void note(const std::string& message) { std::fprintf(stderr, "note: %s\n", message.c_str()); }

}  // namespace cli
