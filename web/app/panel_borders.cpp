// Rearranging by pointer: borders that resize, panels that are carried to another place.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "web/app/panel_area.h"
#include "web/views/panels.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kGrip = 9, kKeyStep = 16, kEdge = 0.26F;  // points, points, share of a stack

// All shares as they are on screen, where a preset's may differ from its text.
LayoutTree as_seen(const LayoutTree& tree, const PanelPlan& plan) {
  LayoutTree out = tree;
  for (int i = 0; i < tree.count; ++i) {
    const LayoutNode& node = tree.at(i);
    if (node.kind != LayoutNode::Kind::Row && node.kind != LayoutNode::Kind::Column) continue;
    std::array<float, kMaxPanels> sizes{};
    for (int k = 0; k < node.count; ++k) {
      sizes[static_cast<std::size_t>(k)] = plan.extent[static_cast<std::size_t>(tree.child(i, k))];
    }
    out = with_shares(out, i, {sizes.data(), node.count});
  }
  return out;
}

// The tree with the border moved by `delta` points.
LayoutTree moved(const LayoutTree& tree, const PanelPlan& plan, const PlacedBorder& border,
                 float delta) {
  const LayoutNode& node = tree.at(border.split);
  std::array<float, kMaxPanels> sizes{};
  for (int k = 0; k < node.count; ++k) {
    sizes[static_cast<std::size_t>(k)] =
        plan.extent[static_cast<std::size_t>(tree.child(border.split, k))];
  }
  float& before = sizes[static_cast<std::size_t>(border.before)];
  float& after = sizes[static_cast<std::size_t>(border.before + 1)];
  delta = std::clamp(delta, std::min(0.0F, 1 - before), std::max(0.0F, after - 1));
  before += delta;
  after -= delta;
  return with_shares(as_seen(tree, plan), border.split, {sizes.data(), node.count});
}

float key_step(const UiState& ui, bool is_upright) {
  const ImGuiKey less = is_upright ? ImGuiKey_LeftArrow : ImGuiKey_UpArrow;
  const ImGuiKey more = is_upright ? ImGuiKey_RightArrow : ImGuiKey_DownArrow;
  const float step = dp(ui, kKeyStep);
  return (ImGui::IsKeyPressed(more) ? step : 0) - (ImGui::IsKeyPressed(less) ? step : 0);
}

void draw_grip(const UiState& ui, const PlacedBorder& b, const Rect& r, bool is_held) {
  const float wide = dp(ui, is_held ? 3 : 2);
  const ImVec2 center{b.rect.x + 0.5F * b.rect.w, b.rect.y + 0.5F * b.rect.h};
  const ImVec2 side{b.is_upright ? wide / 2 : r.w / 2, b.is_upright ? r.h / 2 : wide / 2};
  ImGui::GetWindowDrawList()->AddRectFilled({center.x - side.x, center.y - side.y},
                                            {center.x + side.x, center.y + side.y},
                                            ui.theme->accent);
}

void border(const Stage& s, const LayoutTree& tree, const PanelPlan& plan, int index) {
  UiState& ui = s.ui;
  const PlacedBorder& b = plan.borders[static_cast<std::size_t>(index)];
  const float grip = dp(ui, kGrip), half = 0.5F * (grip - 1);
  const Rect r = b.is_upright ? Rect{b.rect.x - half, b.rect.y, grip, b.rect.h}
                              : Rect{b.rect.x, b.rect.y - half, b.rect.w, grip};
  if (r.w <= 0 || r.h <= 0) return;
  // A window of its own, in front of the panels at both sides.
  begin_panel(s, "border", r, 0, {0, 0}, kFixed | ImGuiWindowFlags_NoBackground);
  ImGui::InvisibleButton("grip", {r.w, r.h});
  const bool is_active = ImGui::IsItemActive(), is_hot = is_active || ImGui::IsItemHovered();
  if (is_hot)
    ImGui::SetMouseCursor(b.is_upright ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
  if (ImGui::IsItemActivated()) ui.layout.focus = index;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const float at = b.is_upright ? mouse.x - b.rect.x : mouse.y - b.rect.y;
  if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0)) {
    ui.layout.draft.reset();
    set_layout(with_reset_shares(tree, b.split), s.sink);
    ImGui::ClearActiveID();
  } else if (is_active && ImGui::IsMouseDragging(0, 2)) {
    ui.is_dragging_value = true;
    ui.layout.draft = moved(tree, plan, b, at);
  } else if (ui.layout.focus == index && !is_active) {
    const float step = key_step(ui, b.is_upright);
    if (step != 0) set_layout(moved(tree, plan, b, step), s.sink);
  }
  if (ImGui::IsItemDeactivated() && ui.layout.draft) {
    set_layout(*ui.layout.draft, s.sink);
    ui.layout.draft.reset();
    ui.layout.focus = -1;  // it has its place; a click alone leaves it to the arrow keys
  }
  if (is_hot || ui.layout.focus == index) {
    draw_grip(ui, b, r, is_active || ui.layout.focus == index);
  }
  ImGui::EndChild();
}

// Which place of a stack the pointer means.
Place place_at(const Rect& r, ImVec2 mouse, bool may_be_tab, float tabs_height) {
  const float x = (mouse.x - r.x) / r.w, y = (mouse.y - r.y) / r.h;
  const float left = x, right = 1 - x, above = y, below = 1 - y;
  const float nearest = std::min({left, right, above, below});
  if (may_be_tab && (nearest > kEdge || mouse.y - r.y < tabs_height)) return Place::Tab;
  if (nearest == left) return Place::Left;
  if (nearest == right) return Place::Right;
  return nearest == above ? Place::Above : Place::Below;
}

Rect zone(const Rect& r, Place place) {
  switch (place) {
    case Place::Tab:
      return r;
    case Place::Left:
      return {r.x, r.y, r.w / 2, r.h};
    case Place::Right:
      return {r.x + r.w / 2, r.y, r.w / 2, r.h};
    case Place::Above:
      return {r.x, r.y, r.w, r.h / 2};
    case Place::Below:
      return {r.x, r.y + r.h / 2, r.w, r.h / 2};
  }
  return r;
}

const PlacedStack* stack_under(const PanelPlan& plan, ImVec2 p) {
  for (int i = 0; i < plan.stack_count; ++i) {
    const Rect& r = plan.stacks[static_cast<std::size_t>(i)].rect;
    if (p.x >= r.x && p.x < r.x + r.w && p.y >= r.y && p.y < r.y + r.h) {
      return &plan.stacks[static_cast<std::size_t>(i)];
    }
  }
  return nullptr;
}

void draw_label(const UiState& ui, ImDrawList& draw, ImVec2 at, std::string_view text) {
  const ImVec2 size = measure(ui, Face::Semibold, TextSize::Body, text);
  const ImVec2 min{at.x + dp(ui, 12), at.y + dp(ui, 12)};
  const ImVec2 max{min.x + size.x + dp(ui, 16), min.y + size.y + dp(ui, 8)};
  draw.AddRectFilled(min, max, ui.theme->raised, dp(ui, 6));
  draw.AddRect(min, max, ui.theme->accent, dp(ui, 6));
  draw_text(ui, draw, {min.x + dp(ui, 8), min.y + dp(ui, 4)}, ui.theme->text, Face::Semibold,
            TextSize::Body, text);
}

}  // namespace

void draw_borders(const Stage& s, const LayoutTree& tree, const PanelPlan& plan) {
  UiState& ui = s.ui;
  if (ui.layout.carried >= 0 || !can_rearrange(s.settings)) return;
  if (ui.layout.focus >= plan.border_count) ui.layout.focus = -1;
  const bool is_left = ImGui::IsMouseClicked(0) || ImGui::IsKeyPressed(ImGuiKey_Enter, false) ||
                       ImGui::IsKeyPressed(ImGuiKey_Escape, false);
  if (is_left) {
    if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) ui.layout.draft.reset();
    ui.layout.focus = -1;
  }
  for (int i = 0; i < plan.border_count; ++i) {
    ImGui::PushID(i);
    border(s, tree, plan, i);
    ImGui::PopID();
  }
}

void drop_carried(const Stage& s, const LayoutTree& tree, const PanelPlan& plan) {
  UiState& ui = s.ui;
  const int panel = ui.layout.carried;
  if (panel < 0) return;
  ui.is_dragging_value = true;
  ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  ImDrawList& draw = *ImGui::GetForegroundDrawList();
  const PlacedStack* const stack = stack_under(plan, mouse);
  LayoutTree next = tree;
  if (stack != nullptr) {
    const int target = tree.at(stack->node + 1).which;
    const bool may_be_tab = panel != boundary_panel() && target != boundary_panel();
    const Place place = place_at(stack->rect, mouse, may_be_tab, dp(ui, 40));
    // Seen from another panel of the stack: the carried one leaves it.
    const int other =
        target == panel && tree.at(stack->node).count > 1 ? tree.at(stack->node + 2).which : target;
    next = with_panel_at(tree, panel, other, place);
    if (!(next == tree)) {
      const Rect z = zone(stack->rect, place);
      const ImVec2 min{z.x, z.y}, max{z.x + z.w, z.y + z.h};
      draw.AddRectFilled(min, max, with_alpha(ui.theme->accent, 0.16F));
      draw.AddRect(min, max, ui.theme->accent, 0, 0, dp(ui, 2));
    }
  }
  draw_label(ui, draw, mouse, panel_label(ui, panel));
  const bool is_cancelled = ImGui::IsKeyPressed(ImGuiKey_Escape, false);
  if (!is_cancelled && ImGui::IsMouseDown(0)) return;
  ui.layout.carried = -1;
  ImGui::ClearActiveID();  // else the title, still held, would pick it up again
  if (is_cancelled || next == tree) return;
  set_layout(next, s.sink);
  s.sink.set("panel", std::string(panel_row(panel).key));
}

}  // namespace bp
