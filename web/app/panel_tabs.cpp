// Titles and tabs: a click chooses, a drag carries the panel away.
#include <algorithm>
#include <cmath>

#include "engine/session/page_parts.h"
#include "web/app/panel_area.h"
#include "web/views/panels.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kTabGap = 20, kMoreWidth = 26, kTabHeight = 24;  // points

float tab_width(const UiState& ui, int panel) {
  // As wide as the bold text, so that tabs stay in place.
  return std::max(std::ceil(measure(ui, Face::Semibold, TextSize::Body, panel_label(ui, panel)).x),
                  dp(ui, finger(ui, 0)));
}

// The tabs there is room for, in their order; the shown one is always among them.
struct FittingTabs {
  std::array<int, kMaxPanels> shown{}, hidden{};
  int shown_count = 0, hidden_count = 0;
};

FittingTabs fitting_tabs(const UiState& ui, const StackSpec& spec, float room) {
  FittingTabs out;
  const float gap = dp(ui, kTabGap);
  float all = -gap;
  for (const int panel : spec.tabs) all += tab_width(ui, panel) + gap;
  const bool fits = all <= room;
  room -= (fits ? 0 : dp(ui, finger(ui, kMoreWidth))) + tab_width(ui, spec.shown);
  bool has_room = true;
  for (const int panel : spec.tabs) {
    const float width = tab_width(ui, panel) + gap;
    const bool is_current = panel == spec.shown;
    has_room = has_room && (fits || is_current || width <= room);
    if (is_current || has_room) {
      if (!is_current) room -= width;
      out.shown[static_cast<std::size_t>(out.shown_count++)] = panel;
    } else {
      out.hidden[static_cast<std::size_t>(out.hidden_count++)] = panel;
    }
  }
  return out;
}

bool draw_tab(const Stage& s, int panel, bool is_current, bool is_fixed) {
  UiState& ui = s.ui;
  const Face face = is_current ? Face::Semibold : Face::Regular;
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 size{tab_width(ui, panel), dp(ui, finger(ui, kTabHeight))};
  const bool is_clicked = ImGui::InvisibleButton("tab", size);
  if (!is_fixed) carry_on_drag(s, panel);
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (!is_current) help_tooltip(ui, panel_about(ui, panel));
  const Theme& t = *ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float y = min.y + dp(ui, 1) + 0.5F * (size.y - dp(ui, kTabHeight));
  draw_text(ui, draw, {min.x, std::round(y)}, is_current || hovered ? t.text : t.secondary, face,
            TextSize::Body, panel_label(ui, panel));
  if (is_current) {
    draw.AddRectFilled({min.x, min.y + size.y - dp(ui, 2)}, {min.x + size.x, min.y + size.y},
                       t.accent);
  }
  return is_clicked && ui.layout.carried < 0;
}

void more_tabs(const Stage& s, const FittingTabs& tabs, ImVec2 at) {
  UiState& ui = s.ui;
  const ImVec2 size{dp(ui, finger(ui, kMoreWidth)), dp(ui, finger(ui, kTabHeight))};
  ImGui::SetCursorScreenPos(at);
  if (ImGui::InvisibleButton("more", size)) open_menu("more tabs");
  const bool is_hot = ImGui::IsItemHovered() || ImGui::IsPopupOpen("more tabs");
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  draw_icon(ui, *ImGui::GetWindowDrawList(), Icon::More,
            {at.x + size.x / 2, at.y + size.y / 2 - dp(ui, 2)}, dp(ui, 14),
            is_hot ? ui.theme->text : ui.theme->secondary);
  float width = dp(ui, 120);
  for (int i = 0; i < tabs.hidden_count; ++i) {
    width = std::max(width, tab_width(ui, tabs.hidden[static_cast<std::size_t>(i)]) + dp(ui, 24));
  }
  const ImVec2 max{at.x + size.x, at.y + size.y};
  if (!begin_menu(ui, "more tabs", at, max, width, tabs.hidden_count)) return;
  for (int i = 0; i < tabs.hidden_count; ++i) {
    const int panel = tabs.hidden[static_cast<std::size_t>(i)];
    ImGui::PushID(i);
    if (menu_item(ui, "item", panel_label(ui, panel), false, true, panel_about(ui, panel), width)) {
      choose_panel(s.settings, panel, s.sink);
    }
    ImGui::PopID();
  }
  end_menu();
}

}  // namespace

void carry_on_drag(const Stage& s, int panel) {
  if (!can_rearrange(s.settings)) return;
  if (ImGui::IsItemActive() && ImGui::IsMouseDragging(0, dp(s.ui, 8))) s.ui.layout.carried = panel;
}

void draw_tabs(const Stage& s, const StackSpec& spec, float room) {
  UiState& ui = s.ui;
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const FittingTabs tabs = fitting_tabs(ui, spec, room);
  ImVec2 pos = origin;
  for (int i = 0; i < tabs.shown_count; ++i) {
    const int panel = tabs.shown[static_cast<std::size_t>(i)];
    ImGui::PushID(panel);
    ImGui::SetCursorScreenPos(pos);
    if (draw_tab(s, panel, panel == spec.shown, spec.is_fixed)) {
      choose_panel(s.settings, panel, s.sink);
    }
    pos.x = ImGui::GetItemRectMax().x + dp(ui, kTabGap);
    ImGui::PopID();
  }
  if (tabs.hidden_count > 0) more_tabs(s, tabs, {pos.x - dp(ui, 8), pos.y});
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({1, dp(ui, finger(ui, kTabHeight) + 6)});
}

void draw_stack_title(const Stage& s, const StackSpec& spec) {
  UiState& ui = s.ui;
  if (ui.is_untitled) return;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const std::string_view label = panel_label(ui, spec.shown);
  if (!panel_row(spec.shown).has_title) panel_title(ui, label);
  const ImVec2 next = ImGui::GetCursorScreenPos();
  // The title is what a panel is taken by; a tap on it opens the menu, which a finger hits easily.
  const float width =
      std::max(measure(ui, Face::Semibold, TextSize::Title, label).x, dp(ui, finger(ui, 0)));
  ImGui::SetCursorScreenPos({at.x, at.y - dp(ui, ui.touch ? 10 : 4)});
  ImGui::SetNextItemAllowOverlap();
  const bool has_menu = !is_hidden(s.settings, PagePart::PanelMenu);
  if (ImGui::InvisibleButton("title", {width, dp(ui, finger(ui, 28))}) && ui.layout.carried < 0 &&
      has_menu) {
    open_menu("panel menu");
  }
  if (!spec.is_fixed) carry_on_drag(s, spec.shown);
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  ImGui::SetCursorScreenPos(next);
}

}  // namespace bp
