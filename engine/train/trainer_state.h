// What a trainer has to remember between two steps to go on with the same bits.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/core/rng.h"
#include "engine/core/types.h"
#include "engine/data/batches.h"
#include "engine/optim/optimizers.h"
#include "engine/optim/schedules.h"

namespace bp {

/// The end of the epoch with the lowest watched loss.
struct BestEpoch {
  std::int64_t epoch = 0, step = 0;
  double loss = 0;
};

/// Parameters with the running statistics that go with them.
template <class T>
struct Weights {
  Vector<T> params, running;
};

/// Between two steps, so nothing of a batch is in it. Dropout's rates, augmentation's amounts and
/// batch normalisation's constants are settings, which whoever keeps this keeps beside it.
template <class T>
struct TrainerState {
  const Optimizer* optimizer = nullptr;
  Weights<T> now, good;  ///< good: what a divergence goes back to
  std::optional<Weights<T>> best_weights;
  std::optional<BestEpoch> best;
  OptimizerState<T> moments, good_moments;
  std::int64_t steps = 0, good_step = 0;
  BatchOrder order;
  Rng::State dropout, guess, augment;
  PlateauState plateau;
  double epochs_before_batch = 0;
  float learning_rate = 0;
  double gradient_scale = 1, batch_loss = 0, first_loss = 0;
  bool has_first_loss = false;

  /// What it holds on the heap.
  [[nodiscard]] std::int64_t bytes() const;
};

}  // namespace bp
