#include "web/views/widgets.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "web/views/theme.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kRounding = 6;
constexpr float kChip = 22, kSegment = 23;
constexpr float kButtonPadding = 12, kIconSize = 11, kIconGap = 8;

struct ButtonColors {
  ImU32 fill, border, text;
};

ButtonColors button_colors(const Theme& t, ButtonLook look, bool enabled, bool hovered) {
  switch (look) {
    case ButtonLook::Primary:
      return {with_alpha(t.accent, hovered ? 0.88F : 1), 0, t.on_accent};
    case ButtonLook::Secondary:
      return {hovered ? t.accent_soft : 0, t.line, enabled ? t.text : t.secondary};
    case ButtonLook::Quiet:
      return {hovered ? t.accent_soft : 0, 0, hovered ? t.text : t.secondary};
  }
  return {};
}

Face label_face(ButtonLook look) {
  return look == ButtonLook::Primary ? Face::Semibold : Face::Regular;
}

void draw_button_contents(const UiState& ui, ImDrawList& draw, const ButtonSpec& spec, ImVec2 min,
                          ImVec2 size, ImU32 color) {
  const ImVec2 text = measure(ui, label_face(spec.look), TextSize::Body, spec.label);
  const float icon = spec.icon == Icon::None ? 0 : dp(ui, kIconSize);
  const float gap = icon > 0 && !spec.label.empty() ? dp(ui, kIconGap) : 0;
  float x = min.x + std::round((size.x - icon - gap - text.x) / 2);
  const float middle = min.y + size.y / 2;
  if (icon > 0) draw_icon(ui, draw, spec.icon, {x + icon / 2, middle}, icon, color);
  x += icon + gap;
  draw_text(ui, draw, {x, std::round(middle - text.y / 2)}, color, label_face(spec.look),
            TextSize::Body, spec.label);
}

}  // namespace

float finger_inset(const UiState& ui, float points) {
  return dp(ui, ui.touch && points < kFinger ? kFingerInset : 0);
}

float snap(const UiState& ui, float coordinate) {
  return std::round(coordinate * ui.pixel_ratio) / ui.pixel_ratio;
}

float dp(const UiState& ui, float points) { return snap(ui, points * ui.scale); }

void hairline_h(const UiState& ui, ImDrawList& draw, float x0, float x1, float y) {
  const float top = snap(ui, y);
  draw.AddRectFilled({x0, top}, {x1, top + 1}, ui.theme->line);
}

void hairline_v(const UiState& ui, ImDrawList& draw, float x, float y0, float y1) {
  const float left = snap(ui, x);
  draw.AddRectFilled({left, y0}, {left + 1, y1}, ui.theme->line);
}

float button_width(const UiState& ui, const ButtonSpec& spec) {
  const float text = measure(ui, label_face(spec.look), TextSize::Body, spec.label).x;
  const float icon = spec.icon == Icon::None ? 0 : dp(ui, kIconSize);
  const float gap = icon > 0 && text > 0 ? dp(ui, kIconGap) : 0;
  const float contents = std::ceil(text) + icon + gap + 2 * dp(ui, kButtonPadding);
  return std::max({contents, dp(ui, spec.width), dp(ui, finger(ui, spec.height))});
}

bool button(UiState& ui, const char* id, const ButtonSpec& spec) {
  const float height = dp(ui, finger(ui, spec.height));
  const bool is_square = spec.label.empty() && spec.width == 0;
  const ImVec2 size{is_square ? height : button_width(ui, spec), height};
  const ImVec2 min = ImGui::GetCursorScreenPos();
  ImGui::BeginDisabled(!spec.enabled);
  const bool is_clicked = ImGui::InvisibleButton(id, size);
  ImGui::EndDisabled();
  const bool hovered = spec.enabled && ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const ButtonColors colors = button_colors(*ui.theme, spec.look, spec.enabled, hovered);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float inset = finger_inset(ui, spec.height), side = is_square ? inset : 0;
  const ImVec2 from{min.x + side, min.y + inset};
  const ImVec2 to{min.x + size.x - side, min.y + size.y - inset};
  draw.AddRectFilled(from, to, colors.fill, dp(ui, kRounding));
  if (colors.border) draw.AddRect(from, to, colors.border, dp(ui, kRounding));
  draw_button_contents(ui, draw, spec, min, size, colors.text);
  help_tooltip(ui, spec.help);
  return is_clicked && spec.enabled;
}

ImVec2 chip_size(const UiState& ui, std::string_view text) {
  const float width = std::ceil(measure(ui, Face::Regular, TextSize::Label, text).x) + dp(ui, 16);
  return {std::max(width, dp(ui, finger(ui, 0))), dp(ui, finger(ui, kChip))};
}

bool chip(UiState& ui, const char* id, std::string_view text, bool is_on, bool enabled) {
  const ImVec2 min = ImGui::GetCursorScreenPos(), size = chip_size(ui, text);
  ImGui::BeginDisabled(!enabled);
  const bool is_clicked = ImGui::InvisibleButton(id, size);
  ImGui::EndDisabled();
  const bool hovered = enabled && ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const Theme& t = *ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 max{min.x + size.x, min.y + size.y};
  const float inset = finger_inset(ui, kChip);
  const ImVec2 from{min.x, min.y + inset}, to{max.x, max.y - inset};
  if (is_on || hovered) draw.AddRectFilled(from, to, t.accent_soft, dp(ui, kRounding));
  draw.AddRect(from, to, is_on ? t.accent : t.line, dp(ui, kRounding));
  const float y = min.y + std::round((size.y - line_height(ui, TextSize::Label)) / 2);
  draw_text(ui, draw, {min.x + size.x / 2, y}, enabled ? t.text : with_alpha(t.secondary, 0.6F),
            Face::Regular, TextSize::Label, text, Align::Center);
  return is_clicked && enabled;
}

namespace {

float segment_width(const UiState& ui, std::string_view text) {
  const float width = std::ceil(measure(ui, Face::Regular, TextSize::Label, text).x) + dp(ui, 18);
  return std::max(width, dp(ui, finger(ui, 0)));
}

}  // namespace

ImVec2 segmented_size(const UiState& ui, std::span<const std::string_view> labels) {
  float width = 0;
  for (const std::string_view text : labels) width += segment_width(ui, text);
  return {width, dp(ui, finger(ui, kSegment))};
}

int segmented(UiState& ui, const char* id, std::span<const std::string_view> labels, int current) {
  const ImVec2 min = ImGui::GetCursorScreenPos(), size = segmented_size(ui, labels);
  const Theme& t = *ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float radius = dp(ui, kRounding), inset = finger_inset(ui, kSegment);
  const float top = min.y + inset, bottom = min.y + size.y - inset;
  int clicked = -1;
  ImGui::PushID(id);
  float x = min.x;
  const int count = static_cast<int>(labels.size());
  for (int i = 0; i < count; ++i) {
    const std::string_view text = labels[static_cast<std::size_t>(i)];
    const float width = segment_width(ui, text);
    ImGui::SetCursorScreenPos({x, min.y});
    ImGui::PushID(i);
    if (ImGui::InvisibleButton("segment", {width, size.y})) clicked = i;
    ImGui::PopID();
    help_tooltip(ui, {});
    const bool hovered = ImGui::IsItemHovered();
    if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (i == current || hovered) {
      const int first = i == 0 ? ImDrawFlags_RoundCornersLeft : 0;
      const int last = i == count - 1 ? ImDrawFlags_RoundCornersRight : 0;
      draw.AddRectFilled({x, top}, {x + width, bottom},
                         with_alpha(t.accent_soft, i == current ? 1 : 0.5F), radius,
                         first | last ? first | last : ImDrawFlags_RoundCornersNone);
    }
    draw_text(ui, draw,
              {x + width / 2, min.y + std::round((size.y - line_height(ui, TextSize::Label)) / 2)},
              t.text, Face::Regular, TextSize::Label, text, Align::Center);
    x += width;
  }
  draw.AddRect({min.x, top}, {min.x + size.x, bottom}, t.line, radius);
  ImGui::PopID();
  return clicked == current ? -1 : clicked;
}

float title_row_top(const UiState& ui, float row, float height) {
  return ui.touch && !ui.is_tabbed ? row + 0.5F * (dp(ui, 20) - height) : row - dp(ui, 1);
}

float panel_title(UiState& ui, std::string_view title, std::string_view note) {
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  const Theme& t = *ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float height = dp(ui, ui.touch && !ui.is_tabbed ? kTouchTitle : finger(ui, kTitleHeight));
  const float top = pos.y + std::round((dp(ui, 20) - line_height(ui, TextSize::Title)) / 2);
  float x = pos.x;
  if (ui.is_untitled) return x;
  if (!ui.is_tabbed) {
    x += draw_text(ui, draw, {x, top}, t.text, Face::Semibold, TextSize::Title, title);
  }
  if (!note.empty()) {
    if (!ui.is_tabbed) x += dp(ui, 12);
    // On the title's baseline.
    const float lower =
        std::round(0.95F * (font_px(ui, TextSize::Title) - font_px(ui, TextSize::Small)));
    x += draw_text(ui, draw, {x, top + lower}, t.secondary, Face::Regular, TextSize::Small, note);
  }
  ImGui::Dummy({x - pos.x, height});
  return x;
}

void drag_to_scroll(const UiState& ui) {
  if (!ui.touch || ui.is_dragging_value || ui.edit.id != 0) return;
  if (!ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows |
                              ImGuiHoveredFlags_AllowWhenBlockedByActiveItem)) {
    return;
  }
  if (!ImGui::IsMouseDragging(0)) return;
  ImGui::ClearActiveID();
  ImGui::SetScrollY(ImGui::GetScrollY() - ImGui::GetIO().MouseDelta.y);
}

SectionState section_header(UiState& ui, const char* id, std::string_view title, bool& is_folded,
                            std::string_view aside) {
  ImGui::PushID(id);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 size{ImGui::GetContentRegionAvail().x, dp(ui, finger(ui, 24))};
  ImGui::SetNextItemAllowOverlap();
  if (ImGui::InvisibleButton("fold", size)) is_folded = !is_folded;
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const Theme& t = *ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float y = min.y + std::round((size.y - line_height(ui, TextSize::Small)) / 2);
  draw_text(ui, draw, {min.x, y}, t.secondary, Face::Semibold, TextSize::Small, title);
  draw_icon(ui, draw, is_folded ? Icon::Right : Icon::Down,
            {min.x + size.x - dp(ui, 4), min.y + size.y / 2}, dp(ui, 8), t.secondary);
  SectionState state{!is_folded, false};
  if (!aside.empty() && state.is_open) {
    const float width = measure(ui, Face::Regular, TextSize::Small, aside).x;
    const float right = min.x + size.x - dp(ui, 20);
    const float reach = std::max(width + dp(ui, 8), dp(ui, finger(ui, 0)));
    ImGui::SetCursorScreenPos({right + dp(ui, 4) - reach, min.y});
    state.is_aside_clicked = ImGui::InvisibleButton("aside", {reach, size.y});
    const ImU32 color = ImGui::IsItemHovered() ? t.accent : t.secondary;
    draw_text(ui, draw, {right, y}, color, Face::Regular, TextSize::Small, aside, Align::Right);
    ImGui::SetCursorScreenPos({min.x, min.y + size.y});
  }
  ImGui::PopID();
  return state;
}

}  // namespace bp
