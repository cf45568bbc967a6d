// Rearranging panels with the pointer and by menus, in every preset, at every size.
#include "web/views/panels.h"

#include <doctest/doctest.h>
#include <imgui_internal.h>

#include <string>

#include "engine/session/codec.h"
#include "engine/session/options.h"
#include "tests/views/support.h"
#include "web/app/layout.h"
#include "web/views/timeline_view.h"
#include "web/views/transport.h"

namespace bp {
namespace {

using test::AppStage;

PanelPlan plan_of(const AppStage& stage) {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  const float top = kTransportHeight + kTimelineHeight;
  const Layout layout = plan_layout(LayoutShape::Wide, {0, top, size.x, size.y - top}, 1, 1);
  return plan_panels(stage.app.settings().layout, layout.panels, 1, 1);
}

Rect stack_rect(const AppStage& stage, std::string_view panel) {
  const PanelPlan plan = plan_of(stage);
  const int node = stage.app.settings().layout.stack_of(panel_index(panel));
  for (int i = 0; i < plan.stack_count; ++i) {
    const PlacedStack& stack = plan.stacks[static_cast<std::size_t>(i)];
    if (stack.node == node) return stack.rect;
  }
  return {};
}

void drag(AppStage& stage, ImVec2 from, ImVec2 to) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(from.x, from.y);
  stage.frames(2);
  io.AddMouseButtonEvent(0, true);
  stage.frames(2);
  for (int i = 1; i <= 4; ++i) {
    const float t = static_cast<float>(i) / 4;
    io.AddMousePosEvent(from.x + t * (to.x - from.x), from.y + t * (to.y - from.y));
    stage.frames(2);
  }
  io.AddMouseButtonEvent(0, false);
  stage.frames(3);
}

std::string layout_of(const AppStage& stage) { return layout_text(stage.app.settings().layout); }

// Child windows of a stack that reach over its rectangle.
int overflowing(const ImVec2 size) {
  int count = 0;
  for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
    if (!window->WasActive || (window->Flags & ImGuiWindowFlags_Popup) != 0) continue;
    const ImRect inside = window->ClipRect;
    if (inside.Min.x >= inside.Max.x || inside.Min.y >= inside.Max.y) continue;
    if (inside.Max.x > size.x + 0.5F || inside.Max.y > size.y + 0.5F) ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("every preset is drawn at every size, in both themes, with the pointer anywhere") {
  for (const LayoutPreset& preset : layout_presets()) {
    for (const auto& [w, h] :
         {std::pair{1280.F, 800.F}, {900.F, 700.F}, {390.F, 844.F}, {320.F, 240.F}}) {
      CAPTURE(preset.key);
      CAPTURE(w);
      AppStage stage(default_settings(), w, h);
      stage.app.post({Command::Kind::Set, "layout", std::string(preset.key), 1});
      stage.app.post({Command::Kind::Step, {}, {}, 30});
      stage.frames(4);
      for (const Option& panel : kPanels) {
        stage.app.post({Command::Kind::Set, "panel", std::string(panel.key), 1});
        for (int i = 0; i < 4; ++i) {
          const float t = (0.5F + static_cast<float>(i)) / 4;
          ImGui::GetIO().AddMousePosEvent(t * w, (1 - t) * h);
          CHECK(stage.frame() > 500);
        }
        CHECK(overflowing({w, h}) == 0);
      }
      stage.app.set_system_dark(true);
      CHECK(stage.frame() > 500);
      CHECK(layout_of(stage) == preset.key);
    }
  }
}

TEST_CASE("a border follows the pointer, a double click puts it back") {
  AppStage stage;
  stage.frames(3);
  const Rect before = stack_rect(stage, "boundary");
  drag(stage, {before.x - 1, 300}, {before.x - 101, 310});
  const Rect after = stack_rect(stage, "boundary");
  CHECK(after.w == doctest::Approx(before.w + 100).epsilon(0.01));
  CHECK(stage.app.settings().layout.preset == -1);
  // The link opens the same.
  Notices notices;
  const Settings again = decode_link(encode_link(stage.app.settings()), notices);
  CHECK(again.layout == stage.app.settings().layout);
  CHECK(notices.empty());
  stage.click(after.x - 1, 300);
  stage.click(after.x - 1, 300);
  CHECK(layout_of(stage) == "student");
}

TEST_CASE("the arrow keys move a border that was clicked, not the training") {
  AppStage stage;
  stage.frames(3);
  const Rect before = stack_rect(stage, "boundary");
  stage.click(before.x - 1, 300);
  CHECK(layout_of(stage) == "student");
  stage.press(ImGuiKey_LeftArrow);
  stage.press(ImGuiKey_LeftArrow);
  CHECK(stack_rect(stage, "boundary").w == doctest::Approx(before.w + 32).epsilon(0.01));
  stage.press(ImGuiKey_Escape);
  stage.press(ImGuiKey_RightArrow);
  stage.frames(2);
  CHECK(stage.app.snapshot().step == 1);
}

TEST_CASE("Escape ends a drag where it began") {
  AppStage stage;
  stage.frames(3);
  const Rect from = stack_rect(stage, "loss");
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(from.x + 25, from.y + 20);
  stage.frames(2);
  io.AddMouseButtonEvent(0, true);
  stage.frames(2);
  io.AddMousePosEvent(500, 250);
  stage.frames(3);
  stage.press(ImGuiKey_Escape);
  io.AddMouseButtonEvent(0, false);
  stage.frames(2);
  CHECK(layout_of(stage) == "student");
}

TEST_CASE("a panel is dragged by its title among the tabs of another, or to an edge") {
  AppStage stage;
  stage.frames(3);
  const Rect loss = stack_rect(stage, "loss"), gradients = stack_rect(stage, "gradients");
  drag(stage, {loss.x + 25, loss.y + 20},
       {gradients.x + 0.5F * gradients.w, gradients.y + 0.5F * gradients.h});
  const LayoutTree& tree = stage.app.settings().layout;
  CHECK(tree.stack_of(panel_index("loss")) == tree.stack_of(gradients_panel()));
  CHECK(stage.app.settings().panel == panel_index("loss"));
  // By its tab to the right edge of the network: a split.
  const Rect network = stack_rect(stage, "network");
  const Rect tabs = stack_rect(stage, "gradients");
  drag(stage, {tabs.x + 115, tabs.y + 20},
       {network.x + network.w - 8, network.y + 0.5F * network.h});
  const std::string second(kPanels[1].key);
  CHECK(layout_of(stage).find("r(network:500," + second + ":500)") != std::string::npos);
}

TEST_CASE("a click on a tab chooses it; the stacks that lose the choice keep what they show") {
  AppStage stage;
  stage.app.post({Command::Kind::Set, "layout",
                  "r(c(network.loss,gradients.metrics.report):600,boundary:400)", 1});
  stage.app.post({Command::Kind::Set, "panel", "metrics", 1});
  stage.frames(3);
  const Rect upper = stack_rect(stage, "network");
  stage.click(upper.x + 16 + 80, upper.y + 20);
  const LayoutTree& tree = stage.app.settings().layout;
  CHECK(stage.app.settings().panel == panel_index("loss"));
  CHECK(tree.shown_panel(tree.stack_of(gradients_panel()), panel_index("loss")) ==
        panel_index("metrics"));
}

TEST_CASE("hidden gradients leave a line of bars, which brings them back") {
  AppStage stage;
  stage.app.post({Command::Kind::Set, "panel", "metrics", 1});
  stage.app.post({Command::Kind::Step, {}, {}, 5});
  stage.frames(5);
  const Rect r = stack_rect(stage, "gradients");
  stage.click(r.x + 60, r.y + 50);
  CHECK(stage.app.settings().panel == gradients_panel());
}

}  // namespace bp
