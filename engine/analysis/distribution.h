// How the values of one quantity are spread: a few numbers and a histogram.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace bp {

inline constexpr std::size_t kHistogramBins = 32;

/// Of the finite values; the others are counted and left out of everything else. Sums in the order
/// of the values, in double.
///
/// The histogram's range is from the smallest to the largest value; where all are one value v, from
/// v − |v|/2 to v + |v|/2, or from −½ to ½ if v is 0. A bin holds its lower end, the last one both.
struct Distribution {
  std::uint32_t count = 0;       ///< finite values; 0: everything here is 0
  std::uint32_t not_finite = 0;  ///< NaN and ±∞
  float rms = 0;                 ///< √(Σ v² / count)
  float mean_abs = 0;            ///< Σ |v| / count
  float min = 0, max = 0;
  float norm = 0;           ///< √(Σ v²)
  float low = 0, high = 0;  ///< range of the histogram
  std::array<std::uint32_t, kHistogramBins> bins{};
};

template <class T>
[[nodiscard]] Distribution distribution_of(std::span<const T> values);

}  // namespace bp
