// What the author of a page hides is not there, and what they lock cannot be changed by hand.
#include <doctest/doctest.h>

#include <string>

#include "engine/session/codec.h"
#include "engine/session/page_parts.h"
#include "engine/session/snapshot_parts.h"
#include "tests/engine/link_support.h"
#include "tests/views/support.h"
#include "web/app/permits.h"
#include "web/app/widget.h"
#include "web/views/controls.h"
#include "web/views/panels.h"
#include "web/views/transport.h"
#include "web/views/unfold_shape.h"

namespace bp {
namespace {

using bp_test::from_link;

/// What clicks all over a field's control ask for.
std::size_t clicks_on(const char* link, const char* key) {
  test::Stage stage(400, 200);
  const Settings settings = from_link(link);
  const Snapshot snapshot = test::snapshot_of(settings, 1);
  const auto body = [&] {
    field_control({snapshot, settings, stage.ui, stage.sink, 300}, *find_field(key));
  };
  stage.frame(body);
  for (float y = 12; y < 60; y += 6) {
    for (float x = 12; x < 300; x += 18) stage.click(x, y, body);
  }
  return stage.sink.commands().size();
}

}  // namespace

TEST_CASE("a locked control does nothing, whatever its kind; the same unlocked does") {
  for (const char* key : {"lr", "noise", "norm", "features", "batch", "layers"}) {
    CAPTURE(key);
    CHECK(clicks_on("", key) > 0);
    CHECK(clicks_on((std::string("lock=") + key).c_str(), key) == 0);
  }
}

namespace {

/// With all that panels ask for.
Snapshot full_snapshot_of(const Settings& settings, int steps) {
  Session session(settings, test::now_us);
  for (const char* part : {"metrics", "details", "matrices", "unit"}) {
    session.apply({Command::Kind::Want, part, {}, 1});
  }
  session.apply({Command::Kind::Want, "field", {}, 32});
  session.apply({Command::Kind::Want, "units", {}, 16});
  session.apply({Command::Kind::Want, "unfold", {}, unfold_request(chosen_axes(settings))});
  session.apply({Command::Kind::Step, {}, {}, steps});
  while (session.advance(100000)) {
  }
  Snapshot snapshot;
  session.publish(snapshot);
  return snapshot;
}

/// What clicks all over a panel ask for that this page's author does not permit.
std::string refused_by(int panel, const Settings& settings) {
  constexpr float kWidth = 560, kHeight = 420, kApart = 14;
  test::Stage stage(kWidth, kHeight);
  stage.ui.selected_layer = 0;
  const Snapshot snapshot = full_snapshot_of(settings, 30);
  std::string refused;
  const auto body = [&] { panel_row(panel).view(snapshot, settings, stage.ui, stage.sink); };
  stage.frame(body);
  for (float y = 4; y < kHeight; y += kApart) {
    for (float x = 4; x < kWidth; x += kApart) {
      stage.click(x, y, body);
      for (const Command& command : stage.sink.commands()) {
        if (is_permitted(settings, command)) continue;
        const std::string line = to_text(command).substr(0, 40);
        if (refused.find(line.substr(0, 9)) == std::string::npos) (refused += line) += '\n';
      }
      stage.sink.clear();
    }
  }
  return refused;
}

}  // namespace

TEST_CASE("no panel offers what is locked") {
  const std::string lock = "&lock=all~group.view~transport~timeline~weights";
  for (int panel = 0; panel < static_cast<int>(panels().size()); ++panel) {
    for (const char* link : {"data=moons&patience=5&pass=sample&sample=3&threshold=0.3",
                             "data=moons&layers=3&pass=place&placex=0.5"}) {
      INFO(std::string(panel_row(panel).key), " ", link);
      const std::string refused = refused_by(panel, from_link((link + lock).c_str()));
      CHECK_MESSAGE(refused.empty(), refused);
    }
  }
}

TEST_CASE("keys do nothing to what is hidden or locked") {
  for (const char* rule : {"hide=reset", "lock=reset", "hide=transport", "hide=all"}) {
    CAPTURE(rule);
    test::AppStage stage(from_link(rule));
    stage.frames(3);
    stage.app.post({Command::Kind::Step, {}, {}, 3});
    stage.frames(5);
    CHECK(stage.app.snapshot().step == 3);
    stage.press(ImGuiKey_R);
    stage.frames(3);
    CHECK(stage.app.snapshot().step == 3);
  }
  test::AppStage stage(from_link("lock=play"));
  stage.frames(3);
  stage.press(ImGuiKey_Space);
  stage.frames(3);
  CHECK(stage.app.snapshot().step == 0);
}

TEST_CASE("the host changes what is locked") {
  test::AppStage stage(from_link("lock=all&hide=layers"));
  stage.frames(2);
  stage.app.post({Command::Kind::Set, "lr", "0.03", 1});
  stage.app.post({Command::Kind::Set, "layers", "3", 1});
  stage.frames(2);
  CHECK(stage.app.settings().learning_rate == 0.03F);
  CHECK(stage.app.settings().hidden.count == 1);
}

TEST_CASE(
    "commands by hand are those of what is free, and a new data set leaves locked fields alone") {
  const Settings s = from_link("lock=noise~weights&hide=timeline");
  CHECK_FALSE(is_permitted(s, {Command::Kind::Set, "noise", "3", 1}));
  CHECK_FALSE(is_permitted(s, {Command::Kind::Edit, "1.1.1", "3", 1}));
  CHECK_FALSE(is_permitted(s, {Command::Kind::Seek, {}, {}, 0}));
  CHECK(is_permitted(s, {Command::Kind::Set, "lr", "3", 1}));
  CHECK(is_permitted(s, {Command::Kind::Play, {}, {}, 1}));
  Settings chosen = s;
  Notices notices;
  (void)change_setting("data", "xor", chosen, notices);
  REQUIRE(chosen.noise != s.noise);
  CommandSink sink;
  sink.set("data", "xor");
  sink.set("noise", "33");
  keep_permitted(s, sink);
  REQUIRE(sink.commands().size() == 2);
  CHECK(sink.commands()[1].key == "noise");
  CHECK(sink.commands()[1].value == to_text(*find_field("noise"), s));
}

TEST_CASE("hidden panels leave the layout, and what is left keeps its form") {
  const auto shown = [](const char* link) {
    const Settings s = from_link(link);
    return layout_text(without_hidden(usable_layout(s.layout), s));
  };
  CHECK(shown("layout=r(c(network,gradients.metrics!.report),boundary)&hide=gradients") ==
        "r(c(network:500,metrics.report:500):500,boundary:500)");
  CHECK(shown("layout=r(c(network:700,gradients:300):600,boundary:400)&hide=network~gradients") ==
        "boundary");
  CHECK(shown("layout=r(c(network:700,gradients:300):600,boundary:400)&hide=network") ==
        "r(gradients:600,boundary:400)");
  CHECK(shown("hide=all") == "boundary");
  CHECK(shown("hide=all~-panel.loss") == "loss");
  CHECK(shown("hide=menu") == layout_text(preset_layout(0)));
}

TEST_CASE("a page that is left one panel and few controls is that panel with a bar") {
  CHECK(widget_panel(from_link("hide=all~-boundary~-play~-lr")) == boundary_panel());
  CHECK(widget_panel(from_link("hide=all~-panel.loss")) == panel_index("loss"));
  CHECK(widget_panel(from_link("hide=all~-boundary~-gradients")) == -1);
  CHECK(widget_panel(from_link("")) == -1);
}

TEST_CASE("whatever is hidden, at whatever size, the page draws, and says nothing of it") {
  for (const char* rule :
       {"hide=all", "hide=all~-boundary~-play~-lr", "hide=all~-network~-layers~-transport",
        "hide=menu~timeline~title", "hide=transport", "hide=data~group.data~model~training",
        "hide=numbers&goal=test.loss<=0.1~hidden<=4~act=relu", "hide=all~-goal&goal=epoch>=1",
        "lock=all~view&hide=titles"}) {
    CAPTURE(rule);
    for (const ImVec2 size :
         {ImVec2(320, 240), ImVec2(390, 844), ImVec2(700, 500), ImVec2(1280, 800)}) {
      CAPTURE(size.x);
      test::AppStage stage(from_link(rule), size.x, size.y);
      stage.app.post({Command::Kind::Epoch, {}, {}, 2});
      for (int i = 0; i < 8; ++i) CHECK(stage.frame() > 100);
    }
  }
}

TEST_CASE("a goal takes a row of the page, and more where there is no room") {
  const auto height_of = [](const char* goal, float width) {
    test::Stage stage(width, 400);
    const Settings settings = from_link(std::string("goal=") + goal);
    const Snapshot snapshot = test::snapshot_of(settings, 1);
    float height = 0;
    stage.frame([&] {
      const float before = ImGui::GetCursorScreenPos().y;
      goal_view(snapshot, settings, stage.ui, stage.sink);
      height = ImGui::GetCursorScreenPos().y - before;
    });
    return height;
  };
  const float one = height_of("test.loss<=0.1~hidden<=4", 800);
  CHECK(one > 20);
  CHECK(one < 50);
  CHECK(height_of("test.loss<=0.1~hidden<=4", 300) > one);
}

TEST_CASE("a goal that was reached offers its proof") {
  test::AppStage stage(from_link("goal=epoch>=1"));
  stage.app.post({Command::Kind::Epoch, {}, {}, 2});
  for (int i = 0; i < 200 && stage.app.snapshot().goal.is_reached == 0; ++i) stage.frame();
  REQUIRE(stage.app.snapshot().goal.is_reached == 1);
  stage.frames(2);
  const std::string places = stage.app.places();
  CHECK(places.find("\"goal\":") != std::string::npos);
  std::string copied;
  for (float x = 1000; x < 1270 && copied.empty(); x += 12) {
    for (float y = 84; y < 124 && copied.empty(); y += 8) {
      stage.click(x, y);
      copied = stage.app.take_clipboard();
    }
  }
  CHECK(copied.find("\"goal\":\"epoch.ge.1\"") != std::string::npos);
  CHECK(copied.find("\"commands\":[\"load ") != std::string::npos);
}

}  // namespace bp
