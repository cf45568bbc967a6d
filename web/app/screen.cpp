#include "web/app/screen.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/session/page_parts.h"
#include "web/app/panel_area.h"
#include "web/app/widget.h"
#include "web/views/controls.h"
#include "web/views/help.h"
#include "web/views/panels.h"
#include "web/views/phases.h"
#include "web/views/theme.h"
#include "web/views/timeline_view.h"
#include "web/views/transport.h"
#include "web/views/unit_parts.h"
#include "web/views/views.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

void panel(const Stage& s, const char* id, const Rect& rect, ImU32 fill, View view,
           ImVec2 padding = {16, 10}, ImGuiWindowFlags flags = kFixed) {
  if (rect.w <= 0 || rect.h <= 0) return;
  if (begin_panel(s, id, rect, fill, padding, flags)) view(s.snapshot, s.settings, s.ui, s.sink);
  ImGui::EndChild();
}

// A thin thumb over the window's right edge instead of a scrollbar that takes room.
void scroll_thumb(const UiState& ui, ImDrawList& draw) {
  const float most = ImGui::GetScrollMaxY();
  if (most <= 0) return;
  const ImVec2 min = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
  const float height = std::max(dp(ui, 32), size.y * size.y / (size.y + most));
  const float y = min.y + (size.y - height) * ImGui::GetScrollY() / most;
  const float right = min.x + size.x - dp(ui, 2), width = dp(ui, 4);
  const ImVec2 end = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos({right - dp(ui, 8), y});
  ImGui::InvisibleButton("scroll", {dp(ui, 10), height});
  const bool is_hot = ImGui::IsItemActive() || ImGui::IsItemHovered();
  if (ImGui::IsItemActive() && size.y > height) {
    const float delta = ImGui::GetIO().MouseDelta.y * most / (size.y - height);
    ImGui::SetScrollY(std::clamp(ImGui::GetScrollY() + delta, 0.0F, most));
  }
  ImGui::SetCursorScreenPos(end);
  draw.AddRectFilled({right - width, y}, {right, y + height},
                     with_alpha(ui.theme->secondary, is_hot ? 0.7F : 0.35F), width / 2);
}

void scrolling_controls(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                        CommandSink& sink) {
  controls_view(snapshot, settings, ui, sink);
  ImGui::Dummy({1, dp(ui, 8)});
  scroll_thumb(ui, *ImGui::GetWindowDrawList());
}

// The controls in the single column: folded behind one heading.
void folded_controls(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                     CommandSink& sink) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 size{ImGui::GetContentRegionAvail().x, dp(ui, finger(ui, 28))};
  if (ImGui::InvisibleButton("fold", size)) ui.controls_folded = !ui.controls_folded;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw_text(ui, draw, {min.x, min.y + std::round((size.y - line_height(ui, TextSize::Title)) / 2)},
            ui.theme->text, Face::Semibold, TextSize::Title, word(ui, Word::controls));
  draw_icon(ui, draw, ui.controls_folded ? Icon::Right : Icon::Down,
            {min.x + size.x - dp(ui, 5), min.y + size.y / 2}, dp(ui, 9), ui.theme->secondary);
  if (!ui.controls_folded) controls_view(snapshot, settings, ui, sink);
  ImGui::Dummy({1, dp(ui, 8)});
}

// The column's three stacks: boundary, gradients, and all others behind tabs.
float column_stacks(const Stage& s, const Layout& layout, ImVec2 at, float width) {
  const LayoutTree tree = without_hidden(usable_layout(s.settings.layout), s.settings);
  std::array<int, kMaxPanels> others{};
  std::size_t count = 0;
  for (int i = 0; i < tree.count; ++i) {
    const LayoutNode& node = tree.at(i);
    if (node.kind != LayoutNode::Kind::Panel || is_hero_panel(node.which)) continue;
    others[count++] = node.which;
  }
  const auto place = [&](float height, const StackSpec& spec) {
    draw_stack(s, {at.x, at.y, width, height}, spec);
    at.y += height + 1;
  };
  const int heroes[] = {boundary_panel(), gradients_panel()};
  const std::array heights = {layout.boundary_height, layout.gradients_height};
  for (std::size_t h = 0; h < heights.size(); ++h) {
    if (tree.stack_of(heroes[h]) >= 0) place(heights[h], {heroes[h], {&heroes[h], 1}, true});
  }
  if (count == 0) return at.y;
  const std::span<const int> tabs(others.data(), count);
  const bool is_chosen = std::ranges::find(tabs, s.settings.panel) != tabs.end();
  place(layout.others_height, {is_chosen ? s.settings.panel : tabs[0], tabs, true});
  return at.y;
}

// A panel that was chosen elsewhere (a link, a script, the page in words) is scrolled to.
void reveal_chosen(const Stage& s, const Layout& layout) {
  const int panel = s.settings.panel;
  int& before = s.ui.column_panel;
  const bool is_first = before < 0 && panel == default_settings(s.settings.data).panel;
  if (panel == before) return;
  before = panel;
  if (is_first) return;
  float top = 0;
  if (panel != boundary_panel()) top += layout.boundary_height + 1;
  if (panel != boundary_panel() && panel != gradients_panel()) top += layout.gradients_height + 1;
  ImGui::SetScrollY(top);
}

void column(const Stage& s, const Layout& layout) {
  const Theme& t = *s.ui.theme;
  if (begin_panel(s, "column", layout.panels, t.line, {0, 0}, ImGuiWindowFlags_NoScrollbar)) {
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const float y = column_stacks(s, layout, origin, width);
    reveal_chosen(s, layout);
    if (layout.shape == LayoutShape::Narrow && column_fields(s.settings) > 0) {
      ImGui::SetCursorScreenPos({origin.x, y});
      ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(dp(s.ui, 16), dp(s.ui, 8)));
      ImGui::PushStyleColor(ImGuiCol_ChildBg, t.raised);
      if (ImGui::BeginChild("controls", {width, 0},
                            ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_AutoResizeY,
                            kFixed)) {
        folded_controls(s.snapshot, s.settings, s.ui, s.sink);
      }
      ImGui::EndChild();
      ImGui::PopStyleColor();
      ImGui::PopStyleVar();
    }
    drag_to_scroll(s.ui);
    // The panels are drawn after this window's own list, menus before the foreground's.
    const bool has_menu =
        ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
    scroll_thumb(s.ui, has_menu ? *ImGui::GetWindowDrawList() : *ImGui::GetForegroundDrawList());
  }
  ImGui::EndChild();
}

// Of the single column's transport; without its numbers it is one row of buttons.
float footer_height(const Settings& settings, const UiState& ui, float screen) {
  constexpr float kNumbers = 44;
  const bool has_numbers = !is_hidden(settings, PagePart::Numbers);
  const float more = finger(ui, 32) - 32;  // that a finger's buttons are higher
  const float all = compact_transport_height(screen / ui.scale) + more;
  if (!has_transport(settings)) return has_numbers ? dp(ui, kNumbers) : 0;
  return dp(ui, has_numbers ? all : 54 + more);
}

float header_height(const Settings& settings, const UiState& ui) {
  const bool has_title = !is_hidden(settings, PagePart::Title);
  const bool has_rest = !ui.narrow && widget_panel(settings) < 0 &&
                        (has_transport(settings) || !is_hidden(settings, PagePart::Numbers));
  return has_title || has_rest || has_menu_buttons(settings, ui) ? dp(ui, kTransportHeight) : 0;
}

// Bars about the run and about given values; advances the cursor by their height.
void bars(const Stage& s) {
  phase_strip_view(s.snapshot, s.settings, s.ui, s.sink);
  if (s.settings.goal.count > 0) goal_view(s.snapshot, s.settings, s.ui, s.sink);
  run_notice_view(s.snapshot, s.settings, s.ui, s.sink);
  notices_view(s.snapshot, s.settings, s.ui, s.sink);
}

// The panels as the layout says, or in a column where they would be too small so.
void panels_area(const Stage& s, Layout layout, const Rect& area) {
  constexpr float kLine = 1;
  if (s.ui.save.picture >= 0 && s.ui.save.is_alone) {
    const int tabs[] = {s.ui.save.picture};
    return draw_stack(s, layout.panels, {tabs[0], tabs, true});
  }
  if (const int only = widget_panel(s.settings); only >= 0) return draw_widget(s, only, area);
  if (layout.shape == LayoutShape::Wide) {
    const LayoutTree tree = shown_layout(s.settings, s.ui);
    const PanelPlan plan = plan_panels(tree, layout.panels, s.ui.scale, kLine);
    if (plan.fits) return draw_panels(s, tree, plan);
    const bool has_controls = layout.panels.x > area.x;
    layout = plan_layout(LayoutShape::Medium, area, s.ui.scale, kLine, s.ui.touch);
    if (!has_controls) layout.panels = area;
  }
  column(s, layout);
}

void contents(const Stage& s, ImVec2 size) {
  const Theme& t = *s.ui.theme;
  const LayoutShape shape = layout_shape(size.x, s.ui.scale);
  const bool is_narrow = shape == LayoutShape::Narrow, is_widget = widget_panel(s.settings) >= 0;
  const float line = 1, header = header_height(s.settings, s.ui);
  const float strip =
      is_hidden(s.settings, PagePart::Timeline) ? 0 : dp(s.ui, timeline_height(s.ui));
  panel(s, "header", {0, 0, size.x, header - line}, t.raised,
        is_narrow || is_widget ? title_view : transport_view, {0, 0});
  if (!is_narrow) {
    panel(s, "timeline", {0, header, size.x, strip - line}, t.raised, timeline_view, {0, 0});
  }
  ImGui::SetCursorScreenPos({0, header + (is_narrow ? 0 : strip)});
  bars(s);
  const float top = std::round(ImGui::GetCursorScreenPos().y);
  const float transport =
      is_narrow && !is_widget ? footer_height(s.settings, s.ui, size.y) + line : 0;
  const float footer = is_narrow ? strip + transport : 0;
  const Rect area{0, top, size.x, size.y - top - footer};
  Layout layout = plan_layout(shape, area, s.ui.scale, line, s.ui.touch);
  const bool has_controls = column_fields(s.settings) > 0 && !is_widget;
  if (!has_controls) layout.panels = area;
  if (!is_narrow && has_controls) {
    panel(s, "controls", layout.controls, t.raised, scrolling_controls, {16, 8},
          ImGuiWindowFlags_NoScrollbar);
  }
  panels_area(s, layout, area);
  if (is_narrow) {
    panel(s, "timeline", {0, size.y - footer + line, size.x, strip - line}, t.raised, timeline_view,
          {0, 0});
    panel(s, "footer", {0, size.y - transport + line, size.x, transport - 2 * line}, t.raised,
          transport_view, {0, 0});
  }
}

// Arrow keys, Enter and Escape work in menus; elsewhere keys are the application's own.
void use_keys_in_menus() {
  const bool is_open =
      ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
  ImGuiIO& io = ImGui::GetIO();
  if (is_open) {
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  } else {
    io.ConfigFlags &= ~ImGuiConfigFlags_NavEnableKeyboard;
  }
}

}  // namespace

void draw_screen(const Snapshot& snapshot, const Settings& settings, UiState& ui, CommandSink& sink,
                 ImVec2 size) {
  const Stage stage{snapshot, settings, ui, sink};
  ui.narrow = layout_shape(size.x, ui.scale) == LayoutShape::Narrow;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, ui.theme->line);
  const ImGuiWindowFlags flags =
      ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
      ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse;
  if (ImGui::Begin("screen", nullptr, flags)) contents(stage, size);
  use_keys_in_menus();
  ImGui::End();
  ImGui::PopStyleColor();
  help_overlay(ui, size);
  const float covered =
      ui.narrow ? footer_height(settings, ui, size.y) + dp(ui, timeline_height(ui)) : 0;
  toast(ui, {0, 0}, {size.x, size.y - covered});
}

namespace {

/// At the end of the run on by a step, else along the timeline.
void arrow_keys(const Snapshot& snapshot, CommandSink& sink) {
  if (ImGui::IsKeyPressed(ImGuiKey_LeftArrow, true)) step_timeline(snapshot, sink, -1);
  if (!ImGui::IsKeyPressed(ImGuiKey_RightArrow, true)) return;
  const bool is_at_end = snapshot.timeline.has_future == 0 && snapshot.timeline.is_replaying == 0;
  if (is_at_end) {
    sink.post(Command::Kind::Step);
  } else {
    step_timeline(snapshot, sink, 1);
  }
}

}  // namespace

void keyboard_shortcuts(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                        CommandSink& sink) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!io.WantTextInput && ImGui::IsKeyChordPressed(ImGuiMod_Ctrl | ImGuiKey_Z)) {
    undo_weight(snapshot, settings, ui, sink);
  }
  if (io.WantTextInput || io.KeyMods != 0 || ui.edit.id != 0 || ui.help_open) return;
  if (ImGui::IsAnyItemActive()) return;
  if (ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel)) {
    if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) ImGui::ClosePopupsOverWindow(nullptr, false);
    return;
  }
  if (ImGui::IsKeyPressed(ImGuiKey_Space, false)) {
    const bool is_running = snapshot.state == RunState::Running;
    sink.post(is_running ? Command::Kind::Pause : Command::Kind::Play);
  }
  if (ImGui::IsKeyPressed(ImGuiKey_L, false)) ui.layout.asks_menu = true;
  if (ImGui::IsKeyPressed(ImGuiKey_M, false)) ui.layout.asks_panel_menu = true;
  if (ImGui::IsKeyPressed(ImGuiKey_B, false)) ++ui.layout.focus;
  ui.wants_frames |= ui.layout.asks_menu || ui.layout.asks_panel_menu;
  if (ImGui::IsKeyPressed(ImGuiKey_Home, false)) step_timeline(snapshot, sink, -2);
  if (ImGui::IsKeyPressed(ImGuiKey_End, false)) step_timeline(snapshot, sink, 2);
  // Arrows walk from cell to cell in the maths panel, turn the surface, or move the border that has
  // the focus.
  const bool walks = ui.maths.chosen.is_some() && ui.maths.drawn_at == ui.now;
  const bool turns = ui.surface.has_keys && ui.surface.drawn_at == ui.now;
  if (!walks && !turns && ui.layout.focus < 0) arrow_keys(snapshot, sink);
  if (ImGui::IsKeyPressed(ImGuiKey_R, false)) sink.post(Command::Kind::Reset);
}

}  // namespace bp
