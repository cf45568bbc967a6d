// The symbols of points.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "web/views/marks.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kCircleRadius = 3.25F;  // points
constexpr float kSquareHalf = 2.75F;    // as large to the eye as the circle
constexpr float kDot = 1.25F;
constexpr float kLine = 1.5F, kEdge = 0.75F;

// Enough segments for a round circle at this radius in framebuffer pixels, no more.
int segments(const UiState& ui, float radius) {
  return std::clamp(static_cast<int>(radius * ui.pixel_ratio * 2.0F) + 6, 10, 32);
}

// Squares lie on the pixel grid, so that every side is equally sharp: centred on a pixel, their
// half sides a whole number of pixels and a half.
void draw_square(const UiState& ui, ImDrawList& draw, ImVec2 center, const PointLook& look,
                 float half) {
  const float px = 1.0F / ui.pixel_ratio;
  const ImVec2 c(snap(ui, center.x - 0.5F * px) + 0.5F * px,
                 snap(ui, center.y - 0.5F * px) + 0.5F * px);
  if (!look.is_filled) {
    draw.PathRect({c.x - half, c.y - half}, {c.x + half, c.y + half});
    draw.PathStroke(look.color, ImDrawFlags_Closed, kLine * ui.scale);
    return;
  }
  const auto fill = [&](float reach, ImU32 color) {
    draw.AddRectFilled({c.x - reach, c.y - reach}, {c.x + reach, c.y + reach}, color);
  };
  const float side = (std::floor(half / px) + 0.5F) * px;
  if (look.border != 0)
    fill(side + std::max(1.0F, std::floor(kEdge * ui.scale / px)) * px, look.border);
  fill(side, look.color);
}

// A shape around (0, 0), y down, as large to the eye as a circle of radius 1.
struct Outline {
  std::array<ImVec2, 12> at{};
  int count = 0;
  bool is_convex = true;
};

// Mirrors or turns a shape by swapping coordinates.
Outline turned(Outline shape, ImVec2 x_axis, ImVec2 y_axis) {
  for (ImVec2& p : shape.at) {
    p = {p.x * x_axis.x + p.y * y_axis.x, p.x * x_axis.y + p.y * y_axis.y};
  }
  return shape;
}

constexpr Outline kTriangle = {{{{0, -1.25F}, {1.15F, 0.8F}, {-1.15F, 0.8F}}}, 3, true};
constexpr Outline kDiamond = {{{{0, -1.3F}, {1.1F, 0}, {0, 1.3F}, {-1.1F, 0}}}, 4, true};
constexpr float kArm = 1.15F, kHalf = 0.42F;
constexpr Outline kPlus = {{{{-kHalf, -kArm},
                             {kHalf, -kArm},
                             {kHalf, -kHalf},
                             {kArm, -kHalf},
                             {kArm, kHalf},
                             {kHalf, kHalf},
                             {kHalf, kArm},
                             {-kHalf, kArm},
                             {-kHalf, kHalf},
                             {-kArm, kHalf},
                             {-kArm, -kHalf},
                             {-kHalf, -kHalf}}},
                           12,
                           false};

Outline star() {
  Outline shape{{}, 10, false};
  for (int i = 0; i < shape.count; ++i) {
    const float angle = 0.2F * std::numbers::pi_v<float> * static_cast<float>(i);
    const float radius = i % 2 == 0 ? 1.4F : 0.62F;
    shape.at[static_cast<std::size_t>(i)] = {radius * std::sin(angle), -radius * std::cos(angle)};
  }
  return shape;
}

// Circles and squares are drawn in their own ways and have none.
Outline outline_of(Symbol symbol) {
  constexpr float kDiagonal = 0.7071F;
  switch (symbol) {
    case Symbol::Circle:
    case Symbol::Square:
      return {};
    case Symbol::Triangle:
      return kTriangle;
    case Symbol::Diamond:
      return kDiamond;
    case Symbol::TriangleDown:
      return turned(kTriangle, {-1, 0}, {0, -1});
    case Symbol::Plus:
      return kPlus;
    case Symbol::Star:
      return star();
    case Symbol::Cross:
      return turned(kPlus, {kDiagonal, kDiagonal}, {-kDiagonal, kDiagonal});
    case Symbol::TriangleLeft:
      return turned(kTriangle, {0, -1}, {1, 0});
    case Symbol::TriangleRight:
      return turned(kTriangle, {0, 1}, {-1, 0});
  }
  return {};
}

void draw_outline(const UiState& ui, ImDrawList& draw, ImVec2 center, const PointLook& look,
                  float radius) {
  const Outline shape = outline_of(look.symbol);
  const auto path = [&] {
    for (int i = 0; i < shape.count; ++i) {
      const ImVec2 p = shape.at[static_cast<std::size_t>(i)];
      draw.PathLineTo({center.x + radius * p.x, center.y + radius * p.y});
    }
  };
  const float line = kLine * ui.scale;
  if (!look.is_filled || look.border != 0) {
    path();
    draw.PathStroke(look.is_filled ? look.border : look.color, ImDrawFlags_Closed,
                    look.is_filled ? 2 * kEdge * ui.scale : line);
  }
  if (!look.is_filled) return;
  path();
  if (shape.is_convex) {
    draw.PathFillConvex(look.color);
  } else {
    draw.PathFillConcave(look.color);
  }
}

}  // namespace

void draw_point(const UiState& ui, ImDrawList& draw, ImVec2 center, const PointLook& look,
                float size) {
  if (!has_room(draw)) return;
  if (look.has_dot) draw.AddCircleFilled(center, kDot * size * ui.scale, look.color, 10);
  if (look.symbol == Symbol::Square) {
    return draw_square(ui, draw, center, look, kSquareHalf * size * ui.scale);
  }
  const float radius = kCircleRadius * size * ui.scale;
  if (look.symbol != Symbol::Circle) return draw_outline(ui, draw, center, look, radius);
  const int n = segments(ui, radius);
  if (!look.is_filled) return draw.AddCircle(center, radius, look.color, n, kLine * ui.scale);
  if (look.border != 0) draw.AddCircleFilled(center, radius + kEdge * ui.scale, look.border, n);
  draw.AddCircleFilled(center, radius, look.color, n);
}

Symbol class_symbol(int k) {
  constexpr std::array kSymbols = {Symbol::Square,       Symbol::Circle,       Symbol::Triangle,
                                   Symbol::Diamond,      Symbol::TriangleDown, Symbol::Plus,
                                   Symbol::Star,         Symbol::Cross,        Symbol::TriangleLeft,
                                   Symbol::TriangleRight};
  return kSymbols[static_cast<std::size_t>(k) % kSymbols.size()];
}

void mark_part(PointLook& look, PointPart part) {
  look.is_filled = part == PointPart::Train;
  look.has_dot = part == PointPart::Validation;
}

std::array<DrawnPart, 3> drawn_parts(const Snapshot& snapshot, const Settings& settings) {
  return {{{snapshot.test, PointPart::Test, settings.show_test},
           {snapshot.validation, PointPart::Validation, settings.show_validation},
           {snapshot.train, PointPart::Train, true}}};
}

PointLook class_look(const Theme& theme, int k) {
  return {class_symbol(k), true, theme.class_color(k), theme.raised};
}

}  // namespace bp
