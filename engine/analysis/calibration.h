// Are probabilities to be taken at their word? Log loss and calibration; both are for probabilities
// only: the hinge's and linear outputs have neither.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "engine/core/types.h"

namespace bp {

/// Mean of −log p(true class) over the n columns of `probabilities` (K × n). As scikit-learn's
/// log_loss: each p is cut to [ε, 1 − ε] with ε = 2⁻⁵², then divided by its column's sum (releases
/// from 1.5 on no longer divide; for columns that add up to 1 this is the same). A certain mistake
/// costs 36.04. NaN if any p is NaN, or without samples.
[[nodiscard]] double log_loss(std::span<const double> probabilities,
                              std::span<const std::uint32_t> labels, Index classes);

inline constexpr std::size_t kCalibrationBins = 10;

/// Samples whose predicted probability p lies in one bin; all 0 where there are none.
struct CalibrationBin {
  double mean_predicted = 0;
  double observed_share = 0;  ///< happened / count
  std::uint32_t count = 0;
  std::uint32_t happened = 0;
};

/// Ten bins of equal width; p on an inner edge is in the lower one (calibration_curve).
struct Calibration {
  std::array<CalibrationBin, kCalibrationBins> bins{};
  /// Expected calibration error Σ count/n · |mean_predicted − observed_share| (Naeini et al. 2015;
  /// Guo et al. 2017, arXiv:1706.04599). NaN, with empty bins, if any p is NaN or there are none.
  double error = 0;
};

/// From each sample's predicted probability of an event and whether it happened (not 0).
[[nodiscard]] Calibration calibration(std::span<const double> predicted,
                                      std::span<const std::uint8_t> happened);

}  // namespace bp
