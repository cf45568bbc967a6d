#include "web/views/plot_axis.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace bp {
namespace {

constexpr double kRounding = 1e-9;  // of a tick step: a tick at the very end still counts
constexpr double kMostDecades = 12;

// The largest of 1, 2, 5 · 10ᵏ that is ≤ value (`up`: the smallest that is ≥ value).
double round_125(double value, bool up) {
  const double decade = std::pow(10.0, std::floor(std::log10(value) + kRounding));
  const double lead = value / decade;
  if (up) {
    for (const double step : {1.0, 2.0, 5.0}) {
      if (lead <= step * (1 + kRounding)) return step * decade;
    }
    return 10 * decade;
  }
  for (const double step : {5.0, 2.0, 1.0}) {
    if (lead >= step * (1 - kRounding)) return step * decade;
  }
  return decade;
}

Ticks multiples(double low, double high, double step) {
  Ticks ticks;
  const double first = std::ceil(low / step - kRounding);
  const double last = std::floor(high / step + kRounding);
  for (double k = first; k <= last && ticks.count < Ticks::kMax; ++k) ticks.add(k * step);
  return ticks;
}

// 1, 2, 5 · 10ᵏ between low and high, or only those with the given leading digits.
Ticks leading_digits(double low, double high, std::span<const double> digits) {
  Ticks ticks;
  const int last = static_cast<int>(std::floor(std::log10(high) + kRounding));
  for (int k = static_cast<int>(std::floor(std::log10(low) + kRounding)); k <= last; ++k) {
    for (const double digit : digits) {
      const double v = digit * std::pow(10.0, k);
      if (v >= low * (1 - kRounding) && v <= high * (1 + kRounding)) ticks.add(v);
    }
  }
  return ticks;
}

}  // namespace

float Axis::share(double value) const {
  if (!is_log) return static_cast<float>((value - low) / (high - low));
  if (!(value > low)) return 0;
  return static_cast<float>(std::log(value / low) / std::log(high / low));
}

double Axis::value(float share) const {
  const double t = share;
  return is_log ? low * std::pow(high / low, t) : low + t * (high - low);
}

Ticks linear_ticks(double low, double high, int most, bool is_whole) {
  if (!(high > low) || !std::isfinite(high - low)) {
    Ticks single;
    if (std::isfinite(low)) single.add(low);
    return single;
  }
  double step = round_125((high - low) / std::max(most, 2), true);
  if (is_whole) step = std::max(step, 1.0);
  Ticks ticks = multiples(low, high, step);
  while (ticks.count > most) {
    step = round_125(step * 1.5, true);
    ticks = multiples(low, high, step);
  }
  return ticks;
}

Ticks log_ticks(double low, double high, int most) {
  if (!(low > 0) || !(high > low)) return linear_ticks(low, high, most);
  static constexpr std::array kPowers{1.0};
  static constexpr std::array k13{1.0, 3.0};
  static constexpr std::array k125{1.0, 2.0, 5.0};
  const double decades = std::log10(high / low);
  if (decades < 1e-3) return linear_ticks(low, high, most);
  const int stride = std::max(1, static_cast<int>(std::ceil(decades / most)));
  if (stride > 1) {
    Ticks ticks;
    int k = static_cast<int>(std::ceil(std::log10(low) / stride - kRounding)) * stride;
    for (; k <= std::log10(high) + kRounding; k += stride) ticks.add(std::pow(10.0, k));
    return ticks;
  }
  const Ticks powers = leading_digits(low, high, kPowers);
  if (powers.count >= 3) return powers;
  for (const std::span<const double> digits :
       {std::span<const double>(k125), std::span<const double>(k13)}) {
    const Ticks ticks = leading_digits(low, high, digits);
    if (ticks.count >= 3 && ticks.count <= most) return ticks;
  }
  return powers.count >= 2 ? powers : linear_ticks(low, high, most);
}

Ticks ticks_of(const Axis& axis, int most) {
  return axis.is_log ? log_ticks(axis.low, axis.high, most)
                     : linear_ticks(axis.low, axis.high, most);
}

Axis linear_axis(double low, double high) {
  if (!(high > low)) {
    const double pad = std::max(std::abs(low), 1.0) * 0.5;
    low -= pad;
    high += pad;
  }
  const double step = round_125((high - low) / 4, false);
  return {std::floor(low / step + kRounding) * step, std::ceil(high / step - kRounding) * step,
          false};
}

Axis log_axis(double low, double high, double decades) {
  high = std::max(high, 1e-30);
  low = std::clamp(low, high * std::pow(10.0, -kMostDecades), high);
  Axis axis{round_125(low, false), round_125(high, true), true};
  const double missing = decades - std::log10(axis.high / axis.low);
  if (missing > 0) axis.low = round_125(axis.low * std::pow(10.0, -missing), false);
  return axis;
}

std::string_view tick_text(TickText& out, double value, bool is_power) {
  if (!is_power) return format_setting(out.number, value);
  const int exponent = static_cast<int>(std::lround(std::log10(value)));
  if (exponent == 0) return "1";
  if (exponent == 1) return "10";
  const int size = std::snprintf(out.buffer, sizeof out.buffer, "10^{%s%d}",
                                 exponent < 0 ? "\u2212" : "", std::abs(exponent));
  return {out.buffer, static_cast<std::size_t>(size)};
}

bool are_powers(const Ticks& ticks) {
  return ticks.count > 1 && std::ranges::all_of(ticks.values(), [](double v) {
           return v > 0 && std::abs(std::log10(v) - std::round(std::log10(v))) < 1e-6;
         });
}

void spread_labels(std::span<float> y, float gap, float top, float bottom) {
  // Pushing neighbours apart half-way each converges in a few rounds for the few labels a plot has;
  // ranks are found by counting, so that nothing has to be sorted or allocated.
  const std::size_t n = y.size();
  constexpr std::size_t kMost = 16;
  if (n == 0 || n > kMost) return;
  std::array<std::size_t, kMost> order{};
  for (std::size_t i = 0; i < n; ++i) order[i] = i;
  std::stable_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(n),
                   [&](std::size_t a, std::size_t b) { return y[a] < y[b]; });
  gap = std::min(gap, n > 1 ? (bottom - top) / static_cast<float>(n - 1) : gap);
  for (int round = 0; round < 32; ++round) {
    for (std::size_t i = 0; i + 1 < n; ++i) {
      float& upper = y[order[i]];
      float& lower = y[order[i + 1]];
      const float lack = gap - (lower - upper);
      if (lack <= 0) continue;
      upper -= 0.5F * lack;
      lower += 0.5F * lack;
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    float& at = y[order[i]];
    at = std::max(at, i == 0 ? top : y[order[i - 1]] + gap);
  }
  for (std::size_t i = n; i-- > 0;) {
    float& at = y[order[i]];
    at = std::min(at, i + 1 == n ? bottom : y[order[i + 1]] - gap);
  }
}

void Extent::add(double value, bool positive_only) {
  if (!std::isfinite(value) || (positive_only && !(value > 0))) return;
  low = is_empty ? value : std::min(low, value);
  high = is_empty ? value : std::max(high, value);
  is_empty = false;
}

void Extent::add(std::span<const float> values, bool positive_only) {
  for (const float v : values) add(static_cast<double>(v), positive_only);
}

}  // namespace bp
