// ImGui without a window or GL: a context, a backend that accepts textures, and a pointer.
#pragma once

#include <imgui.h>

#include <chrono>
#include <memory>
#include <utility>

#include "engine/session/schema.h"
#include "engine/session/session.h"
#include "web/app/app.h"
#include "web/views/text.h"
#include "web/views/theme.h"
#include "web/views/ui_state.h"

namespace bp::test {

inline std::int64_t now_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

/// Owns an ImGui context for one test.
class Screen {
 public:
  explicit Screen(float width = 1280, float height = 800, float ratio = 1) : ratio_(ratio) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    resize(width, height);
  }
  ~Screen() { ImGui::DestroyContext(); }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  void resize(float width, float height) {
    ImGui::GetIO().DisplaySize = {width, height};
    ImGui::GetIO().DisplayFramebufferScale = {ratio_, ratio_};
  }
  void begin() {
    ImGui::GetIO().DeltaTime = 1.0F / 60;
    ImGui::NewFrame();
  }
  /// Returns the number of vertices drawn.
  int end() {
    ImGui::Render();
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
      const bool is_leaving = texture->Status == ImTextureStatus_WantDestroy;
      texture->SetTexID(is_leaving ? ImTextureID_Invalid : 1);
      texture->SetStatus(is_leaving ? ImTextureStatus_Destroyed : ImTextureStatus_OK);
    }
    return ImGui::GetDrawData()->TotalVtxCount;
  }
  [[nodiscard]] float ratio() const { return ratio_; }

 private:
  float ratio_;
};

/// A screen with fonts and theme, for views on their own.
struct Stage {
  Screen screen;
  UiState ui;
  CommandSink sink;

  explicit Stage(float width = 1280, float height = 800, float ratio = 1)
      : screen(width, height, ratio) {
    ui.fonts = load_fonts();
    ui.theme = &light_theme();
    ui.pixel_ratio = ratio;
    apply_theme(*ui.theme, ui.scale);
  }
  /// Draws `body` in a window of the whole display.
  template <class Body>
  int frame(Body&& body) {
    screen.begin();
    set_font_density(ui.fonts, ui.pixel_ratio);
    ui.now += 1.0 / 60;
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("stage", nullptr, ImGuiWindowFlags_NoDecoration);
    body();
    ImGui::End();
    return screen.end();
  }
  template <class Body>
  void click(float x, float y, Body&& body) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(x, y);
    frame(body);
    io.AddMouseButtonEvent(0, true);
    frame(body);
    io.AddMouseButtonEvent(0, false);
    frame(body);
  }
};

/// An application with an inline runner.
struct AppStage {
  Screen screen;
  App app;
  double now = 0;

  explicit AppStage(Settings settings = default_settings(), float width = 1280, float height = 800,
                    AppOptions options = {})
      : screen(width, height),
        app(options_of(settings, std::move(options)), make_inline_runner(settings, now_us), true) {}

  int frame(std::int64_t budget_us = 2000) {
    screen.begin();
    now += 1.0 / 60;
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    app.frame(size.x, size.y, screen.ratio(), now, budget_us);
    return screen.end();
  }
  void frames(int count) {
    for (int i = 0; i < count; ++i) frame();
  }
  void click(float x, float y) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(x, y);
    frames(2);
    io.AddMouseButtonEvent(0, true);
    frame();
    io.AddMouseButtonEvent(0, false);
    frames(2);
  }
  void press(ImGuiKey key) {
    ImGui::GetIO().AddKeyEvent(key, true);
    frame();
    ImGui::GetIO().AddKeyEvent(key, false);
    frame();
  }
  void type(const char* text) {
    ImGui::GetIO().AddInputCharactersUTF8(text);
    frames(2);
  }

 private:
  static AppOptions options_of(const Settings& settings, AppOptions options) {
    options.settings = settings;
    return options;
  }
};

/// What a session publishes after some steps, with all grids.
inline Snapshot snapshot_of(const Settings& settings, int steps) {
  Session session(settings, now_us);
  session.apply({Command::Kind::Want, "field", {}, 32});
  session.apply({Command::Kind::Want, "units", {}, 16});
  session.apply({Command::Kind::Step, {}, {}, steps});
  while (session.advance(100000)) {
  }
  Snapshot snapshot;
  session.publish(snapshot);
  return snapshot;
}

}  // namespace bp::test
