// The output as a surface: how it is turned, what is seen where, what hides what.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/views/plot_handmade.h"
#include "tests/views/support.h"
#include "web/views/surface.h"
#include "web/views/views.h"

namespace bp {
namespace {

/// A step of the output along x: 0 at the left, 1 at the right.
Snapshot cliff() {
  Snapshot s = test::handmade({3, 1});
  s.field = {32, 32, 1, {}};
  for (int i = 0; i < 32 * 32; ++i) s.field.values.push_back(i % 32 < 16 ? 0.0F : 1.0F);
  s.output_min = 0;
  s.output_max = 1;
  return s;
}

}  // namespace

TEST_CASE("the picture's axes are upright to one another, whichever way it is turned") {
  for (const float yaw : {-2.0F, 0.0F, 0.7F}) {
    for (const float pitch : {0.1F, 0.8F, 1.57F}) {
      const SurfaceAxes a = surface_axes(yaw, pitch);
      for (const Vec3& axis : {a.right, a.up, a.forward}) {
        CHECK(dot(axis, axis) == doctest::Approx(1));
      }
      CHECK(dot(a.right, a.up) == doctest::Approx(0));
      CHECK(dot(a.right, a.forward) == doctest::Approx(0));
      CHECK(dot(a.up, a.forward) == doctest::Approx(0));
    }
  }
  // From above it is the plane as it is drawn: x to the right, y upwards.
  const SurfaceAxes above = surface_axes(0, 1.5707963F);
  CHECK(above.right.x == doctest::Approx(1));
  CHECK(above.up.y == doctest::Approx(1));
}

TEST_CASE("heights are the output over its range, of several classes the largest one") {
  const Snapshot s = cliff();
  CHECK(surface_height(s, 0.1F, 0.5F) == doctest::Approx(-1));
  CHECK(surface_height(s, 0.9F, 0.5F) == doctest::Approx(1));
  Snapshot three = cliff();
  three.class_names = {"a", "b", "c"};
  three.field = {2, 2, 3, {0.2F, 0.2F, 0.2F, 0.2F, 0.7F, 0.1F, 0.7F, 0.1F, 0.1F, 0.7F, 0.1F, 0.5F}};
  std::vector<float> heights;
  surface_heights(three, heights);
  REQUIRE(heights.size() == 4);
  CHECK(heights[0] == doctest::Approx(2 * 0.7 - 1));
  CHECK(heights[3] == doctest::Approx(2 * 0.5 - 1));
}

TEST_CASE(
    "a place that is seen is the place under the pointer; the far foot of a cliff is hidden") {
  const Snapshot s = cliff();
  // Looked at from the side where it is high: forward points to smaller x.
  const SurfaceAxes axes = surface_axes(0.5F * 3.14159265F, 0.3F);
  CHECK(axes.forward.x < 0);
  const ImVec2 min(10, 20);
  const float side = 400;
  const SurfacePoint high{0.8F, 0.5F, surface_height(s, 0.8F, 0.5F)};
  const SurfacePoint foot{0.44F, 0.5F, surface_height(s, 0.44F, 0.5F)};
  CHECK_FALSE(is_behind(s, axes, high));
  CHECK(is_behind(s, axes, foot));
  SurfacePoint seen;
  REQUIRE(surface_under(s, axes, min, side, surface_screen(axes, high, min, side), seen));
  // The pointer's ray is followed in steps of 0.02 of half the plane.
  CHECK(seen.x == doctest::Approx(0.8).epsilon(0.05));
  CHECK(seen.y == doctest::Approx(0.5).epsilon(0.05));
  CHECK_FALSE(surface_under(s, axes, min, side, {min.x + 1, min.y + 1}, seen));
}

TEST_CASE("dragging turns the surface, so do the arrow keys once it was touched") {
  const Snapshot s = test::handmade({3, 1});
  const Settings settings = default_settings();
  test::Stage stage(500, 400);
  const auto draw = [&] { surface_view(s, settings, stage.ui, stage.sink); };
  CHECK(stage.frame(draw) > 100);
  CHECK(stage.ui.requests.surface_px > 0);
  const float before = stage.ui.surface.yaw;
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiKey_RightArrow, true);
  stage.frame(draw);
  io.AddKeyEvent(ImGuiKey_RightArrow, false);
  stage.frame(draw);
  CHECK(stage.ui.surface.yaw == before);  // the arrows are still the timeline's
  io.AddMousePosEvent(250, 200);
  stage.frame(draw);
  io.AddMouseButtonEvent(0, true);
  stage.frame(draw);
  io.AddMousePosEvent(300, 220);
  stage.frame(draw);
  CHECK(stage.ui.is_dragging_value);
  io.AddMouseButtonEvent(0, false);
  stage.frame(draw);
  const float dragged = stage.ui.surface.yaw;
  CHECK(dragged != before);
  io.AddKeyEvent(ImGuiKey_RightArrow, true);
  stage.frame(draw);
  io.AddKeyEvent(ImGuiKey_RightArrow, false);
  stage.frame(draw);
  CHECK(stage.ui.surface.yaw > dragged);
}

TEST_CASE("the surface draws for every kind of data, one input included") {
  for (const Dataset& set : datasets()) {
    CAPTURE(set.key);
    const Snapshot s = test::handmade({3, 1}, 20, set.key);
    for (const auto& [width, height] : {std::pair{700.F, 200.F}, {340.F, 500.F}, {60.F, 40.F}}) {
      test::Stage stage(width, height);
      const auto draw = [&] { surface_view(s, default_settings(), stage.ui, stage.sink); };
      CHECK(stage.frame(draw) > 0);
    }
  }
}

}  // namespace bp
