// Every language says everything, once, with the same slots as English.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/session/codec.h"
#include "tests/views/support.h"
#include "tests/views/translatable.h"

namespace bp {
namespace {

struct File {
  std::map<std::string, std::string> texts;
  std::set<std::string> same;  ///< ids that are said to be the same words as in English
  std::vector<std::string> twice, odd;
};

File read(const std::string& key) {
  File out;
  std::istringstream in(test::language_file(key));
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t space = line.find(' ');
    if (space == std::string::npos || space + 1 == line.size() || line.back() == ' ') {
      out.odd.push_back(line);
      continue;
    }
    const std::string id = line[0] == '=' ? line.substr(2) : line.substr(0, space);
    const bool is_new = out.texts.count(id) == 0 && out.same.count(id) == 0;
    if (!is_new) out.twice.push_back(id);
    if (line[0] == '=') {
      out.same.insert(id);
    } else {
      out.texts[id] = line.substr(space + 1);
    }
  }
  return out;
}

// "{0}", "{1}" … of a text; of one with two forms those of the second.
std::set<char> slots(std::string_view text) {
  std::set<char> out;
  text = plural(text, 2);
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    if (text[i] == '{' && text[i + 2] == '}') out.insert(text[i + 1]);
  }
  return out;
}

bool is_script(const std::string& id) { return id.rfind("page.", 0) == 0; }

std::string list(const std::vector<std::string>& all) {
  std::string out;
  for (const std::string& each : all) (out += each) += '\n';
  return out;
}

}  // namespace

TEST_CASE("every language has every text once, and none that is unknown") {
  const std::vector<test::Text> all = test::translatable();
  for (const std::string& key : test::translated_languages()) {
    CAPTURE(key);
    const File file = read(key);
    CHECK_MESSAGE(file.twice.empty(), "more than once: ", list(file.twice));
    CHECK_MESSAGE(file.odd.empty(), "no id and text: ", list(file.odd));
    std::vector<std::string> missing, unknown;
    std::set<std::string> known;
    for (const test::Text& text : all) {
      known.insert(text.id);
      if (file.texts.count(text.id) == 0 && file.same.count(text.id) == 0) {
        missing.push_back(text.id + " " + std::string(text.english));
      }
    }
    // A script's own texts are held against the scripts, in tests/browser/lang.test.mjs.
    for (const auto& [id, text] : file.texts) {
      if (known.count(id) == 0 && !is_script(id)) unknown.push_back(id);
    }
    for (const std::string& id : file.same) {
      if (known.count(id) == 0) unknown.push_back(id);
    }
    CHECK_MESSAGE(missing.empty(), "not translated: ", list(missing));
    CHECK_MESSAGE(unknown.empty(), "no such text: ", list(unknown));
  }
}

TEST_CASE("a translation has the slots of the English text, and is another text") {
  for (const std::string& key : test::translated_languages()) {
    File file = read(key);
    for (const test::Text& text : test::translatable()) {
      const auto at = file.texts.find(text.id);
      if (at == file.texts.end()) continue;
      CAPTURE(text.id);
      CHECK(slots(at->second) == slots(text.english));
      CHECK_MESSAGE(at->second != text.english, "say so with a line = ", text.id);
      const bool has_forms = text.english.find("¦") != std::string_view::npos;
      CHECK((at->second.find("¦") != std::string::npos) == has_forms);
    }
  }
}

namespace {

struct Look {
  const char* name;
  float width, height;
  bool touch;
};

// Everything that was cut while the page was drawn so, in `language` ("en": none of its own).
std::set<std::string> cut_texts(const std::string& language, const Look& look,
                                const std::string& link, std::initializer_list<ImGuiKey> keys) {
  std::vector<std::string> cut;
  AppOptions options;
  if (language != "en") {
    options.language = language;
    options.words = test::language_file(language);
  }
  options.touch = look.touch;
  options.cut_texts = &cut;
  Notices notices;
  test::AppStage stage(decode_link(link, notices), look.width, look.height, std::move(options));
  stage.frames(3);
  stage.app.post({Command::Kind::Step, {}, {}, 40});
  stage.frames(8);
  for (const ImGuiKey key : keys) stage.press(key);
  cut.clear();
  stage.frames(2);
  return {cut.begin(), cut.end()};
}

constexpr Look kLooks[] = {{"desktop", 1280, 800, false}, {"phone", 390, 844, true}};

// What English has no room for either is the data's own (names of columns) or the place's doing.
void check_nothing_more_is_cut(const Look& look, const std::string& link,
                               std::initializer_list<ImGuiKey> keys = {}) {
  const std::size_t most = cut_texts("en", look, link, keys).size();
  for (const std::string& key : test::translated_languages()) {
    const std::set<std::string> cut = cut_texts(key, look, link, keys);
    std::string all;
    for (const std::string& text : cut) (all += text) += '\n';
    INFO(std::string(look.name), " ", key, " ", link, ", cut off:\n", all);
    CHECK(cut.size() <= most);
  }
}

}  // namespace

TEST_CASE("unfolding names its axes whole, on a desktop and on a phone") {
  for (const Look& look : kLooks) {
    CAPTURE(look.name);
    CHECK(cut_texts("en", look, "#v=1&panel=unfold", {}).empty());
  }
}

TEST_CASE("no panel cuts a text off, in any language") {
  for (const Look& look : kLooks) {
    for (const Option& panel : kPanels) {
      check_nothing_more_is_cut(look, "panel=" + std::string(panel.key));
    }
  }
}

TEST_CASE("no panel cuts a text off with other data, and with everything at work") {
  for (const Look& look : kLooks) {
    for (const char* data : {"circles", "spirals", "fn_sine", "xor"}) {
      for (const char* panel : {"report", "function", "metrics", "unfold", "unit"}) {
        check_nothing_more_is_cut(look, std::string("data=") + data + "&panel=" + panel);
      }
    }
    check_nothing_more_is_cut(look,
                              "panel=regularizers&l1=0.001&l2=0.01&dropout=20&norm=1&maxnorm=3&"
                              "patience=5&smooth=10&jitter=5&budget=l1&members=1");
    check_nothing_more_is_cut(look, "panel=regularizers&reg=members&members=4");
    check_nothing_more_is_cut(look, "opt=adam&sched=cosine&clip=1&clipnorm=1&stop=100");
  }
}

TEST_CASE("no menu and no help cuts a text off, in any language") {
  for (const Look& look : kLooks) {
    for (const ImGuiKey key : {ImGuiKey_L, ImGuiKey_M}) check_nothing_more_is_cut(look, "", {key});
  }
}

}  // namespace bp
