// Saving a trainer between two steps, and going on from there.
#include <algorithm>
#include <cassert>

#include "engine/train/trainer.h"

namespace bp {
namespace {

template <class V>
std::int64_t bytes_of(const V& values) {
  return static_cast<std::int64_t>(values.size()) *
         static_cast<std::int64_t>(sizeof(typename V::Scalar));
}

template <class T>
std::int64_t bytes_of(const Weights<T>& w) {
  return bytes_of(w.params) + bytes_of(w.running);
}

template <class T>
std::int64_t bytes_of(const OptimizerState<T>& s) {
  return bytes_of(s.s1) + bytes_of(s.s2) + bytes_of(s.memory);
}

}  // namespace

template <class T>
std::int64_t TrainerState<T>::bytes() const {
  const auto indices = static_cast<std::int64_t>(order.samples());
  return bytes_of(now) + bytes_of(good) + (best_weights ? bytes_of(*best_weights) : 0) +
         bytes_of(moments) + bytes_of(good_moments) +
         indices * static_cast<std::int64_t>(sizeof(std::uint32_t));
}

template <class T>
void Trainer<T>::save(TrainerState<T>& s) const {
  assert(next_phase_ == Phase::Predict && !divergence_);
  s.optimizer = plan_.optimizer;
  s.now.params = Eigen::Map<const Vector<T>>(network_.params().data(), good_params_.size());
  s.now.running = Eigen::Map<const Vector<T>>(network_.running().data(), good_running_.size());
  s.good.params = good_params_;
  s.good.running = good_running_;
  if (!best_) s.best_weights.reset();
  if (best_ && !s.best_weights) s.best_weights.emplace();
  if (best_) {
    s.best_weights->params = best_params_;
    s.best_weights->running = best_running_;
  }
  s.best = best_;
  s.moments = state_;
  s.good_moments = good_state_;
  s.steps = steps_;
  s.good_step = good_step_;
  s.order = order_;
  s.dropout = dropout_rng_.state();
  s.guess = guess_rng_.state();
  s.augment = augmented_.random();
  s.plateau = plateau_;
  s.epochs_before_batch = epochs_before_batch_;
  s.learning_rate = learning_rate_;
  s.gradient_scale = gradient_scale_;
  s.batch_loss = batch_loss_;
  s.first_loss = first_loss_;
  s.has_first_loss = has_first_loss_;
}

template <class T>
void Trainer<T>::restore(const TrainerState<T>& s) {
  assert(s.now.params.size() == good_params_.size());
  if (plan_.optimizer != s.optimizer) set_optimizer(*s.optimizer);
  std::copy_n(s.now.params.data(), s.now.params.size(), network_.params().data());
  std::copy_n(s.now.running.data(), s.now.running.size(), network_.running().data());
  good_params_ = s.good.params;
  good_running_ = s.good.running;
  best_ = s.best;
  if (s.best_weights) {
    best_params_ = s.best_weights->params;
    best_running_ = s.best_weights->running;
  }
  state_ = s.moments;
  good_state_ = s.good_moments;
  steps_ = s.steps;
  good_step_ = s.good_step;
  order_ = s.order;
  dropout_rng_.restore(s.dropout);
  guess_rng_.restore(s.guess);
  augmented_.resume(s.augment);
  plateau_ = s.plateau;
  epochs_before_batch_ = s.epochs_before_batch;
  learning_rate_ = s.learning_rate;
  gradient_scale_ = s.gradient_scale;
  batch_loss_ = s.batch_loss;
  first_loss_ = s.first_loss;
  has_first_loss_ = s.has_first_loss;
  forget_batch();
}

/// There is no present batch: the next phase draws one.
template <class T>
void Trainer<T>::forget_batch() {
  divergence_.reset();
  batch_.clear();
  train_ws_.forget();
  has_previous_ = false;
  next_phase_ = Phase::Predict;
  next_layer_ = network_.layer_count() - 1;
}

template struct TrainerState<float>;
template struct TrainerState<double>;
template void Trainer<float>::save(TrainerState<float>&) const;
template void Trainer<double>::save(TrainerState<double>&) const;
template void Trainer<float>::restore(const TrainerState<float>&);
template void Trainer<double>::restore(const TrainerState<double>&);
template void Trainer<float>::forget_batch();
template void Trainer<double>::forget_batch();

}  // namespace bp
