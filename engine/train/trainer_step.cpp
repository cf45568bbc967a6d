// From gradients to new weights: penalties before the update, and the update itself.
#include <algorithm>

#include "engine/optim/clip.h"
#include "engine/train/trainer.h"

namespace bp {
namespace {

template <class T>
std::span<T> part_of(std::span<T> flat, const ParamBlock& block) {
  return flat.subspan(static_cast<std::size_t>(block.offset),
                      static_cast<std::size_t>(block.size()));
}

/// Penalties are on weights, and on biases only where the lecture's budget is meant.
bool is_penalised(const TrainHyper& hyper, const ParamBlock& block) {
  return block.kind == ParamBlock::Kind::Weight ||
         (block.kind == ParamBlock::Kind::Bias && hyper.penalises_biases);
}

}  // namespace

template <class T>
bool Trainer<T>::is_in_loss(const TrainHyper& hyper, std::size_t r) const {
  const bool is_decoupled = plan_.optimizer->decouples_decay && regularizers()[r].is_decay;
  return hyper.lambda[r] != 0 && !is_decoupled;
}

template <class T>
double Trainer<T>::penalty(const TrainHyper& hyper) const {
  double total = 0;
  for (std::size_t r = 0; r < hyper.lambda.size(); ++r) {
    if (!is_in_loss(hyper, r)) continue;
    double sum = 0;
    for (const ParamBlock& block : network_.blocks()) {
      if (!is_penalised(hyper, block)) continue;
      sum += regularizers()[r].kernels<T>().penalty(part_of(network_.params(), block));
    }
    total += static_cast<double>(hyper.lambda[r]) * sum;
  }
  return total;
}

template <class T>
void Trainer<T>::add_penalty_gradient(const TrainHyper& hyper, Index layer, std::span<T> grads) {
  for (std::size_t r = 0; r < hyper.lambda.size(); ++r) {
    if (!is_in_loss(hyper, r)) continue;
    for (const ParamBlock& block : network_.blocks()) {
      if (block.layer != layer || !is_penalised(hyper, block)) continue;
      regularizers()[r].kernels<T>().add_gradient(block.size(), T(hyper.lambda[r]),
                                                  network_.params().data() + block.offset,
                                                  grads.data() + block.offset);
    }
  }
}

/// Adds the penalties' second derivatives to the diagonal of a params × params matrix.
template <class T>
void Trainer<T>::add_penalty_curvature(const TrainHyper& hyper, double* matrix) const {
  const auto stride = static_cast<Index>(network_.params().size()) + 1;
  for (const ParamBlock& block : network_.blocks()) {
    if (!is_penalised(hyper, block)) continue;
    for (std::size_t r = 0; r < hyper.lambda.size(); ++r) {
      if (!is_in_loss(hyper, r)) continue;
      regularizers()[r].kernels<T>().add_curvature(
          block.size(), static_cast<double>(hyper.lambda[r]),
          network_.params().data() + block.offset, stride, matrix + stride * block.offset);
    }
  }
}

template <class T>
void Trainer<T>::decay_weights(const TrainHyper& hyper) {
  if (!plan_.optimizer->decouples_decay) return;
  for (std::size_t r = 0; r < hyper.lambda.size(); ++r) {
    if (!regularizers()[r].is_decay || hyper.lambda[r] == 0) continue;
    for (const ParamBlock& block : network_.blocks()) {
      if (!is_penalised(hyper, block)) continue;
      decay(part_of(network_.params(), block), learning_rate_, hyper.lambda[r]);
    }
  }
}

/// By value first, then by norm, where both are on.
template <class T>
void Trainer<T>::clip_gradients(const TrainHyper& hyper) {
  if (hyper.clip_value > 0) clip_values(train_ws_.grads(), T(hyper.clip_value));
  gradient_scale_ = 1;
  if (hyper.clip_norm > 0) {
    gradient_scale_ = clip_norm(train_ws_.grads(), static_cast<double>(hyper.clip_norm));
  }
}

template <class T>
Parts<T> Trainer<T>::budget_parts(const TrainHyper& hyper, std::span<T> flat) {
  const std::size_t first = parts_.size();
  for (const ParamBlock& block : network_.blocks()) {
    if (is_penalised(hyper, block)) parts_.push_back(part_of(flat, block));
  }
  return Parts<T>(parts_).subspan(first);
}

/// After the update: each unit's weights first, then the budget of all.
template <class T>
void Trainer<T>::constrain_weights(const TrainHyper& hyper) {
  for (Index l = 0; l < network_.layer_count() && hyper.max_norm > 0; ++l) {
    MatrixMap<T> W = network_.W(l);
    limit_rows(W.rows(), W.cols(), W.data(), static_cast<double>(hyper.max_norm));
  }
  if (!hyper.budget || !hyper.budget->is_on) return;
  parts_.clear();
  hyper.budget->kernels<T>().project(budget_parts(hyper, network_.params()),
                                     static_cast<double>(hyper.radius));
}

template <class T>
typename Trainer<T>::BudgetState Trainer<T>::budget_state(const TrainHyper& hyper) {
  if (!hyper.budget || !hyper.budget->is_on) return {};
  parts_.clear();
  const Parts<T> params = budget_parts(hyper, network_.params());
  const Parts<T> grads = budget_parts(hyper, train_ws_.grads());
  const BudgetKernels<T>& kernels = hyper.budget->kernels<T>();
  const double size = kernels.size(params);
  // Projected weights lie on the limit up to rounding.
  const bool is_at_limit = size >= static_cast<double>(hyper.radius) * (1 - 1e-5);
  return {size, is_at_limit && size > 0 ? kernels.multiplier(params, grads) : 0};
}

template <class T>
float Trainer<T>::scheduled_rate(const TrainHyper& hyper) const {
  if (!hyper.schedule) return hyper.optimizer.learning_rate;
  return hyper.optimizer.learning_rate *
         hyper.schedule->share({hyper.schedule_period, hyper.schedule_factor, epochs_before_batch_,
                                plateau_.reductions});
}

template <class T>
float Trainer<T>::learning_rate(const TrainHyper& hyper) const {
  return steps_ > 0 ? learning_rate_ : scheduled_rate(hyper);
}

template <class T>
void Trainer<T>::step_phase(const TrainHyper& hyper) {
  const std::span<T> params = network_.params();
  if (keeps_previous_) std::copy(params.begin(), params.end(), previous_.data());
  has_previous_ = keeps_previous_;
  learning_rate_ = scheduled_rate(hyper);
  if (plan_.optimizer->is_full_batch()) {
    gradient_scale_ = 1;
    full_batch_step(hyper);
  } else {
    clip_gradients(hyper);
    decay_weights(hyper);
    const std::span<const T> grads = train_ws_.grads();
    OptimizerHyper rule = hyper.optimizer;
    rule.learning_rate = learning_rate_;
    update(*plan_.optimizer, rule, grads, params, state_);
  }
  constrain_weights(hyper);
  ++steps_;
}

template bool Trainer<float>::is_in_loss(const TrainHyper&, std::size_t) const;
template bool Trainer<double>::is_in_loss(const TrainHyper&, std::size_t) const;
template double Trainer<float>::penalty(const TrainHyper&) const;
template double Trainer<double>::penalty(const TrainHyper&) const;
template void Trainer<float>::add_penalty_gradient(const TrainHyper&, Index, std::span<float>);
template void Trainer<double>::add_penalty_gradient(const TrainHyper&, Index, std::span<double>);
template void Trainer<float>::add_penalty_curvature(const TrainHyper&, double*) const;
template void Trainer<double>::add_penalty_curvature(const TrainHyper&, double*) const;
template void Trainer<float>::constrain_weights(const TrainHyper&);
template void Trainer<double>::constrain_weights(const TrainHyper&);
template Trainer<float>::BudgetState Trainer<float>::budget_state(const TrainHyper&);
template Trainer<double>::BudgetState Trainer<double>::budget_state(const TrainHyper&);
template float Trainer<float>::learning_rate(const TrainHyper&) const;
template float Trainer<double>::learning_rate(const TrainHyper&) const;
template void Trainer<float>::step_phase(const TrainHyper&);
template void Trainer<double>::step_phase(const TrainHyper&);

}  // namespace bp
