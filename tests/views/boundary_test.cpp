// The plane: coordinates, the value under the cursor, toggles, every kind of data.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "engine/data/datasets.h"
#include "engine/session/codec.h"
#include "engine/session/runner.h"
#include "tests/views/plot_handmade.h"
#include "tests/views/support.h"
#include "web/views/boundary_maps.h"
#include "web/views/boundary_plane.h"
#include "web/views/csv.h"
#include "web/views/marks.h"
#include "web/views/views.h"

namespace bp {
namespace {

// Clicks over the panel until a Set of `key` is posted; its value, or "" if there is none.
std::string value_set_by_clicks(const Snapshot& snapshot, const Settings& settings,
                                std::string_view key, float width = 400) {
  test::Stage stage(width, 480);
  for (float y = 4; y < 478; y += 9) {
    for (float x = 4; x < width - 2; x += 24) {
      stage.click(x, y, [&] { boundary_view(snapshot, settings, stage.ui, stage.sink); });
      for (const Command& command : stage.sink.commands()) {
        if (command.kind == Command::Kind::Set && command.key == key) return command.value;
      }
      stage.sink.clear();
    }
  }
  return {};
}

}  // namespace

TEST_CASE("plane coordinates go both ways, y upwards") {
  const Plane plane{{100, 50}, {300, 250}, {-3, 3}, {-3, 3}};
  const ImVec2 corner = plane.to_screen(-3, -3);
  CHECK(corner.x == doctest::Approx(100));
  CHECK(corner.y == doctest::Approx(250));
  const ImVec2 at = plane.to_screen(1.25F, -0.5F);
  CHECK(plane.x_at(at.x) == doctest::Approx(1.25));
  CHECK(plane.y_at(at.y) == doctest::Approx(-0.5));
  CHECK(plane.holds(3, -3));
  CHECK_FALSE(plane.holds(3.01F, 0));
}

TEST_CASE("the value under the cursor is bilinear between cell centres") {
  const Grid grid{2, 2, 1, {0, 1, 2, 3}};
  CHECK(value_at(grid, 0, 0.25F, 0.25F) == doctest::Approx(0));
  CHECK(value_at(grid, 0, 0.75F, 0.25F) == doctest::Approx(1));
  CHECK(value_at(grid, 0, 0.25F, 0.75F) == doctest::Approx(2));
  CHECK(value_at(grid, 0, 0.5F, 0.5F) == doctest::Approx(1.5));
  CHECK(value_at(grid, 0, -1, 2) == doctest::Approx(2));
  CHECK(std::isnan(value_at(grid, 1, 0.5F, 0.5F)));
  CHECK(std::isnan(value_at({}, 0, 0.5F, 0.5F)));
}

TEST_CASE("wrong is the other side of the decision level") {
  Snapshot s;
  s.decision_level = 0.5F;
  CHECK(is_wrong(s, 1, 0.4F));
  CHECK(is_wrong(s, 0, 0.6F));
  CHECK_FALSE(is_wrong(s, 1, 0.6F));
  s.decision_level = 0;
  CHECK_FALSE(is_wrong(s, 0, -0.1F));
}

TEST_CASE("maps of units: inputs first, then layer by layer") {
  const Snapshot s = test::handmade({4, 3, 1});
  CHECK(map_index(s, -1, 1) == 1);
  CHECK(map_index(s, 0, 0) == 2);
  CHECK(map_index(s, 1, 2) == 8);
  CHECK(map_index(s, 2, 0) == 9);
  CHECK(map_index(s, 3, 0) == -1);
  CHECK(map_index(s, 0, -1) == -1);
}

TEST_CASE("ranges of maps use the activation's limits, or the largest value") {
  Snapshot s = test::handmade({2, 1});
  for (std::size_t i = 0; i < activations().size(); ++i) {
    s.layers[0].activation = static_cast<std::uint32_t>(i);
    std::vector<MapRange> ranges;
    unit_ranges(s, ranges);
    REQUIRE(ranges.size() == s.units.maps);
    CAPTURE(activations()[i].key);
    for (const MapRange& range : ranges) CHECK(std::isfinite(range.inverse_half_range));
    if (activations()[i].key == "tanh") {
      CHECK(ranges[2].middle == doctest::Approx(0));
      CHECK(ranges[2].inverse_half_range == doctest::Approx(1));
    }
    if (activations()[i].key == "logistic") {
      CHECK(ranges[2].middle == doctest::Approx(0.5));
      CHECK(ranges[2].inverse_half_range == doctest::Approx(2));
    }
  }
  CHECK(std::isfinite(logit(0)));
  CHECK(std::isfinite(logit(1)));
  CHECK(logit(0.5F) == doctest::Approx(0));
}

TEST_CASE("an atlas holds every tile it promises") {
  for (const int maps : {1, 2, 19, 500, 5200}) {
    for (const int tile : {8, 36, 120}) {
      const AtlasLayout layout = atlas_layout(maps, tile, 2048);
      CHECK(layout.columns * tile <= 2048);
      CHECK(layout.rows * tile <= 2048);
      CHECK(layout.maps <= layout.columns * layout.rows);
      if (static_cast<long long>(maps) * tile * tile < 2048LL * 1024) CHECK(layout.maps == maps);
    }
  }
}

TEST_CASE("a click switches classes, test points, the true edge") {
  const Snapshot s = test::handmade({4, 1});
  Settings settings = default_settings();
  settings.show_test = true;
  CHECK(value_set_by_clicks(s, settings, "contours") == "1");
  CHECK(value_set_by_clicks(s, settings, "test") == "0");
  CHECK(value_set_by_clicks(s, settings, "edge") == "1");
  // Where they do not fit beside each other they stand in two rows.
  CHECK(value_set_by_clicks(s, settings, "contours", 190) == "1");
  CHECK(value_set_by_clicks(s, settings, "test", 190) == "0");
}

TEST_CASE("validation points are drawn when they are asked for, with what the network answers") {
  Settings settings = default_settings();
  const std::unique_ptr<Runner> runner = make_inline_runner(settings, nullptr);
  runner->post({Command::Kind::Want, "field", {}, 16});
  const Snapshot hidden = *runner->latest();
  REQUIRE(hidden.validation_count > 0);
  CHECK(value_set_by_clicks(hidden, settings, "valid") == "1");
  CHECK(hidden.validation.x.size() == hidden.validation_count);
  CHECK(hidden.validation.output.empty());  // nobody sees them: they cost nothing

  settings.show_validation = true;
  runner->post({Command::Kind::Set, "valid", "1", 0});
  const Snapshot shown = *runner->latest();
  CHECK(shown.validation.output.size() == shown.validation_count);

  const auto drawn = [](const Snapshot& s, const Settings& with) {
    test::Stage stage(400, 480);
    return stage.frame([&] { boundary_view(s, with, stage.ui, stage.sink); });
  };
  CHECK(drawn(shown, settings) > drawn(hidden, default_settings()));
  const auto rows = [](const Snapshot& s, const Settings& with) {
    std::string csv;
    boundary_csv(s, with, UiState{}, csv);
    return std::count(csv.begin(), csv.end(), '\n');
  };
  CHECK(rows(shown, settings) - rows(hidden, default_settings()) == shown.validation_count);
}

TEST_CASE("every part of the data has a mark of its own") {
  std::array<PointLook, 3> looks;
  for (int i = 0; i < 3; ++i)
    mark_part(looks[static_cast<std::size_t>(i)], static_cast<PointPart>(i));
  CHECK((looks[0].is_filled && !looks[0].has_dot));
  CHECK((!looks[1].is_filled && looks[1].has_dot));
  CHECK((!looks[2].is_filled && !looks[2].has_dot));
}

TEST_CASE("the truth can be overlaid on every generated set, regressions included") {
  for (std::size_t row = 0; row < datasets().size(); ++row) {
    CAPTURE(datasets()[row].key);
    const Settings settings = default_settings(static_cast<int>(row));
    const std::unique_ptr<Runner> runner = make_inline_runner(settings, nullptr);
    runner->post({Command::Kind::Want, "field", {}, 16});
    const Snapshot* const snapshot = runner->latest();
    REQUIRE(snapshot != nullptr);
    CHECK(value_set_by_clicks(*snapshot, settings, "edge") == "1");
  }
}

TEST_CASE("a plane of values is drawn around 0, where its true line is") {
  for (const Dataset& row : datasets()) {
    if (row.task == Task::Regression && row.dims == 2) CHECK(row.target_min == -row.target_max);
  }
}

TEST_CASE("the picture is asked for at the pixels it is shown with") {
  test::Stage stage(400, 480, 2);
  const Snapshot s = test::handmade({4, 1});
  stage.frame([&] { boundary_view(s, default_settings(), stage.ui, stage.sink); });
  const Requests& wanted = stage.ui.requests;
  CHECK(wanted.boundary_width > 500);
  CHECK(wanted.boundary_width <= 800);
  CHECK(wanted.boundary_width == wanted.boundary_height);
  CHECK(wanted.pixel_ratio == 2);
  CHECK(wanted.plane_map == -1);
  stage.ui.hovered_layer = 0;
  stage.ui.hovered_unit = 1;
  stage.frame([&] { boundary_view(s, default_settings(), stage.ui, stage.sink); });
  CHECK(stage.ui.requests.plane_map == 3);
}

TEST_CASE("every kind of data draws in every size") {
  for (const Dataset& set : datasets()) {
    CAPTURE(set.key);
    const Snapshot s = test::handmade({3, 1}, 20, set.key);
    Settings settings = default_settings();
    settings.show_test = settings.show_truth = true;
    for (const auto& [width, height] : {std::pair{400.F, 480.F}, {358.F, 400.F}, {60.F, 40.F}}) {
      test::Stage stage(width, height);
      for (int i = 0; i < 4; ++i) {
        ImGui::GetIO().AddMousePosEvent(0.25F * static_cast<float>(i) * width, 0.5F * height);
        stage.frame([&] { boundary_view(s, settings, stage.ui, stage.sink); });
      }
      CHECK(stage.ui.requests.boundary_width >= 0);
    }
  }
}

}  // namespace bp
