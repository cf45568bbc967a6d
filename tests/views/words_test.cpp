#include "web/views/words.h"
#include "web/views/transport.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "engine/core/registry.h"
#include "engine/data/datasets.h"
#include "engine/data/features.h"
#include "engine/nn/activations.h"
#include "engine/nn/losses.h"
#include "engine/optim/optimizers.h"
#include "engine/optim/regularizers.h"
#include "tests/views/support.h"
#include "tests/views/translatable.h"
#include "web/views/views.h"

namespace bp {
namespace {

int word_count() { return static_cast<int>(english_words().size()); }
Word word_at(int i) { return static_cast<Word>(i); }

struct OptionsOf {
  std::vector<std::string_view>& out;
  void add(const OptionTable& table) const {
    for (int i = 0; i < table.count(); ++i) {
      out.push_back(table.at(i).label);
      out.push_back(table.at(i).help);
    }
  }
  void operator()(const IntKind&) const {}
  void operator()(const RealKind& kind) const { out.push_back(kind.unit); }
  void operator()(const FlagKind&) const {}
  void operator()(const ChoiceKind& kind) const { add(kind.options); }
  void operator()(const SetKind& kind) const { add(kind.options); }
  void operator()(const LayersKind& kind) const { add(kind.activations); }
  void operator()(const ColumnsKind&) const {}
  void operator()(const LayoutKind&) const {
    for (const LayoutPreset& row : layout_presets()) {
      out.push_back(row.label);
      out.push_back(row.help);
    }
  }
  void operator()(const PartsKind&) const {}
  void operator()(const GoalKind&) const {
    for (const GoalMetric& row : goal_metrics()) out.push_back(row.label);
  }
};

// Everything that may appear on screen.
std::vector<std::string_view> all_texts() {
  std::vector<std::string_view> out;
  for (const std::string_view text : english_words()) out.push_back(text);
  for (const Field& field : schema()) {
    out.insert(out.end(), {field.label, field.symbol, field.help, group_label(field.group)});
    std::visit(OptionsOf{out}, field.kind);
  }
  for (const Dataset& row : datasets()) {
    out.insert(out.end(), {row.label, row.help, row.negative_name, row.positive_name});
  }
  for (const Feature& row : features()) out.push_back(row.label);
  for (const Activation& row : activations()) {
    out.insert(out.end(), {row.label, row.formula, row.derivative});
  }
  for (const Loss& row : losses()) out.insert(out.end(), {row.label, row.formula, row.gradient});
  for (const Optimizer& row : optimizers()) out.insert(out.end(), {row.label, row.formula});
  for (const Regularizer& row : regularizers()) out.insert(out.end(), {row.label, row.formula});
  for (const Panel& panel : panels()) out.push_back(panel.label);
  // What numbers are made of.
  out.push_back("0123456789.,·−\u2009%∞NaN⁰¹²³⁴⁵⁶⁷⁸⁹⁻–…");
  return out;
}

}  // namespace

TEST_CASE("every word has a text, a key of its own and balanced slots") {
  UiState ui;
  std::set<std::string_view> keys;
  for (int i = 0; i < word_count(); ++i) {
    const std::string_view text = word(ui, word_at(i));
    CAPTURE(word_key(word_at(i)));
    CHECK_FALSE(text.empty());
    CHECK(keys.insert(word_key(word_at(i))).second);
    for (std::size_t at = 0; (at = text.find('{', at)) != std::string_view::npos; ++at) {
      REQUIRE(at + 2 < text.size());
      CHECK(text[at + 2] == '}');
    }
    CHECK(text.find('!') == std::string_view::npos);
  }
}

TEST_CASE("sentences are filled in and never overflow") {
  Phrase out;
  CHECK(fill(out, "Layer {0}", {"3"}) == "Layer 3");
  CHECK(fill(out, "{1} before {0}", {"a", "b"}) == "b before a");
  CHECK(fill(out, "{2} {x} {", {"a"}) == "{2} {x} {");
  CHECK(fill(out, "", {}) == "");
  const std::string longer(2000, 'x');
  CHECK(fill(out, "{0}", {longer}).size() == sizeof out.buffer);
  // A character of two bytes is not cut in half.
  const std::string odd = std::string(sizeof out.buffer - 1, 'x') + "é";
  CHECK(fill(out, "{0}", {odd}).size() == sizeof out.buffer - 1);
}

TEST_CASE("a language is read from one file, and what it does not say stays English") {
  const auto german = read_language("de",
                                    "# German\n"
                                    "word.play Start\n"
                                    "field.lr.label Lernrate\n"
                                    "field.lr.help Länge eines Schritts.\n"
                                    "group.data.label Daten\n"
                                    "= word.pause\n\n"
                                    "field.act.relu.label Gleichrichter\n"
                                    "dataset.river.negative_name Ufer");
  UiState ui;
  const Field& lr = *find_field("lr");
  CHECK(word(ui, Word::play) == "Play");
  CHECK(label(ui, lr) == lr.label);
  ui.language = german.get();
  CHECK(word(ui, Word::play) == "Start");
  CHECK(word(ui, Word::pause) == "Pause");
  CHECK(label(ui, lr) == "Lernrate");
  CHECK(help(ui, lr) == "Länge eines Schritts.");
  CHECK(label(ui, Group::Data) == "Daten");
  CHECK(label(ui, Group::Model) == "Model");
  const Option relu{"relu", "ReLU", {}};
  CHECK(option_label(ui, *find_field("act"), relu) == "Gleichrichter");
  CHECK(option_label(ui, *find_field("layers"), relu) == "Gleichrichter");
  CHECK(translated(ui, "dataset", "river", "negative_name", "bank") == "Ufer");
  CHECK(translated(ui, "dataset", "river", "positive_name", "river") == "river");
}

TEST_CASE("a broken file of a language is harmless") {
  for (const char* source : {"", "\n\n", "word.play", "word.play ", " word.play x",
                             "word.nothing x", "word.play a\nword.play b"}) {
    const auto language = read_language("xx", source);
    UiState ui;
    ui.language = language.get();
    CHECK_FALSE(word(ui, Word::play).empty());
  }
}

TEST_CASE("a text has a form for one and a form for more") {
  CHECK(plural("{0} epoch¦{0} epochs", 1) == "{0} epoch");
  CHECK(plural("{0} epoch¦{0} epochs", 0) == "{0} epochs");
  CHECK(plural("{0} epoch¦{0} epochs", 2) == "{0} epochs");
  CHECK(plural("{0} Batch", 1) == "{0} Batch");
}

TEST_CASE("every character on screen is in the fonts") {
  test::Stage stage;
  std::set<unsigned> missing;
  std::vector<std::string> files;
  for (const std::string& key : test::translated_languages()) {
    files.push_back(test::language_file(key));
    CHECK(files.back().size() > 1000);
  }
  std::vector<std::string_view> texts = all_texts();
  texts.insert(texts.end(), files.begin(), files.end());
  stage.frame([&] {
    for (const std::string_view text : texts) {
      const char* at = text.data();
      const char* const end = at + text.size();
      while (at < end) {
        // As ImGui decodes it: 16-bit characters.
        unsigned c = static_cast<unsigned char>(*at);
        int bytes = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        unsigned point = bytes == 1 ? c : c & (0x7FU >> bytes);
        for (int i = 1; i < bytes; ++i) {
          point = (point << 6) | (static_cast<unsigned char>(at[i]) & 0x3FU);
        }
        at += bytes;
        for (const Face face : {Face::Regular, Face::Semibold, Face::Italic, Face::Mono}) {
          if (point >= 32 && !font(stage.ui, face)->IsGlyphInFont(static_cast<ImWchar>(point))) {
            missing.insert(point);
          }
        }
      }
    }
  });
  std::string list;
  for (const unsigned point : missing) {
    char text[16];
    std::snprintf(text, sizeof text, "U+%04X ", point);
    list += text;
  }
  INFO("add to cmake/glyphs.txt: ", list);
  CHECK(missing.empty());
}

TEST_CASE("panels and the schema's field agree") {
  const Field* const field = find_field("panel");
  REQUIRE(field);
  const auto& kind = std::get<ChoiceKind>(field->kind);
  CHECK(kind.options.count() == static_cast<int>(panels().size()));
  for (int i = 0; i < kind.options.count(); ++i) {
    CHECK(index_of(panels(), kind.options.at(i).key) >= 0);
  }
}

TEST_CASE("a rate's unit goes with the number as it is written") {
  const UiState ui;
  Phrase out;
  CHECK(counted_rate(ui, Word::epochs_n, 1, out) == "1 epoch");
  CHECK(counted_rate(ui, Word::epochs_n, 1.004F, out) == "1 epoch");
  CHECK(counted_rate(ui, Word::epochs_n, 0.5F, out) == "0.5 epochs");
  CHECK(counted_rate(ui, Word::steps_n, 1.2F, out) == "1.2 steps");
  CHECK(counted_rate(ui, Word::steps_n, 390, out) == "390 steps");
}

}  // namespace bp
