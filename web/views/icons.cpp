// Icons drawn as shapes: no font has them all, and shapes are sharp at any size.
#include <cmath>

#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kPi = 3.14159265F;

struct IconPen {
  ImDrawList& draw;
  ImVec2 c;  // centre
  float h;   // half of the size
  ImU32 color;
  float line;  // stroke width
  [[nodiscard]] ImVec2 at(float x, float y) const { return {c.x + x * h, c.y + y * h}; }
};

void icon_play(const IconPen& p) {
  p.draw.AddTriangleFilled(p.at(-0.6F, -0.85F), p.at(0.9F, 0), p.at(-0.6F, 0.85F), p.color);
}

void icon_pause(const IconPen& p) {
  p.draw.AddRectFilled(p.at(-0.72F, -0.8F), p.at(-0.2F, 0.8F), p.color, 1);
  p.draw.AddRectFilled(p.at(0.2F, -0.8F), p.at(0.72F, 0.8F), p.color, 1);
}

void icon_step(const IconPen& p) {
  p.draw.AddTriangleFilled(p.at(-0.8F, -0.75F), p.at(0.4F, 0), p.at(-0.8F, 0.75F), p.color);
  p.draw.AddRectFilled(p.at(0.45F, -0.75F), p.at(0.8F, 0.75F), p.color);
}

// An arc with an arrow head at its end; `turn` is +1 (clockwise) or −1.
void arrow_arc(const IconPen& p, float turn) {
  const float r = 0.78F * p.h, a0 = -0.5F * kPi + turn * 0.75F, a1 = a0 + turn * 1.55F * kPi;
  p.draw.PathArcTo(p.c, r, a0, a1, 24);
  p.draw.PathStroke(p.color, 0, p.line);
  // The head sits at the arc's start, pointing against its direction.
  const ImVec2 tip_dir{std::sin(a0) * turn, -std::cos(a0) * turn};
  const ImVec2 side{std::cos(a0), std::sin(a0)};
  const ImVec2 at{p.c.x + r * std::cos(a0), p.c.y + r * std::sin(a0)};
  const float s = 0.5F * p.h;
  p.draw.AddTriangleFilled({at.x + tip_dir.x * s * 1.1F, at.y + tip_dir.y * s * 1.1F},
                           {at.x + side.x * s, at.y + side.y * s},
                           {at.x - side.x * s, at.y - side.y * s}, p.color);
}

void icon_share(const IconPen& p) {
  const ImVec2 a = p.at(-0.6F, 0), b = p.at(0.55F, -0.65F), c = p.at(0.55F, 0.65F);
  p.draw.AddLine(a, b, p.color, p.line);
  p.draw.AddLine(a, c, p.color, p.line);
  for (const ImVec2 dot : {a, b, c}) p.draw.AddCircleFilled(dot, 0.28F * p.h, p.color, 12);
}

void icon_lock(const IconPen& p) {
  p.draw.AddRectFilled(p.at(-0.75F, -0.15F), p.at(0.75F, 0.95F), p.color, 0.2F * p.h);
  p.draw.PathArcTo(p.at(0, -0.2F), 0.48F * p.h, kPi, 2 * kPi, 16);
  p.draw.PathStroke(p.color, 0, p.line);
}

void icon_theme(const IconPen& p) {
  p.draw.AddCircle(p.c, 0.85F * p.h, p.color, 32, p.line);
  p.draw.PathArcTo(p.c, 0.85F * p.h, -0.5F * kPi, 0.5F * kPi, 24);
  p.draw.PathFillConvex(p.color);
}

void icon_close(const IconPen& p) {
  p.draw.AddLine(p.at(-0.6F, -0.6F), p.at(0.6F, 0.6F), p.color, p.line);
  p.draw.AddLine(p.at(-0.6F, 0.6F), p.at(0.6F, -0.6F), p.color, p.line);
}

void icon_bar(const IconPen& p, bool is_plus) {
  p.draw.AddLine(p.at(-0.65F, 0), p.at(0.65F, 0), p.color, p.line);
  if (is_plus) p.draw.AddLine(p.at(0, -0.65F), p.at(0, 0.65F), p.color, p.line);
}

void icon_check(const IconPen& p) {
  const ImVec2 points[] = {p.at(-0.7F, 0.05F), p.at(-0.15F, 0.6F), p.at(0.75F, -0.55F)};
  p.draw.AddPolyline(points, 3, p.color, 0, p.line);
}

// A triangle at a bar, to the left (−1) or the right.
void icon_end(const IconPen& p, float side) {
  p.draw.AddTriangleFilled(p.at(-0.55F * side, -0.7F), p.at(0.45F * side, 0),
                           p.at(-0.55F * side, 0.7F), p.color);
  p.draw.AddRectFilled(p.at(side > 0 ? 0.5F : -0.75F, -0.7F), p.at(side > 0 ? 0.75F : -0.5F, 0.7F),
                       p.color);
}

void icon_chevron(const IconPen& p, float side) {
  const ImVec2 points[] = {p.at(-0.25F * side, -0.65F), p.at(0.35F * side, 0),
                           p.at(-0.25F * side, 0.65F)};
  p.draw.AddPolyline(points, 3, p.color, 0, 1.3F * p.line);
}

void icon_pin(const IconPen& p) {
  p.draw.AddCircleFilled(p.at(0, -0.4F), 0.45F * p.h, p.color, 16);
  p.draw.AddLine(p.at(0, 0), p.at(0, 0.9F), p.color, p.line);
}

// A window of three panels.
void icon_layout(const IconPen& p) {
  p.draw.AddRect(p.at(-0.9F, -0.75F), p.at(0.9F, 0.75F), p.color, 1.5F, 0, p.line);
  p.draw.AddLine(p.at(0.2F, -0.75F), p.at(0.2F, 0.75F), p.color, p.line);
  p.draw.AddLine(p.at(-0.9F, 0.15F), p.at(0.2F, 0.15F), p.color, p.line);
}

void icon_dots(const IconPen& p, float x, float y) {
  for (const float t : {-0.7F, 0.0F, 0.7F}) {
    p.draw.AddCircleFilled(p.at(t * x, t * y), 0.16F * p.h + 0.3F, p.color, 12);
  }
}

}  // namespace

void draw_icon(const UiState& ui, ImDrawList& draw, Icon icon, ImVec2 center, float size,
               ImU32 color) {
  const IconPen pen{draw, center, size / 2, color, 1.35F * ui.scale};
  switch (icon) {
    case Icon::None:
      return;
    case Icon::Play:
      return icon_play(pen);
    case Icon::Pause:
      return icon_pause(pen);
    case Icon::Step:
      return icon_step(pen);
    case Icon::Reset:
      return arrow_arc(pen, 1);
    case Icon::Renew:
      return arrow_arc(pen, -1);
    case Icon::Share:
      return icon_share(pen);
    case Icon::Theme:
      return icon_theme(pen);
    case Icon::Help:
      draw_text(ui, draw, {center.x, center.y - line_height(ui, TextSize::Body) / 2}, color,
                Face::Regular, TextSize::Body, "?", Align::Center);
      return;
    case Icon::Close:
      return icon_close(pen);
    case Icon::Plus:
      return icon_bar(pen, true);
    case Icon::Minus:
      return icon_bar(pen, false);
    case Icon::Down:
      draw.AddTriangleFilled(pen.at(-0.7F, -0.4F), pen.at(0.7F, -0.4F), pen.at(0, 0.5F), color);
      return;
    case Icon::Right:
      draw.AddTriangleFilled(pen.at(-0.4F, -0.7F), pen.at(0.5F, 0), pen.at(-0.4F, 0.7F), color);
      return;
    case Icon::Check:
      return icon_check(pen);
    case Icon::First:
      return icon_end(pen, -1);
    case Icon::Back:
      return icon_chevron(pen, -1);
    case Icon::Forth:
      return icon_chevron(pen, 1);
    case Icon::Newest:
      return icon_end(pen, 1);
    case Icon::Pin:
      return icon_pin(pen);
    case Icon::Layout:
      return icon_layout(pen);
    case Icon::More:
      return icon_dots(pen, 1, 0);
    case Icon::MoreDown:
      return icon_dots(pen, 0, 1);
    case Icon::Lock:
      return icon_lock(pen);
    case Icon::Ring:
      return draw.AddCircle(center, 0.8F * pen.h, color, 24, pen.line);
  }
}

}  // namespace bp
