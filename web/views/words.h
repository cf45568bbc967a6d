// Every word on screen, in the language of the interface. English stands in words.inc and in the
// engine's tables; another language is one more file of web/lang.
#pragma once

#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/message.h"
#include "engine/data/datasets.h"
#include "engine/session/schema.h"
#include "web/views/ui_state.h"

namespace bp {

enum class Word {
#define BP_WORD(name, english) name,
#include "web/views/words.inc"
#undef BP_WORD
};

/// A text in another language: id "word.play", "field.lr.label", "field.lr.help",
/// "field.act.relu.label" (an option), "group.data.label", "layout.lecture.label",
/// "dataset.river.negative_name", "message.csv_empty.text".
struct Translation {
  std::string_view id, text;
};

/// A language other than English: its file (web/lang, whose README says how it is written), read.
struct Language {
  std::string key, source;
  std::vector<std::string_view> words;  ///< one a Word, in their order; empty: English
  std::vector<Translation> rows;        ///< all of the file, by id
};

/// Never fails: what a file does not say stays English.
[[nodiscard]] std::unique_ptr<const Language> read_language(std::string_view key,
                                                            std::string source);
[[nodiscard]] std::span<const std::string_view> english_words();
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
/// Name of a data set on screen.
[[nodiscard]] std::string_view dataset_label(const UiState& ui, const Dataset& row);
/// Text `table.key.what` of an engine table, or `english` where the language has none.
[[nodiscard]] std::string_view translated(const UiState& ui, std::string_view table,
                                          std::string_view key, std::string_view what,
                                          std::string_view english);

/// A sentence put together in a caller's buffer.
struct Phrase {
  char buffer[768];
};
/// Replaces "{0}", "{1}" … in `pattern`; what does not fit is cut at a character's end.
std::string_view fill(Phrase& out, std::string_view pattern,
                      std::initializer_list<std::string_view> parts);

/// What the engine said, in the language of the interface.
[[nodiscard]] std::string error_sentence(const UiState& ui, const Error& error);
/// fill() of the form of `word` that goes with `count`.
std::string_view fill_count(Phrase& out, const UiState& ui, Word word, long long count,
                            std::initializer_list<std::string_view> parts);

}  // namespace bp
