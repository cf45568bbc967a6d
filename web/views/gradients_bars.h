// The left part of the gradients panel: one row a layer with ‖∂L/∂W‖ now, the update-to-weight
// ratio and the verdict.
#pragma once

#include "engine/session/snapshot.h"
#include "web/views/plot_axis.h"
#include "web/views/ui_state.h"
#include "web/views/words.h"

namespace bp {

/// How the rows share a rectangle; headings stand above it.
struct BarLayout {
  ImVec2 min;
  float width = 0;                     ///< of the whole row
  float row_height = 0;                ///< from row to row
  bool is_tall = false;                ///< two or three lines a row; else all on one
  float bar_x = 0, bar_width = 0;      ///< the bar, from min.x
  float value_right = 0, ratio_x = 0;  ///< right edge of the norm, left edge of the ratio
  Axis axis;                           ///< of the bars; the history beside them has the same
};
[[nodiscard]] BarLayout bar_layout(const UiState& ui, std::size_t layers, ImVec2 min, ImVec2 max);

/// The logarithmic axis that bars, history and strip share.
[[nodiscard]] Axis gradient_axis(const Snapshot& snapshot);

/// Of a layer now, what the panel follows: Snapshot::gradient_of in its size.
[[nodiscard]] float shown_gradient(const Snapshot& snapshot, std::size_t layer);
/// "norm of ∂L/∂W, now"
std::string_view gradient_title(const UiState& ui, const Snapshot& snapshot, Phrase& out);

/// Headings at `at.y` over the columns of `layout`.
void draw_bar_headings(const UiState& ui, ImDrawList& draw, const Snapshot& snapshot,
                       const BarLayout& layout, ImVec2 at);
/// All rows; hovering one shows its numbers, a click selects the layer.
void draw_bars(UiState& ui, const Snapshot& snapshot, const BarLayout& layout);

}  // namespace bp
