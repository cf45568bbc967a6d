// Every text on screen that stands in a table of ours, by the id a language's file calls it.
#pragma once

#include <array>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "engine/data/datasets.h"
#include "engine/session/goal.h"
#include "engine/session/layout_tree.h"
#include "engine/session/options.h"
#include "engine/session/schema.h"
#include "web/views/words.h"

namespace bp::test {

struct Text {
  std::string id;
  std::string_view english;
};

inline std::vector<Text> translatable() {
  std::vector<Text> out;
  const auto add = [&out](std::string id, std::string_view english) {
    if (!english.empty()) out.push_back({std::move(id), english});
  };
  const auto options = [&add](const Field& field, const OptionTable& table) {
    for (int i = 0; i < table.count(); ++i) {
      const Option row = table.at(i);
      const std::string id = "field." + std::string(field.key) + "." + std::string(row.key);
      add(id + ".label", row.label);
      add(id + ".help", row.help);
    }
  };
  for (std::size_t i = 0; i < english_words().size(); ++i) {
    add("word." + std::string(word_key(static_cast<Word>(i))), english_words()[i]);
  }
  for (const Field& field : schema()) {
    add("field." + std::string(field.key) + ".label", field.label);
    add("field." + std::string(field.key) + ".help", field.help);
    if (const auto* const choice = std::get_if<ChoiceKind>(&field.kind)) {
      options(field, choice->options);
    }
    if (const auto* const set = std::get_if<SetKind>(&field.kind)) options(field, set->options);
  }
  for (const Group group : {Group::Data, Group::Features, Group::Model, Group::Training,
                            Group::Regularization, Group::View}) {
    add("group." + std::string(group_key(group)) + ".label", group_label(group));
  }
  for (const LayoutPreset& row : layout_presets()) {
    add("layout." + std::string(row.key) + ".label", row.label);
    add("layout." + std::string(row.key) + ".help", row.help);
  }
  for (const Dataset& row : datasets()) {
    add("dataset." + std::string(row.key) + ".negative_name", row.negative_name);
    add("dataset." + std::string(row.key) + ".positive_name", row.positive_name);
  }
  for (const MessageRow& row : messages()) {
    add("message." + std::string(row.key) + ".text", row.english);
  }
  for (const GoalMetric& row : goal_metrics()) {
    add("metric." + std::string(row.key) + ".label", row.label);
  }
  return out;
}

/// The keys of languages that have a file.
inline std::vector<std::string> translated_languages() {
  std::vector<std::string> out;
  for (const Option& row : kLanguages) {
    if (row.key != "auto" && row.key != "en") out.emplace_back(row.key);
  }
  return out;
}

inline std::string language_file(const std::string& key) {
  std::ifstream in(std::string(BP_SOURCE_DIR) + "/web/lang/" + key + ".txt", std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace bp::test
