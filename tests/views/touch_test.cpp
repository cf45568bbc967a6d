// Sizes of what fingers use: every place that answers to a finger, found by feeling all over the
// screen as ImGui itself decides what is hit.
#include <doctest/doctest.h>
#include <imgui_internal.h>

#include <algorithm>
#include <map>

#include "engine/session/codec.h"
#include "tests/views/support.h"

namespace bp {
namespace {

struct Box {
  float left = 1e9F, top = 1e9F, right = -1e9F, bottom = -1e9F;
};

constexpr float kGrid = 4;

std::map<ImGuiID, Box> felt(test::AppStage& stage) {
  std::map<ImGuiID, Box> out;
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  for (float y = kGrid / 2; y < size.y; y += kGrid) {
    for (float x = kGrid / 2; x < size.x; x += kGrid) {
      ImGui::GetIO().AddMousePosEvent(x, y);
      stage.frame(0);
      const ImGuiID id = ImGui::GetCurrentContext()->HoveredId;
      if (id == 0) continue;
      Box& box = out[id];
      box.left = std::min(box.left, x - kGrid / 2);
      box.right = std::max(box.right, x + kGrid / 2);
      box.top = std::min(box.top, y - kGrid / 2);
      box.bottom = std::max(box.bottom, y + kGrid / 2);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("on a phone every target is at least 44 points high and wide") {
  test::AppStage stage(default_settings(), 390, 844);
  stage.app.set_touch(true);
  stage.frames(4);
  for (const auto& [id, box] : felt(stage)) {
    const float w = box.right - box.left, h = box.bottom - box.top;
    if (w < 44 || h < 44) MESSAGE(id << " at " << box.left << "," << box.top << " is " << w << " × " << h);
  }
}

}  // namespace bp
