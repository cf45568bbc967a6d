#include "web/app/layout.h"

#include <doctest/doctest.h>

#include <algorithm>

#include <vector>

#include "engine/session/schema.h"
#include "web/app/wants.h"
#include "web/views/control_scale.h"
#include "web/views/controls.h"
#include "web/views/panels.h"

namespace bp {
namespace {

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

}  // namespace

TEST_CASE("panels do not overlap, stay inside and fill the area, at any size") {
  for (const auto& [w, h] : {std::pair{900.F, 600.F},
                             {1024.F, 700.F},
                             {1280.F, 752.F},
                             {1920.F, 1032.F},
                             {3840.F, 2100.F},
                             {1000.F, 1400.F},
                             {300.F, 200.F}}) {
    for (int preset = 0; preset < static_cast<int>(layout_presets().size()); ++preset) {
      CAPTURE(w);
      CAPTURE(preset);
      const LayoutTree tree = preset_layout(preset);
      const Layout l = plan_layout(LayoutShape::Wide, {0, 48, w, h}, 1, 1);
      const PanelPlan plan = plan_panels(tree, l.panels, 1, 1);
      if (w >= 1280) CHECK(plan.fits);
      float area = 0;
      for (int i = 0; i < plan.stack_count; ++i) {
        const Rect& r = plan.stacks[static_cast<std::size_t>(i)].rect;
        CHECK(r.x >= l.panels.x);
        CHECK(r.x + r.w <= w);
        CHECK(r.y >= 48);
        CHECK(r.y + r.h <= 48 + h);
        CHECK_FALSE(overlap(r, l.controls));
        area += r.w * r.h;
        for (int j = i + 1; j < plan.stack_count; ++j)
          CHECK_FALSE(overlap(r, plan.stacks[static_cast<std::size_t>(j)].rect));
        if (!plan.fits) continue;
        const Panel& panel =
            panel_row(tree.at(plan.stacks[static_cast<std::size_t>(i)].node + 1).which);
        CHECK(r.w >= panel.min_width);
        CHECK(r.h >= panel.min_height);
      }
      for (int i = 0; i < plan.border_count; ++i) {
        const Rect& r = plan.borders[static_cast<std::size_t>(i)].rect;
        area += r.w * r.h;
      }
      CHECK(area == l.panels.w * l.panels.h);
    }
  }
}

TEST_CASE("the default screen is the one it always was") {
  const Layout l = plan_layout(LayoutShape::Wide, {0, 48, 1280, 752}, 1, 1);
  const LayoutTree tree = preset_layout(0);
  const PanelPlan plan = plan_panels(tree, l.panels, 1, 1);
  const auto rect_of = [&](std::string_view key) {
    for (int i = 0; i < plan.stack_count; ++i) {
      const PlacedStack& stack = plan.stacks[static_cast<std::size_t>(i)];
      if (tree.stack_of(panel_index(key)) == stack.node) return stack.rect;
    }
    return Rect{};
  };
  CHECK(rect_of("network").x == 232);
  // A pixel or two of the target picture's borders, at 880 and 532.
  CHECK(rect_of("boundary").x == doctest::Approx(880).epsilon(0.003));
  CHECK(rect_of("gradients").y == doctest::Approx(532).epsilon(0.003));
  CHECK(rect_of("loss").y == rect_of("gradients").y);
  // In a low and wide window the boundary takes no more than its square.
  const Layout low = plan_layout(LayoutShape::Wide, {0, 48, 2000, 652}, 1, 1);
  const PanelPlan plan_low = plan_panels(tree, low.panels, 1, 1);
  CHECK(plan_low.stacks[2].rect.w < 400);
  LayoutTree own = tree;
  own.preset = -1;
  CHECK(plan_panels(own, low.panels, 1, 1).stacks[2].rect.w > 600);
}

TEST_CASE("a border that is dragged far leaves both sides their least size") {
  const Rect area{0, 0, 1000, 700};
  bool exact = true;
  const LayoutTree tree = *parse_layout("r(gradients:1,boundary:999)", exact);
  const PanelPlan plan = plan_panels(tree, area, 1, 1);
  CHECK(plan.stacks[0].rect.w >= panel_row(gradients_panel()).min_width);
  CHECK(plan.border_count == 1);
  CHECK(plan.borders[0].is_upright);
}

TEST_CASE("the shape follows the width in points") {
  CHECK(layout_shape(1280, 1) == LayoutShape::Wide);
  CHECK(layout_shape(800, 1) == LayoutShape::Medium);
  CHECK(layout_shape(390, 1) == LayoutShape::Narrow);
  CHECK(layout_shape(1280, 2) == LayoutShape::Medium);
}

TEST_CASE("grids are as fine as the network allows") {
  Settings settings = default_settings();
  CHECK(wants_of({}, settings, {}) == Wants{0, 0});
  CHECK(wants_of({368, 368, 34}, settings, {}) == Wants{128, 32});
  settings.hidden.count = 2;
  settings.hidden.layers[0].units = settings.hidden.layers[1].units = 512;
  const Wants large = wants_of({368, 368, 34}, settings, {});
  CHECK(large.field < 64);
  CHECK(large.units <= 16);
  CHECK(large.units > 0);
}

TEST_CASE("a slider's place and value belong together, for every number of the schema") {
  const auto check = [](const Range& range) {
    CHECK(value_at(range, 0) == doctest::Approx(range.zero_is_off ? 0 : range.min));
    CHECK(value_at(range, 1) == doctest::Approx(range.max));
    double last = std::min(0.0, value_at(range, 0));
    for (float f = 0; f <= 1; f += 0.01F) {
      const double value = value_at(range, f);
      CHECK(value >= last);
      last = value;
      CHECK(value_at(range, fraction_of(range, value)) == doctest::Approx(value));
    }
  };
  for (const Field& field : schema()) {
    CAPTURE(field.key);
    if (const auto* kind = std::get_if<IntKind>(&field.kind)) check(range_of(*kind));
    if (const auto* kind = std::get_if<RealKind>(&field.kind)) check(range_of(*kind));
  }
}

TEST_CASE("sliders stop at round values") {
  const Range rate{1e-5, 10, Scale::Log, false, false};
  CHECK(value_at(rate, fraction_of(rate, 0.0987)) == doctest::Approx(0.1));
  CHECK(value_at(rate, fraction_of(rate, 0.029)) == doctest::Approx(0.03));
  const Range batch{1, 100000, Scale::Log, false, true};
  for (const int power : {1, 2, 4, 8, 16, 32, 64, 128, 256}) {
    CHECK(value_at(batch, fraction_of(batch, power)) == power);
  }
  const Range noise{0, 50, Scale::Linear, false, false};
  CHECK(value_at(noise, 0.163F) == doctest::Approx(8));
}

TEST_CASE("new seeds differ, stay in range and follow from the old one") {
  CHECK(next_seed(42, 999999) == next_seed(42, 999999));
  int seed = 42, repeats = 0;
  for (int i = 0; i < 100; ++i) {
    const int next = next_seed(seed, 999999);
    CHECK(next >= 0);
    CHECK(next <= 9999);
    repeats += next == seed ? 1 : 0;
    seed = next;
  }
  CHECK(repeats == 0);
}

}  // namespace bp
