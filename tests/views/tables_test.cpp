// Tables: the menu of data sets, columns, axes that are chosen, a picture's pixels as inputs.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "engine/session/codec.h"
#include "tests/views/plot_handmade.h"
#include "tests/views/support.h"
#include "web/views/boundary_axes.h"
#include "web/views/column_menu.h"
#include "web/views/controls.h"
#include "web/views/data_menu.h"
#include "web/views/network_layout.h"
#include "web/views/network_picture.h"
#include "web/views/views.h"

namespace bp {
namespace {

Settings settings_of(std::string_view data) {
  return default_settings(static_cast<int>(test::dataset_row(data)));
}

ColumnSet columns(std::initializer_list<std::size_t> bits) {
  ColumnSet out;
  for (const std::size_t bit : bits) out.set(bit);
  return out;
}

const Field& field(std::string_view key) { return *find_field(key); }

// Draws one control in a column of 200 points at the top left.
struct ControlStage {
  test::Stage stage{1280, 800};
  Snapshot snapshot;
  Settings settings;

  void draw(std::string_view key) {
    field_control({snapshot, settings, stage.ui, stage.sink, 200}, field(key));
  }
  void click(std::string_view key, float x, float y) {
    stage.click(x, y, [&] { draw(key); });
  }
  /// What was set last, or "".
  [[nodiscard]] std::string last(std::string_view key) {
    std::string value;
    for (const Command& command : stage.sink.commands()) {
      if (command.kind == Command::Kind::Set && command.key == key) value = command.value;
    }
    return value;
  }
};

}  // namespace

TEST_CASE("every data set stands in one group of the menu, every group has one") {
  std::set<DataGroup> groups;
  for (const Dataset& set : datasets()) groups.insert(group_of(set));
  CHECK(groups.size() == static_cast<std::size_t>(kDataGroups));
  CHECK(group_of(dataset("river")) == DataGroup::TwoClasses);
  CHECK(group_of(dataset("spirals")) == DataGroup::SeveralClasses);
  CHECK(group_of(dataset("fn_sine")) == DataGroup::Regression);
  CHECK(group_of(dataset("plane")) == DataGroup::Regression);
  CHECK(group_of(dataset("iris")) == DataGroup::Real);
  CHECK(group_of(dataset("own_values")) == DataGroup::Own);
  std::set<Word> headings;
  for (int g = 0; g < kDataGroups; ++g) headings.insert(heading_of(static_cast<DataGroup>(g)));
  CHECK(headings.size() == static_cast<std::size_t>(kDataGroups));
}

TEST_CASE("every data set has a small picture, of any size and density") {
  test::Stage stage(200, 200);
  for (const Dataset& set : datasets()) {
    CAPTURE(set.key);
    for (const float ratio : {1.0F, 1.5F, 2.0F}) {
      stage.ui.pixel_ratio = ratio;
      const int drawn = stage.frame([&] {
        draw_data_picture(stage.ui, *ImGui::GetWindowDrawList(), set, {10.3F, 20.7F}, 26);
      });
      CHECK(drawn > 20);
      CHECK(drawn < 3000);  // a menu of them is drawn every frame it is open
    }
  }
}

TEST_CASE("clicks over the open menu choose every data set once, on wide and narrow displays") {
  for (const auto& [width, height] : {std::pair{1280.F, 800.F}, {390.F, 844.F}}) {
    CAPTURE(width);
    std::set<std::string> chosen;
    for (float y = 40; y < height - 4; y += 18) {
      for (float x = 30; x < std::min(width, 620.F); x += 90) {
        ControlStage c;
        c.stage.screen.resize(width, height);
        c.click("data", 150, 16);
        c.click("data", x, y);
        const std::string value = c.last("data");
        if (!value.empty()) chosen.insert(value);
      }
    }
    for (const Dataset& set : datasets()) {
      CAPTURE(set.key);
      CHECK(chosen.count(std::string(set.key)) == 1);
    }
  }
}

TEST_CASE("no column at all means every column, here and back") {
  CHECK(written_out({}, 4) == columns({0, 1, 2, 3}));
  CHECK(written_out(columns({2, 700}), 4) == columns({2}));
  CHECK(as_setting(columns({0, 1, 2, 3}), 4) == ColumnSet{});
  CHECK(as_setting(columns({0, 3}), 4) == columns({0, 3}));
}

TEST_CASE("columns: a check box for each, all, none; nothing is set while none is chosen") {
  ControlStage c;
  c.snapshot = test::handmade({4, 3}, 10, "iris");
  c.settings = settings_of("iris");
  c.click("columns", 150, 16);
  REQUIRE(c.stage.ui.columns_draft);
  CHECK(c.stage.ui.columns_draft->count() == 4);
  // The second box: under the head, a line each.
  std::string value;
  for (float y = 70; y < 190 && value.empty(); y += 8) {
    c.click("columns", 150, y);
    value = c.last("columns");
  }
  CHECK(value == "2-4");
  CHECK(c.stage.ui.columns_draft->count() == 3);
  // None: the boxes are empty, the setting stays.
  const std::size_t posted = c.stage.sink.commands().size();
  for (float x = 100; x < 260 && c.stage.ui.columns_draft->any(); x += 8) {
    c.click("columns", x, 52);
  }
  CHECK(c.stage.ui.columns_draft->none());
  const std::string before = c.last("columns");
  CHECK((c.stage.sink.commands().size() == posted || before == "all"));
  // Outside: closed, and the draft is gone.
  c.click("columns", 900, 700);
  c.stage.frame([&] { c.draw("columns"); });
  CHECK_FALSE(c.stage.ui.columns_draft);
}

TEST_CASE("a thousand columns draw as fast as those that are seen") {
  ControlStage c;
  c.snapshot = test::handmade({4, 1}, 10, "own_values");
  c.snapshot.column_names.clear();
  for (int i = 0; i < 1024; ++i) c.snapshot.column_names.push_back("column " + std::to_string(i));
  c.settings = settings_of("own_values");
  c.click("columns", 150, 16);
  REQUIRE(c.stage.ui.columns_draft);
  CHECK(c.stage.frame([&] { c.draw("columns"); }) < 8000);
}

TEST_CASE("a click on an axis' name opens its columns, one of them becomes the axis") {
  const Snapshot s = test::handmade({4, 3}, 20, "iris");
  const Plane plane{{100, 20}, {400, 320}, {0, 1}, {0, 1}};
  // Column 3 stands on the x axis, 4 on the y axis (Dataset::default_x); the menus cover the rest.
  struct Axis {
    const char* key;
    ImVec2 name;
  };
  for (const Axis& axis : {Axis{"xaxis", {250, 330}}, Axis{"yaxis", {91, 170}}}) {
    CAPTURE(axis.key);
    std::set<std::string> chosen;
    for (float y = 10; y < 700; y += 12) {
      test::Stage stage(1280, 800);
      const Settings settings = settings_of("iris");
      const auto draw = [&] { draw_axes(s, settings, stage.ui, stage.sink, plane); };
      stage.click(axis.name.x, axis.name.y, draw);
      REQUIRE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel));
      stage.click(axis.name.x + 30, y, draw);
      for (const Command& command : stage.sink.commands()) {
        CHECK(command.key == axis.key);
        chosen.insert(command.value);
      }
    }
    CHECK(chosen == std::set<std::string>{"1", "2", "3", "4"});
  }
}

TEST_CASE("axes of principal components are no menus") {
  test::Stage stage(1280, 800);
  const Snapshot s = test::handmade({4, 10}, 20, "digits");
  const Settings settings = settings_of("digits");
  const Plane plane{{100, 20}, {400, 320}, {0, 1}, {0, 1}};
  stage.click(250, 330, [&] { draw_axes(s, settings, stage.ui, stage.sink, plane); });
  CHECK_FALSE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel));
}

TEST_CASE("the other columns are held at their mean, or at a sample that a cross lets go") {
  const auto set_by_clicks = [](int sample) {
    Settings settings = settings_of("iris");
    settings.sample = sample;
    std::set<std::string> values;
    for (float x = 4; x < 398; x += 5) {
      test::Stage stage(400, 40);
      stage.click(x, 12, [&] { plane_choices(settings, stage.ui, stage.sink, {0, 0}, 396); });
      for (const Command& command : stage.sink.commands()) {
        CHECK(command.key == "sample");
        values.insert(command.value);
      }
    }
    return values;
  };
  CHECK(set_by_clicks(-1).empty());
  CHECK(set_by_clicks(12) == std::set<std::string>{"-1"});
}

TEST_CASE("only a table's plane gives up room for axes") {
  test::Stage stage;
  CHECK(axis_gutters(stage.ui, test::handmade({4, 1})).left == 0);
  CHECK(axis_gutters(stage.ui, test::handmade({4, 3}, 20, "blobs")).bottom == 0);
  const Gutters gutters = axis_gutters(stage.ui, test::handmade({4, 3}, 20, "iris"));
  CHECK(gutters.left > 0);
  CHECK(gutters.bottom > 0);
}

TEST_CASE("names of inputs and classes have room, the tiles stay inside") {
  test::Stage stage;
  for (const char* data : {"breast_cancer", "iris", "wine", "digits", "diabetes", "spirals"}) {
    CAPTURE(data);
    const Dataset& set = dataset(data);
    const auto outputs = static_cast<std::uint32_t>(std::max(set.classes, 1));
    const Snapshot s = test::handmade({8, outputs}, 20, data);
    for (const float width : {616.0F, 326.0F, 150.0F}) {
      const NetworkLayout layout = network_layout(stage.ui, s, {0, 0}, {width, 430});
      const Column& in = layout.columns[0];
      const Column& out = layout.columns[static_cast<std::size_t>(layout.count) - 1];
      CHECK(in.x - in.half() - in.name_left >= -1);
      CHECK(out.x + out.half() + out.name_right <= width + 1);
      CHECK(layout.spacing > 0.3F * width / static_cast<float>(layout.count));
    }
  }
}

TEST_CASE("the pixels of a picture are a square, each can be pointed at") {
  test::Stage stage;
  const Snapshot s = test::handmade({8, 10}, 20, "digits");
  REQUIRE(picture_side(s) == 8);
  CHECK(picture_side(test::handmade({8, 3}, 20, "iris")) == 0);
  Snapshot some = s;
  some.input_names.resize(20);  // not all of them: no picture
  CHECK(picture_side(some) == 0);
  const NetworkLayout layout = network_layout(stage.ui, s, {0, 0}, {616, 430});
  const Column& in = layout.columns[0];
  CHECK(in.shown == 64);
  CHECK(in.y(8) - in.y(0) == doctest::Approx(in.x_of(1) - in.x_of(0)));
  for (int unit = 0; unit < 64; ++unit) {
    const UnitRef hit = unit_under(layout, {in.x_of(unit) + 1, in.y(unit) - 1});
    CHECK(hit.column == 0);
    CHECK(hit.unit == unit);
  }
}

TEST_CASE("a picture's weights are a unit's own, or the length of all that leave a pixel") {
  Snapshot s = test::handmade({2, 10}, 20, "digits");
  const LayerShape& first = s.layers[0];
  s.params[first.weight_offset + 2 * 5] = 3;       // unit 0, pixel 5
  s.params[first.weight_offset + 2 * 5 + 1] = -4;  // unit 1
  CHECK(input_weight(s, 0, 5) == 3);
  CHECK(input_weight(s, 1, 5) == -4);
  CHECK(input_weight(s, -1, 5) == doctest::Approx(5));
  CHECK(largest_input_weight(s, 1) == 4);
  s.params.clear();
  CHECK(std::isnan(input_weight(s, 0, 5)));
  CHECK(largest_input_weight(s, -1) == 0);
}

TEST_CASE("another data set brings its own columns and plane") {
  Notices notices;
  Settings settings = settings_of("breast_cancer");
  CHECK(settings.plane == 1);
  change_setting("columns", "1-4", settings, notices);
  change_setting("data", "iris", settings, notices);
  CHECK(settings.columns.none());
  CHECK(settings.plane == 0);
  CHECK(settings.axis_x == 3);
  CHECK(settings.axis_y == 4);
  CHECK(notices.empty());
}

}  // namespace bp
