// What regularizers leave in the loss plot: the penalty on top of the data term, and the epoch
// early stopping would go back to.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "web/views/plot.h"
#include "web/views/views.h"

namespace bp {

// Channels of Snapshot::loss_curve.
inline constexpr std::size_t kTrainLoss = 0, kTestLoss = 1, kValidationLoss = 2, kPenalty = 3;

/// Training loss and penalty, summed.
class TotalLoss {
 public:
  static constexpr std::size_t kMost = 512;  ///< as many points as curves have, at most
  /// `channels` and where they begin to be of interest.
  explicit TotalLoss(const std::vector<std::vector<float>>& channels);
  /// None without a penalty all along.
  [[nodiscard]] std::span<const float> values() const { return {sum_.data(), count_}; }

 private:
  std::array<float, kMost> sum_;
  std::size_t count_ = 0;
};

/// Whether the plot shows the loss with its penalty.
[[nodiscard]] bool shows_penalty(const Snapshot& snapshot, const Settings& settings);

/// The best epoch's name in the plot, a button that goes back to its weights. Before plot_area().
bool best_button(const Snapshot& snapshot, const Settings& settings, UiState& ui, const Plot& plot,
                 CommandSink& sink);
/// A line where the watched loss was lowest, a ring on its curve, its name.
void draw_best(const UiState& ui, ImDrawList& draw, const Plot& plot, const Snapshot& snapshot,
               const Settings& settings, bool is_hovered);

}  // namespace bp
