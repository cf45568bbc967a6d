// The distributions that were seen over a run, few enough to be drawn one behind another.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/session/snapshot.h"

namespace bp {

struct HistogramStep {
  std::int64_t step = 0;
  std::vector<LayerDetail> layers;
};

/// Bounded: when full, those closest together go, so that what stays is spread over the run.
class HistogramHistory {
 public:
  static constexpr std::size_t kMost = 24;

  /// Keeps the snapshot's details if they are of a step worth keeping. Another network starts anew,
  /// an earlier step than the last one kept takes back what came after it.
  void take(const Snapshot& snapshot);
  /// In ascending order of steps.
  [[nodiscard]] std::span<const HistogramStep> steps() const { return steps_; }

 private:
  void thin();

  std::vector<HistogramStep> steps_;
  std::int64_t spacing_ = 1;  ///< steps between two that are kept, at least
  std::uint32_t network_version_ = 0;
};

}  // namespace bp
