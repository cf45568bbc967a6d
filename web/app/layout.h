// Where the panels stand for a given size. Pure arithmetic; screen.cpp draws into it.
#pragma once

#include <array>

#include "engine/session/layout_tree.h"

namespace bp {

struct Rect {
  float x = 0, y = 0, w = 0, h = 0;
};

enum class LayoutShape {
  Wide,    ///< controls | the panels as the layout says
  Medium,  ///< controls | the panels in one scrolling column
  Narrow,  ///< one scrolling column, transport at the bottom
};

struct Layout {
  LayoutShape shape = LayoutShape::Wide;
  Rect controls;
  Rect panels;  ///< Wide: divided by the layout; else the scrolling column
  /// The column's parts: boundary, gradients, and a stack of all others; as wide as the column.
  float boundary_height = 0, gradients_height = 0, others_height = 0;
};

[[nodiscard]] LayoutShape layout_shape(float width, float scale);
/// Divides `area`, leaving `line` between neighbours for a hairline; fingers need more height.
[[nodiscard]] Layout plan_layout(LayoutShape shape, const Rect& area, float scale, float line,
                                 bool is_touch = false);

struct PlacedStack {
  int node = 0;  ///< of the tree
  Rect rect;
};
/// The gap between child `before` of `split` and the next one; a hairline wide.
struct PlacedBorder {
  int split = 0, before = 0;
  bool is_upright = false;
  Rect rect;
};
struct PanelPlan {
  std::array<PlacedStack, kMaxPanels> stacks{};
  std::array<PlacedBorder, kMaxPanels> borders{};
  int stack_count = 0, border_count = 0;
  /// Width or height of every node, whichever its split divides.
  std::array<float, kMaxLayoutNodes> extent{};
  bool fits = true;  ///< every panel has its least size; else all are smaller
};
/// Divides `area` by the shares of a tree. A preset gives the boundary no more width than its
/// square can use; an arrangement somebody made is taken as it is.
[[nodiscard]] PanelPlan plan_panels(const LayoutTree& tree, const Rect& area, float scale,
                                    float line);

}  // namespace bp
