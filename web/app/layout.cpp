#include "web/app/layout.h"

#include <algorithm>
#include <cmath>

namespace bp {
namespace {

// In points.
constexpr float kNarrowBelow = 600, kWideFrom = 900;
constexpr float kControlsWidth = 232;
constexpr float kRightShare = 0.3125F, kRightMin = 300;
constexpr float kLowerShare = 0.356F, kLowerMin = 220, kLowerMax = 380;
constexpr float kPlanePadding = 32;   // left and right of the plane
constexpr float kPlaneChrome = 106;   // title and legend above and below it
constexpr float kColumnChrome = 120;  // the same in the single column, whose paddings are wider

void plan_wide(Layout& out, const Rect& a, float scale, float line) {
  const float left = std::round(kControlsWidth * scale) - line;
  const float lower =
      std::round(std::clamp(kLowerShare * a.h, kLowerMin * scale, kLowerMax * scale));
  const float upper = a.h - lower - line;
  // No wider than the plane can use: it is a square.
  const float useful = upper - (kPlaneChrome - kPlanePadding) * scale;
  const float right = std::round(std::max(kRightMin * scale, std::min(kRightShare * a.w, useful)));
  const float middle = a.w - left - right - 2 * line;
  const float x1 = a.x + left + line, x2 = x1 + middle + line, y1 = a.y + upper + line;
  out.controls = {a.x, a.y, left, a.h};
  out.network = {x1, a.y, middle, upper};
  out.lower = {x1, y1, middle, lower};
  out.boundary = {x2, a.y, right, upper};
  out.loss = {x2, y1, right, lower};
}

void plan_column(Layout& out, float scale) {
  const float plane = out.column.w - kPlanePadding * scale;
  const float most = std::max(240 * scale, 0.8F * out.column.h);
  out.boundary_height = std::round(std::min(plane, most) + kColumnChrome * scale);
  out.lower_height = std::round(300 * scale);
  out.network_height = std::round(std::clamp(out.column.w, 340 * scale, 480 * scale));
  out.loss_height = std::round(240 * scale);
}

}  // namespace

LayoutShape layout_shape(float width, float scale) {
  if (width < kNarrowBelow * scale) return LayoutShape::Narrow;
  return width < kWideFrom * scale ? LayoutShape::Medium : LayoutShape::Wide;
}

Layout plan_layout(LayoutShape shape, const Rect& area, float scale, float line) {
  Layout out;
  out.shape = shape;
  switch (shape) {
    case LayoutShape::Wide:
      plan_wide(out, area, scale, line);
      break;
    case LayoutShape::Medium: {
      const float left = std::round(kControlsWidth * scale) - line;
      out.controls = {area.x, area.y, left, area.h};
      out.column = {area.x + left + line, area.y, area.w - left - line, area.h};
      plan_column(out, scale);
      break;
    }
    case LayoutShape::Narrow:
      out.column = area;
      plan_column(out, scale);
      break;
  }
  return out;
}

}  // namespace bp
