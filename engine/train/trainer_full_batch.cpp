// The step of the full-batch methods: the trainer's objective, for them to try parameters out on.
#include <algorithm>
#include <utility>

#include "engine/core/gemm.h"
#include "engine/nn/curvature.h"
#include "engine/train/trainer.h"

namespace bp {
namespace {

/// Samples whose gradients are held at a time for the Gauss–Newton matrix.
constexpr Index kSamplesAtOnce = 64;

}  // namespace

/// Loss of the current batch plus penalties, at the network's parameters as they are, with the
/// batch's masks. Everything that is looked at happens in the trial workspace, so that the training
/// one still shows where the step began.
template <class T>
class Trainer<T>::FullObjective final : public Objective<T> {
 public:
  FullObjective(Trainer& trainer, const TrainHyper& hyper)
      : t_(trainer),
        hyper_(hyper),
        start_(trainer.batch_loss_ + trainer.penalty(hyper)),
        masks_(trainer.dropout_rng_) {}

  [[nodiscard]] std::span<T> params() override { return t_.network_.params(); }
  [[nodiscard]] double start_value() const override { return start_; }
  [[nodiscard]] std::span<const T> start_gradient() const override {
    return std::as_const(t_.train_ws_).grads();
  }
  [[nodiscard]] std::span<const T> gradient() const override {
    return std::as_const(t_.trial_ws_).grads();
  }

  [[nodiscard]] double value() override {
    double total = 0;
    for (Index c = 0; c < t_.chunk_count(); ++c) total += forward_chunk(c);
    return total / t_.batch_outputs() + t_.penalty(hyper_);
  }

  [[nodiscard]] double value_and_gradient() override {
    std::ranges::fill(t_.trial_ws_.grads(), T(0));
    double total = 0;
    for (Index c = 0; c < t_.chunk_count(); ++c) {
      total += forward_chunk(c);
      output_gradient(t_.network_, *t_.plan_.loss, t_.y_.data(), T(1.0 / t_.batch_outputs()),
                      t_.trial_ws_);
      backward();
    }
    for (Index l = 0; l < t_.network_.layer_count(); ++l) {
      t_.add_penalty_gradient(hyper_, l, t_.trial_ws_.grads());
    }
    return total / t_.batch_outputs() + t_.penalty(hyper_);
  }

  void curvature(std::span<double> matrix) override {
    std::ranges::fill(matrix, 0.0);
    for (Index c = 0; c < t_.chunk_count(); ++c) {
      (void)forward_chunk(c);
      for (Index k = 0; k < t_.plan_.network.outputs(); ++k) {
        output_curvature(t_.network_, *t_.plan_.loss, k, t_.y_.data(), t_.trial_ws_);
        backward();
        add_products(matrix.data());
      }
    }
    for (double& x : matrix) x /= t_.batch_outputs();
    t_.add_penalty_curvature(hyper_, matrix.data());
  }

  void constrain() override { t_.constrain_weights(hyper_); }

 private:
  /// The sum of the chunk's losses.
  double forward_chunk(Index chunk) {
    const bool is_loaded = t_.chunk_count() == 1;  // by the Predict phase
    if (chunk == 0) {
      masks_.restore(t_.masks_start_);
      if (!is_loaded) t_.augmented_.start_over();
    }
    const Index n = is_loaded ? static_cast<Index>(t_.batch_.size()) : t_.load_chunk(chunk);
    draw_masks(t_.network_, n, masks_, t_.trial_ws_);
    forward(t_.network_, t_.x_.data(), n, t_.trial_ws_, Mode::Train);
    const std::span<T> scratch(t_.scratch_.data(), static_cast<std::size_t>(t_.scratch_.size()));
    return loss_sum(t_.network_, *t_.plan_.loss, t_.y_.data(), t_.trial_ws_, scratch);
  }

  void backward() {
    for (Index l = t_.network_.layer_count() - 1; l >= 0; --l) {
      backward_layer(t_.network_, t_.x_.data(), l, t_.trial_ws_);
    }
  }

  /// matrix += Σ u uᵀ over the chunk, u a sample's own gradient.
  void add_products(double* matrix) {
    const auto params = static_cast<Index>(t_.network_.params().size());
    double* u = t_.sample_grads_.data();
    for (Index first = 0; first < t_.trial_ws_.samples(); first += kSamplesAtOnce) {
      const Index count = std::min(kSamplesAtOnce, t_.trial_ws_.samples() - first);
      sample_gradients(t_.network_, t_.x_.data(), first, count, t_.trial_ws_, u);
      gemm_nt(params, params, count, u, u, matrix);
    }
  }

  Trainer& t_;
  const TrainHyper& hyper_;
  double start_;
  Rng masks_;
};

template <class T>
void Trainer<T>::configure_trials() {
  trial_ws_ = Workspace<T>();
  scratch_of_method_.resize(0);
  sample_grads_.resize(0);
  if (!plan_.optimizer->is_full_batch()) return;
  const FullBatchMethod& method = plan_.optimizer->method();
  const Index params = plan_.network.param_count();
  trial_ws_.configure(plan_.network, train_ws_.max_batch(), method.uses_gradient);
  if (network_.has_dropout()) trial_ws_.allow_masks();
  scratch_of_method_.setZero(method.scratch_size(params));
  sample_grads_.setZero(method.needs_curvature ? params * kSamplesAtOnce : 0);
}

template <class T>
std::int64_t Trainer<T>::trial_bytes(const NetworkSpec& spec, const Optimizer& rule, Index chunk) {
  if (!rule.is_full_batch()) return 0;
  const FullBatchMethod& method = rule.method();
  const Index params = spec.param_count();
  const std::int64_t sample = method.needs_curvature ? 1 : 0;
  const std::int64_t doubles = method.scratch_size(params) + 2 * method.memory_size(params) +
                               sample * params * kSamplesAtOnce;
  return Workspace<T>::bytes(spec, chunk, method.uses_gradient) +
         doubles * static_cast<std::int64_t>(sizeof(double));
}

template <class T>
void Trainer<T>::full_batch_step(const TrainHyper& hyper) {
  FullObjective objective(*this, hyper);
  const std::span<double> scratch(scratch_of_method_.data(),
                                  static_cast<std::size_t>(scratch_of_method_.size()));
  bp::step<T>(*plan_.optimizer, objective, state_, scratch, guess_rng_);
}

template void Trainer<float>::configure_trials();
template void Trainer<double>::configure_trials();
template std::int64_t Trainer<float>::trial_bytes(const NetworkSpec&, const Optimizer&, Index);
template std::int64_t Trainer<double>::trial_bytes(const NetworkSpec&, const Optimizer&, Index);
template void Trainer<float>::full_batch_step(const TrainHyper&);
template void Trainer<double>::full_batch_step(const TrainHyper&);

}  // namespace bp
