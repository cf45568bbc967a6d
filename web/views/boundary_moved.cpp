#include "web/views/boundary_moved.h"

#include <algorithm>

#include "web/views/boundary_maps.h"
#include "web/views/marks.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kSize = 0.75F;

}  // namespace

bool shows_moved(const Snapshot& s, const Settings& settings) {
  const Field* const field = find_field("moved");
  const bool is_of_use = field != nullptr && field->is_relevant(settings);
  return is_of_use && settings.show_moved && !s.batch_before.x.empty();
}

void draw_moved(const UiState& ui, const Snapshot& s, const Settings& settings,
                const Plane& plane) {
  if (!shows_moved(s, settings)) return;
  const Points &to = s.batch, &from = s.batch_before;
  const std::size_t n =
      std::min({to.x.size(), to.y.size(), to.target.size(), from.x.size(), from.y.size()});
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.PushClipRect(plane.min, plane.max, true);
  const ImU32 line = with_alpha(ui.theme->text, 0.55F);
  for (std::size_t i = 0; i < n && has_room(draw); ++i) {
    draw.AddLine(plane.to_screen(from.x[i], from.y[i]), plane.to_screen(to.x[i], to.y[i]), line,
                 ui.scale);
  }
  for (std::size_t i = 0; i < n && has_room(draw); ++i) {
    PointLook look;
    if (is_classification(s)) look = class_look(*ui.theme, static_cast<int>(to.target[i] + 0.5F));
    look.color = is_classification(s) ? look.color : ui.theme->secondary;
    look.border = ui.theme->text;
    draw_point(ui, draw, plane.to_screen(to.x[i], to.y[i]), look, kSize);
  }
  draw.PopClipRect();
}

}  // namespace bp
