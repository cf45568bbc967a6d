// What a panel's menu offers: what it shows, its picture and data, other places for it.
#include <algorithm>

#include "web/app/panel_area.h"
#include "web/views/panels.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kMenuWidth = 260, kLineHeight = 9;

/// The lines of the menu, drawn one after another.
struct MenuLines {
  const Stage& s;
  float width;
  int count = 0;
  bool operator()(std::string_view text, bool enabled = true, std::string_view help = {}) {
    ImGui::PushID(count++);
    const bool is_chosen = menu_item(s.ui, "item", text, false, enabled, help, width);
    ImGui::PopID();
    return is_chosen;
  }
  void line() const {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    hairline_h(s.ui, *ImGui::GetWindowDrawList(), at.x, at.x + width, at.y + dp(s.ui, 4));
    ImGui::Dummy({width, dp(s.ui, kLineHeight)});
  }
};

// Stacks whose tabs `panel` can join: the boundary's has none, and it leaves its own for none.
template <class Each>
void each_target(const LayoutTree& tree, int panel, int chosen, Each each) {
  const int stack = tree.stack_of(panel);
  for (int i = 0; i < tree.count && panel != boundary_panel(); ++i) {
    if (tree.at(i).kind != LayoutNode::Kind::Tabs || i == stack) continue;
    const int target = tree.shown_panel(i, chosen);
    if (target != boundary_panel()) each(target);
  }
}

void place_items(const Stage& s, MenuLines& item, const LayoutTree& tree, int panel) {
  UiState& ui = s.ui;
  const int stack = tree.stack_of(panel);
  if (stack < 0) return;
  item.line();
  Phrase phrase;
  each_target(tree, panel, s.settings.panel, [&](int target) {
    const std::string_view text = fill(phrase, word(ui, Word::move_to), {panel_label(ui, target)});
    if (!item(text)) return;
    set_layout(with_panel_at(tree, panel, target, Place::Tab), s.sink);
    s.sink.set("panel", std::string(panel_row(panel).key));
  });
  const LayoutNode& node = tree.at(stack);
  const int first = tree.at(stack + 1).which;
  const bool can_split = node.count > 1;
  const int other = can_split && first == panel ? tree.at(stack + 2).which : first;
  if (item(word(ui, Word::split_right), can_split, word(ui, Word::split_help))) {
    set_layout(with_panel_at(tree, panel, other, Place::Right), s.sink);
  }
  if (item(word(ui, Word::split_below), can_split, word(ui, Word::split_help))) {
    set_layout(with_panel_at(tree, panel, other, Place::Below), s.sink);
  }
  const bool is_hero = is_hero_panel(panel);
  if (item(word(ui, Word::close_panel), !is_hero,
           is_hero ? word(ui, Word::hero_stays) : std::string_view{})) {
    close_panel(s.settings, panel, s.sink);
  }
}

float about_height(const UiState& ui, int panel, float width) {
  return draw_wrapped(ui, nullptr, {}, width, 0, Face::Regular, TextSize::Label,
                      panel_about(ui, panel));
}

void about_lines(const UiState& ui, int panel, float width) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float pad = dp(ui, 8);
  const float height =
      draw_wrapped(ui, ImGui::GetWindowDrawList(), {at.x + pad, at.y + dp(ui, 4)}, width - 2 * pad,
                   ui.theme->secondary, Face::Regular, TextSize::Label, panel_about(ui, panel));
  ImGui::Dummy({width, height + dp(ui, 8)});
}

void menu(const Stage& s, const StackSpec& spec, ImVec2 min, ImVec2 max) {
  if (!ImGui::IsPopupOpen("panel menu")) return;
  UiState& ui = s.ui;
  const int panel = spec.shown;
  const LayoutTree tree = shown_layout(s.settings, ui);
  const float width = dp(ui, kMenuWidth);
  // As high as it becomes, so that it opens upwards beside its dots.
  int items = 3, lines = 1;
  const bool has_places = !spec.is_fixed && can_rearrange(s.settings);
  if (has_places && tree.stack_of(panel) >= 0) {
    items += 3;
    ++lines;
    each_target(tree, panel, s.settings.panel, [&](int) { ++items; });
  }
  const float height = about_height(ui, panel, width - dp(ui, 16)) + dp(ui, 8) +
                       static_cast<float>(lines) * dp(ui, kLineHeight) +
                       static_cast<float>(items) * dp(ui, finger(ui, kMenuItemHeight));
  if (!begin_popup(ui, "panel menu", min, max, {width, height})) return;
  about_lines(ui, panel, width);
  MenuLines item{s, width};
  item.line();
  const auto note = [&](std::string_view name) {
    note_place(ui, name, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  };
  if (item(word(ui, Word::save_picture))) ui.save.picture = panel;
  note("save picture");
  const bool has_data = panel_row(panel).csv != nullptr;
  if (item(word(ui, Word::save_data), has_data)) ui.save.data = panel;
  note("save data");
  if (item(word(ui, Word::copy_data), has_data)) ui.save.copied = panel;
  note("copy data");
  if (has_places) place_items(s, item, tree, panel);
  end_menu();
}

}  // namespace

void draw_panel_menu(const Stage& s, const StackSpec& spec) {
  UiState& ui = s.ui;
  const ImVec2 at = ImGui::GetWindowPos(), window = ImGui::GetWindowSize();
  // A finger reaches further; what lies there goes before.
  const ImVec2 size{dp(ui, finger(ui, 18)), dp(ui, finger(ui, 28))};
  const ImVec2 min{at.x + window.x - size.x, at.y + dp(ui, ui.touch ? 0 : 6)};
  const ImVec2 max{min.x + size.x, min.y + size.y};
  // It stands in the padding, beside what the panel has in its title.
  ImGui::PushClipRect(at, {at.x + window.x, at.y + window.y}, false);
  ImGui::SetCursorScreenPos(min);
  ImGui::SetNextItemAllowOverlap();
  note_place(ui, "menu", min, max, spec.shown);
  const bool is_asked = ui.layout.asks_panel_menu && spec.shown == s.settings.panel;
  if (ImGui::InvisibleButton("dots", size) || is_asked) open_menu("panel menu");
  if (is_asked) ui.layout.asks_panel_menu = false;
  const bool is_open = ImGui::IsPopupOpen("panel menu"), is_hovered = ImGui::IsItemHovered();
  if (is_hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (!is_open) help_tooltip(ui, panel_about(ui, spec.shown));
  const bool is_near = ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows);
  const bool is_pictured = ui.save.picture >= 0;
  if ((is_near || is_open || ui.touch) && !is_pictured) {
    draw_icon(ui, *ImGui::GetWindowDrawList(), Icon::MoreDown,
              {max.x - dp(ui, 9), at.y + dp(ui, 20)}, dp(ui, 14),
              is_hovered || is_open ? ui.theme->text : ui.theme->secondary);
  }
  ImGui::PopClipRect();
  menu(s, spec, {max.x - dp(ui, kMenuWidth + 8), min.y}, max);
}

}  // namespace bp
