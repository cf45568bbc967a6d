// What the engine says about files, goals and commands, in the language of the interface.
#include <doctest/doctest.h>

#include <set>

#include "engine/core/message.h"
#include "engine/session/codec.h"
#include "engine/session/command.h"
#include "engine/session/goal.h"
#include "engine/session/plan.h"
#include "tests/views/support.h"
#include "tests/views/translatable.h"
#include "web/views/transport.h"

namespace bp {
namespace {

UiState speaking(const Language& language) {
  UiState ui;
  ui.language = &language;
  return ui;
}

/// Another language says it with all that was filled in; returns its key.
std::string_view check_said(const Error& error, const std::string& key) {
  const auto language = read_language(key, test::language_file(key));
  const std::string sentence = error_sentence(speaking(*language), error);
  CAPTURE(error.message);
  CAPTURE(sentence);
  CHECK(!error.key.empty());
  CHECK(sentence != error.message);
  CHECK(sentence.find('{') == std::string::npos);
  CHECK(error.message.find('{') == std::string::npos);
  CHECK(error_sentence(UiState{}, error) == error.message);
  return error.key;
}

std::string rows(int n, const char* row) {
  std::string out = "a,b\n";
  for (int i = 0; i < n; ++i) out += row;
  return out;
}

}  // namespace

TEST_CASE("whatever is wrong with a table of one's own is said in every language") {
  using TargetKind = CsvOptions::TargetKind;
  std::string wide = "a";
  for (int i = 0; i < kMaxTableColumns; ++i) wide += ",b";
  std::string many = "x,k\n";
  for (int i = 0; i <= kMaxClasses; ++i) many += "1,k" + std::to_string(i) + "\n";
  struct Bad {
    std::string text;
    CsvOptions options{};
  };
  const std::vector<Bad> all = {
      {""},
      {"a,b\n"},
      {"a,b\n1,2\n"},
      {"a\n1\n"},
      {wide},
      {rows(static_cast<int>(kMaxTableRows) + 1, "1,2\n")},
      {"a,b\n1,2\n3\n"},
      {"a,b\n1,\"2\n"},
      {"a,b\n1,\"2\"x\n"},
      {"a,b\n1,\n"},
      {"a,b\n1,inf\n"},
      {"a;b\n1,5;2\n"},
      {"a,b\nx,1\n2,3\n"},
      {"a,b\nx,1\ny,3\n", {.drop_incomplete = true}},
      {"a,b\n1,\n2,\n3,4\n", {.drop_incomplete = true}},
      {"a,b\n1,2\n", {.target = "c"}},
      {"a,a,b\n1,2,3\n", {.target = "a"}},
      {many},
      {"a,b\n1,2\n3,2\n", {.target_kind = TargetKind::Values}},
      {std::string("a\0b", 3)},
  };
  for (const std::string& language : test::translated_languages()) {
    std::set<std::string_view> seen;
    for (const Bad& bad : all) {
      const Result<Table> table = parse_csv(bad.text, bad.options);
      CAPTURE(bad.text.substr(0, 60));
      REQUIRE(!table.ok());
      seen.insert(check_said(table.error(), language));
    }
    CHECK(seen.size() == all.size());  // each for a reason of its own
    const Result<Table> few = read_table(dataset("own_values"), "a,b\n1,2\n3,4\n", {});
    REQUIRE(!few.ok());
    (void)check_said(few.error(), language);
  }
}

TEST_CASE("what is left out of a table is said in every language, one or many") {
  for (const std::string& language : test::translated_languages()) {
    for (const char* text :
         {"a,y\n1,2\n,4\n3,5\n", "a,y\n1,2\n,4\n,4\n3,5\n", "a,b,y\n,1,2\n1,,2\n1,2,2\n1,2,3\n",
          "a,b,y\n1,k,2\n3,l,4\n", "a,b,c,y\n1,k,m,2\n3,l,n,4\n"}) {
      Remarks remarks;
      CHECK(parse_csv(text, {.drop_incomplete = true}, &remarks).ok());
      REQUIRE(remarks.size() == 1);
      (void)check_said(remarks[0], language);
    }
  }
}

TEST_CASE("goals and commands that cannot be read are said in every language") {
  for (const std::string& language : test::translated_languages()) {
    for (const char* goal : {"loss", "colour<=3", "epoch<=red",
                             "epoch<=1~epoch<=2~epoch<=3~epoch<=4~epoch<=5~epoch<=6~epoch<=7~"
                             "epoch<=8~epoch<=9"}) {
      const Result<GoalList> read = parse_goal(goal);
      REQUIRE(!read.ok());
      (void)check_said(read.error(), language);
      Notices notices;
      (void)decode_link("goal=" + std::string(goal), notices);
      REQUIRE(notices.size() == 1);
      const auto words = read_language(language, test::language_file(language));
      CHECK(notice_sentence(speaking(*words), notices[0]) ==
            error_sentence(speaking(*words), read.error()));
    }
    for (const char* line : {"jump", "step x"}) {
      const Result<Command> command = parse_command(line);
      REQUIRE(!command.ok());
      (void)check_said(command.error(), language);
    }
  }
}

}  // namespace bp
