// Two pictures of a layer's distributions: as bars, and one behind another over the run.
#pragma once

#include <span>

#include "engine/analysis/layer_detail.h"
#include "web/views/histogram_history.h"
#include "web/views/ui_state.h"

namespace bp {

/// What a picture is of.
struct HistogramPlot {
  ImVec2 min, max;  ///< without the labels below
  std::size_t layer = 0;
  Quantity quantity = Quantity::W;
};
/// What the pointer is over; `distribution` null: nothing.
struct HistogramHover {
  const Distribution* distribution = nullptr;
  std::size_t bin = 0;
  std::int64_t step = 0;
};

/// Bars over the distribution's own range.
HistogramHover draw_histogram(const UiState& ui, const HistogramPlot& plot,
                              const Distribution& distribution, std::int64_t step);
/// The oldest at the back, the newest in front, over the range of them all and each as high as the
/// others; as many of them as can be told apart.
HistogramHover draw_ridge(const UiState& ui, const HistogramPlot& plot,
                          std::span<const HistogramStep> steps);
/// "−0.2 … −0.1" and how many values are in there.
void show_histogram_tip(const UiState& ui, const Snapshot& snapshot, const HistogramPlot& plot,
                        std::string_view quantity, const HistogramHover& hover);

}  // namespace bp
