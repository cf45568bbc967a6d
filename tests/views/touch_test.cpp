// Sizes of what fingers use: every place that answers to a finger, found by feeling all over the
// screen as ImGui itself decides what is hit.
#include <doctest/doctest.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>

#include "engine/session/codec.h"
#include "engine/session/options.h"
#include "tests/views/support.h"

namespace bp {
namespace {

struct Box {
  float left = 1e9F, top = 1e9F, right = -1e9F, bottom = -1e9F;
  bool is_cut = false;  ///< by the edge of a region that scrolls
};

constexpr float kGrid = 4;

/// Fingers drag what scrolls itself: its bar only shows where one is.
bool is_scrollbar(ImGuiID id) {
  ImGuiWindow* const window = ImGui::GetCurrentContext()->HoveredWindow;
  return window != nullptr && (id == ImGui::GetWindowScrollbarID(window, ImGuiAxis_X) ||
                               id == ImGui::GetWindowScrollbarID(window, ImGuiAxis_Y));
}

bool is_at_scrolled_edge(float y) {
  const ImGuiWindow* const window = ImGui::GetCurrentContext()->HoveredWindow;
  if (window == nullptr || window->ScrollMax.y <= 0) return false;
  return y < window->InnerRect.Min.y + 2 * kGrid || y > window->InnerRect.Max.y - 2 * kGrid;
}

std::map<ImGuiID, Box> felt(test::AppStage& stage) {
  std::map<ImGuiID, Box> out;
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  for (float y = kGrid / 2; y < size.y; y += kGrid) {
    for (float x = kGrid / 2; x < size.x; x += kGrid) {
      ImGui::GetIO().AddMousePosEvent(x, y);
      stage.frame(0);
      const ImGuiID id = ImGui::GetCurrentContext()->HoveredId;
      if (id == 0 || is_scrollbar(id)) continue;
      Box& box = out[id];
      box.left = std::min(box.left, x - kGrid / 2);
      box.right = std::max(box.right, x + kGrid / 2);
      box.top = std::min(box.top, y - kGrid / 2);
      box.bottom = std::max(box.bottom, y + kGrid / 2);
      box.is_cut = box.is_cut || is_at_scrolled_edge(y);
    }
  }
  return out;
}

// Of the single column at 390 × 844: below the header, above timeline and transport.
constexpr float kColumnTop = 48, kColumnBottom = 844 - 46 - 124;
constexpr float kFingerPoints = 44;

/// Checks those that are seen whole; what is half scrolled out of sight is whole a little further.
void check_sizes(test::AppStage& stage) {
  for (const auto& [id, box] : felt(stage)) {
    const bool is_in_column = box.top >= kColumnTop - kGrid && box.bottom <= kColumnBottom + kGrid;
    const bool is_cut = box.top <= kColumnTop + kGrid || box.bottom >= kColumnBottom - kGrid;
    if (box.is_cut || (is_in_column && is_cut)) continue;
    INFO("from " << box.left << ", " << box.top << " to " << box.right << ", " << box.bottom);
    CHECK(box.right - box.left >= kFingerPoints);
    CHECK(box.bottom - box.top >= kFingerPoints);
  }
}

void scroll(test::AppStage& stage, float lines) {
  ImGui::GetIO().AddMousePosEvent(195, 400);
  stage.frames(2);
  ImGui::GetIO().AddMouseWheelEvent(0, lines);
  stage.frames(4);
}

}  // namespace

TEST_CASE("on a phone every target is at least 44 points high and wide") {
  test::AppStage stage(default_settings(), 390, 844);
  stage.app.set_touch(true);
  stage.app.post({Command::Kind::Epoch, {}, {}, 2});
  stage.frames(20);
  check_sizes(stage);
  scroll(stage, -200);
  check_sizes(stage);  // the tabs' panel, and the heading of the controls at the end
  stage.click(195, kColumnBottom - 30);
  for (int i = 0; i < 3; ++i) {
    scroll(stage, -5);
    check_sizes(stage);
  }
}

TEST_CASE("on a phone every panel's targets are at least 44 points high and wide") {
  for (const Option& panel : kPanels) {
    Settings settings = default_settings();
    Notices notices;
    if (!change_setting("panel", std::string(panel.key), settings, notices)) continue;
    INFO(std::string(panel.key));
    test::AppStage stage(settings, 390, 844);
    stage.app.set_touch(true);
    stage.app.post({Command::Kind::Epoch, {}, {}, 2});
    stage.frames(40);
    check_sizes(stage);
  }
}

TEST_CASE("in a menu every line is high enough for a finger") {
  test::AppStage stage(default_settings(), 390, 844);
  stage.app.set_touch(true);
  stage.frames(4);
  stage.click(350, kColumnTop + 20);  // the dots of the first panel
  check_sizes(stage);
}

TEST_CASE("a panel that a link or a script chooses is scrolled to in the single column") {
  Settings settings = default_settings();
  Notices notices;
  REQUIRE(change_setting("panel", "metrics", settings, notices));
  test::AppStage stage(settings, 390, 844);
  stage.frames(6);
  const auto place_of_menu = [&] { return stage.app.places().find("menu metrics"); };
  REQUIRE(place_of_menu() != std::string::npos);
  float top = 0;
  const std::string places = stage.app.places();
  std::sscanf(places.c_str() + place_of_menu(), "menu metrics\":[%*f,%f", &top);
  CHECK(top >= kColumnTop);
  CHECK(top < 400);
}

}  // namespace bp
