// What a snapshot says of a trainer, in either precision. Included by session_publish.cpp and
// double_run.cpp only.
#pragma once

#include "engine/session/snapshot.h"
#include "engine/train/trainer.h"

namespace bp {

/// Where the run is, and what its last step was.
template <class T>
void publish_run(Trainer<T>& trainer, const TrainHyper& hyper, Snapshot& out) {
  out.step = trainer.steps();
  out.epoch = trainer.epoch();
  out.next_phase = static_cast<std::uint32_t>(trainer.next_phase());
  out.next_layer = static_cast<std::uint32_t>(trainer.next_layer());
  out.learning_rate = trainer.learning_rate(hyper);
  out.gradient_scale = static_cast<float>(trainer.gradient_scale());
  const BestEpoch best = trainer.best_epoch().value_or(BestEpoch{-1, 0, 0});
  out.best_epoch = best.epoch;
  out.best_step = best.step;
  out.best_loss = best.loss;
  const Divergence divergence = trainer.divergence().value_or(Divergence{});
  out.divergence_step = divergence.step;
  out.divergence_layer = divergence.layer;
  out.divergence_exploded = divergence.exploded ? 1 : 0;
  out.penalty = trainer.penalty(hyper);
  out.batch_loss = trainer.batch_loss();
  const typename Trainer<T>::BudgetState budget = trainer.budget_state(hyper);
  out.budget_size = budget.size;
  out.budget_lambda = budget.lambda;
}

inline void publish_evaluations(const Evaluation& train, const Evaluation& validation,
                                const Evaluation& test, Snapshot& out) {
  out.train_loss = train.loss;
  out.validation_loss = validation.loss;
  out.test_loss = test.loss;
  out.train_score = train.score;
  out.validation_score = validation.score;
  out.test_score = test.score;
}

inline void publish_counts(const PreparedData& data, Snapshot& out) {
  out.train_count = static_cast<std::uint32_t>(data.train.count());
  out.validation_count = static_cast<std::uint32_t>(data.validation.count());
  out.test_count = static_cast<std::uint32_t>(data.test.count());
}

}  // namespace bp
