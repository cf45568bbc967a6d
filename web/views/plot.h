// A plot: axes, hairline grid, lines, bands, labels at the line's end, the value under the cursor.
#pragma once

#include <imgui.h>

#include "web/views/plot_axis.h"
#include "web/views/ui_state.h"

namespace bp {

/// The rectangle of the data and what it shows; y grows upwards.
struct Plot {
  ImVec2 min, max;
  Axis x, y;
  [[nodiscard]] float px(double value) const { return min.x + x.share(value) * (max.x - min.x); }
  [[nodiscard]] float py(double value) const { return max.y - y.share(value) * (max.y - min.y); }
  [[nodiscard]] bool contains(ImVec2 p) const {
    return p.x >= min.x && p.x <= max.x && p.y >= min.y && p.y <= max.y;
  }
};

/// Hairlines at the y ticks with their labels at the left.
void draw_y_axis(const UiState& ui, ImDrawList& draw, const Plot& plot);
/// Labels under the plot at round x values; `unit` (e.g. "{0} steps") goes to the last one.
void draw_x_axis(const UiState& ui, ImDrawList& draw, const Plot& plot, std::string_view unit,
                 bool is_whole = true);

/// A 1.5-point line; data closer than two points are averaged, gaps stay gaps.
void draw_curve(const UiState& ui, ImDrawList& draw, const Plot& plot, std::span<const float> x,
                std::span<const float> y, ImU32 color, float points = 1.5F);
/// The area between two curves.
void draw_band(ImDrawList& draw, const Plot& plot, std::span<const float> x,
               std::span<const float> low, std::span<const float> high, ImU32 color);

/// Nearest point of ascending `x` to a value, or −1.
[[nodiscard]] int nearest_point(std::span<const float> x, double value);
/// Vertical hairline and a dot a curve at a point under the cursor.
void draw_cursor_line(const UiState& ui, ImDrawList& draw, const Plot& plot, float x);
void draw_cursor_dot(const UiState& ui, ImDrawList& draw, const Plot& plot, float x, float y,
                     ImU32 color);

/// A hoverable area; returns whether the pointer is over it.
bool plot_area(const char* id, ImVec2 min, ImVec2 max);
/// A sentence in the middle of an empty plot, broken into lines.
void draw_empty(const UiState& ui, ImDrawList& draw, ImVec2 min, ImVec2 max, std::string_view text);

}  // namespace bp
