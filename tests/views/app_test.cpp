// The whole application without a window: pointer and keys in, commands and settings out.
#include "web/app/app.h"

#include <doctest/doctest.h>
#include <imgui_internal.h>

#include <cmath>

#include "engine/session/codec.h"
#include "tests/views/support.h"

namespace bp {
namespace {

using test::AppStage;

// Where things stand on the 1280 × 800 screen.
constexpr ImVec2 kPlay{230, 24}, kStep{330, 24}, kReset{450, 24}, kShare{1138, 24},
    kTheme{1199, 24};

}  // namespace

TEST_CASE("a click on Play trains, another pauses") {
  AppStage stage;
  stage.frames(3);
  CHECK(stage.app.snapshot().step == 0);
  stage.click(kPlay.x, kPlay.y);
  stage.frames(5);
  CHECK(stage.app.snapshot().state == RunState::Running);
  CHECK(stage.app.snapshot().step > 0);
  CHECK(stage.app.wants_frame());
  stage.click(kPlay.x, kPlay.y);
  stage.frames(2);
  CHECK(stage.app.snapshot().state == RunState::Paused);
}

TEST_CASE("step and reset") {
  AppStage stage;
  stage.frames(2);
  stage.click(kStep.x, kStep.y);
  stage.frames(2);
  CHECK(stage.app.snapshot().step == 1);
  const std::uint64_t hash = stage.app.snapshot().param_hash;
  stage.click(kReset.x, kReset.y);
  stage.frames(2);
  CHECK(stage.app.snapshot().step == 0);
  CHECK(stage.app.snapshot().param_hash != hash);
}

TEST_CASE("keys: Space plays and pauses, the right arrow steps, R resets") {
  AppStage stage;
  stage.frames(2);
  stage.press(ImGuiKey_RightArrow);
  stage.frames(2);
  CHECK(stage.app.snapshot().step == 1);
  stage.press(ImGuiKey_Space);
  stage.frames(3);
  CHECK(stage.app.snapshot().state == RunState::Running);
  stage.press(ImGuiKey_Space);
  stage.press(ImGuiKey_R);
  stage.frames(3);
  CHECK(stage.app.snapshot().state == RunState::Paused);
  CHECK(stage.app.snapshot().step == 0);
}

TEST_CASE("an idle application wants no frames") {
  AppStage stage;
  stage.frames(10);
  CHECK_FALSE(stage.app.wants_frame());
  ImGui::GetIO().AddMousePosEvent(600, 300);
  stage.frames(60);
  CHECK_FALSE(stage.app.wants_frame());
  stage.app.post({Command::Kind::Set, "lr", "0.2", 1});
  CHECK(stage.app.wants_frame());
  stage.frames(5);
  CHECK_FALSE(stage.app.wants_frame());
}

TEST_CASE("a help text waits for its delay, then rests") {
  AppStage stage;
  stage.frames(5);
  ImGui::GetIO().AddMousePosEvent(kReset.x, kReset.y);
  stage.frame();
  CHECK(stage.app.wants_frame());
  stage.frames(90);
  CHECK_FALSE(stage.app.wants_frame());
}

TEST_CASE("settings follow at once, bad values are told") {
  AppStage stage;
  stage.frames(2);
  stage.app.post({Command::Kind::Set, "lr", "0.5", 1});
  CHECK(stage.app.settings().learning_rate == 0.5F);
  stage.app.post({Command::Kind::Set, "lr", "1e9", 1});
  CHECK(stage.app.settings().learning_rate == 10);
  const int with_notice = stage.frame();
  // The bar stands under the header and the timeline; its button is at the right.
  stage.click(1228, 103);
  CHECK(stage.frame() < with_notice);
  stage.app.post({Command::Kind::Load, {}, "v=1&data=v&lr=0.3", 1});
  CHECK(stage.app.settings().learning_rate == 0.3F);
  CHECK(stage.app.settings().data != 0);
}

TEST_CASE("the theme button goes through the themes") {
  AppStage stage;
  stage.frames(2);
  const int before = stage.app.settings().theme;
  for (int i = 0; i < 3; ++i) stage.click(kTheme.x, kTheme.y);
  // The projector's is larger: the button is elsewhere.
  stage.click(kTheme.x - 30, kTheme.y + 8);
  CHECK(stage.app.settings().theme == before);
  stage.click(kTheme.x, kTheme.y);
  CHECK(stage.app.settings().theme != before);
  stage.app.set_system_dark(true);
  CHECK(stage.app.wants_frame());
  stage.frame();
}

TEST_CASE("with reduced motion a panel unfolds at once, else it eases") {
  AppStage stage;
  stage.app.post({Command::Kind::Set, "panel", "unfold", 1});
  stage.app.post({Command::Kind::Epoch, {}, {}, 1});
  for (int i = 0; i < 400 && stage.app.wants_frame(); ++i) stage.frame();
  REQUIRE_FALSE(stage.app.wants_frame());
  stage.app.unfold_to(0);
  stage.frames(3);  // of about seven
  CHECK(stage.app.wants_frame());
  stage.frames(20);
  CHECK_FALSE(stage.app.wants_frame());
  stage.app.set_reduced_motion(true);
  stage.app.unfold_to(2);
  stage.frames(2);
  CHECK_FALSE(stage.app.wants_frame());
}

TEST_CASE("sharing gives a link that opens the same settings") {
  AppStage stage;
  stage.app.post({Command::Kind::Set, "data", "v", 1});
  stage.app.post({Command::Kind::Set, "seed", "7", 1});
  stage.frames(2);
  stage.click(kShare.x, kShare.y);
  const std::string link = stage.app.take_clipboard();
  CHECK(link.starts_with("#"));
  CHECK(stage.app.take_clipboard().empty());
  Notices notices;
  CHECK(decode_link(link, notices) == stage.app.settings());
  CHECK(notices.empty());
}

TEST_CASE("a passing message is drawn once, sleeps, and goes away by itself") {
  AppStage stage;
  stage.frames(10);
  stage.app.tell_saved("weights.npz", SaveEnd::Saved);
  stage.frames(3);
  CHECK_FALSE(stage.app.wants_frame());
  const double rest = stage.app.rest();
  CHECK(rest > 2);
  CHECK(rest < 3);
  stage.now += rest;  // the page is woken
  stage.frame();
  CHECK(stage.app.wants_frame());  // it fades
  stage.frames(20);
  CHECK_FALSE(stage.app.wants_frame());
  CHECK(std::isinf(stage.app.rest()));
}

TEST_CASE("a typed value is taken over; keys go to the field meanwhile") {
  AppStage stage;
  stage.frames(2);
  // The value of the learning rate stands at the right edge of the controls.
  float y = 300;
  for (; y < 780 && !ImGui::GetIO().WantTextInput; y += 6) stage.click(206, y);
  REQUIRE(ImGui::GetIO().WantTextInput);
  stage.press(ImGuiKey_R);
  stage.press(ImGuiKey_Space);
  CHECK(stage.app.snapshot().state != RunState::Running);
  const Settings before = stage.app.settings();
  stage.type("3");
  stage.press(ImGuiKey_Enter);
  stage.frames(3);
  CHECK_FALSE(stage.app.settings() == before);
  CHECK_FALSE(ImGui::GetIO().WantTextInput);
}

TEST_CASE("dragging a slider changes a live value without a reset") {
  AppStage stage;
  stage.app.post({Command::Kind::Step, {}, {}, 5});
  stage.frames(5);
  REQUIRE(stage.app.snapshot().step == 5);
  const float rate = stage.app.settings().learning_rate;
  bool is_changed = false;
  for (float y = 540; y < 680 && !is_changed; y += 4) {
    stage.click(190, y);
    is_changed = stage.app.settings().learning_rate != rate;
  }
  CHECK(is_changed);
  CHECK(stage.app.snapshot().step == 5);
}

TEST_CASE("keys that came faster than frames are all taken without further input") {
  AppStage stage(default_settings());
  stage.frames(10);
  for (int i = 0; i < 4; ++i) {
    ImGui::GetIO().AddKeyEvent(ImGuiKey_RightArrow, true);
    ImGui::GetIO().AddKeyEvent(ImGuiKey_RightArrow, false);
  }
  stage.frames(1);
  CHECK(stage.app.wants_frame());
  for (int i = 0; i < 50 && stage.app.wants_frame(); ++i) stage.frames(1);
  CHECK(stage.app.snapshot().step == 4);
}

TEST_CASE("every size draws: wide, medium, single column, tiny") {
  for (const auto& size : {std::pair{1280.F, 800.F},
                           {1920.F, 1080.F},
                           {800.F, 600.F},
                           {390.F, 844.F},
                           {320.F, 240.F},
                           {1.F, 1.F}}) {
    AppStage stage(default_settings(), size.first, size.second);
    CAPTURE(size.first);
    stage.frames(3);
    stage.app.post({Command::Kind::Step, {}, {}, 20});
    stage.frames(5);
    ImGui::GetIO().AddMousePosEvent(size.first / 2, size.second / 2);
    ImGui::GetIO().AddMouseWheelEvent(0, -3);
    stage.frames(5);
    CHECK(stage.app.snapshot().step == 20);
  }
}

TEST_CASE("touch scrolls the single column from anywhere, without clicking what is below") {
  AppStage stage(default_settings(), 390, 844);
  stage.app.set_touch(true);
  stage.frames(3);
  const Settings before = stage.app.settings();
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(320, 500);
  stage.frames(2);
  io.AddMouseButtonEvent(0, true);
  stage.frame();
  for (float y = 500; y > 300; y -= 20) {
    io.AddMousePosEvent(320, y);
    stage.frame();
  }
  io.AddMouseButtonEvent(0, false);
  stage.frames(3);
  float scrolled = 0;
  for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
    scrolled = std::max(scrolled, window->Scroll.y);
  }
  CHECK(scrolled > 150);
  CHECK(stage.app.settings() == before);
}

TEST_CASE("resizing a running application") {
  AppStage stage;
  stage.app.post({Command::Kind::Play, {}, {}, 1});
  for (float w = 300; w < 1500; w += 97) {
    stage.screen.resize(w, 1800 - w);
    stage.frames(2);
  }
  CHECK(stage.app.snapshot().step > 0);
}

}  // namespace bp
