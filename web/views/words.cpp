#include "web/views/words.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

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

// A row by its id, which is `parts` joined by dots.
std::string_view look_up(const UiState& ui, std::initializer_list<std::string_view> parts,
                         std::string_view english) {
  if (!ui.language) return english;
  char buffer[80];
  std::size_t size = 0;
  for (const std::string_view part : parts) {
    if (size + part.size() >= sizeof buffer) return english;
    if (size > 0) buffer[size++] = '.';
    std::memcpy(buffer + size, part.data(), part.size());
    size += part.size();
  }
  const std::string_view id(buffer, size);
  const auto& rows = ui.language->rows;
  const auto at = std::ranges::lower_bound(rows, id, {}, &Translation::id);
  return at != rows.end() && at->id == id ? at->text : english;
}

// Layers choose from the same activations as the field for all of them.
std::string_view table_key(const Field& field) {
  return std::holds_alternative<LayersKind>(field.kind) ? "act" : field.key;
}

// The longest start of `text` of at most `size` bytes that ends with a whole character.
std::size_t whole_characters(std::string_view text, std::size_t size) {
  if (text.size() <= size) return text.size();
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return size;
}

}  // namespace

std::unique_ptr<const Language> read_language(std::string_view key, std::string source) {
  auto out = std::make_unique<Language>();
  out->key = key;
  out->source = std::move(source);
  for (std::string_view rest = out->source; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos || space == 0 || line[0] == '#' || line[0] == '=') continue;
    out->rows.push_back({line.substr(0, space), line.substr(space + 1)});
  }
  std::ranges::sort(out->rows, {}, &Translation::id);
  out->words.resize(kKeys.size());
  UiState ui;
  ui.language = out.get();
  for (std::size_t i = 0; i < kKeys.size(); ++i)
    out->words[i] = look_up(ui, {"word", kKeys[i]}, {});
  return out;
}

std::span<const std::string_view> english_words() { return kEnglish; }

std::string_view word_key(Word word) { return kKeys[static_cast<std::size_t>(word)]; }

std::string_view word(const UiState& ui, Word word) {
  const auto i = static_cast<std::size_t>(word);
  return ui.language && !ui.language->words[i].empty() ? ui.language->words[i] : kEnglish[i];
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
  return look_up(ui, {"field", table_key(field), option.key, "label"}, option.label);
}

std::string_view option_help(const UiState& ui, const Field& field, const Option& option) {
  return look_up(ui, {"field", table_key(field), option.key, "help"}, option.help);
}

std::string_view dataset_label(const UiState& ui, const Dataset& row) {
  return look_up(ui, {"field", "data", row.key, "label"}, row.label);
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

std::string error_sentence(const UiState& ui, const Error& error) {
  const std::string_view own = translated(ui, "message", error.key, "text", {});
  return own.empty() ? error.message : filled(own, error.parts);
}

std::string_view fill_count(Phrase& out, const UiState& ui, Word which, long long count,
                            std::initializer_list<std::string_view> parts) {
  return fill(out, plural(word(ui, which), count), parts);
}

}  // namespace bp
