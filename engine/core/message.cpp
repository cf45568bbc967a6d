#include "engine/core/message.h"

#include <array>
#include <utility>

namespace bp {
namespace {

constexpr std::array kRows = {
#define BP_MESSAGE(key, english) MessageRow{#key, english},
#include "engine/core/messages.inc"
#undef BP_MESSAGE
};

}  // namespace

std::span<const MessageRow> messages() { return kRows; }

Error said(Message message, std::vector<std::string> parts) {
  const MessageRow& row = kRows[static_cast<std::size_t>(message)];
  return {filled(row.english, parts), row.key, std::move(parts)};
}

std::string filled(std::string_view pattern, std::span<const std::string> parts) {
  pattern = plural(pattern, !parts.empty() && parts[0] == "1" ? 1 : 2);
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool is_slot = i + 2 < pattern.size() && pattern[i] == '{' && pattern[i + 2] == '}';
    const auto slot = is_slot ? static_cast<std::size_t>(pattern[i + 1] - '0') : parts.size();
    if (slot < parts.size()) {
      out += parts[slot];
      i += 2;
    } else {
      out += pattern[i];
    }
  }
  return out;
}

std::string_view plural(std::string_view forms, long long count) {
  constexpr std::string_view kBetween = "¦";
  const std::size_t at = forms.find(kBetween);
  if (at == std::string_view::npos) return forms;
  return count == 1 ? forms.substr(0, at) : forms.substr(at + kBetween.size());
}

}  // namespace bp
