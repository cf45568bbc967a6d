#include "web/views/boundary_points.h"

#include <algorithm>
#include <cmath>

#include "engine/session/options.h"
#include "web/views/boundary_chosen.h"
#include "web/views/boundary_contours.h"
#include "web/views/boundary_maps.h"
#include "web/views/marks.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kRingRadius = 6.5F;  // points
constexpr float kManyPoints = 1000;  // of more, each is smaller
constexpr float kSmallest = 0.45F, kWithoutBorder = 0.75F;

// Regression: the value's colour at full strength; the dark border keeps pale values visible.
PointLook value_look(const Theme& theme, float value, const MapRange& range, bool is_train) {
  PointLook look;
  const float t = (value - range.middle) * range.inverse_half_range;
  look.color = diverging(theme, t, 1.0F);
  if (!is_train) look.color = mixed(look.color, theme.text, 0.25F);
  look.border = theme.secondary;
  return look;
}

struct Part {
  const Points& points;
  PointPart part;
  float size;
  bool shows_error = false;
  bool shows_lit = false;  ///< only those of a cell of the confusion matrix stand out
};

void draw_part(const UiState& ui, ImDrawList& draw, const Snapshot& snapshot,
               const Settings& settings, const Plane& plane, const Part& part) {
  const Points& p = part.points;
  const std::size_t n = std::min({p.x.size(), p.y.size(), p.target.size()});
  const bool has_classes = is_classification(snapshot);
  const MapRange range = output_range(snapshot);
  const bool is_train = part.part == PointPart::Train;
  for (std::size_t i = 0; i < n; ++i) {
    if (!plane.holds(p.x[i], p.y[i])) continue;
    const int k = static_cast<int>(p.target[i] + 0.5F);
    PointLook look = has_classes ? class_look(*ui.theme, k)
                                 : value_look(*ui.theme, p.target[i], range, is_train);
    mark_part(look, part.part);
    if (part.shows_error && i < p.output.size()) {
      look.color =
          sequential(*ui.theme, ui.theme->text, point_error(snapshot, p.target[i], p.output[i]), 1);
      look.border = ui.theme->secondary;
    }
    if (part.size < kWithoutBorder) look.border = 0;
    if (part.shows_lit) {
      const bool has_answer = i < p.output.size();
      const int which = static_cast<int>(part.part);
      if (has_answer && is_lit(ui, snapshot, settings, which, p.target[i], p.output[i])) {
        draw.AddCircle(plane.to_screen(p.x[i], p.y[i]), kRingRadius * ui.scale, ui.theme->accent,
                       20, 2 * ui.scale);
      } else {
        look.color = with_alpha(look.color, 0.2F);
        look.border = 0;
      }
    }
    draw_point(ui, draw, plane.to_screen(p.x[i], p.y[i]), look, part.size);
  }
}

void draw_rings(const UiState& ui, ImDrawList& draw, const Snapshot& snapshot, const Plane& plane,
                const Points& p, float size) {
  const std::size_t n = std::min({p.x.size(), p.y.size(), p.target.size(), p.output.size()});
  const float radius = kRingRadius * size * ui.scale;
  const float line = std::max(1.0F / ui.pixel_ratio, ui.scale * size);
  const int segments = size < kWithoutBorder ? 14 : 24;
  const ImU32 ink = with_alpha(ui.theme->text, size < kWithoutBorder ? 0.6F : 1.0F);
  for (std::size_t i = 0; i < n; ++i) {
    if (!plane.holds(p.x[i], p.y[i]) || !is_wrong(snapshot, p.target[i], p.output[i])) continue;
    if (!has_room(draw)) return;
    draw.AddCircle(plane.to_screen(p.x[i], p.y[i]), radius, ink, segments, line);
  }
}

}  // namespace

void draw_points(const UiState& ui, const Snapshot& snapshot, const Settings& settings,
                 const Plane& plane) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const std::array parts = drawn_parts(snapshot, settings);
  std::size_t shown = 0;
  for (const DrawnPart& p : parts) shown += p.is_shown ? p.points.x.size() : 0;
  const float side = plane.max.x - plane.min.x;
  float size = std::clamp(side / (300 * ui.scale), 0.7F, 1.0F);
  size *= std::clamp(std::sqrt(kManyPoints / static_cast<float>(std::max<std::size_t>(shown, 1))),
                     kSmallest, 1.0F);
  draw.PushClipRect(plane.min, plane.max, true);
  // Where the truth is not known between them, the points say how wrong the answer is.
  const bool shows_error = settings.boundary_mode == kShowsError && snapshot.truth.maps == 0;
  const bool shows_lit = are_lit(ui, snapshot);
  const bool has_rings = is_classification(snapshot) && !shows_lit;
  for (const auto& [points, part, is_shown] : parts) {
    if (!is_shown && !(shows_lit && ui.lit.part == static_cast<int>(part))) continue;
    draw_part(ui, draw, snapshot, settings, plane, {points, part, size, shows_error, shows_lit});
  }
  for (const auto& [points, part, is_shown] : parts) {
    if (is_shown && has_rings) draw_rings(ui, draw, snapshot, plane, points, size);
  }
  draw.PopClipRect();
}

}  // namespace bp
