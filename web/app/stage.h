// What the parts of the screen are drawn from, and the window each part gets.
#pragma once

#include <imgui.h>

#include "web/app/layout.h"
#include "web/views/views.h"

namespace bp {

struct Stage {
  const Snapshot& snapshot;
  const Settings& settings;
  UiState& ui;
  CommandSink& sink;
};

inline constexpr ImGuiWindowFlags kFixed =
    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;

/// A child window over `rect` with `padding` in points; the surface behind it shows through the
/// gaps as hairlines. ImGui::EndChild() must follow.
bool begin_panel(const Stage& s, const char* id, const Rect& rect, ImU32 fill, ImVec2 padding,
                 ImGuiWindowFlags flags);

}  // namespace bp
