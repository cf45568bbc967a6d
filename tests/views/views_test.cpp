// Every view on snapshots of every kind of run, without asserting inside ImGui.
#include "web/views/views.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <set>
#include <string>

#include "engine/data/datasets.h"
#include "engine/session/codec.h"
#include "tests/views/support.h"
#include "web/views/help.h"
#include "web/views/transport.h"

namespace bp {
namespace {

struct NamedView {
  const char* name;
  View view;
};
constexpr NamedView kViews[] = {
    {"transport", transport_view}, {"controls", controls_view},   {"network", network_view},
    {"boundary", boundary_view},   {"gradients", gradients_view}, {"loss", loss_view},
    {"metrics", metrics_view},     {"title", title_view},         {"run notice", run_notice_view},
    {"notices", notices_view},
};

Settings with(std::string_view key, std::string_view value, Settings settings) {
  Notices notices;
  change_setting(key, value, settings, notices);
  return settings;
}

// Draws every view a few times at several sizes; the pointer sweeps over it.
void draw_all(const Snapshot& snapshot, const Settings& settings) {
  for (const auto& [width, height] : {std::pair{1200.F, 760.F}, {360.F, 420.F}, {120.F, 90.F}}) {
    for (const bool is_narrow : {false, true}) {
      test::Stage stage(width, height, is_narrow ? 2 : 1);
      stage.ui.narrow = is_narrow;
      stage.ui.notices = {"A first notice.", "And a second."};
      for (const NamedView& row : kViews) {
        CAPTURE(row.name);
        CAPTURE(width);
        for (int i = 0; i < 6; ++i) {
          const float t = static_cast<float>(i) / 6;
          ImGui::GetIO().AddMousePosEvent(t * width, t * height);
          stage.frame([&] { row.view(snapshot, settings, stage.ui, stage.sink); });
        }
      }
      CHECK(stage.sink.commands().empty());
    }
  }
}

}  // namespace

TEST_CASE("before the first snapshot") { draw_all({}, default_settings()); }

TEST_CASE("the default run") {
  const Settings settings = default_settings();
  draw_all(test::snapshot_of(settings, 0), settings);
  draw_all(test::snapshot_of(settings, 60), settings);
}

TEST_CASE("every data set") {
  for (int i = 0; i < static_cast<int>(datasets().size()); ++i) {
    CAPTURE(i);
    const Settings settings = default_settings(i);
    draw_all(test::snapshot_of(settings, 12), settings);
  }
}

TEST_CASE("no hidden layer, many layers, wide layers") {
  for (const char* layers : {"", "1", "3,3,3,3,3,3,3,3,3,3", "200,120", "8:relu,4:sine"}) {
    CAPTURE(layers);
    const Settings settings = with("layers", layers, default_settings());
    draw_all(test::snapshot_of(settings, 5), settings);
  }
}

TEST_CASE("a diverged run explains itself and offers a reset") {
  Settings settings = with("lr", "10", default_settings());
  Snapshot snapshot = test::snapshot_of(settings, 3);
  snapshot.state = RunState::Diverged;
  snapshot.divergence_layer = 1;
  snapshot.divergence_step = 3;
  snapshot.train_loss = std::numeric_limits<double>::quiet_NaN();
  snapshot.test_loss = std::numeric_limits<double>::infinity();
  draw_all(snapshot, settings);
  test::Stage stage(1000, 200);
  stage.click(960, 30, [&] { run_notice_view(snapshot, settings, stage.ui, stage.sink); });
  REQUIRE(stage.sink.commands().size() == 1);
  CHECK(stage.sink.commands()[0].kind == Command::Kind::Reset);
}

TEST_CASE("stale and broken snapshots do not matter") {
  const Settings settings = default_settings();
  Snapshot snapshot = test::snapshot_of(settings, 5);
  snapshot.params.clear();
  snapshot.grads.clear();
  snapshot.updates.clear();
  snapshot.stats.clear();
  snapshot.health.clear();
  snapshot.units = {};
  snapshot.field = {};
  draw_all(snapshot, settings);
  // The settings are already ahead of the snapshot.
  draw_all(test::snapshot_of(settings, 5),
           with("layers", "4,4,4", with("data", "plane", settings)));
}

TEST_CASE("controls fit the column of the default screen") {
  test::Stage stage(200, 736);
  float height = 0;
  stage.frame([&] {
    controls_view({}, default_settings(), stage.ui, stage.sink);
    height = ImGui::GetCursorPosY();
  });
  CHECK(height < 736);
}

TEST_CASE("features: a click adds one, the last one stays") {
  test::Stage stage(200, 736);
  Settings settings = default_settings();
  const auto body = [&] { controls_view({}, settings, stage.ui, stage.sink); };
  constexpr float kChips = 199;  // their first row
  stage.click(75, kChips, body);
  REQUIRE(stage.sink.commands().size() == 1);
  CHECK(stage.sink.commands()[0].key == "features");
  Settings next = settings;
  Notices notices;
  CHECK(set_from_text(*find_field("features"), stage.sink.commands()[0].value, next, notices));
  CHECK(next.features == (settings.features | 4U));
  stage.sink.clear();
  settings.features = 1;
  stage.click(10, kChips, body);
  CHECK(stage.sink.commands().empty());
}

TEST_CASE("a layer's menu gives it a dropout of its own, or takes it away") {
  test::Stage stage(200, 736);
  Settings settings = with("layers", "8:relu~20,4", default_settings());
  const auto body = [&] { controls_view({}, settings, stage.ui, stage.sink); };
  std::set<std::string> posted;
  for (float y = 10; y < 735; y += 6) {
    stage.click(150, 288, body);  // the first layer's box; there is only room above it
    stage.click(150, y, body);
    for (const Command& command : stage.sink.commands()) {
      if (command.key == "layers") posted.insert(command.value);
    }
    stage.sink.clear();
    stage.click(2, 700, body);  // beside everything: closes a menu that is still open
  }
  std::string all;
  for (const std::string& text : posted) all += text + " ";
  CAPTURE(all);
  CHECK(posted.contains("8~20,4"));       // activation as above
  CHECK(posted.contains("8:tanh~20,4"));  // another activation
  CHECK(posted.contains("8:relu,4"));     // dropout as for all
  CHECK(std::ranges::any_of(posted, [](const std::string& text) {
    return text.starts_with("8:relu~") && text.ends_with(",4");
  }));
}

TEST_CASE("help opens, says something, closes on Escape") {
  test::Stage stage;
  stage.ui.help_open = true;
  const auto body = [&] { help_overlay(stage.ui, ImGui::GetIO().DisplaySize); };
  stage.frame(body);
  CHECK(stage.frame(body) > 1000);
  CHECK(stage.ui.help_open);
  ImGui::GetIO().AddKeyEvent(ImGuiKey_Escape, true);
  stage.frame(body);
  CHECK_FALSE(stage.ui.help_open);
}

}  // namespace bp
