// The table of hard budgets: after each step the weights of all layers together are projected onto
// a diamond (L1) or a ball (L2). Also the limit on the length of a unit's incoming weights.
#pragma once

#include <span>
#include <string_view>

#include "engine/core/types.h"

namespace bp {

/// The blocks of the flat vector that share the budget.
template <class T>
using Parts = std::span<const std::span<T>>;

template <class T>
struct BudgetKernels {
  /// Σ|w| or √Σw², in double, fixed order.
  double (*size)(Parts<T> parts);
  /// The nearest weights whose size is `radius` at most.
  void (*project)(Parts<T> parts, double radius);
  /// Of the penalty of the same shape, the λ that would hold the weights where they are:
  /// ∂L/∂w + λ ∂penalty/∂w = 0 along w (the Lagrange multiplier at the optimum).
  double (*multiplier)(Parts<T> parts, Parts<T> grads);
};

struct Budget {
  std::string_view key;
  std::string_view label;
  std::string_view formula;  ///< for people
  bool is_on;
  BudgetKernels<float> f32;  ///< null where off
  BudgetKernels<double> f64;
  std::string_view torch{};  ///< source of project(weights, radius) in PyTorch
  template <class T>
  [[nodiscard]] const BudgetKernels<T>& kernels() const {
    if constexpr (sizeof(T) == sizeof(float)) {
      return f32;
    } else {
      return f64;
    }
  }
};

[[nodiscard]] std::span<const Budget> budgets();
[[nodiscard]] const Budget& budget(std::string_view key);

/// Max-norm (Srivastava et al. 2014, JMLR 15): rows of W (units × inputs) longer than `limit` are
/// shortened to it.
template <class T>
void limit_rows(Index units, Index inputs, T* w, double limit);

}  // namespace bp
