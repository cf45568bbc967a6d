// What stands under the plane: the colour bar of one output, or the symbols of several classes.
#pragma once

#include <span>
#include <string_view>

#include "engine/data/datasets.h"
#include "engine/session/settings.h"
#include "engine/session/snapshot.h"
#include "web/views/boundary_plane.h"
#include "web/views/ui_state.h"

namespace bp {

/// A class's name on screen.
[[nodiscard]] std::string_view class_name(const UiState& ui, const Snapshot& snapshot, int k);

/// Entries of a legend in rows: where each begins, and how wide a text may be.
struct LegendLayout {
  int rows = 1;
  float text_width = 0;  ///< of the widest text that is not shortened
  std::array<ImVec2, kMaxClasses> at{};
};
/// Entries as wide as `mark` and their text, `gap` apart, flow into rows of `room`, `line` high. If
/// that takes more than `most_rows`, they stand in columns instead and texts are shortened.
[[nodiscard]] LegendLayout legend_layout(std::span<const float> texts, float mark, float gap,
                                         float room, float line, int most_rows);

/// Height under a plane of this width, with the gap over it.
[[nodiscard]] float legend_height(const UiState& ui, const Snapshot& snapshot,
                                  const Settings& settings, float width);
void draw_legend(UiState& ui, const Snapshot& snapshot, const Settings& settings, ImVec2 min,
                 float width);

}  // namespace bp
