#include "engine/train/trainer.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "engine/nn/block_pass.h"

namespace bp {
namespace {

/// Initial weights are drawn in float, layer by layer, so that float and double runs start alike.
template <class T>
void initialise(const TrainPlan& plan, Network<T>& net) {
  Rng rng(plan.seed, static_cast<std::uint64_t>(Stream::Weights));
  Vector<float> draw;
  for (Index l = 0; l < net.layer_count(); ++l) {
    MatrixMap<T> W = net.W(l);
    draw.resize(W.size());
    plan.initializer->fill(W.rows(), W.cols(), plan.init_scale, rng, draw.data());
    std::copy_n(draw.data(), draw.size(), W.data());
    VectorMap<T> b = net.b(l);
    std::fill_n(b.data(), b.size(), T(plan.init_bias));
  }
}

template <class M>
std::span<const typename M::Scalar> span_of(const M& m) {
  return {m.data(), static_cast<std::size_t>(m.size())};
}

template <class T>
bool all_finite(std::span<const T> values) {
  return std::ranges::all_of(values, [](T x) { return std::isfinite(x); });
}

/// The chosen columns side by side. Row by row, because copying a column of two values is a call.
template <class T>
void gather(const Matrix<float>& m, std::span<const std::uint32_t> columns, T* out) {
  const Index rows = m.rows();
  if (rows == 2) {
    for (const std::uint32_t column : columns) {
      const float* from = m.data() + 2 * static_cast<Index>(column);
      *out++ = static_cast<T>(from[0]);
      *out++ = static_cast<T>(from[1]);
    }
    return;
  }
  for (Index i = 0; i < rows; ++i) {
    T* p = out + i;
    for (const std::uint32_t column : columns) {
      *p = static_cast<T>(m.data()[static_cast<Index>(column) * rows + i]);
      p += rows;
    }
  }
}

}  // namespace

template <class T>
void Trainer<T>::configure(const TrainPlan& plan, const PreparedData& data) {
  assert(plan.loss && plan.optimizer && plan.initializer);
  assert(plan.network.inputs == data.train.X.rows() && data.train.count() > 0);
  plan_ = plan;
  data_ = &data;
  network_.configure(plan.network);
  initialise(plan, network_);
  configure_buffers();
  order_.configure(data.train.count(), plan.seed, plan.order);
  augmented_.configure(data, plan.seed);
  dropout_rng_ = Rng(plan.seed, static_cast<std::uint64_t>(Stream::Dropout));
  guess_rng_ = Rng(plan.seed, static_cast<std::uint64_t>(Stream::Guess));
  previous_.setZero(plan.network.param_count());
  has_previous_ = has_first_loss_ = false;
  next_phase_ = Phase::Predict;
  next_layer_ = network_.layer_count() - 1;
  steps_ = 0;
  epochs_before_batch_ = 0;
  learning_rate_ = 0;
  plateau_ = {};
  gradient_scale_ = 1;
  smoothing_ = 0;
  parts_.reserve(2 * network_.blocks().size());  // of parameters and of gradients
  loss_sum_ = batch_loss_ = first_loss_ = 0;
  divergence_.reset();
  best_.reset();
  best_params_.setZero(plan.network.param_count());
  best_running_.setZero(static_cast<Index>(network_.running().size()));
  good_running_ = best_running_;
  good_params_.setZero(plan.network.param_count());
  set_optimizer(*plan.optimizer);
  save_good_state();
}

template <class T>
void Trainer<T>::start_from(const Network<T>& other) {
  assert(other.spec() == network_.spec() && steps_ == 0);
  std::ranges::copy(other.params(), network_.params().begin());
  std::ranges::copy(other.running(), network_.running().begin());
  save_good_state();
}

template <class T>
void Trainer<T>::set_optimizer(const Optimizer& row) {
  assert(row.takes(plan_.network.param_count()));
  plan_.optimizer = &row;
  state_.configure(row, plan_.network.param_count());
  good_state_.configure(row, plan_.network.param_count());
  configure_trials();
}

template <class T>
void Trainer<T>::set_dropout(std::span<const Dropout> layers) {
  network_.set_dropout(layers);
  if (network_.has_dropout()) train_ws_.allow_masks();
  if (network_.has_dropout() && plan_.optimizer->is_full_batch()) trial_ws_.allow_masks();
}

template <class T>
std::span<const T> Trainer<T>::previous_params() const {
  return {previous_.data(), has_previous_ ? static_cast<std::size_t>(previous_.size()) : 0};
}

template <class T>
std::span<const std::uint32_t> Trainer<T>::batch_indices() const {
  return batch_;
}

template <class T>
Phase Trainer<T>::run_phase(const TrainHyper& hyper) {
  const Phase phase = next_phase_;
  if (divergence_) return phase;
  switch (phase) {
    case Phase::Predict:
      draw_batch(hyper);
      predict_phase();
      next_phase_ = Phase::Loss;
      break;
    case Phase::Loss:
      next_phase_ = Phase::ZeroGrad;
      loss_phase();
      break;
    case Phase::ZeroGrad:
      std::ranges::fill(train_ws_.grads(), T(0));
      next_layer_ = network_.layer_count() - 1;
      next_phase_ = Phase::Backward;
      break;
    case Phase::Backward:
      backward_phase(hyper);
      if (next_layer_ == 0) next_phase_ = Phase::Step;
      if (next_layer_ > 0) --next_layer_;
      break;
    case Phase::Step:
      step_phase(hyper);
      next_layer_ = network_.layer_count() - 1;
      next_phase_ = Phase::Predict;
      break;
  }
  return phase;
}

template <class T>
void Trainer<T>::step(const TrainHyper& hyper) {
  if (divergence_) return;
  if (next_phase_ == Phase::Predict) {
    draw_batch(hyper);
    whole_batch(hyper);
  }
  while (!divergence_ && run_phase(hyper) != Phase::Step) {
  }
}

template <class T>
void Trainer<T>::draw_batch(const TrainHyper& hyper) {
  epochs_before_batch_ = order_.progress();
  const std::span<const std::uint32_t> samples =
      order_.next(plan_.optimizer->is_full_batch() ? largest_batch_
                                                   : std::min(hyper.batch_size, largest_batch_));
  batch_.assign(samples.begin(), samples.end());
  masks_start_ = dropout_rng_.state();
  augmented_.start_batch();
  loss_sum_ = 0;
  smoothing_ = data_->classes > 0 ? hyper.smoothing : 0;
}

template <class T>
Index Trainer<T>::chunk_count() const {
  return (static_cast<Index>(batch_.size()) + chunk_ - 1) / chunk_;
}

/// Inputs and targets of the chunk's samples; returns how many there are.
template <class T>
Index Trainer<T>::load_chunk(Index chunk) {
  const Index first = chunk * chunk_;
  const Index n = std::min(chunk_, static_cast<Index>(batch_.size()) - first);
  const std::span<const std::uint32_t> samples(batch_.data() + first, static_cast<std::size_t>(n));
  if (augmented_.is_on()) {
    augmented_.gather(samples, x_.data());
  } else {
    gather(data_->train.X, samples, x_.data());
  }
  gather(data_->train.Y, samples, y_.data());
  if (smoothing_ > 0) {
    smooth_targets(*plan_.loss, T(smoothing_), plan_.network.outputs(), n, y_.data());
  }
  return n;
}

template <class T>
void Trainer<T>::forward_chunk(Index chunk, bool in_blocks) {
  const Index n = load_chunk(chunk);
  draw_masks(network_, n, dropout_rng_, train_ws_);
  is_in_blocks_ = false;
  if constexpr (sizeof(T) == sizeof(float)) {
    is_in_blocks_ = in_blocks && block_forward(network_, x_.data(), n, train_ws_, Mode::Train);
  }
  if (!is_in_blocks_) forward(network_, x_.data(), n, train_ws_, Mode::Train);
  track_statistics(network_, train_ws_);
}

template <class T>
void Trainer<T>::predict_phase() {
  for (Index c = 0; c < chunk_count(); ++c) {
    forward_chunk(c, false);
    loss_sum_ += chunk_loss();
  }
}

template <class T>
double Trainer<T>::chunk_loss() {
  const std::span<T> scratch(scratch_.data(), static_cast<std::size_t>(scratch_.size()));
  return loss_sum(network_, *plan_.loss, y_.data(), train_ws_, scratch);
}

template <class T>
void Trainer<T>::loss_phase() {
  batch_loss_ = loss_sum_ / batch_outputs();
  if (!std::isfinite(batch_loss_)) return diverge(false);
  if (!has_first_loss_) first_loss_ = batch_loss_;
  has_first_loss_ = true;
  // The floor keeps a run that starts at its solution from exploding by rounding.
  const double reference = std::max(first_loss_, 1e-3);
  if (batch_loss_ > 1e6 * reference) return diverge(true);
  constexpr std::int64_t kStepsBetweenCopies = 64;  // often enough, and the cost vanishes
  if (steps_ % kStepsBetweenCopies == 0 && batch_loss_ < 1e3 * reference) save_good_state();
}

template <class T>
void Trainer<T>::backward_phase(const TrainHyper& hyper) {
  const Index last = network_.layer_count() - 1;
  if (chunk_count() > 1) {
    if (next_layer_ == last) {
      dropout_rng_.restore(masks_start_);  // the same masks once more, and the same moved points
      augmented_.start_over();
      for (Index c = 0; c < chunk_count(); ++c) {
        forward_chunk(c, false);
        backward_chunk(true);
      }
    }
  } else {
    if (next_layer_ == last) {
      output_gradient(network_, *plan_.loss, y_.data(), T(1.0 / batch_outputs()), train_ws_);
    }
    backward_layer(network_, x_.data(), next_layer_, train_ws_);
  }
  add_penalty_gradient(hyper, next_layer_, train_ws_.grads());
}

/// All layers for the chunk last predicted; gradients are added to those there, or replace them.
template <class T>
void Trainer<T>::backward_chunk(bool adds) {
  output_gradient(network_, *plan_.loss, y_.data(), T(1.0 / batch_outputs()), train_ws_);
  if constexpr (sizeof(T) == sizeof(float)) {
    if (is_in_blocks_) return block_backward(network_, adds, train_ws_);
  }
  if (!adds) std::ranges::fill(train_ws_.grads(), T(0));
  for (Index l = network_.layer_count() - 1; l >= 0; --l) {
    backward_layer(network_, x_.data(), l, train_ws_);
  }
}

/// Everything up to the Step phase with one forward pass a chunk; the same bits as phase by phase.
template <class T>
void Trainer<T>::whole_batch(const TrainHyper& hyper) {
  for (Index c = 0; c < chunk_count(); ++c) {
    forward_chunk(c, true);
    loss_sum_ += chunk_loss();
    backward_chunk(c > 0);
  }
  const bool is_penalised = std::ranges::any_of(hyper.lambda, [](float l) { return l != 0; });
  for (Index l = 0; is_penalised && l < network_.layer_count(); ++l) {
    add_penalty_gradient(hyper, l, train_ws_.grads());
  }
  next_phase_ = Phase::Step;
  loss_phase();
}

template <class T>
double Trainer<T>::batch_outputs() const {
  return averaging_count(*plan_.loss, plan_.network.outputs(), static_cast<Index>(batch_.size()));
}

template <class T>
void Trainer<T>::save_good_state() {
  const std::span<const T> params = std::as_const(network_).params();
  // A finite loss can hide an infinite weight (a dead unit's, say).
  if (!all_finite(params)) return;
  std::copy(params.begin(), params.end(), good_params_.data());
  std::ranges::copy(network_.running(), good_running_.data());
  good_state_ = state_;
  good_step_ = steps_;
}

template <class T>
void Trainer<T>::diverge(bool exploded) {
  divergence_ = Divergence{steps_, layer_to_blame(exploded), exploded, good_step_};
  std::copy_n(good_params_.data(), good_params_.size(), network_.params().data());
  std::copy_n(good_running_.data(), good_running_.size(), network_.running().data());
  state_ = good_state_;
  has_previous_ = false;
  next_phase_ = Phase::Predict;
}

template <class T>
int Trainer<T>::layer_to_blame(bool exploded) const {
  int largest_layer = -1;
  T largest = 0;
  for (Index l = 0; l < network_.layer_count(); ++l) {
    const ConstMatrixMap<T> W = network_.W(l);
    const ConstVectorMap<T> b = network_.b(l);
    const ConstMatrixMap<T> A = workspace().A(l);
    const bool is_finite =
        all_finite(span_of(W)) && all_finite(span_of(b)) && all_finite(span_of(A));
    if (!is_finite) return static_cast<int>(l);
    for (const T w : span_of(W)) {
      if (!(std::abs(w) > largest)) continue;
      largest = std::abs(w);
      largest_layer = static_cast<int>(l);
    }
  }
  return exploded ? largest_layer : -1;
}

template class Trainer<float>;
template class Trainer<double>;

}  // namespace bp
