// The decision boundary: what the network answers at every place of the input plane.
#include <algorithm>
#include <cmath>

#include "engine/session/options.h"
#include "web/views/boundary_axes.h"
#include "web/views/boundary_chosen.h"
#include "web/views/boundary_contours.h"
#include "web/views/boundary_legend.h"
#include "web/views/boundary_maps.h"
#include "web/views/boundary_moved.h"
#include "web/views/boundary_parts.h"
#include "web/views/boundary_plane.h"
#include "web/views/boundary_points.h"
#include "web/views/class_maps.h"
#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/views.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kToggleGap = 6, kRounding = 4;  // points
constexpr int kMostRanked = 4;                  // classes in the tip

Plane place_plane(const UiState& ui, const Snapshot& snapshot, const Settings& settings, ImVec2 at,
                  ImVec2 room) {
  const Gutters gutters = axis_gutters(ui, snapshot);
  const float toggles = toggles_height(snapshot, settings, ui, room.x);
  const float below = gutters.bottom + legend_height(ui, snapshot, settings, room.x) +
                      (toggles > 0 ? dp(ui, kToggleGap) + toggles : 0);
  const float width = room.x - gutters.left;
  const float side = std::max(dp(ui, 32), std::floor(std::min(width, room.y - below)));
  Plane plane;
  plane.min = {snap(ui, at.x + gutters.left + 0.5F * (width - side)), snap(ui, at.y)};
  plane.max = {plane.min.x + side, plane.min.y + side};
  plane.x = {snapshot.x_axis.min, snapshot.x_axis.max};
  plane.y = {snapshot.y_axis.min, snapshot.y_axis.max};
  return plane;
}

void request_picture(UiState& ui, const Snapshot& snapshot, const Plane& plane) {
  const auto pixels = [&](float length) {
    return static_cast<int>(std::lround(length * ui.pixel_ratio));
  };
  ui.requests.boundary_width = pixels(plane.max.x - plane.min.x);
  ui.requests.boundary_height = pixels(plane.max.y - plane.min.y);
  ui.requests.pixel_ratio = ui.pixel_ratio;
  ui.requests.plane_map =
      ui.hovered_unit >= 0 ? map_index(snapshot, ui.hovered_layer, ui.hovered_unit) : -1;
}

void draw_picture(const UiState& ui, ImDrawList& draw, const Plane& plane) {
  if (ui.pictures.boundary == 0) {
    draw.AddRectFilled(plane.min, plane.max, ui.theme->middle, dp(ui, kRounding));
    return;
  }
  draw.AddImageRounded(ui.pictures.boundary, plane.min, plane.max, {0, 0}, {1, 1}, IM_COL32_WHITE,
                       dp(ui, kRounding));
}

// Whose map the plane shows while a unit is hovered.
void draw_unit_badge(const UiState& ui, ImDrawList& draw, const Snapshot& s, const Plane& plane) {
  if (ui.requests.plane_map < 0 || ui.hovered_layer < 0) return;
  Phrase phrase;
  const std::string_view text = unit_name(ui, s, ui.hovered_layer, ui.hovered_unit, phrase);
  const ImVec2 size = measure(ui, Face::Regular, TextSize::Small, text);
  const ImVec2 min(plane.min.x + dp(ui, 8), plane.min.y + dp(ui, 8));
  const ImVec2 max(min.x + size.x + dp(ui, 16), min.y + size.y + dp(ui, 8));
  draw.AddRectFilled(min, max, ui.theme->raised, dp(ui, kRounding));
  draw.AddRect(min, max, ui.theme->layer(ui.hovered_layer), dp(ui, kRounding));
  draw_text(ui, draw, {min.x + dp(ui, 8), min.y + dp(ui, 4)}, ui.theme->text, Face::Regular,
            TextSize::Small, text);
}

// The classes' outputs, largest first.
void tip_classes(const UiState& ui, const Snapshot& s, float share_x, float share_y) {
  RankedClasses ranked;
  const int count = std::min(rank_classes(s.field, share_x, share_y, ranked), kMostRanked);
  if (count == 0) return;
  tip_text(ui, word(ui, output_is_probability(s) ? Word::probability : Word::outputs),
           TextSize::Small);
  NumberText number;
  for (int i = 0; i < count; ++i) {
    const ClassValue& entry = ranked[static_cast<std::size_t>(i)];
    tip_point(ui, class_look(*ui.theme, entry.index), class_name(ui, s, entry.index),
              format_number(number, static_cast<double>(entry.value), 2));
  }
}

void tip_answer(const UiState& ui, const Snapshot& s, float value) {
  if (!std::isfinite(value)) return;
  NumberText number;
  TextLine answer;
  answer << (output_is_probability(s) ? "*p* = " : "*ŷ* = ")
         << format_number(number, static_cast<double>(value));
  if (is_classification(s)) {
    (answer << "  →  ").plain(class_name(ui, s, answered_class(s, value)));
  }
  tip_math(ui, answer.view());
}

void tip_error(const UiState& ui, float error) {
  if (!std::isfinite(error)) return;
  NumberText number;
  tip_value(ui, ui.theme->text, word(ui, Word::error),
            format_number(number, static_cast<double>(error)));
}

void show_value(const UiState& ui, const Snapshot& s, const Settings& settings,
                const Plane& plane) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  place_tip(ui, s, settings, (mouse.x - plane.min.x) / (plane.max.x - plane.min.x),
            (plane.max.y - mouse.y) / (plane.max.y - plane.min.y));
}

/// Let go where it was pressed: no finger that scrolled.
bool is_clicked() {
  const ImGuiIO& io = ImGui::GetIO();
  const float most = io.MouseDragThreshold * io.MouseDragThreshold;
  return ImGui::IsItemDeactivated() && ImGui::IsItemHovered() &&
         io.MouseDragMaxDistanceSqr[0] < most;
}

bool has_point_under(const UiState& ui, const Snapshot& s, const Settings& settings,
                     const Plane& plane) {
  const ChosenPoint point = chosen_point(s, settings);
  const ImVec2 at = plane.to_screen(point.x, point.y), mouse = ImGui::GetIO().MousePos;
  return point.is_some && std::hypot(at.x - mouse.x, at.y - mouse.y) < dp(ui, 12);
}

// "x₁, x₂: −3 … 3" where both axes have the same range.
void range_hint(const Plane& plane, TextLine& out) {
  NumberText low, high;
  out << "*x*_{1}, *x*_{2}: " << format_setting(low, static_cast<double>(plane.x.low)) << " … "
      << format_setting(high, static_cast<double>(plane.x.high));
}

void plane_view(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                CommandSink& sink) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Plane plane = place_plane(ui, snapshot, settings, at, room);
  request_picture(ui, snapshot, plane);
  const bool is_hovered = plot_area("plane", plane.min, plane.max);
  note_place(ui, "plane", plane.min, plane.max);
  if (is_clicked()) {
    const float reach = dp(ui, ui.touch ? 16 : 8);
    choose_point(snapshot, settings, sink, plane, ImGui::GetIO().MousePos, reach);
  }
  draw_picture(ui, draw, plane);
  draw_points(ui, snapshot, settings, plane);
  draw_moved(ui, snapshot, settings, plane);
  if (settings.show_contours && ui.requests.plane_map < 0) draw_contour_labels(ui, snapshot, plane);
  draw_chosen(ui, snapshot, settings, plane);
  draw_unit_badge(ui, draw, snapshot, plane);
  draw_axes(snapshot, settings, ui, sink, plane);
  const Gutters gutters = axis_gutters(ui, snapshot);
  const float y = plane.max.y + gutters.bottom;
  draw_legend(ui, snapshot, settings, {plane.min.x, y}, plane.max.x - plane.min.x);

  TextLine hint;
  if (!is_table(snapshot)) range_hint(plane, hint);
  const float legend = legend_height(ui, snapshot, settings, plane.max.x - plane.min.x);
  ImGui::SetCursorScreenPos({at.x, snap(ui, y + legend + dp(ui, kToggleGap))});
  boundary_toggles(snapshot, settings, ui, sink, hint.view());
  // What is chosen says its value itself.
  if (is_hovered && !has_point_under(ui, snapshot, settings, plane))
    show_value(ui, snapshot, settings, plane);
}

}  // namespace

void place_tip(const UiState& ui, const Snapshot& s, const Settings& settings, float share_x,
               float share_y) {
  begin_tip(ui);
  if (has_class_maps(s)) {
    tip_classes(ui, s, share_x, share_y);
  } else {
    tip_answer(ui, s, value_at(s.field, 0, share_x, share_y));
  }
  if (settings.boundary_mode == kShowsError) {
    tip_error(ui, place_error(s, share_x, share_y) * largest_error(s));
  }
  tip_place(ui, s, std::lerp(s.x_axis.min, s.x_axis.max, share_x),
            std::lerp(s.y_axis.min, s.y_axis.max, share_y));
  end_tip();
}

void boundary_view(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                   CommandSink& sink) {
  ImGui::PushID("boundary");
  boundary_title(snapshot, settings, ui, sink);
  if (data_dims(snapshot) == 1) {
    fit_view(snapshot, settings, ui, sink);
  } else {
    plane_view(snapshot, settings, ui, sink);
  }
  ImGui::PopID();
}

}  // namespace bp
