// The table of first-order optimizers. Each is a few array lines over the flat parameter vector.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/core/types.h"

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
  UpdateRule<float> f32;
  UpdateRule<double> f64;
};

[[nodiscard]] std::span<const Optimizer> optimizers();
[[nodiscard]] const Optimizer& optimizer(std::string_view key);

/// Moments of a run: zero at reset, as long as the parameters.
template <class T>
struct OptimizerState {
  Vector<T> s1, s2;
  std::int64_t steps = 0;
  void configure(const Optimizer& row, Index params);
};

/// Decoupled weight decay, before the update: w ← w − α 2λ w.
template <class T>
void decay(std::span<T> weights, float learning_rate, float lambda);

/// One update w ← w − Δ in place; counts the step.
template <class T>
void update(const Optimizer& row, OptimizerHyper hyper, std::span<const T> grads,
            std::span<T> params, OptimizerState<T>& state);

}  // namespace bp
