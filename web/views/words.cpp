#include "web/views/words.h"

#include <array>
#include <cstring>

namespace bp {
namespace {

constexpr std::array kKeys = {
#define BP_WORD(name, english) std::string_view(#name),
#include "web/views/words.inc"
#undef BP_WORD
};

constexpr std::array kEnglish = {
#define BP_WORD(name, english) std::string_view(english),
#include "web/views/words.inc"
#undef BP_WORD
};

constexpr std::array kLanguages = {
    Language{"en", "English", kEnglish, {}},
};

const Language& current(const UiState& ui) { return ui.language ? *ui.language : kLanguages[0]; }

// Whether `id` is `parts` joined by dots, without joining them.
bool is_id(std::string_view id, std::initializer_list<std::string_view> parts) {
  bool is_first = true;
  for (const std::string_view part : parts) {
    if (!is_first) {
      if (!id.starts_with('.')) return false;
      id.remove_prefix(1);
    }
    if (!id.starts_with(part)) return false;
    id.remove_prefix(part.size());
    is_first = false;
  }
  return id.empty();
}

std::string_view look_up(const UiState& ui, std::initializer_list<std::string_view> parts,
                         std::string_view english) {
  for (const Translation& row : current(ui).overlay) {
    if (is_id(row.id, parts)) return row.text;
  }
  return english;
}

// The longest start of `text` of at most `size` bytes that ends with a whole character.
std::size_t whole_characters(std::string_view text, std::size_t size) {
  if (text.size() <= size) return text.size();
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return size;
}

}  // namespace

std::span<const Language> languages() { return kLanguages; }

std::string_view word_key(Word word) { return kKeys[static_cast<std::size_t>(word)]; }

std::string_view word(const UiState& ui, Word word) {
  const auto i = static_cast<std::size_t>(word);
  const std::span<const std::string_view> words = current(ui).words;
  return i < words.size() && !words[i].empty() ? words[i] : kEnglish[i];
}

std::string_view label(const UiState& ui, const Field& field) {
  return look_up(ui, {"field", field.key, "label"}, field.label);
}

std::string_view help(const UiState& ui, const Field& field) {
  return look_up(ui, {"field", field.key, "help"}, field.help);
}

std::string_view label(const UiState& ui, Group group) {
  return look_up(ui, {"group", group_key(group), "label"}, group_label(group));
}

std::string_view option_label(const UiState& ui, const Field& field, const Option& option) {
  return look_up(ui, {"field", field.key, option.key, "label"}, option.label);
}

std::string_view option_help(const UiState& ui, const Field& field, const Option& option) {
  return look_up(ui, {"field", field.key, option.key, "help"}, option.help);
}

std::string_view translated(const UiState& ui, std::string_view table, std::string_view key,
                            std::string_view what, std::string_view english) {
  return look_up(ui, {table, key, what}, english);
}

std::string_view fill(Phrase& out, std::string_view pattern,
                      std::initializer_list<std::string_view> parts) {
  std::size_t size = 0;
  const auto put = [&](std::string_view text) {
    const std::size_t n = whole_characters(text, sizeof out.buffer - size);
    std::memcpy(out.buffer + size, text.data(), n);
    size += n;
  };
  while (!pattern.empty()) {
    const std::size_t brace = pattern.find('{');
    put(pattern.substr(0, brace));
    if (brace == std::string_view::npos) break;
    pattern.remove_prefix(brace);
    const bool is_slot = pattern.size() > 2 && pattern[2] == '}' && pattern[1] >= '0' &&
                         pattern[1] < '0' + static_cast<char>(parts.size());
    put(is_slot ? parts.begin()[pattern[1] - '0'] : pattern.substr(0, 1));
    pattern.remove_prefix(is_slot ? 3 : 1);
  }
  return {out.buffer, size};
}

}  // namespace bp
