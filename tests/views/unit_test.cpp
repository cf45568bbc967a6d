// The unit panel: which unit, weights that are moved and taken back, the curve; and the check's
// table in the gradients panel.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "engine/session/options.h"
#include "tests/views/plot_handmade.h"
#include "tests/views/support.h"
#include "web/views/csv.h"
#include "web/views/gradients_check.h"
#include "web/views/unit_parts.h"
#include "web/views/views.h"

namespace bp {
namespace {

bool has(const CommandSink& sink, std::string_view line) {
  for (const Command& command : sink.commands()) {
    if (to_text(command) == line) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("the inspected unit is one that is there") {
  const Snapshot s = test::handmade({4, 2, 1});
  Settings settings = default_settings();
  settings.inspected_layer = 2;
  settings.inspected_unit = 9;
  CHECK(inspected_unit(s, settings).layer == 1);
  CHECK(inspected_unit(s, settings).unit == 1);
  settings.inspected_layer = 11;
  CHECK(inspected_unit(s, settings).layer == 2);
  CHECK(inspected_unit({}, settings).layer == 0);
}

TEST_CASE("a chosen unit opens its panel, but not over one that follows the layer") {
  UiState ui;
  Settings settings = default_settings();
  CommandSink sink;
  inspect_unit(settings, ui, sink, 1, 2);
  CHECK(has(sink, "set ulayer 2"));
  CHECK(has(sink, "set unit 3"));
  CHECK(has(sink, "set panel unit"));
  settings.panel = 0;
  while (kPanels[static_cast<std::size_t>(settings.panel)].key != "maths") ++settings.panel;
  sink.clear();
  inspect_unit(settings, ui, sink, 1, 2);
  CHECK_FALSE(has(sink, "set panel unit"));
  settings.inspected_layer = 2;
  settings.inspected_unit = 3;
  inspect_unit(settings, ui, sink, 1, 2);
  CHECK(has(sink, "set panel unit"));
}

TEST_CASE("a weight that was set is taken back where it was set") {
  Snapshot s = test::handmade({3, 1});
  s.step = s.timeline.last = 50;
  UiState ui;
  CommandSink sink;
  const WeightRef w{1, 2, 1};
  CHECK(weight_value(s, w) == s.params[1]);
  CHECK(weight_value(s, {1, 2, 0}) == s.params[7]);
  s.params[1] = 0.25F;
  set_weight(s, ui, sink, w, 0.5F, true);
  set_weight(s, ui, sink, w, 0.75F, false);  // dragged on
  CHECK(has(sink, "edit 1.2.1 0.5"));
  CHECK(has(sink, "edit 1.2.1 0.75"));
  CHECK(ui.unit.undo.size() == 1);
  sink.clear();
  SUBCASE("at once") {
    undo_weight(s, default_settings(), ui, sink);
    REQUIRE(sink.commands().size() == 1);
    CHECK(has(sink, "edit 1.2.1 0.25"));
  }
  SUBCASE("after more training: back to its step first") {
    s.step = s.timeline.last = 80;
    undo_weight(s, default_settings(), ui, sink);
    REQUIRE(sink.commands().size() == 2);
    CHECK(to_text(sink.commands()[0]) == "seek 50");
    CHECK(has(sink, "edit 1.2.1 0.25"));
  }
  SUBCASE("not in another network") {
    ++s.network_version;
    CHECK_FALSE(can_undo_weight(s, default_settings(), ui));
    undo_weight(s, default_settings(), ui, sink);
    CHECK(sink.commands().empty());
  }
  CHECK_FALSE(can_undo_weight(s, default_settings(), ui));
}

TEST_CASE("a dragged slider sets the weight, once a place") {
  test::Stage stage(640, 420);
  const Snapshot s = test::handmade({3, 1});
  const Settings settings = default_settings();
  const auto body = [&] { unit_view(s, settings, stage.ui, stage.sink); };
  for (float y = 40; y < 420 && stage.sink.commands().empty(); y += 8) {
    stage.click(230, y, body);
    if (!stage.sink.commands().empty() && stage.sink.commands()[0].kind != Command::Kind::Edit) {
      stage.sink.clear();
    }
  }
  REQUIRE(stage.sink.commands().size() == 1);
  CHECK(to_text(stage.sink.commands()[0]).starts_with("edit 1.1."));
  CHECK(stage.ui.unit.undo.size() == 1);
}

TEST_CASE("any unit draws in any size") {
  Snapshot strange = test::handmade({4, 1});
  strange.unit = {50, 0, 0, std::vector<float>(64, std::nanf(""))};
  strange.params.assign(strange.params.size(), std::nanf(""));
  Snapshot real = test::snapshot_of(default_settings(), 20);
  real.unit = {20, 0, 0, {-1, 0, 2}};
  for (const Snapshot& s : {test::handmade({1}), test::handmade({512, 512, 1}),
                            test::handmade({8, 8, 1}, 0), strange, real, Snapshot{}}) {
    for (const auto& [width, height] :
         {std::pair{616.F, 190.F}, {358.F, 380.F}, {1200.F, 700.F}, {100.F, 50.F}}) {
      test::Stage stage(width, height);
      for (int i = 0; i < 4; ++i) {
        ImGui::GetIO().AddMousePosEvent(0.25F * static_cast<float>(i) * width, 0.6F * height);
        stage.frame([&] { unit_view(s, default_settings(), stage.ui, stage.sink); });
      }
      CHECK(stage.sink.commands().empty());
    }
  }
}

TEST_CASE("the unit's data are its weights and the batch's z") {
  Snapshot s = test::handmade({3, 1});
  s.unit = {50, 0, 0, {1.5F, -2}};
  std::string text;
  unit_csv(s, default_settings(), {}, text);
  CHECK(text.starts_with("layer,unit,kind,index,value\n1,1,bias,0,"));
  CHECK(text.find("1,1,weight,2,") != std::string::npos);
  CHECK(text.find("1,1,z,0,1.5\n") != std::string::npos);
}

TEST_CASE("a check is asked for once, and every answer of it draws") {
  test::Stage stage(640, 220);
  Snapshot s = test::handmade({4, 4, 1});
  ask_check(s, stage.ui, stage.sink);
  CHECK(has(stage.sink, "check"));
  const auto body = [&] { gradients_view(s, default_settings(), stage.ui, stage.sink); };
  const int waiting = stage.frame(body);
  CHECK(stage.ui.check.is_open);
  s.check.count = 1;
  for (const CheckEnd end : {CheckEnd::NoBatch, CheckEnd::InPieces, CheckEnd::Done}) {
    s.check.end = end;
    s.check.layers.assign(end == CheckEnd::Done ? 3 : 0, {20, 20, 18, 3, 2e-7, 0.5, 0.5});
    CHECK(stage.frame(body) > 0);
    CHECK(stage.ui.check.is_open);
  }
  CHECK(waiting > 0);
  s.check = {};
  s.check.count = 2;  // the run began anew
  stage.frame(body);
  CHECK_FALSE(stage.ui.check.is_open);
}

}  // namespace bp
