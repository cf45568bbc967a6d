#include "engine/session/pacer.h"

#include <algorithm>
#include <cmath>

namespace bp {
namespace {

/// What a session that was held up may catch up with: a hidden tab's hours it must not.
constexpr double kMostBehind_us = 100'000;

bool keeps_time(const Speed& speed) {
  return speed.pace == Pace::Steps || speed.pace == Pace::Phases;
}

}  // namespace

void Pacer::start(std::int64_t now_us) {
  next_us_ = static_cast<double>(now_us);
  waits_for_picture_ = false;
}

void Pacer::ran(const Speed& speed, std::int64_t now_us) {
  waits_for_picture_ = speed.pace == Pace::Frames;
  if (!keeps_time(speed)) return;
  const double period_us = 1e6 / speed.per_second;
  next_us_ = std::max(next_us_ + period_us, static_cast<double>(now_us) - kMostBehind_us);
}

bool Pacer::is_due(const Speed& speed, std::int64_t now_us) const {
  if (speed.pace == Pace::Frames) return !waits_for_picture_;
  return !keeps_time(speed) || static_cast<double>(now_us) >= next_us_;
}

std::int64_t Pacer::wait_us(const Speed& speed, std::int64_t now_us) const {
  if (!keeps_time(speed)) return 0;
  return std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(next_us_)) - now_us);
}

}  // namespace bp
