// The table of optimizers. The first-order ones are a few array lines over the flat parameter
// vector each; the full-batch methods (full_batch.h) have a file each.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/core/types.h"
#include "engine/optim/full_batch.h"

namespace bp {

/// What an update rule may read. α is the learning rate of this step, t counts steps from 1.
struct OptimizerHyper {
  float learning_rate = 0.1F;
  float momentum = 0.9F;  ///< also β₁
  float beta2 = 0.999F;
  float epsilon = 1e-8F;
  std::int64_t t = 1;
};

template <class T>
using UpdateRule = void (*)(Index n, const OptimizerHyper& h, const T* g, T* w, T* s1, T* s2);

struct Optimizer {
  std::string_view key;
  std::string_view label;
  std::string_view formula;  ///< for people
  int slots;                 ///< number of state vectors of the parameters' length (0, 1 or 2)
  bool uses_momentum;        ///< whether OptimizerHyper::momentum has an effect
  bool uses_beta2;           ///< whether OptimizerHyper::beta2 has an effect
  bool decouples_decay;      ///< L2 shrinks the weights directly (decay()), not by the gradient
  UpdateRule<float> f32;     ///< null for a full-batch method
  UpdateRule<double> f64;
  const FullBatchMethod& (*method)() = nullptr;  ///< null for a first-order rule
  /// The PyTorch optimizer as an expression of {p} (parameters), {lr}, {mu} and {beta2}.
  std::string_view torch{};
  std::string_view torch_class{};  ///< its source, where PyTorch has none

  /// Batches are the whole training part, and step() takes the place of update().
  [[nodiscard]] bool is_full_batch() const { return method != nullptr; }
  /// Whether it can train so many parameters; with batch normalisation, too?
  [[nodiscard]] bool takes(Index params) const;
  [[nodiscard]] bool takes_batch_norm() const;
};

[[nodiscard]] std::span<const Optimizer> optimizers();
[[nodiscard]] const Optimizer& optimizer(std::string_view key);

/// What an optimizer remembers of a run, zero at reset: moments as long as the parameters, or the
/// memory of a full-batch method.
template <class T>
struct OptimizerState {
  Vector<T> s1, s2;
  Vector<double> memory;
  std::int64_t steps = 0;
  void configure(const Optimizer& row, Index params);
};

/// Decoupled weight decay, before the update: w ← w − α 2λ w.
template <class T>
void decay(std::span<T> weights, float learning_rate, float lambda);

/// One update w ← w − Δ in place by a first-order rule; counts the step.
template <class T>
void update(const Optimizer& row, OptimizerHyper hyper, std::span<const T> grads,
            std::span<T> params, OptimizerState<T>& state);

/// One step of a full-batch method; counts it. `scratch` is as long as scratch_size() says.
template <class T>
void step(const Optimizer& row, Objective<T>& objective, OptimizerState<T>& state,
          std::span<double> scratch, Rng& rng);

}  // namespace bp
