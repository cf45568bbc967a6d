// Where the panels stand for a given size. Pure arithmetic; app.cpp draws into it.
#pragma once

namespace bp {

struct Rect {
  float x = 0, y = 0, w = 0, h = 0;
};

enum class LayoutShape {
  Wide,    ///< controls | network over lower panel | boundary over loss
  Medium,  ///< controls | the other panels in one scrolling column
  Narrow,  ///< one scrolling column, transport at the bottom
};

struct Layout {
  LayoutShape shape = LayoutShape::Wide;
  Rect controls, network, lower, boundary, loss;
  /// Medium and Narrow: the scrolling column; its panels are as wide and `*_height` high.
  Rect column;
  float boundary_height = 0, lower_height = 0, network_height = 0, loss_height = 0;
};

[[nodiscard]] LayoutShape layout_shape(float width, float scale);
/// Divides `area`, leaving `line` between neighbours for a hairline.
[[nodiscard]] Layout plan_layout(LayoutShape shape, const Rect& area, float scale, float line);

}  // namespace bp
