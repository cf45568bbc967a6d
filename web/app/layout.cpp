#include "web/app/layout.h"

#include <algorithm>
#include <cmath>

namespace bp {
namespace {

// In points.
constexpr float kNarrowBelow = 600, kWideFrom = 900;
constexpr float kControlsWidth = 232;
constexpr float kPlanePadding = 32;   // left and right of the plane
constexpr float kFingerChrome = 40;   // what fingers need more of that
constexpr float kColumnChrome = 120;  // title and legend above and below it, in the single column

void plan_column(Layout& out, float scale, bool is_touch) {
  const float plane = out.panels.w - kPlanePadding * scale;
  const float most = std::max(240 * scale, 0.8F * out.panels.h);
  const float chrome = kColumnChrome + (is_touch ? kFingerChrome : 0);
  out.boundary_height = std::round(std::min(plane, most) + chrome * scale);
  out.gradients_height = std::round((is_touch ? 400.0F : 300.0F) * scale);
  out.others_height = std::round(std::clamp(out.panels.w + 30 * scale, 370 * scale, 510 * scale));
}

}  // namespace

LayoutShape layout_shape(float width, float scale) {
  if (width < kNarrowBelow * scale) return LayoutShape::Narrow;
  return width < kWideFrom * scale ? LayoutShape::Medium : LayoutShape::Wide;
}

Layout plan_layout(LayoutShape shape, const Rect& area, float scale, float line, bool is_touch) {
  Layout out;
  out.shape = shape;
  out.panels = area;
  if (shape != LayoutShape::Narrow) {
    const float left = std::round(kControlsWidth * scale) - line;
    out.controls = {area.x, area.y, left, area.h};
    out.panels = {area.x + left + line, area.y, area.w - left - line, area.h};
  }
  if (shape != LayoutShape::Wide) plan_column(out, scale, is_touch);
  return out;
}

}  // namespace bp
