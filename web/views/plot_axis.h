// Axes: round ticks, linear and logarithmic, and where a value lies. No drawing in here.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "web/views/text.h"

namespace bp {

struct Ticks {
  static constexpr int kMax = 8;
  std::array<double, kMax> at{};
  int count = 0;
  void add(double value) {
    if (count < kMax) at[static_cast<std::size_t>(count++)] = value;
  }
  [[nodiscard]] std::span<const double> values() const {
    return {at.data(), static_cast<std::size_t>(count)};
  }
};

/// A shown range; `low` < `high`, and both > 0 on a logarithmic axis.
struct Axis {
  double low = 0, high = 1;
  bool is_log = false;
  /// Position in the range: 0 at low, 1 at high; may lie outside. Below a log axis: 0.
  [[nodiscard]] float share(double value) const;
  [[nodiscard]] double value(float share) const;
};

/// At most `most` (3 … 8) multiples of 1, 2 or 5 · 10ᵏ inside the axis, ascending; at least two
/// where the range allows. Whole numbers only if `is_whole`.
[[nodiscard]] Ticks linear_ticks(double low, double high, int most = 5, bool is_whole = false);
/// Powers of ten (every n-th if there are many); 1, 2, 5 · 10ᵏ where the range is short.
[[nodiscard]] Ticks log_ticks(double low, double high, int most = 5);
[[nodiscard]] Ticks ticks_of(const Axis& axis, int most = 5);

/// Smallest axis with round ends that holds [low, high]; a flat range is widened.
[[nodiscard]] Axis linear_axis(double low, double high);
/// Ends at 1, 2 or 5 · 10ᵏ, at least `decades` long and at most 12, widened downwards.
[[nodiscard]] Axis log_axis(double low, double high, double decades);

/// Markup for draw_math(): "10^{−2}" if `is_power`, else the number.
struct TickText {
  NumberText number;
  char buffer[40];
};
std::string_view tick_text(TickText& out, double value, bool is_power);
/// Whether these ticks are all powers of ten and worth writing so.
[[nodiscard]] bool are_powers(const Ticks& ticks);

/// Moves label positions (any order) apart to at least `gap`, each as little as possible, inside
/// [top, bottom] if they fit; their order is kept.
void spread_labels(std::span<float> y, float gap, float top, float bottom);

/// Running minimum and maximum of finite values (positive ones only if asked).
struct Extent {
  double low = 0, high = 0;
  bool is_empty = true;
  void add(double value, bool positive_only = false);
  void add(std::span<const float> values, bool positive_only = false);
};

}  // namespace bp
