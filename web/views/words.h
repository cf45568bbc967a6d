// Every word on screen, in the language of the interface. English stands in words.inc and in the
// engine's tables; another language is one more row of languages().
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "engine/session/schema.h"
#include "web/views/ui_state.h"

namespace bp {

enum class Word {
#define BP_WORD(name, english) name,
#include "web/views/words.inc"
#undef BP_WORD
};

/// One text of an engine table in another language: id "field.lr.label", "field.lr.help",
/// "field.act.relu.label" (an option), "group.data.label", "dataset.river.negative_name".
struct Translation {
  std::string_view id, text;
};

struct Language {
  std::string_view key, name;
  std::span<const std::string_view> words;  ///< one a Word, in their order
  std::span<const Translation> overlay;     ///< of engine tables; what is missing stays English
};

[[nodiscard]] std::span<const Language> languages();
/// The key of a word ("play"), for translators and tests.
[[nodiscard]] std::string_view word_key(Word word);

[[nodiscard]] std::string_view word(const UiState& ui, Word word);
[[nodiscard]] std::string_view label(const UiState& ui, const Field& field);
[[nodiscard]] std::string_view help(const UiState& ui, const Field& field);
[[nodiscard]] std::string_view label(const UiState& ui, Group group);
[[nodiscard]] std::string_view option_label(const UiState& ui, const Field& field,
                                            const Option& option);
[[nodiscard]] std::string_view option_help(const UiState& ui, const Field& field,
                                           const Option& option);
/// Text `table.key.what` of an engine table, or `english` where the language has none.
[[nodiscard]] std::string_view translated(const UiState& ui, std::string_view table,
                                          std::string_view key, std::string_view what,
                                          std::string_view english);

/// A sentence put together in a caller's buffer.
struct Phrase {
  char buffer[512];
};
/// Replaces "{0}", "{1}" … in `pattern`; what does not fit is cut at a character's end.
std::string_view fill(Phrase& out, std::string_view pattern,
                      std::initializer_list<std::string_view> parts);

}  // namespace bp
