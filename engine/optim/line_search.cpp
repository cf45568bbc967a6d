#include "engine/optim/line_search.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/core/math.h"

namespace bp {
namespace {

constexpr int kMostLooks = 25;
constexpr double kShortestBracket = 1e-9;

bool is_finite(const LinePoint& p) { return std::isfinite(p.value) && std::isfinite(p.slope); }

/// The first condition, of Armijo: the decrease is worth the way.
bool is_low_enough(const LinePoint& start, const LinePoint& p) {
  return is_finite(p) && p.value <= start.value + 1e-4 * p.t * start.slope;
}
/// The second: most of the slope is gone.
bool is_flat_enough(const LinePoint& start, const LinePoint& p) {
  return std::fabs(p.slope) <= -0.9 * start.slope;
}

/// The minimum of the cubic through two points and their slopes, within [lo, hi].
double cubic_minimum(LinePoint a, LinePoint b, double lo, double hi) {
  if (!is_finite(a) || !is_finite(b)) return 0.5 * (lo + hi);
  if (a.t > b.t) std::swap(a, b);
  const double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.t - b.t);
  const double square = d1 * d1 - a.slope * b.slope;
  if (!(square >= 0)) return 0.5 * (lo + hi);
  const double d2 = math::sqrt(square);
  const double t = b.t - (b.t - a.t) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2));
  return t >= lo ? std::min(t, hi) : lo;
}

/// An interval with a point that satisfies both conditions, or that point itself as `low`.
struct Bracket {
  LinePoint low, high;
  int looks = 0;
  bool is_done = false;

  void order() {
    if (is_finite(high) && high.value < low.value) std::swap(low, high);
  }
};

Bracket find_bracket(LineFunction& phi, const LinePoint& start, double first) {
  LinePoint before = start;
  LinePoint p = phi.at(first);
  for (int looks = 0; looks < kMostLooks; ++looks) {
    const bool is_too_far = !is_low_enough(start, p) || (looks > 1 && p.value >= before.value);
    if (!is_too_far && is_flat_enough(start, p)) return {p, p, looks, true};
    if (is_too_far || p.slope >= 0) return {before, p, looks, false};
    const double t = cubic_minimum(before, p, p.t + 0.01 * (p.t - before.t), 10 * p.t);
    before = std::exchange(p, phi.at(t));
  }
  return {start, p, kMostLooks, false};
}

/// Keeps trials from creeping along an end of the bracket.
class Spacing {
 public:
  double apart(double t, double lo, double hi) {
    const double margin = 0.1 * (hi - lo);
    const bool is_near = std::min(hi - t, t - lo) < margin;
    const bool must_move = is_near && (was_near_ || t >= hi || t <= lo);
    was_near_ = is_near && !must_move;
    if (!must_move) return t;
    return std::fabs(t - hi) < std::fabs(t - lo) ? hi - margin : lo + margin;
  }

 private:
  bool was_near_ = false;
};

}  // namespace

LinePoint strong_wolfe(LineFunction& phi, const LinePoint& start, double first, double longest) {
  Bracket b = find_bracket(phi, start, first);
  b.order();
  Spacing spacing;
  for (; !b.is_done && b.looks < kMostLooks; ++b.looks) {
    const double lo = std::min(b.low.t, b.high.t);
    const double hi = std::max(b.low.t, b.high.t);
    if ((hi - lo) * longest < kShortestBracket) break;
    const LinePoint p = phi.at(spacing.apart(cubic_minimum(b.low, b.high, lo, hi), lo, hi));
    if (!is_low_enough(start, p) || p.value >= b.low.value) {
      b.high = p;
      b.order();
      continue;
    }
    b.is_done = is_flat_enough(start, p);
    if (!b.is_done && p.slope * (b.high.t - b.low.t) >= 0) b.high = b.low;
    b.low = p;
  }
  return b.low;
}

}  // namespace bp
