// The network panel: geometry, hit testing, editing layers, any architecture.
#include <doctest/doctest.h>

#include <cmath>

#include "engine/session/codec.h"
#include "tests/views/plot_handmade.h"
#include "tests/views/support.h"
#include "web/views/network_edit.h"
#include "web/views/network_layout.h"
#include "web/views/network_links.h"
#include "web/views/views.h"

namespace bp {
namespace {

LayerList layers(std::initializer_list<int> units) {
  LayerList list;
  for (const int count : units) list.layers[static_cast<std::size_t>(list.count++)].units = count;
  return list;
}

// All values for "layers" that clicks over the headings post.
std::vector<std::string> layers_set_by_clicks(const Snapshot& s, const Settings& settings,
                                              bool touch) {
  std::vector<std::string> out;
  test::Stage stage(640, 480);
  stage.ui.touch = touch;
  for (float y = 4; y < 90; y += 4) {
    for (float x = 4; x < 636; x += 6) {
      stage.click(x, y, [&] { network_view(s, settings, stage.ui, stage.sink); });
      for (const Command& command : stage.sink.commands()) {
        const bool is_new = std::find(out.begin(), out.end(), command.value) == out.end();
        if (command.key == "layers" && is_new) out.push_back(command.value);
      }
      stage.sink.clear();
    }
  }
  return out;
}

bool holds(const std::vector<std::string>& all, std::string_view text) {
  return std::find(all.begin(), all.end(), text) != all.end();
}

}  // namespace

TEST_CASE("units stand inside the area and apart; cut layers leave room for the rest") {
  test::Stage stage;
  for (const auto& s : {test::handmade({8, 8, 1}), test::handmade({1}),
                        test::handmade({512, 512, 3, 512, 512, 512, 512, 512, 512, 512, 1})}) {
    const NetworkLayout layout = network_layout(stage.ui, s, {0, 0}, {616, 430});
    REQUIRE(layout.count == static_cast<int>(s.layers.size()) + 1);
    for (int i = 0; i < layout.count; ++i) {
      const Column& column = layout.columns[static_cast<std::size_t>(i)];
      CHECK(column.shown >= 1);
      CHECK(column.tile >= 8);
      CHECK(column.tile <= column.pitch + 0.01F);
      CHECK(column.tile_min(0).y >= layout.min.y - 1);
      CHECK(column.tile_min(column.shown - 1).y + column.tile <= layout.max.y + 1);
      CHECK(column.tile_min(0).x >= -1);
      CHECK(column.tile_min(0).x + column.tile <= 617);
      if (column.units > 100) CHECK(column.shown < 60);
    }
  }
}

TEST_CASE("what is under the pointer") {
  test::Stage stage;
  const Snapshot s = test::handmade({8, 6, 1});
  const NetworkLayout layout = network_layout(stage.ui, s, {10, 20}, {620, 440});
  for (int i = 0; i < layout.count; ++i) {
    const Column& column = layout.columns[static_cast<std::size_t>(i)];
    for (int unit = 0; unit < column.shown; ++unit) {
      const UnitRef hit = unit_under(layout, {column.x + 2, column.y(unit) - 2});
      CHECK(hit.column == i);
      CHECK(hit.unit == unit);
    }
    CHECK_FALSE(unit_under(layout, {column.x, layout.min.y - 30}).is_some());
  }
  for (const LinkRef link : {LinkRef{0, 1, 3}, LinkRef{1, 7, 0}, LinkRef{2, 4, 0}}) {
    const LinkCurve curve = link_curve(layout, link);
    // Near the end that no other link shares, the nearest link is this one.
    const float share = link.gap == 2 ? 0.1F : 0.9F;
    const float x = curve.from.x + share * (curve.to.x - curve.from.x);
    const LinkRef hit = link_under(layout, {x, curve.y_at(x)}, 4);
    CHECK(hit.gap == link.gap);
    CHECK(std::abs(link_curve(layout, hit).y_at(x) - curve.y_at(x)) < 0.01F);
  }
  CHECK_FALSE(link_under(layout, {5, 5}, 4).is_some());
}

TEST_CASE("a link runs from edge to edge, monotone between") {
  const LinkCurve curve{{0, 10}, {100, 50}};
  CHECK(curve.y_at(0) == doctest::Approx(10).epsilon(0.01));
  CHECK(curve.y_at(50) == doctest::Approx(30).epsilon(0.01));
  CHECK(curve.y_at(100) == doctest::Approx(50).epsilon(0.01));
  for (float x = 1; x < 100; ++x) CHECK(curve.y_at(x) >= curve.y_at(x - 1) - 1e-3F);
}

TEST_CASE("values of links and biases follow the flat layout") {
  const Snapshot s = test::handmade({3, 1});
  // W of layer 1 is 3 × 2, column-major: w(2, 1) at 2 + 3·1.
  CHECK(link_value(s, LinkMode::Weights, {0, 1, 2}) == s.params[5]);
  CHECK(bias_value(s, LinkMode::Weights, 0, 1) == s.params[7]);
  CHECK(link_value(s, LinkMode::Gradients, {1, 2, 0}) == s.grads[11]);
  CHECK(std::isnan(link_value(s, LinkMode::Weights, {1, 9, 0})));
  CHECK(std::isnan(link_value(s, LinkMode::Weights, {7, 0, 0})));
  CHECK(std::isnan(bias_value({}, LinkMode::Weights, 0, 0)));
}

TEST_CASE("editing layers") {
  const LayerList list = layers({8, 4, 2});
  CHECK(with_units(list, 1, 5) == layers({8, 5, 2}));
  CHECK(with_units(list, 1, 0) == layers({8, 1, 2}));
  CHECK(with_units(list, 1, 9999) == layers({8, kMaxUnits, 2}));
  CHECK(with_units(list, 3, 5) == list);
  CHECK(without_layer(list, 0) == layers({4, 2}));
  CHECK(without_layer(layers({3}), 0) == layers({}));
  CHECK(with_layer_at(list, 0) == layers({8, 8, 4, 2}));
  CHECK(with_layer_at(list, 3) == layers({8, 4, 2, 2}));
  LayerList full;
  full.count = kMaxHiddenLayers;
  CHECK(with_layer_at(full, 0) == full);
}

TEST_CASE("clicks over the headings change the hidden layers") {
  const Snapshot s = test::handmade({6, 3, 1});
  Settings settings = default_settings();
  settings.hidden = layers({6, 3});
  const auto posted = layers_set_by_clicks(s, settings, false);
  for (const char* text : {"5,3", "7,3", "6,2", "6,4", "3", "6", "8,6,3", "6,6,3", "6,3,3"}) {
    CAPTURE(text);
    CHECK(holds(posted, text));
  }
  // Fingers get large − and + here; layers they add and remove in the list of layers.
  const auto touched = layers_set_by_clicks(s, settings, true);
  for (const char* text : {"5,3", "7,3", "6,2", "6,4"}) {
    CAPTURE(text);
    CHECK(holds(touched, text));
  }
}

TEST_CASE("without hidden layers one can be added") {
  Settings settings = default_settings();
  settings.hidden = {};
  CHECK(holds(layers_set_by_clicks(test::handmade({1}), settings, false), "8"));
}

TEST_CASE("a hovered unit is told to the other panels, and forgotten") {
  test::Stage stage(640, 480);
  const Snapshot s = test::handmade({4, 1});
  const Settings settings = default_settings();
  const auto body = [&] { network_view(s, settings, stage.ui, stage.sink); };
  bool found = false;
  for (float y = 90; y < 470 && !found; y += 6) {
    ImGui::GetIO().AddMousePosEvent(320, y);
    stage.frame(body);
    stage.frame(body);
    found = stage.ui.hovered_layer == 0 && stage.ui.hovered_unit >= 0;
  }
  CHECK(found);
  ImGui::GetIO().AddMousePosEvent(2, 2);
  stage.frame(body);
  stage.frame(body);
  CHECK(stage.ui.hovered_layer == -2);
  CHECK(stage.ui.hovered_unit == -1);
}

TEST_CASE("any architecture draws in any size, within a budget of vertices") {
  const Settings settings = default_settings();
  for (const auto& s :
       {test::handmade({1}), test::handmade({8, 8, 1}), test::handmade({60, 60, 60, 1}),
        test::handmade({8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 1}),
        test::handmade({512, 512, 512, 512, 512, 512, 512, 512, 512, 512, 1})}) {
    for (const auto& [width, height] : {std::pair{648.F, 484.F}, {390.F, 400.F}, {90.F, 60.F}}) {
      for (int mode = 0; mode < 3; ++mode) {
        test::Stage stage(width, height);
        Settings shown = settings;
        shown.links = mode;
        int vertices = 0;
        for (int i = 0; i < 4; ++i) {
          ImGui::GetIO().AddMousePosEvent(0.3F * static_cast<float>(i) * width, 0.5F * height);
          vertices = stage.frame([&] { network_view(s, shown, stage.ui, stage.sink); });
        }
        CHECK(vertices < 65000);
      }
    }
  }
}

}  // namespace bp
