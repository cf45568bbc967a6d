// The decision boundary: what the network answers at every place of the input plane.
#include <algorithm>
#include <cmath>

#include "web/views/boundary_maps.h"
#include "web/views/boundary_parts.h"
#include "web/views/boundary_plane.h"
#include "web/views/boundary_points.h"
#include "web/views/marks.h"
#include "web/views/plot.h"
#include "web/views/theme.h"
#include "web/views/views.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kBarGap = 6, kBarHeight = 8, kToggleGap = 6, kRounding = 4;  // points

float legend_height(const UiState& ui) {
  return dp(ui, kBarGap + kBarHeight + 3) + line_height(ui, TextSize::Small);
}

Plane place_plane(const UiState& ui, const Snapshot& snapshot, ImVec2 at, ImVec2 room) {
  const float below = legend_height(ui) + dp(ui, kToggleGap) + toggles_height(ui);
  const float side = std::max(dp(ui, 32), std::floor(std::min(room.x, room.y - below)));
  Plane plane;
  plane.min = {snap(ui, at.x + 0.5F * (room.x - side)), snap(ui, at.y)};
  plane.max = {plane.min.x + side, plane.min.y + side};
  if (const Dataset* set = shown_dataset(snapshot)) {
    plane.low = set->box_min;
    plane.high = set->box_max;
  }
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
  Phrase name, full;
  NumberText number;
  const std::string_view text =
      fill(full, word(ui, Word::unit_n_of),
           {layer_name(ui, s, static_cast<std::size_t>(ui.hovered_layer), name),
            format_count(number, ui.hovered_unit + 1)});
  const ImVec2 size = measure(ui, Face::Regular, TextSize::Small, text);
  const ImVec2 min(plane.min.x + dp(ui, 8), plane.min.y + dp(ui, 8));
  const ImVec2 max(min.x + size.x + dp(ui, 16), min.y + size.y + dp(ui, 8));
  draw.AddRectFilled(min, max, ui.theme->raised, dp(ui, kRounding));
  draw.AddRect(min, max, ui.theme->layer(ui.hovered_layer), dp(ui, kRounding));
  draw_text(ui, draw, {min.x + dp(ui, 8), min.y + dp(ui, 4)}, ui.theme->text, Face::Regular,
            TextSize::Small, text);
}

std::string_view class_name(const UiState& ui, const Dataset& set, bool is_positive) {
  return is_positive ? translated(ui, "dataset", set.key, "positive_name", set.positive_name)
                     : translated(ui, "dataset", set.key, "negative_name", set.negative_name);
}

// "0  bank ■" at the left, "river ●  1" at the right: value, name and symbol of each class.
void draw_class_names(const UiState& ui, ImDrawList& draw, const Snapshot& s, const Dataset& set,
                      ImVec2 left, float right) {
  const float line = line_height(ui, TextSize::Small);
  const float y = left.y, middle = y + 0.5F * line, gap = dp(ui, 6);
  const ImU32 ink = ui.theme->secondary;
  NumberText number;
  const auto small = [&](float x, std::string_view text, Align align) {
    return draw_text(ui, draw, {x, y}, ink, Face::Regular, TextSize::Small, text, align);
  };
  const Theme& theme = *ui.theme;
  float x = left.x;
  x += small(x, format_setting(number, static_cast<double>(s.output_min)), Align::Left) + gap;
  x += small(x, class_name(ui, set, false), Align::Left) + gap;
  draw_point(ui, draw, {x + dp(ui, 3), middle},
             {Symbol::Square, true, theme.negative, theme.negative});
  x = right;
  x -= small(x, format_setting(number, static_cast<double>(s.output_max)), Align::Right) + gap;
  draw_point(ui, draw, {x - dp(ui, 3), middle},
             {Symbol::Circle, true, theme.positive, theme.positive});
  small(x - dp(ui, 6) - gap, class_name(ui, set, true), Align::Right);
}

void draw_scale(const UiState& ui, ImDrawList& draw, const Snapshot& s, const Settings& settings,
                const Plane& plane) {
  const ImVec2 min(plane.min.x, plane.max.y + dp(ui, kBarGap));
  const ImVec2 max(plane.max.x, min.y + dp(ui, kBarHeight));
  const bool has_classes = is_classification(s);
  draw_color_bar(ui, draw, min, max, ui.theme->plane_strength, has_classes && settings.discretise);
  const float y = max.y + dp(ui, 3);
  NumberText number;
  const Dataset* set = shown_dataset(s);
  if (has_classes && set != nullptr) {
    draw_class_names(ui, draw, s, *set, {min.x, y}, max.x);
    TextLine level;
    level << (output_is_probability(s) ? "*p* = " : "*a* = ")
          << format_setting(number, static_cast<double>(s.decision_level));
    draw_math(ui, draw, {0.5F * (min.x + max.x), y}, ui.theme->secondary, TextSize::Small,
              level.view(), Align::Center);
    return;
  }
  const auto tick = [&](float x, double value, Align align) {
    draw_text(ui, draw, {x, y}, ui.theme->secondary, Face::Regular, TextSize::Small,
              format_setting(number, value), align);
  };
  const double low = static_cast<double>(s.output_min), high = static_cast<double>(s.output_max);
  tick(min.x, low, Align::Left);
  tick(0.5F * (min.x + max.x), 0.5 * (low + high), Align::Center);
  tick(max.x, high, Align::Right);
}

void show_value(const UiState& ui, const Snapshot& s, const Plane& plane) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const float share_x = (mouse.x - plane.min.x) / (plane.max.x - plane.min.x);
  const float share_y = (plane.max.y - mouse.y) / (plane.max.y - plane.min.y);
  const float value = value_at(s.field, 0, share_x, share_y);
  NumberText first, second;
  TextLine place, answer;
  place << "*x*_{1} = " << format_number(first, static_cast<double>(plane.x_at(mouse.x)), 2)
        << ",  *x*_{2} = " << format_number(second, static_cast<double>(plane.y_at(mouse.y)), 2);
  const bool has_classes = is_classification(s);
  answer << (output_is_probability(s) ? "*p* = " : "*ŷ* = ")
         << format_number(first, static_cast<double>(value));
  const Dataset* set = shown_dataset(s);
  if (has_classes && set != nullptr && std::isfinite(value)) {
    answer << "  →  " << class_name(ui, *set, value > s.decision_level);
  }
  begin_tip(ui);
  if (std::isfinite(value)) tip_math(ui, answer.view());
  tip_math(ui, place.view());
  end_tip();
}

void plane_view(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                CommandSink& sink) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Plane plane = place_plane(ui, snapshot, at, room);
  request_picture(ui, snapshot, plane);
  const bool is_hovered = plot_area("plane", plane.min, plane.max);
  draw_picture(ui, draw, plane);
  draw_points(ui, snapshot, settings, plane);
  draw_unit_badge(ui, draw, snapshot, plane);
  draw_scale(ui, draw, snapshot, settings, plane);

  NumberText low, high;
  TextLine hint;
  hint << "*x*_{1}, *x*_{2}: " << format_setting(low, static_cast<double>(plane.low)) << " … "
       << format_setting(high, static_cast<double>(plane.high));
  const float y = plane.max.y + legend_height(ui) + dp(ui, kToggleGap);
  ImGui::SetCursorScreenPos({at.x, snap(ui, y)});
  const Word truth = is_classification(snapshot) ? Word::true_edge : Word::true_zero_line;
  boundary_toggles(settings, ui, sink, word(ui, truth), hint.view());
  if (is_hovered) show_value(ui, snapshot, plane);
}

}  // namespace

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
