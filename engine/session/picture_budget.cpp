#include "engine/session/picture_budget.h"

#include <array>
#include <cstddef>

namespace bp {
namespace {

constexpr std::int64_t kLeast = 12;  // a coarser picture says nothing
constexpr std::array kShares = {1.0, 0.75, 0.5, 0.375, 0.25};

double cells(int level) {
  const double share = kShares[static_cast<std::size_t>(level)];
  return share * share;
}

}  // namespace

std::int64_t AdaptiveResolution::of(std::int64_t wanted) const {
  const double share = kShares[static_cast<std::size_t>(level_)];
  const auto fitting = static_cast<std::int64_t>(share * static_cast<double>(wanted));
  return std::max(fitting, std::min(wanted, kLeast));
}

// Finer only where a grid would cost less than the target, coarser only where it costs twice as
// much: noise in the costs does not make a picture flicker.
void AdaptiveResolution::took(std::int64_t cost_us) {
  const double whole = static_cast<double>(cost_us) / cells(level_);
  cost_us_ = cost_us_ < 0 ? whole : 0.75 * cost_us_ + 0.25 * whole;
  const int last = static_cast<int>(kShares.size()) - 1;
  while (level_ < last && cost_us_ * cells(level_) > 2 * kTarget_us) ++level_;
  if (level_ > 0 && cost_us_ * cells(level_ - 1) < kTarget_us) --level_;
}

}  // namespace bp
