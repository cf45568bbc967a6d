#include <doctest/doctest.h>

#include "engine/session/torch_program.h"
#include "tests/views/support.h"
#include "web/views/csv.h"
#include "web/views/views.h"

namespace {

using namespace bp;

struct CodeStage {
  test::Stage stage{648, 260};
  Settings settings = default_settings();
  Session session{settings};
  Snapshot snapshot;
  CodeStage() { session.publish(snapshot); }
  void draw() {
    stage.frame([&] { code_view(snapshot, settings, stage.ui, stage.sink); });
  }
};

}  // namespace

TEST_CASE("the code panel shows the settings' program, and another one when they change") {
  CodeStage s;
  s.draw();
  const std::string before = program_text(s.stage.ui.code.lines);
  CHECK(before == program_text(torch_program(s.settings, {2, 2, 0})));
  s.settings.learning_rate = 0.5F;
  s.draw();
  CHECK(program_text(s.stage.ui.code.lines).find("lr=0.5)") != std::string::npos);
  CHECK(s.stage.sink.commands().empty());
}

TEST_CASE("while stepping by phase the line of the next phase is brought into sight") {
  CodeStage s;
  s.draw();
  CHECK(s.stage.ui.code.scrolled_to == -1);
  s.session.apply({Command::Kind::Phase, {}, {}, 2});  // predict and loss are done
  s.session.publish(s.snapshot);
  s.draw();
  const int line = s.stage.ui.code.scrolled_to;
  REQUIRE(line >= 0);
  CHECK(s.stage.ui.code.lines[static_cast<std::size_t>(line)].text.find("zero_grad()") !=
        std::string::npos);
}

TEST_CASE("the code panel's data are what its program reads") {
  CodeStage s;
  std::string csv;
  code_csv(s.snapshot, s.settings, s.stage.ui, csv);
  CHECK(csv.starts_with("part,"));
  CHECK(csv.find("\ntrain,") != std::string::npos);
  CHECK(csv.find("\ntest,") != std::string::npos);
}
