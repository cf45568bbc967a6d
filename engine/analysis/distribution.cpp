#include "engine/analysis/distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bp {
namespace {

/// The nearest float, for values of a double's range too.
float as_float(double v) {
  constexpr double kMost = static_cast<double>(std::numeric_limits<float>::max());
  return static_cast<float>(std::clamp(v, -kMost, kMost));
}

void choose_range(Distribution& d, double least, double most) {
  if (least == most) {
    const double half = most == 0 ? 0.5 : 0.5 * std::fabs(most);
    least -= half;
    most += half;
  }
  d.low = as_float(least);
  d.high = as_float(most);
}

/// A value at the upper end, or beyond an end by the rounding of the ends to float, is in the end's
/// bin; the comparisons come before the conversion, which is undefined out of range.
template <class T>
void fill_bins(std::span<const T> values, Distribution& d) {
  const auto low = static_cast<double>(d.low);
  const double bins_per_unit =
      static_cast<double>(kHistogramBins) / (static_cast<double>(d.high) - low);
  for (const T v : values) {
    if (!std::isfinite(v)) continue;
    const double place = (static_cast<double>(v) - low) * bins_per_unit;
    std::size_t bin = 0;
    if (place >= static_cast<double>(kHistogramBins)) {
      bin = kHistogramBins - 1;
    } else if (place > 0) {
      bin = static_cast<std::size_t>(place);
    }
    ++d.bins[bin];
  }
}

}  // namespace

template <class T>
Distribution distribution_of(std::span<const T> values) {
  Distribution d;
  double squares = 0, magnitudes = 0;
  double least = std::numeric_limits<double>::infinity();
  double most = -least;
  for (const T value : values) {
    if (!std::isfinite(value)) {
      ++d.not_finite;
      continue;
    }
    const auto v = static_cast<double>(value);
    ++d.count;
    squares += v * v;
    magnitudes += std::fabs(v);
    least = std::min(least, v);
    most = std::max(most, v);
  }
  if (d.count == 0) return d;
  const auto count = static_cast<double>(d.count);
  d.rms = static_cast<float>(std::sqrt(squares / count));
  d.mean_abs = static_cast<float>(magnitudes / count);
  d.norm = static_cast<float>(std::sqrt(squares));
  d.min = as_float(least);
  d.max = as_float(most);
  choose_range(d, least, most);
  fill_bins(values, d);
  return d;
}

template Distribution distribution_of(std::span<const float>);
template Distribution distribution_of(std::span<const double>);

}  // namespace bp
