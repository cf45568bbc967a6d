// The panels: stacks with their tabs and titles, borders to drag, and what a panel's menu offers.
#pragma once

#include "web/app/stage.h"

namespace bp {

/// All stacks and borders of a plan.
void draw_panels(const Stage& s, const LayoutTree& tree, const PanelPlan& plan);
/// One stack; `shown` is the panel it shows. In the column there is nothing to rearrange.
struct StackSpec {
  int shown = 0;
  std::span<const int> tabs;  ///< more than one: a row of tabs
  bool is_fixed = false;
};
void draw_stack(const Stage& s, const Rect& rect, const StackSpec& spec);

/// Tabs over a stack, the title of a panel that draws none: advances the cursor.
void draw_tabs(const Stage& s, const StackSpec& spec, float room);
void draw_stack_title(const Stage& s, const StackSpec& spec);
/// Carries `panel` once the item before is dragged far enough.
void carry_on_drag(const Stage& s, int panel);

/// The dots at the upper right corner of the window, and the menu they open.
void draw_panel_menu(const Stage& s, const StackSpec& spec);

/// Bars that resize what is on both sides.
void draw_borders(const Stage& s, const LayoutTree& tree, const PanelPlan& plan);
/// Where the carried panel would go; puts it there when the button is let go.
void drop_carried(const Stage& s, const LayoutTree& tree, const PanelPlan& plan);

}  // namespace bp
