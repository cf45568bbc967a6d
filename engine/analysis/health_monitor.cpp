#include "engine/analysis/health_monitor.h"

#include <cassert>
#include <numeric>

namespace bp {
namespace {

constexpr std::int64_t kTimes = 3;
/// A healthy unit that is silent for two samples of three is silent for 32 once in 4·10⁵ times.
constexpr std::int64_t kSamples = 32;
/// Votes are halved when there are this many, so that a new illness soon outvotes an old one.
constexpr std::int64_t kMostVotes = 64;

}  // namespace

void HealthMonitor::configure(Index layers) {
  const auto count = static_cast<std::size_t>(layers);
  shown_.assign(count, Health::Fine);
  now_.assign(count, Health::Fine);
  streaks_.assign(count, Streak{});
}

void HealthMonitor::observe(const NetworkSpec& spec, std::span<const LayerStats> stats,
                            const Loss* loss) {
  assert(stats.size() == shown_.size());
  layer_health(spec, stats, now_, loss, 1);
  for (std::size_t l = 0; l < now_.size(); ++l) {
    Streak& streak = streaks_[l];
    extend(streak, now_[l], stats[l].samples);
    if (now_[l] == Health::Exploding) {
      shown_[l] = Health::Exploding;
    } else if (streak.times >= kTimes && !streak.is_ill) {
      shown_[l] = Health::Fine;
    } else if (streak.times >= kTimes && streak.samples >= kSamples) {
      shown_[l] = most_frequent(streak, shown_[l]);
    }
  }
}

void HealthMonitor::extend(Streak& streak, Health health, std::uint32_t samples) {
  const bool is_ill = health != Health::Fine;
  if (is_ill != streak.is_ill) {
    streak = Streak{};
    streak.is_ill = is_ill;
  }
  ++streak.times;
  streak.samples += samples;
  ++streak.votes[static_cast<std::size_t>(health)];
  const auto& votes = streak.votes;
  if (std::accumulate(votes.begin(), votes.end(), std::int64_t{0}) < kMostVotes) return;
  for (std::int64_t& v : streak.votes) v /= 2;
}

/// On equal votes, what is shown stays.
Health HealthMonitor::most_frequent(const Streak& streak, Health shown) {
  auto best = static_cast<std::size_t>(shown);
  for (std::size_t i = 0; i < streak.votes.size(); ++i) {
    if (streak.votes[i] > streak.votes[best]) best = i;
  }
  return static_cast<Health>(best);
}

}  // namespace bp
