// Sliders, typed values, switches.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kThumb = 14, kTrack = 4;
constexpr float kSliderHeight = 36, kLabelRow = 18;

// Label, then symbol and note in secondary colour; returns the width.
float draw_label(const UiState& ui, ImDrawList& draw, ImVec2 pos, const SliderSpec& spec) {
  const Theme& t = *ui.theme;
  float x = pos.x + draw_text(ui, draw, pos, t.text, Face::Regular, TextSize::Body, spec.label);
  for (const std::string_view part : {spec.symbol, spec.note}) {
    if (part.empty()) continue;
    const bool is_note = part.data() == spec.note.data();
    x += dp(ui, 4);
    x += draw_text(ui, draw, {x, pos.y}, is_note ? t.secondary : t.text, Face::Regular,
                   TextSize::Body, part);
  }
  return x - pos.x;
}

void draw_track(const UiState& ui, ImDrawList& draw, ImVec2 min, float width, float fraction,
                bool is_hot) {
  const Theme& t = *ui.theme;
  const float r = dp(ui, kThumb) / 2, half = dp(ui, kTrack) / 2;
  const float x = snap(ui, min.x + r + (width - 2 * r) * fraction), y = snap(ui, min.y + r);
  draw.AddRectFilled({min.x, y - half}, {min.x + width, y + half}, t.line, half);
  draw.AddRectFilled({min.x, y - half}, {x, y + half}, t.accent, half);
  draw.AddCircleFilled({x, y}, r, t.accent, 32);
  draw.AddCircleFilled({x, y}, r - dp(ui, is_hot ? 3 : 2), t.raised, 32);
}

// The text field a value turns into; returns what was entered with Enter or by leaving it.
std::string_view edit_field(UiState& ui, ImVec2 min, ImVec2 size) {
  // Its text stands where the value stood; ImGui alone would set it lower.
  const float top = min.y + std::round((size.y - line_height(ui, TextSize::Label)) / 2);
  const ImVec2 max{min.x + size.x, min.y + size.y};
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(min, max, ui.theme->raised, dp(ui, 6));
  draw.AddRect(min, max, ui.theme->accent, dp(ui, 6));
  const float pad = dp(ui, 4);  // ImGui cuts off what hangs out of the frame
  ImGui::SetCursorScreenPos({min.x, imgui_top(ui, Face::Mono, TextSize::Label, top) - pad});
  ImGui::SetNextItemWidth(size.x);
  ImGui::PushFont(ui.fonts.mono, font_px(ui, TextSize::Label));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(pad, pad));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
  ImGui::PushStyleColor(ImGuiCol_FrameBg, 0);
  if (ui.edit.is_new) {
    ImGui::SetKeyboardFocusHere();  // has it in the next frame
    ui.wants_frames = true;
  }
  ui.edit.is_new = false;
  const bool is_entered =
      ImGui::InputText("##value", ui.edit.text, sizeof ui.edit.text,
                       ImGuiInputTextFlags_AutoSelectAll | ImGuiInputTextFlags_EnterReturnsTrue);
  const bool is_left = ImGui::IsItemDeactivated();
  const bool is_changed = ImGui::IsItemDeactivatedAfterEdit();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
  ImGui::PopFont();
  const ImGuiIO& io = ImGui::GetIO();
  // It says only a frame later that it wants text, which opens a phone's keyboard.
  if (io.ConfigInputTextCursorBlink || (ImGui::IsItemActive() && !io.WantTextInput)) {
    ui.wants_frames = true;
  }
  if (is_entered || is_left) ui.edit.id = 0;
  return is_entered || is_changed ? std::string_view(ui.edit.text) : std::string_view{};
}

void start_edit(UiState& ui, ImGuiID id, std::string_view text) {
  ui.edit.id = id;
  ui.edit.is_new = ui.wants_frames = true;
  const std::size_t n = std::min(text.size(), sizeof ui.edit.text - 1);
  std::memcpy(ui.edit.text, text.data(), n);
  ui.edit.text[n] = 0;
}

}  // namespace

std::string_view editable_value(UiState& ui, const char* id, std::string_view value,
                                std::string_view edit, ImVec2 right_top, float height,
                                float beyond) {
  const ImGuiID key = ImGui::GetID(id);
  if (ui.edit.id == key) {
    const ImVec2 size{dp(ui, 80), dp(ui, 20)};
    return edit_field(ui, {right_top.x - size.x, right_top.y + (height - size.y) / 2}, size);
  }
  const ImVec2 text = measure(ui, Face::Mono, TextSize::Label, value);
  const float pad = dp(ui, 4);
  const float reach = std::max(text.x + 2 * pad, dp(ui, finger(ui, 0)));
  ImGui::SetCursorScreenPos({right_top.x + beyond - reach, right_top.y});
  if (ImGui::InvisibleButton(id, {reach, height})) start_edit(ui, key, edit);
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float y = right_top.y + std::round((height - text.y) / 2);
  draw_text(ui, draw, {right_top.x, y}, hovered ? ui.theme->accent : ui.theme->text, Face::Mono,
            TextSize::Label, value, Align::Right);
  help_tooltip(ui, word(ui, Word::type_value));
  return {};
}

float slider_height(const UiState& ui) { return dp(ui, ui.touch ? 2 * kFinger : kSliderHeight); }

SliderResult slider_row(UiState& ui, const char* id, const SliderSpec& spec, float width) {
  ImGui::PushID(id);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float top = dp(ui, finger(ui, kLabelRow)), r = dp(ui, kThumb) / 2;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  SliderResult result;
  const float value_width = measure(ui, Face::Mono, TextSize::Label, spec.value).x + dp(ui, 8);
  ImGui::InvisibleButton(
      "label", {std::max(dp(ui, 8), width - std::max(value_width, dp(ui, finger(ui, 0)))), top});
  help_tooltip(ui, spec.help, spec.label);
  const float y = min.y + std::round((top - line_height(ui, TextSize::Body)) / 2);
  draw_label(ui, draw, {min.x, y}, spec);
  result.typed = editable_value(ui, "value", spec.value, spec.edit, {min.x + width, min.y}, top);
  if (!spec.key.empty() && ImGui::IsItemVisible()) {
    note_place(ui, spec.key, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  }

  // A finger's place is higher than what is drawn, which stays near its label.
  const ImVec2 track{min.x, min.y + top - dp(ui, ui.touch ? -6 : 1)};
  ImGui::SetCursorScreenPos({min.x, ui.touch ? min.y + top : track.y});
  ImGui::InvisibleButton("track", {width, dp(ui, finger(ui, kThumb + 2))});
  help_tooltip(ui, {});
  const bool is_active = ImGui::IsItemActive();
  if (is_active || ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  float fraction = spec.fraction;
  if (is_active) {
    ui.is_dragging_value = true;
    const float x = ImGui::GetIO().MousePos.x;
    fraction = std::clamp((x - track.x - r) / std::max(1.0F, width - 2 * r), 0.0F, 1.0F);
    result.is_moved = fraction != spec.fraction;
    result.fraction = fraction;
  }
  draw_track(ui, draw, track, width, std::clamp(spec.fraction, 0.0F, 1.0F), is_active);
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy({width, slider_height(ui)});
  ImGui::PopID();
  return result;
}

bool switch_row(UiState& ui, const char* id, std::string_view label, std::string_view help,
                bool is_on, float width) {
  const ImVec2 min = ImGui::GetCursorScreenPos(), size{width, dp(ui, finger(ui, kRowHeight))};
  const bool is_clicked = ImGui::InvisibleButton(id, size);
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  help_tooltip(ui, help, label);
  const Theme& t = *ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw_text(ui, draw, {min.x, min.y + std::round((size.y - line_height(ui, TextSize::Body)) / 2)},
            t.text, Face::Regular, TextSize::Body, label);
  const ImVec2 box{dp(ui, 28), dp(ui, 16)};
  const ImVec2 a{min.x + width - box.x, min.y + std::round((size.y - box.y) / 2)};
  const ImVec2 b{a.x + box.x, a.y + box.y};
  const float r = box.y / 2;
  draw.AddRectFilled(a, b, is_on ? t.accent : t.line, r);
  const ImVec2 knob{is_on ? b.x - r : a.x + r, a.y + r};
  draw.AddCircleFilled(knob, r - dp(ui, 2), is_on ? t.on_accent : t.raised, 24);
  if (is_on) draw_icon(ui, draw, Icon::Check, knob, dp(ui, 7), t.accent);
  return is_clicked;
}

}  // namespace bp
