// The pictures of the panel "Regularizers". Each draws into a place of the panel, reserves its
// height and shows the value under the cursor.
#pragma once

#include <span>

#include "web/views/views.h"

namespace bp {

/// Batch and running statistics of a layer's units before normalisation, and what both make of the
/// last batch. The layer is that of UiState::selected_layer.
void norm_picture(const Snapshot&, const Settings&, UiState&, CommandSink&);
/// Each member's answers as a small plane, and the standard deviation of all; of a function one
/// plot.
void members_picture(const Snapshot&, const Settings&, UiState&, CommandSink&);

/// One unit under batch normalisation: of the last batch, in means and standard deviations.
struct NormedUnit {
  float gamma = 1, beta = 0;
  float batch_mean = 0, batch_deviation = 0;      ///< of u = W a + b over the batch
  float running_mean = 0, running_deviation = 0;  ///< what evaluation has for them
  float train_mean = 0, train_deviation = 0;      ///< of γ û + β by the batch's own statistics
  float eval_mean = 0, eval_deviation = 0;        ///< of the same batch by the running ones
};
/// Whether the layer has batch normalisation and its numbers are published.
[[nodiscard]] bool has_norm(const Snapshot& snapshot, std::size_t layer);
/// Of a layer that has_norm(); without a batch its own statistics are 0.
[[nodiscard]] NormedUnit normed_unit(const Snapshot& snapshot, const Settings& settings,
                                     std::size_t layer, std::size_t unit);

/// A grid as a smooth picture: colours of the palette from `low` to `high`, blended between cells.
struct MeshRange {
  float low = 0, high = 1;
  std::span<const ImU32> palette;
};
void draw_mesh(ImDrawList& draw, const Grid& grid, std::size_t map, ImVec2 min, ImVec2 max,
               const MeshRange& range);
/// The line where a map has a value.
void draw_level(ImDrawList& draw, const Grid& grid, std::size_t map, ImVec2 min, ImVec2 max,
                float level, ImU32 color, float width);

}  // namespace bp
