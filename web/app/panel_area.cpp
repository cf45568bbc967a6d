#include "web/app/panel_area.h"

#include <algorithm>
#include <cmath>

#include "engine/session/page_parts.h"
#include "web/views/gradients_strip.h"
#include "web/views/panels.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kStripHeight = 24;

/// What stands in a panel's place until its code has come.
void draw_absence(const Stage& s, Here here) {
  const std::string_view text =
      here == Here::Failed ? word(s.ui, Word::panel_failed) : word(s.ui, Word::panel_loading);
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(text.data(), text.data() + text.size());
  ImGui::PopTextWrapPos();
}

void draw_view(const Stage& s, const Panel& panel) {
  const Here here = panel_code(s.ui, panel);
  if (here != Here::Yes) return draw_absence(s, here);
  panel.view(s.snapshot, s.settings, s.ui, s.sink);
}

// The gradients are always seen: as a line of small bars where another tab is in front of them.
void draw_strip(const Stage& s, const StackSpec& spec) {
  const bool is_behind = spec.shown != gradients_panel() &&
                         std::ranges::find(spec.tabs, gradients_panel()) != spec.tabs.end();
  if (!is_behind) return;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = dp(s.ui, kStripHeight);
  if (gradients_strip(s.snapshot, s.ui, at, {width, height})) {
    choose_panel(s.settings, gradients_panel(), s.sink);
  }
  ImGui::SetCursorScreenPos({at.x, at.y + height});
}

void stack_contents(const Stage& s, const StackSpec& spec) {
  const Panel& panel = panel_row(spec.shown);
  const bool has_tabs = spec.tabs.size() > 1;
  s.ui.is_untitled = is_hidden(s.settings, PagePart::Titles) && !has_tabs;
  if (has_tabs) {
    draw_tabs(s, spec, ImGui::GetContentRegionAvail().x);
    draw_strip(s, spec);
  } else {
    draw_stack_title(s, spec);
  }
  s.ui.is_tabbed = has_tabs;
  if (panel.has_title && !has_tabs) {
    draw_view(s, panel);
  } else {
    if (ImGui::BeginChild("view", {0, 0}, 0, panel.has_title ? kFixed : 0)) draw_view(s, panel);
    ImGui::EndChild();
  }
  s.ui.is_tabbed = s.ui.is_untitled = false;
}

}  // namespace

bool begin_panel(const Stage& s, const char* id, const Rect& rect, ImU32 fill, ImVec2 padding,
                 ImGuiWindowFlags flags) {
  ImGui::SetCursorScreenPos({rect.x, rect.y});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding,
                      ImVec2(dp(s.ui, padding.x), dp(s.ui, padding.y)));
  ImGui::PushStyleColor(ImGuiCol_ChildBg, fill);
  const bool is_visible =
      ImGui::BeginChild(id, {rect.w, rect.h}, ImGuiChildFlags_AlwaysUseWindowPadding, flags);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  return is_visible;
}

void draw_stack(const Stage& s, const Rect& rect, const StackSpec& spec) {
  if (rect.w <= 0 || rect.h <= 0) return;
  const Panel& panel = panel_row(spec.shown);
  const ImU32 fill = panel.is_raised ? s.ui.theme->raised : s.ui.theme->surface;
  if (begin_panel(s, panel.key.data(), rect, fill, {16, 10}, kFixed)) {
    stack_contents(s, spec);
    if (!is_hidden(s.settings, PagePart::PanelMenu)) draw_panel_menu(s, spec);
    // In the column it may be scrolled out in part.
    if (spec.shown == s.ui.save.picture && (!spec.is_fixed || s.ui.save.is_alone)) {
      s.ui.save.min = {rect.x, rect.y};
      s.ui.save.max = {rect.x + rect.w, rect.y + rect.h};
    }
    // A view may leave the cursor where nothing was drawn, which Dear ImGui takes for a mistake.
    ImGui::SetCursorScreenPos({rect.x, rect.y});
    ImGui::Dummy({0, 0});
  }
  ImGui::EndChild();
}

void draw_panels(const Stage& s, const LayoutTree& tree, const PanelPlan& plan) {
  for (int i = 0; i < plan.stack_count; ++i) {
    const PlacedStack& stack = plan.stacks[static_cast<std::size_t>(i)];
    const int count = tree.at(stack.node).count;
    std::array<int, kMaxPanels> tabs{};
    for (int k = 0; k < count; ++k) {
      tabs[static_cast<std::size_t>(k)] = tree.at(stack.node + 1 + k).which;
    }
    draw_stack(s, stack.rect,
               {tree.shown_panel(stack.node, s.settings.panel),
                {tabs.data(), static_cast<std::size_t>(count)}});
  }
  draw_borders(s, tree, plan);
  drop_carried(s, tree, plan);
}

}  // namespace bp
