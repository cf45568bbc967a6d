#include "web/views/control_scale.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace bp {
namespace {

constexpr double kOffShare = 0.05;  // of the track that means "off"

// Stops within a decade; those for whole numbers meet the powers of two people expect.
constexpr std::array kRealStops = {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0};
constexpr std::array kWholeStops = {1.0, 1.28, 1.6, 2.0, 2.56, 3.2, 4.0, 5.0, 6.4, 8.0, 10.0};

double nearest_stop(std::span<const double> stops, double value) {
  const double decade = std::pow(10.0, std::floor(std::log10(value) + 1e-9));
  double best = stops[0];
  for (const double stop : stops) {
    // On a log scale, distance is a ratio.
    if (std::abs(std::log(value / decade / stop)) < std::abs(std::log(value / decade / best))) {
      best = stop;
    }
  }
  return best * decade;
}

double log_value(const Range& range, double low, double share) {
  const double raw = low * std::pow(range.max / low, share);
  const double round =
      range.is_whole ? std::round(nearest_stop(kWholeStops, raw)) : nearest_stop(kRealStops, raw);
  return std::clamp(round, low, range.max);
}

double linear_value(const Range& range, double share) {
  const double raw = range.min + (range.max - range.min) * share;
  const double step =
      range.is_whole ? 1 : std::pow(10.0, std::floor(std::log10((range.max - range.min) / 50)));
  return std::clamp(std::round(raw / step) * step, range.min, range.max);
}

// The lowest value above "off".
double lowest(const Range& range) { return range.is_whole ? std::max(1.0, range.min) : range.min; }

}  // namespace

Range range_of(const IntKind& kind) {
  return {static_cast<double>(kind.min), static_cast<double>(kind.max), kind.scale,
          kind.zero_is_off, true};
}

Range range_of(const RealKind& kind) {
  return {kind.min, kind.max, kind.scale, kind.zero_is_off, false};
}

float fraction_of(const Range& range, double value) {
  if (range.scale == Scale::Linear) {
    const double share = (value - range.min) / (range.max - range.min);
    return static_cast<float>(std::clamp(share, 0.0, 1.0));
  }
  const double low = lowest(range);
  if (value < low) return 0;
  const double share = std::clamp(std::log(value / low) / std::log(range.max / low), 0.0, 1.0);
  return static_cast<float>(range.zero_is_off ? kOffShare + (1 - kOffShare) * share : share);
}

double value_at(const Range& range, float fraction) {
  const double share = std::clamp(static_cast<double>(fraction), 0.0, 1.0);
  if (range.scale == Scale::Linear) return linear_value(range, share);
  if (!range.zero_is_off) return log_value(range, lowest(range), share);
  if (share < kOffShare * 0.6) return 0;
  return log_value(range, lowest(range), std::max(0.0, (share - kOffShare) / (1 - kOffShare)));
}

}  // namespace bp
