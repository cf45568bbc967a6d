// Where the network's units and links lie in a rectangle, and what is under the pointer. No
// drawing.
#pragma once

#include <imgui.h>

#include <array>

#include "engine/session/settings.h"
#include "engine/session/snapshot.h"
#include "web/views/ui_state.h"

namespace bp {

inline constexpr int kMaxColumns = kMaxHiddenLayers + 2;

/// One layer (or the inputs) as a column of square tiles.
struct Column {
  int layer = -1;  ///< −1: inputs
  int units = 0;   ///< in the network
  int shown = 0;   ///< drawn; the last place is taken by "+ n more" if fewer than `units`
  float x = 0, middle = 0, pitch = 0, tile = 0;
  float name_left = 0, name_right = 0;  ///< how far names reach beyond the tiles
  [[nodiscard]] float y(int unit) const;
  [[nodiscard]] ImVec2 tile_min(int unit) const { return {x - 0.5F * tile, y(unit) - 0.5F * tile}; }
};

struct NetworkLayout {
  std::array<Column, kMaxColumns> columns{};
  int count = 0;
  float spacing = 0;    ///< from column to column
  float heads_top = 0;  ///< y of the headings
  ImVec2 min, max;      ///< of the units' area, under the headings
  float largest_tile = 0;
  bool names_above = false;  ///< the inputs' names stand over their tiles, else at the left
  /// Room for an input's name, and for a class's at the right of its output.
  float input_name = 0, output_name = 0;
};

/// True if each output stands for a class.
[[nodiscard]] bool outputs_are_classes(const Snapshot& snapshot);

[[nodiscard]] NetworkLayout network_layout(const UiState& ui, const Snapshot& snapshot, ImVec2 min,
                                           ImVec2 max);

/// A weight's two ends: from unit `from` of column `gap` to unit `to` of column `gap` + 1.
struct LinkRef {
  int gap = -1, from = 0, to = 0;
  [[nodiscard]] bool is_some() const { return gap >= 0; }
};
struct UnitRef {
  int column = -1, unit = 0;
  [[nodiscard]] bool is_some() const { return column >= 0; }
};

/// Ends and shape of a link: x runs from `from.x` to `to.x`, both handles half-way between.
struct LinkCurve {
  ImVec2 from, to;
  [[nodiscard]] float y_at(float x) const;
};
[[nodiscard]] LinkCurve link_curve(const NetworkLayout& layout, const LinkRef& link);

[[nodiscard]] UnitRef unit_under(const NetworkLayout& layout, ImVec2 point);
/// The nearest link within `reach` pixels of the point.
[[nodiscard]] LinkRef link_under(const NetworkLayout& layout, ImVec2 point, float reach);

}  // namespace bp
