// Sentences for a person that every language has (messages.inc). The engine says them in English
// and keeps what they were made of.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace bp {

enum class Message {
#define BP_MESSAGE(key, english) key,
#include "engine/core/messages.inc"
#undef BP_MESSAGE
};

struct MessageRow {
  std::string_view key, english;
};
[[nodiscard]] std::span<const MessageRow> messages();

/// The sentence with its slots filled in.
[[nodiscard]] Error said(Message message, std::vector<std::string> parts = {});

/// Replaces "{0}", "{1}" … in the form of `pattern` that goes with the first part.
[[nodiscard]] std::string filled(std::string_view pattern, std::span<const std::string> parts);

/// The form of a text that goes with `count`: of "{0} epoch¦{0} epochs" the first for 1, else the
/// second; a text of one form is that. English and German share this rule.
[[nodiscard]] std::string_view plural(std::string_view forms, long long count);

}  // namespace bp
