// Rearranging: every edit takes the tree apart, changes it, and puts it together tidily.
#include <algorithm>

#include "engine/session/layout_part.h"

namespace bp {
namespace {

using Node = LayoutNode::Kind;

void take_out(LayoutPart& root, int panel) {
  LayoutPart* const stack = stack_with(root, panel);
  if (stack == nullptr) return;
  const auto it = std::ranges::find(stack->parts, panel, &LayoutPart::which);
  const int at = static_cast<int>(it - stack->parts.begin());
  if (at < stack->which || at + 1 == static_cast<int>(stack->parts.size())) {
    stack->which = std::max(0, stack->which - 1);
  }
  stack->parts.erase(it);
}

LayoutTree put_together(LayoutPart root) {
  tidy(root);
  return flattened(root);
}

LayoutPart* largest_stack(LayoutPart& part, std::size_t& most) {
  if (part.kind == Node::Tabs) {
    const bool is_boundary = part.parts.size() == 1 && part.parts[0].which == boundary_panel();
    if (is_boundary || part.parts.size() <= most) return nullptr;
    most = part.parts.size();
    return &part;
  }
  LayoutPart* best = nullptr;
  for (LayoutPart& child : part.parts) {
    if (LayoutPart* const found = largest_stack(child, most)) best = found;
  }
  return best;
}

// The node that begins at `index` of the flat tree.
LayoutPart* part_number(LayoutPart& part, int& index) {
  if (index == 0) return &part;
  --index;
  for (LayoutPart& child : part.parts) {
    if (LayoutPart* const found = part_number(child, index)) return found;
  }
  return nullptr;
}

bool is_same_but_shares(const LayoutTree& a, const LayoutTree& b) {
  if (a.count != b.count) return false;
  for (int i = 0; i < a.count; ++i) {
    const LayoutNode &x = a.at(i), &y = b.at(i);
    const bool is_split = x.kind == Node::Row || x.kind == Node::Column;
    if (x.kind != y.kind || x.count != y.count) return false;
    if (!is_split && x.which != y.which) return false;
  }
  return true;
}

}  // namespace

LayoutTree with_panel_at(const LayoutTree& tree, int panel, int target, Place place) {
  LayoutPart root = layout_part(tree);
  const LayoutPart* const from = stack_with(root, panel);
  LayoutPart* stack = stack_with(root, target);
  if (stack == nullptr || (stack == from && (place == Place::Tab || stack->parts.size() == 1))) {
    return tree;
  }
  if (place == Place::Tab) {
    if (panel == boundary_panel()) return tree;
    if (target == boundary_panel()) stack = stack_with(root, gradients_panel());
    // Marked first: taking the panel out may empty the stack it was in, never this one.
    stack->parts.push_back({Node::Panel, kMaxPanels, 0, {}});
    take_out(root, panel);
    stack = stack_with(root, kMaxPanels);
    stack->parts.back().which = panel;
    stack->which = static_cast<int>(stack->parts.size()) - 1;
    return put_together(std::move(root));
  }
  take_out(root, panel);
  if (stack->parts.empty()) return tree;
  LayoutPart split{place == Place::Left || place == Place::Right ? Node::Row : Node::Column,
                   0,
                   stack->share,
                   {}};
  LayoutPart old = *stack, fresh{Node::Tabs, 0, 0.5F, {{Node::Panel, panel, 0, {}}}};
  old.share = 0.5F;
  const bool is_first = place == Place::Left || place == Place::Above;
  split.parts = is_first ? std::vector{fresh, old} : std::vector{old, fresh};
  *stack = std::move(split);
  return put_together(std::move(root));
}

LayoutTree with_open(const LayoutTree& tree, int panel) {
  LayoutPart root = layout_part(tree);
  if (stack_with(root, panel) != nullptr) return tree;
  std::size_t most = 0;
  LayoutPart* const stack = largest_stack(root, most);
  stack->parts.push_back({Node::Panel, panel, 0, {}});
  return put_together(std::move(root));
}

LayoutTree with_closed(const LayoutTree& tree, int panel) {
  LayoutPart root = layout_part(tree);
  if (is_hero_panel(panel) || stack_with(root, panel) == nullptr) return tree;
  take_out(root, panel);
  return put_together(std::move(root));
}

LayoutTree with_shown(const LayoutTree& tree, int panel) {
  LayoutPart root = layout_part(tree);
  LayoutPart* const stack = stack_with(root, panel);
  if (stack == nullptr) return tree;
  const auto it = std::ranges::find(stack->parts, panel, &LayoutPart::which);
  stack->which = static_cast<int>(it - stack->parts.begin());
  return put_together(std::move(root));
}

LayoutTree with_shares(const LayoutTree& tree, int split, std::span<const float> shares) {
  LayoutPart root = layout_part(tree);
  LayoutPart* const part = part_number(root, split);
  if (part == nullptr || !part->is_split() || part->parts.size() != shares.size()) return tree;
  for (std::size_t k = 0; k < shares.size(); ++k) part->parts[k].share = shares[k];
  return put_together(std::move(root));
}

LayoutTree with_reset_shares(const LayoutTree& tree, int split) {
  LayoutPart root = layout_part(tree);
  int index = split;
  LayoutPart* const part = part_number(root, index);
  if (part == nullptr || !part->is_split()) return tree;
  for (LayoutPart& child : part->parts) child.share = 1;
  for (int i = 0; i < static_cast<int>(layout_presets().size()); ++i) {
    const LayoutTree preset = preset_layout(i);
    if (!is_same_but_shares(preset, tree)) continue;
    for (std::size_t k = 0; k < part->parts.size(); ++k) {
      part->parts[k].share = preset.at(preset.child(split, static_cast<int>(k))).share;
    }
  }
  return put_together(std::move(root));
}

}  // namespace bp
