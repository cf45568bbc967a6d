// The order in which samples are visited: shuffled anew every epoch, or always as they come; the
// last partial batch is a batch of its own size.
#pragma once

#include <vector>

#include "engine/core/rng.h"
#include "engine/core/types.h"

namespace bp {

class BatchOrder {
 public:
  enum class Mode {
    Shuffled,
    Sequential,  ///< draws nothing: what comes first in the data is always learned first
  };

  /// Starts before the first epoch. `samples` > 0.
  void configure(Index samples, std::uint64_t seed, Mode mode = Mode::Shuffled);
  /// Sample indices of the next batch of up to `batch_size`, never across an epoch's end; where the
  /// mode says so, shuffles when a new epoch begins. The span is valid until the next call.
  std::span<const std::uint32_t> next(Index batch_size);
  /// Completed epochs.
  [[nodiscard]] std::int64_t epoch() const { return epoch_; }
  /// Completed epochs and the share of the present one that has been given.
  [[nodiscard]] double progress() const;
  /// True if the last batch given ended its epoch.
  [[nodiscard]] bool at_epoch_end() const { return position_ == samples_; }
  [[nodiscard]] Index samples() const { return samples_; }

 private:
  std::vector<std::uint32_t> order_;
  Index samples_ = 0, position_ = 0;
  std::int64_t epoch_ = 0;
  Mode mode_ = Mode::Shuffled;
  Rng rng_{0};
};

}  // namespace bp
