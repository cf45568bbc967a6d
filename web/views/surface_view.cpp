// The answer over the plane as a surface that can be turned, with the points on it.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "web/views/boundary_chosen.h"
#include "web/views/boundary_maps.h"
#include "web/views/boundary_parts.h"
#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/surface.h"
#include "web/views/theme.h"
#include "web/views/views.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;
constexpr float kLowest = 0.05F, kHighest = 0.5F * kPi, kPerPoint = 0.01F, kPerKey = 0.07F;
constexpr std::size_t kMostPoints = 1000;  // of each part

struct Scene {
  const Snapshot& s;
  UiState& ui;
  ImDrawList& draw;
  SurfaceAxes axes;
  ImVec2 min;
  float side;

  [[nodiscard]] ImVec2 at(float x, float y, float height) const {
    return surface_screen(axes, {x, y, height}, min, side);
  }
  void line(ImVec2 from, ImVec2 to) const {
    draw.AddLine(from, to, ui.theme->secondary, dp(ui, 1));
  }
  void text(ImVec2 at, std::string_view markup, Align align) const {
    draw_math(ui, draw, {at.x, at.y - 0.5F * line_height(ui, TextSize::Small)}, ui.theme->secondary,
              TextSize::Small, markup, align);
  }

  /// The base with its axes, and an upright one with the output's range.
  void box() const {
    for (const float t : {0.0F, 0.25F, 0.5F, 0.75F, 1.0F}) {
      const bool is_edge = t == 0 || t == 1;
      const ImU32 ink = is_edge ? ui.theme->secondary : ui.theme->line;
      draw.AddLine(at(t, 0, -1), at(t, 1, -1), ink, dp(ui, 1));
      draw.AddLine(at(0, t, -1), at(1, t, -1), ink, dp(ui, 1));
    }
    TextLine x, y;
    if (is_table(s)) {
      x.plain(s.x_axis.name);
      y.plain(s.y_axis.name);
    } else {
      x << "*x*_{1}";
      y << "*x*_{2}";
    }
    // Names stand at the edges that are nearer.
    text(at(0.5F, axes.forward.y > 0 ? -0.14F : 1.14F, -1), x.view(), Align::Center);
    text(at(axes.forward.x > 0 ? -0.14F : 1.14F, 0.5F, -1), y.view(), Align::Center);
    upright();
  }
  void upright() const {
    // At the corner that is furthest to the left.
    float left = 1e9F, cx = 0, cy = 0;
    for (const auto& [x, y] : {std::pair{0.F, 0.F}, {1.F, 0.F}, {0.F, 1.F}, {1.F, 1.F}}) {
      const float screen = at(x, y, 0).x;
      if (screen < left) left = screen, cx = x, cy = y;
    }
    line(at(cx, cy, -1), at(cx, cy, 1));
    NumberText number;
    for (const float height : {-1.0F, 0.0F, 1.0F}) {
      const ImVec2 tick = at(cx, cy, height);
      line(tick, {tick.x - dp(ui, 4), tick.y});
      const float value = std::lerp(s.output_min, s.output_max, 0.5F * (height + 1));
      text({tick.x - dp(ui, 7), tick.y}, format_setting(number, static_cast<double>(value)),
           Align::Right);
    }
  }

  void points(const Points& p, PointPart part) const {
    const MapRange range = output_range(s);
    const std::size_t n = std::min({p.x.size(), p.y.size(), p.target.size(), kMostPoints});
    for (std::size_t i = 0; i < n; ++i) {
      SurfacePoint point = place(p.x[i], p.y[i]);
      if (point.x < 0 || point.x > 1 || point.y < 0 || point.y > 1) continue;
      PointLook look = class_look(*ui.theme, static_cast<int>(p.target[i] + 0.5F));
      mark_part(look, part);
      if (!is_classification(s)) {
        const float t = (p.target[i] - range.middle) * range.inverse_half_range;
        look.symbol = Symbol::Circle;
        look.color = diverging(*ui.theme, t, 1);
        look.border = ui.theme->secondary;
      }
      if (is_behind(s, axes, point)) {
        look.color = with_alpha(look.color, 0.16F);
        look.border = 0;
      }
      draw_point(ui, draw, at(point.x, point.y, point.height), look, 0.8F);
    }
  }
  [[nodiscard]] SurfacePoint place(float x, float y) const {
    SurfacePoint point{(x - s.x_axis.min) / (s.x_axis.max - s.x_axis.min),
                       (y - s.y_axis.min) / (s.y_axis.max - s.y_axis.min), 0};
    point.height = surface_height(s, point.x, point.y);
    return point;
  }
  void chosen(const Settings& settings) const {
    const ChosenPoint point = chosen_point(s, settings);
    if (!point.is_some) return;
    const SurfacePoint p = place(point.x, point.y);
    draw.AddCircle(at(p.x, p.y, p.height), dp(ui, 8), ui.theme->accent, 24, dp(ui, 2));
  }
};

void turn_by(SurfaceState& state, float yaw, float pitch) {
  state.yaw = std::remainder(state.yaw + yaw, 2 * kPi);
  state.pitch = std::clamp(state.pitch + pitch, kLowest, kHighest);
}

/// By pointer or finger, and by the arrow keys once it was touched; a double click turns it back.
void turn(UiState& ui, bool is_hovered) {
  SurfaceState& state = ui.surface;
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsItemActive()) {
    ui.is_dragging_value = true;
    turn_by(state, -kPerPoint * io.MouseDelta.x / ui.scale, kPerPoint * io.MouseDelta.y / ui.scale);
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
  }
  if (io.MouseClicked[0]) state.has_keys = is_hovered;
  if (is_hovered && io.MouseDoubleClicked[0]) state = {};
  state.drawn_at = ui.now;
  if (!state.has_keys || io.WantTextInput) return;
  const auto key = [](ImGuiKey k) { return ImGui::IsKeyPressed(k, true) ? 1.0F : 0.0F; };
  turn_by(state, kPerKey * (key(ImGuiKey_RightArrow) - key(ImGuiKey_LeftArrow)),
          kPerKey * (key(ImGuiKey_UpArrow) - key(ImGuiKey_DownArrow)));
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) state.has_keys = false;
}

void show_value(const Scene& scene, const Settings& settings) {
  SurfacePoint under;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (!surface_under(scene.s, scene.axes, scene.min, scene.side, mouse, under)) return;
  place_tip(scene.ui, scene.s, settings, under.x, under.y);
}

}  // namespace

void surface_view(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                  CommandSink& /*sink*/) {
  ImGui::PushID("surface");
  const ImVec2 start = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float hint = line_height(ui, TextSize::Small) + dp(ui, 4);
  if (data_dims(snapshot) == 1) {
    draw_empty(ui, draw, start, {start.x + room.x, start.y + room.y},
               word(ui, Word::surface_needs_two));
    ImGui::PopID();
    return;
  }
  const float side = std::floor(std::max(dp(ui, 80), std::min(room.x, 1.25F * (room.y - hint))));
  const float height = std::min(side, std::max(dp(ui, 64), room.y - hint));
  // Seen from the side it is not as high as wide.
  const ImVec2 min(snap(ui, start.x + 0.5F * (room.x - side)),
                   snap(ui, start.y + 0.5F * (height - side)));
  const ImVec2 top(min.x, start.y), bottom(min.x + side, start.y + height);
  const bool is_hovered = plot_area("surface", top, bottom);
  note_place(ui, "surface", top, bottom);
  turn(ui, is_hovered);
  ui.requests.surface_px = static_cast<int>(std::lround(side * ui.pixel_ratio));
  ui.requests.surface_yaw = ui.surface.yaw;
  ui.requests.surface_pitch = ui.surface.pitch;
  // It wears the plane's picture, which may itself not be on screen.
  if (ui.requests.boundary_height <= 1) {
    ui.requests.boundary_width = ui.requests.boundary_height = ui.requests.surface_px;
    ui.requests.pixel_ratio = ui.pixel_ratio;
  }
  const Scene scene{snapshot, ui, draw, surface_axes(ui.surface.yaw, ui.surface.pitch), min, side};
  ImGui::PushClipRect(start, {start.x + room.x, start.y + height}, true);
  scene.box();
  if (ui.pictures.surface != 0) {
    draw.AddImage(ui.pictures.surface, min, {min.x + side, min.y + side});
  }
  for (const auto& [points, part, is_shown] : drawn_parts(snapshot, settings)) {
    if (is_shown) scene.points(points, part);
  }
  scene.chosen(settings);
  ImGui::PopClipRect();
  const std::string_view note = word(ui, ui.touch ? Word::surface_hint_touch : Word::surface_hint);
  draw_text(ui, draw, {start.x + 0.5F * room.x, start.y + height + dp(ui, 2)}, ui.theme->secondary,
            Face::Regular, TextSize::Small, note, Align::Center);
  if (is_hovered && !ImGui::IsItemActive()) show_value(scene, settings);
  ImGui::PopID();
}

}  // namespace bp
