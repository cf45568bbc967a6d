#include "web/views/network_layout.h"

#include <algorithm>
#include <cmath>

#include "web/views/widgets.h"

namespace bp {
namespace {

// Points.
constexpr float kHeadsHeight = 40, kMinPitch = 14, kMaxPitch = 128;
constexpr float kMargin = 52, kLeastTile = 8, kMaxTile = 60;
constexpr float kNameGap = 4, kNameLine = 16, kMostName = 104, kSymbol = 13;
// Names take at most this share of the width on either side.
constexpr float kNamesShare = 0.21F;
// No tile is larger than this share of the area's height; a single output a little more.
constexpr float kTileShare = 0.088F, kOutputShare = 0.104F;

int units_of(const Snapshot& s, int layer) {
  return layer < 0 ? static_cast<int>(s.input_names.size())
                   : static_cast<int>(s.layers[static_cast<std::size_t>(layer)].units);
}

float widest(const UiState& ui, const std::vector<std::string>& names, int count) {
  float width = 0;
  for (int i = 0; i < std::min(count, static_cast<int>(names.size())); ++i) {
    const std::string& name = names[static_cast<std::size_t>(i)];
    width = std::max(width, measure(ui, Face::Regular, TextSize::Small, name).x);
  }
  return std::min(std::ceil(width), dp(ui, kMostName));
}

// Margins are the distances of the outer columns' middles from the edges; names may widen them.
struct Margins {
  float left, right;
};

Margins margins_of(const UiState& ui, const Snapshot& s, NetworkLayout& layout) {
  const float width = layout.max.x - layout.min.x, height = layout.max.y - layout.min.y;
  const float usual = std::min(dp(ui, kMargin), 0.12F * width), most = kNamesShare * width;
  const int inputs = units_of(s, -1);
  const float pitch = height / static_cast<float>(std::max(inputs, 1));
  const float tile = std::clamp(0.64F * pitch, dp(ui, kLeastTile), dp(ui, 28));
  Margins margins{usual, usual};
  layout.names_above = pitch >= dp(ui, kNameLine) + tile;
  const float beside = 0.5F * tile + dp(ui, kNameGap);
  if (layout.names_above) {
    layout.input_name = 2 * usual;
  } else {
    margins.left =
        std::clamp(beside + widest(ui, s.input_names, inputs), std::min(usual, most), most);
    layout.input_name = margins.left - beside;
  }
  if (!outputs_are_classes(s)) return margins;
  const float aside = 0.5F * dp(ui, 34) + dp(ui, kNameGap + kSymbol);
  const float names = widest(ui, s.class_names, static_cast<int>(s.class_names.size()));
  margins.right = std::clamp(aside + names, std::min(usual, most), std::max(usual, most));
  layout.output_name = margins.right - aside;
  return margins;
}

void place_units(const UiState& ui, const NetworkLayout& layout, Column& column, bool is_output) {
  const float height = layout.max.y - layout.min.y;
  const int most = std::max(1, static_cast<int>(height / dp(ui, kMinPitch)));
  const bool is_cut = column.units > most;
  const int places = std::max(1, std::min(column.units, most));
  column.shown = is_cut ? places - 1 : column.units;
  column.pitch = std::min(height / static_cast<float>(places), dp(ui, kMaxPitch));
  column.middle = 0.5F * (layout.min.y + layout.max.y);
  if (is_cut) column.middle -= 0.5F * column.pitch;
  const float tile_share = is_output && column.units == 1 ? kOutputShare : kTileShare;
  const float most_tile = std::clamp(tile_share * height, dp(ui, 28), dp(ui, kMaxTile));
  const float fitting = column.pitch - std::max(dp(ui, 4), 0.36F * column.pitch);
  const float tile = std::clamp(std::min(fitting, 0.5F * layout.spacing), dp(ui, kLeastTile),
                                std::max(most_tile, dp(ui, kLeastTile)));
  column.tile = snap(ui, tile);
}

// Share t of the way along a link at which x is reached: x(t) = 1.5t(1−t) + t³ − … of handles at
// one half, monotone; found by bisection.
float parameter_at(float x_share) {
  float low = 0, high = 1;
  for (int i = 0; i < 20; ++i) {
    const float t = 0.5F * (low + high), u = 1 - t;
    const float x = 1.5F * t * u * u + 1.5F * t * t * u + t * t * t;
    (x < x_share ? low : high) = t;
  }
  return 0.5F * (low + high);
}

}  // namespace

bool outputs_are_classes(const Snapshot& snapshot) {
  return snapshot.layers.size() > 0 && snapshot.layers.back().units > 1 &&
         class_count(snapshot) == snapshot.layers.back().units;
}

float Column::y(int unit) const {
  return middle + (static_cast<float>(unit) - 0.5F * static_cast<float>(shown - 1)) * pitch;
}

NetworkLayout network_layout(const UiState& ui, const Snapshot& s, ImVec2 min, ImVec2 max) {
  NetworkLayout layout;
  layout.heads_top = min.y;
  layout.min = {min.x, std::min(min.y + dp(ui, kHeadsHeight), max.y)};
  layout.max = max;
  layout.count = std::min(static_cast<int>(s.layers.size()) + 1, kMaxColumns);
  const Margins margins = margins_of(ui, s, layout);
  layout.spacing = (max.x - min.x - margins.left - margins.right) /
                   static_cast<float>(std::max(1, layout.count - 1));
  for (int i = 0; i < layout.count; ++i) {
    Column& column = layout.columns[static_cast<std::size_t>(i)];
    column.layer = i - 1;
    column.units = units_of(s, column.layer);
    column.x = snap(ui, min.x + margins.left + static_cast<float>(i) * layout.spacing);
    place_units(ui, layout, column, i + 1 == layout.count);
    layout.largest_tile = std::max(layout.largest_tile, column.tile);
    if (i == 0 && !layout.names_above) column.name_left = layout.input_name + dp(ui, kNameGap);
    if (i + 1 == layout.count && layout.output_name > 0) {
      column.name_right = layout.output_name + dp(ui, kNameGap + kSymbol);
    }
  }
  return layout;
}

LinkCurve link_curve(const NetworkLayout& layout, const LinkRef& link) {
  const Column& left = layout.columns[static_cast<std::size_t>(link.gap)];
  const Column& right = layout.columns[static_cast<std::size_t>(link.gap) + 1];
  return {{left.x + 0.5F * left.tile, left.y(link.from)},
          {right.x - 0.5F * right.tile, right.y(link.to)}};
}

float LinkCurve::y_at(float x) const {
  const float t = parameter_at((x - from.x) / (to.x - from.x));
  const float late = t * t * (3 - 2 * t);
  return from.y + (to.y - from.y) * late;
}

UnitRef unit_under(const NetworkLayout& layout, ImVec2 point) {
  for (int i = 0; i < layout.count; ++i) {
    const Column& column = layout.columns[static_cast<std::size_t>(i)];
    const float half = 0.5F * column.tile, x = point.x - column.x;
    if (x < -half - column.name_left || x > half + column.name_right || column.shown == 0) continue;
    const float place = (point.y - column.y(0)) / column.pitch;
    const int unit = static_cast<int>(std::lround(place));
    if (unit < 0 || unit >= column.shown) continue;
    const bool is_name = std::abs(x) > half;
    const float reach = 0.5F * (is_name ? std::min(column.pitch, 2 * column.tile) : column.tile);
    if (std::abs(point.y - column.y(unit)) <= reach) return {i, unit};
  }
  return {};
}

LinkRef link_under(const NetworkLayout& layout, ImVec2 point, float reach) {
  for (int gap = 0; gap + 1 < layout.count; ++gap) {
    const Column& left = layout.columns[static_cast<std::size_t>(gap)];
    const Column& right = layout.columns[static_cast<std::size_t>(gap) + 1];
    const float x0 = left.x + 0.5F * left.tile, x1 = right.x - 0.5F * right.tile;
    if (point.x <= x0 || point.x >= x1) continue;
    const float t = parameter_at((point.x - x0) / (x1 - x0));
    const float late = t * t * (3 - 2 * t);
    LinkRef nearest;
    for (int from = 0; from < left.shown; ++from) {
      for (int to = 0; to < right.shown; ++to) {
        const float y = std::lerp(left.y(from), right.y(to), late);
        if (std::abs(y - point.y) >= reach) continue;
        reach = std::abs(y - point.y);
        nearest = {gap, from, to};
      }
    }
    return nearest;
  }
  return {};
}

}  // namespace bp
