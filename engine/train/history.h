// Curves over a whole run in bounded memory: when full, neighbours are merged in pairs, so that a
// point stands for `stride` steps and keeps their mean, minimum and maximum.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/core/types.h"

namespace bp {

/// Several series sampled together (one row a channel). Nothing is allocated after configure().
///
/// Every point but the last stands for exactly `stride()` samples; the last may still be filling
/// and shows what it has. A NaN makes its point's mean NaN and leaves minimum and maximum alone.
class History {
 public:
  /// At most `capacity` points are kept; it is rounded down to an even number, 2 at least.
  void configure(Index channels, Index capacity);
  /// Adds one sample of every channel at `step`; several at one step belong to the same point.
  void add(std::int64_t step, std::span<const float> values);
  void clear();
  [[nodiscard]] Index size() const { return size_; }
  /// What it holds on the heap.
  [[nodiscard]] std::int64_t bytes() const;
  [[nodiscard]] Index channels() const { return channels_; }
  /// Steps a full point stands for: 1, doubled whenever neighbours were merged.
  [[nodiscard]] Index stride() const { return stride_; }
  /// Whether `step` is worth a sample: every step at first, later eight of them a point, so that a
  /// long run costs ever less; depends on the step number and on what was added before alone.
  [[nodiscard]] bool wants(std::int64_t step) const {
    return step % std::max<Index>(1, stride_ / kSamplesAPoint) == 0;
  }
  /// The step at which point i ends.
  [[nodiscard]] std::span<const float> steps() const;
  [[nodiscard]] std::span<const float> mean(Index channel) const;
  [[nodiscard]] std::span<const float> min(Index channel) const;
  [[nodiscard]] std::span<const float> max(Index channel) const;

 private:
  static constexpr Index kSamplesAPoint = 8;

  void merge_pairs();
  void begin_point();
  [[nodiscard]] std::span<const float> series(const std::vector<float>& all, Index channel) const;

  Index channels_ = 0, capacity_ = 0, size_ = 0, stride_ = 1;
  Index pending_ = 0;                    ///< steps in the last point
  std::int64_t weight_ = 0;              ///< of the samples in it
  std::int64_t last_step_ = 0;           ///< of the last sample
  std::vector<double> sum_;              ///< of the last point, one a channel
  std::vector<float> steps_;             ///< capacity
  std::vector<float> mean_, min_, max_;  ///< channel after channel, capacity each
};

}  // namespace bp
