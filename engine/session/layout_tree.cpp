#include "engine/session/layout_tree.h"

#include <algorithm>
#include <cmath>

#include "engine/core/registry.h"
#include "engine/session/layout_part.h"
#include "engine/session/options.h"

namespace bp {
namespace {

using Node = LayoutNode::Kind;

static_assert(kPanels.size() <= kMaxPanels);

constexpr std::array kPresets = {
    LayoutPreset{"student", "Student", "Network, boundary, gradients and loss; the rest in tabs.",
                 "r(c(network:643,gradients.*:357):618,c(boundary:643,loss:357):382)"},
    LayoutPreset{"lecture", "Lecture", "Boundary and gradients large, to be seen from afar.",
                 "r(c(gradients:560,loss.network.*:440):360,boundary:640)"},
    LayoutPreset{"debug", "Debug", "As many panels at once as the window has room for.",
                 "r(c(network:560,gradients:440):380,c(report.*:560,metrics:440):310,"
                 "c(boundary:560,loss:440):310)"},
};
static_assert(keys_are_unique(kPresets));

constexpr int panel_index(std::string_view key) {
  return index_of(std::span<const Option>(kPanels), key);
}
constexpr int kBoundary = panel_index("boundary"), kGradients = panel_index("gradients");
static_assert(kBoundary >= 0 && kGradients >= 0);

// Makes them add up to 1 with none too small to be seen. What lifting some adds, the others give;
// that converges fast, and round_shares() takes the rest.
void make_shares(LayoutPart& split) {
  const auto n = static_cast<float>(split.parts.size());
  const float least = std::min(0.05F, 0.5F / n);
  for (int i = 0; i < 12; ++i) {
    float sum = 0;
    for (const LayoutPart& part : split.parts) sum += part.share;
    for (LayoutPart& part : split.parts) {
      part.share = sum > 0 ? std::max(part.share / sum, least) : 1 / n;
    }
  }
}

// Thousandths that add up to a thousand, whatever was rounded.
void round_shares(LayoutTree& out, int split) {
  int sum = 0, largest = out.child(split, 0);
  for (int k = 0; k < out.at(split).count; ++k) {
    const int i = out.child(split, k);
    sum += out.at(i).share;
    if (out.at(i).share > out.at(largest).share) largest = i;
  }
  LayoutNode& node = out.nodes[static_cast<std::size_t>(largest)];
  node.share = static_cast<std::uint16_t>(node.share + 1000 - sum);
}

// Takes out all panels but the first of each, those there are not, and stacks that became empty.
bool drop_repeated(LayoutPart& part, std::uint32_t& seen) {
  bool was_fine = true;
  auto& parts = part.parts;
  for (std::size_t i = 0; i < parts.size();) {
    LayoutPart& child = parts[i];
    bool keeps = true;
    if (child.kind == Node::Panel) {
      const std::uint32_t bit = 1U << child.which;
      keeps = (seen & bit) == 0;
      seen |= bit;
    } else {
      was_fine = drop_repeated(child, seen) && was_fine;
      keeps = !child.parts.empty();
    }
    if (!keeps && part.kind == Node::Tabs && static_cast<int>(i) < part.which) --part.which;
    was_fine = was_fine && keeps;
    if (keeps) {
      ++i;
    } else {
      parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  if (part.which >= static_cast<int>(parts.size()) && part.kind == Node::Tabs) part.which = 0;
  return was_fine;
}

// Splits of one part become it; a row in a row becomes its parts.
void simplify(LayoutPart& part) {
  if (!part.is_split()) return;
  for (LayoutPart& child : part.parts) simplify(child);
  make_shares(part);
  std::vector<LayoutPart> flat;
  for (LayoutPart& child : part.parts) {
    if (child.kind != part.kind) {
      flat.push_back(std::move(child));
      continue;
    }
    for (LayoutPart& inner : child.parts) {
      inner.share *= child.share;
      flat.push_back(std::move(inner));
    }
  }
  part.parts = std::move(flat);
  make_shares(part);
  if (part.parts.size() != 1) return;
  LayoutPart only = std::move(part.parts.front());
  only.share = part.share;
  part = std::move(only);
}

LayoutPart stack_of_one(int panel, float share) {
  return {Node::Tabs, 0, share, {{Node::Panel, panel, 0, {}}}};
}

LayoutPart split_of(Node kind, LayoutPart first, LayoutPart second) {
  LayoutPart split{kind, 0, 0, {}};
  split.parts.push_back(std::move(first));
  split.parts.push_back(std::move(second));
  return split;
}

bool add_heroes(LayoutPart& root) {
  const bool has_boundary = stack_with(root, kBoundary) != nullptr;
  const bool has_gradients = stack_with(root, kGradients) != nullptr;
  if (!has_gradients) {
    root.share = 0.64F;
    root = root.parts.empty() ? stack_of_one(kGradients, 0)
                              : split_of(Node::Column, root, stack_of_one(kGradients, 0.36F));
  }
  if (!has_boundary) {
    root.share = 0.6F;
    root = split_of(Node::Row, root, stack_of_one(kBoundary, 0.4F));
  }
  return has_boundary && has_gradients;
}

// What shares a stack with the boundary goes to the gradients, behind which nothing hides.
bool free_boundary(LayoutPart& root) {
  LayoutPart* const stack = stack_with(root, kBoundary);
  if (stack->parts.size() == 1) return true;
  std::vector<LayoutPart> others;
  bool has_gradients = false;
  for (LayoutPart& part : stack->parts) {
    has_gradients = has_gradients || part.which == kGradients;
    if (part.which != kBoundary) others.push_back(part);
  }
  const float share = stack->share;
  *stack = stack_of_one(kBoundary, share);
  if (has_gradients) {
    LayoutPart rest{Node::Tabs, 0, 0.5F, std::move(others)};
    LayoutPart split = split_of(Node::Column, stack_of_one(kBoundary, 0.5F), std::move(rest));
    split.share = share;
    *stack = std::move(split);
  } else {
    LayoutPart* const home = stack_with(root, kGradients);
    home->parts.insert(home->parts.end(), others.begin(), others.end());
  }
  return false;
}

void append(const LayoutPart& part, LayoutTree& out) {
  const int at = out.count++;
  LayoutNode& node = out.nodes[static_cast<std::size_t>(at)];
  node = {part.kind, static_cast<std::uint8_t>(part.parts.size()),
          static_cast<std::uint8_t>(part.which),
          static_cast<std::uint16_t>(std::lround(part.share * 1000))};
  for (const LayoutPart& child : part.parts) append(child, out);
  if (part.is_split()) round_shares(out, at);
}

LayoutPart part_at(const LayoutTree& tree, int i) {
  const LayoutNode& node = tree.at(i);
  LayoutPart part{node.kind, node.which, static_cast<float>(node.share) / 1000, {}};
  for (int k = 0; k < node.count; ++k) part.parts.push_back(part_at(tree, tree.child(i, k)));
  return part;
}

}  // namespace

LayoutPart layout_part(const LayoutTree& tree) { return part_at(usable_layout(tree), 0); }

bool tidy(LayoutPart& root) {
  std::uint32_t seen = 0;
  bool was_fine = drop_repeated(root, seen);
  simplify(root);
  was_fine = add_heroes(root) && was_fine;
  was_fine = free_boundary(root) && was_fine;
  simplify(root);
  root.share = 0;
  return was_fine;
}

LayoutTree flattened(const LayoutPart& root, bool finds_preset) {
  LayoutTree out;
  append(root, out);
  for (int i = 0; finds_preset && i < static_cast<int>(kPresets.size()); ++i) {
    LayoutTree preset = preset_layout(i);
    preset.preset = -1;
    if (preset == out) {
      out.preset = static_cast<std::int8_t>(i);
      break;
    }
  }
  return out;
}

LayoutPart* stack_with(LayoutPart& part, int panel) {
  for (LayoutPart& child : part.parts) {
    if (child.kind == Node::Panel) {
      if (child.which == panel) return &part;
    } else if (LayoutPart* const found = stack_with(child, panel)) {
      return found;
    }
  }
  return nullptr;
}

int LayoutTree::after(int i) const {
  int next = i + 1;
  for (int k = 0; k < at(i).count; ++k) next = after(next);
  return next;
}

int LayoutTree::child(int i, int k) const {
  int at = i + 1;
  while (k-- > 0) at = after(at);
  return at;
}

int LayoutTree::stack_of(int panel) const {
  int stack = -1;
  for (int i = 0; i < count; ++i) {
    if (at(i).kind == Node::Tabs) stack = i;
    if (at(i).kind == Node::Panel && at(i).which == panel) return stack;
  }
  return -1;
}

int LayoutTree::shown_panel(int stack, int chosen) const {
  for (int k = 0; k < at(stack).count; ++k) {
    if (at(stack + 1 + k).which == chosen) return chosen;
  }
  return at(stack + 1 + at(stack).which).which;
}

std::span<const LayoutPreset> layout_presets() { return kPresets; }

LayoutTree preset_layout(int preset) {
  bool exact = true;
  const auto root = read_layout(kPresets[static_cast<std::size_t>(preset)].text, exact);
  LayoutTree tree = flattened(*root, false);
  tree.preset = static_cast<std::int8_t>(preset);
  return tree;
}

LayoutTree usable_layout(const LayoutTree& tree) {
  return tree.count > 0 ? tree : preset_layout(0);
}

bool is_hero_panel(int panel) { return panel == kBoundary || panel == kGradients; }
int boundary_panel() { return kBoundary; }
int gradients_panel() { return kGradients; }

}  // namespace bp
