#include "engine/analysis/ranking_curves.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace bp {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

RankingCurve undefined_curve() { return {{}, {}, {}, std::numeric_limits<double>::quiet_NaN()}; }

void add_point(double x, double y, double threshold, RankingCurve& curve) {
  curve.x.push_back(x);
  curve.y.push_back(y);
  curve.threshold.push_back(threshold);
}

RankingCurve without_straight_points(const RankingCurve& curve) {
  RankingCurve few;
  few.area = curve.area;
  const std::size_t n = curve.x.size();
  for (std::size_t i = 0; i < n; ++i) {
    const auto is_straight = [i](const std::vector<double>& v) {
      return v[i - 1] == v[i] && v[i] == v[i + 1];
    };
    if (i > 0 && i + 1 < n && (is_straight(curve.x) || is_straight(curve.y))) continue;
    add_point(curve.x[i], curve.y[i], curve.threshold[i], few);
  }
  return few;
}

}  // namespace

Ranking rank(std::span<const double> scores, std::span<const std::uint32_t> labels,
             std::uint32_t positive) {
  assert(scores.size() == labels.size());
  Ranking r;
  r.has_nan = std::ranges::any_of(scores, [](double s) { return std::isnan(s); });
  if (r.has_nan) return r;
  std::vector<std::uint32_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return scores[a] > scores[b]; });
  for (std::size_t i = 0; i < order.size(); ++i) {
    ++(labels[order[i]] == positive ? r.positives : r.negatives);
    const double score = scores[order[i]];
    if (i + 1 < order.size() && scores[order[i + 1]] == score) continue;
    r.threshold.push_back(score);
    r.tp.push_back(r.positives);
    r.fp.push_back(r.negatives);
  }
  return r;
}

RankingCurve roc_curve(const Ranking& r) {
  if (r.has_nan || r.positives == 0 || r.negatives == 0) return undefined_curve();
  const auto positives = static_cast<double>(r.positives);
  const auto negatives = static_cast<double>(r.negatives);
  RankingCurve curve;
  add_point(0, 0, kInfinity, curve);
  std::int64_t twice = 0;  // the trapezoids' area in whole pairs of samples: exact
  std::int64_t tp = 0, fp = 0;
  for (std::size_t i = 0; i < r.threshold.size(); ++i) {
    twice += (r.fp[i] - fp) * (r.tp[i] + tp);
    tp = r.tp[i];
    fp = r.fp[i];
    add_point(static_cast<double>(fp) / negatives, static_cast<double>(tp) / positives,
              r.threshold[i], curve);
  }
  curve.area = static_cast<double>(twice) / (2 * positives * negatives);
  return curve;
}

RankingCurve precision_recall_curve(const Ranking& r) {
  if (r.has_nan || r.positives == 0) return undefined_curve();
  const auto positives = static_cast<double>(r.positives);
  RankingCurve curve;
  add_point(0, 1, kInfinity, curve);
  std::int64_t before = 0;
  for (std::size_t i = 0; i < r.threshold.size(); ++i) {
    const auto tp = static_cast<double>(r.tp[i]);
    const double precision = tp / (tp + static_cast<double>(r.fp[i]));
    curve.area += static_cast<double>(r.tp[i] - before) / positives * precision;
    before = r.tp[i];
    add_point(tp / positives, precision, r.threshold[i], curve);
  }
  return curve;
}

RankingCurve reduced(const RankingCurve& whole, std::size_t most) {
  assert(most >= 2);
  const RankingCurve curve = without_straight_points(whole);
  const std::size_t n = curve.x.size();
  if (n <= most) return curve;
  std::vector<double> length(n, 0.0);
  for (std::size_t i = 1; i < n; ++i) {
    length[i] = length[i - 1] + std::fabs(curve.x[i] - curve.x[i - 1]) +
                std::fabs(curve.y[i] - curve.y[i - 1]);
  }
  RankingCurve few;
  few.area = curve.area;
  add_point(curve.x[0], curve.y[0], curve.threshold[0], few);
  std::size_t kept = 0;
  for (std::size_t k = 1; k + 1 < most; ++k) {
    const double wanted = length[n - 1] * static_cast<double>(k) / static_cast<double>(most - 1);
    const auto from = length.begin() + static_cast<std::ptrdiff_t>(kept) + 1;
    const auto i =
        static_cast<std::size_t>(std::lower_bound(from, length.end(), wanted) - length.begin());
    if (i + 1 >= n) break;
    add_point(curve.x[i], curve.y[i], curve.threshold[i], few);
    kept = i;
  }
  add_point(curve.x[n - 1], curve.y[n - 1], curve.threshold[n - 1], few);
  return few;
}

}  // namespace bp
