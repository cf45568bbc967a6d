// Verdicts that are shown in words must not blink: one batch can make a healthy layer look ill.
#pragma once

#include <array>
#include <vector>

#include "engine/analysis/layer_stats.h"

namespace bp {

/// Steadies layer_health() over the steps it is shown. A layer is called ill after 3 observations
/// in a row that were not Fine and saw 32 samples together, by the verdict most frequent among
/// them; it is Fine again after 3 that were. Exploding shows at once.
class HealthMonitor {
 public:
  /// Everything Fine; allocates here only.
  void configure(Index layers);
  /// Takes the stats of one more step, `stats` one a layer.
  void observe(const NetworkSpec& spec, std::span<const LayerStats> stats, const Loss* loss);
  /// One verdict a layer.
  [[nodiscard]] std::span<const Health> verdicts() const { return shown_; }

 private:
  /// What was seen since the layer last changed between Fine and not.
  struct Streak {
    bool is_ill = false;
    std::int64_t times = 0, samples = 0;
    std::array<std::int64_t, 7> votes{};  ///< one a Health, recent ones count more
  };
  static void extend(Streak& streak, Health health, std::uint32_t samples);
  static Health most_frequent(const Streak& streak, Health shown);

  std::vector<Health> shown_, now_;
  std::vector<Streak> streaks_;
};

}  // namespace bp
