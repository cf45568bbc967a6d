// Pointer, wheel, touch and text from web/embed/input.js into ImGui's queue. Keys come through
// GLFW's own listeners, which that script registers on the canvas.
#include <emscripten.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cfloat>

namespace {

/// Bits of `modifiers`; the same in web/embed/input.js.
enum Modifiers : unsigned { kCtrl = 1, kShift = 2, kAlt = 4, kSuper = 8 };

void add_modifiers(ImGuiIO& io, unsigned modifiers) {
  io.AddKeyEvent(ImGuiMod_Ctrl, (modifiers & kCtrl) != 0);
  io.AddKeyEvent(ImGuiMod_Shift, (modifiers & kShift) != 0);
  io.AddKeyEvent(ImGuiMod_Alt, (modifiers & kAlt) != 0);
  io.AddKeyEvent(ImGuiMod_Super, (modifiers & kSuper) != 0);
}

/// The window a finger scrolls: the hovered one or its first parent with anything to scroll.
ImGuiWindow* scrolled_window() {
  ImGuiWindow* window = ImGui::GetCurrentContext()->HoveredWindow;
  while (window != nullptr && window->ScrollMax.y == 0.0F) window = window->ParentWindow;
  return window;
}

}  // namespace

extern "C" {

/// The pointer is at (x, y) in points of the canvas.
EMSCRIPTEN_KEEPALIVE void bp_pointer_move(float x, float y, bool is_touch) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(is_touch ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
  io.AddMousePosEvent(x, y);
}
EMSCRIPTEN_KEEPALIVE void bp_pointer_leave() {
  ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
}
/// `button`: 0 left, 1 right, 2 middle.
EMSCRIPTEN_KEEPALIVE void bp_pointer_button(int button, bool is_down, unsigned modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  add_modifiers(io, modifiers);
  io.AddMouseButtonEvent(button, is_down);
}
/// In wheel steps, positive up and left.
EMSCRIPTEN_KEEPALIVE void bp_wheel(float dx, float dy, unsigned modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  add_modifiers(io, modifiers);
  io.AddMouseWheelEvent(dx, dy);
}
/// A finger moved by dy points: what is under the pointer moves with it. Returns whether anything
/// there can be scrolled.
EMSCRIPTEN_KEEPALIVE bool bp_touch_scroll(float dy) {
  ImGuiWindow* window = scrolled_window();
  if (window == nullptr) return false;
  // Several moves can come before a frame applies the first one's target.
  const bool has_target = window->ScrollTarget.y < FLT_MAX;
  const float from = has_target ? window->ScrollTarget.y : window->Scroll.y;
  ImGui::SetScrollY(window, std::clamp(from - dy, 0.0F, window->ScrollMax.y));
  return true;
}
/// Typed, composed or pasted text.
EMSCRIPTEN_KEEPALIVE void bp_text(const char* utf8) { ImGui::GetIO().AddInputCharactersUTF8(utf8); }
/// What is being edited is taken over, after everything typed before.
EMSCRIPTEN_KEEPALIVE void bp_end_edit() {
  ImGuiIO& io = ImGui::GetIO();
  if (!io.WantTextInput) return;
  io.AddKeyEvent(ImGuiKey_Enter, true);
  io.AddKeyEvent(ImGuiKey_Enter, false);
}

}  // extern "C"
