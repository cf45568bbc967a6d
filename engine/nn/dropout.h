// Dropout (Srivastava et al. 2014, JMLR 15): in training every hidden unit is silent for a sample
// with probability p. What is left over is scaled in one of two conventions, a table.
#pragma once

#include <span>
#include <string_view>

#include "engine/core/rng.h"
#include "engine/core/types.h"

namespace bp {

struct DropoutConvention {
  std::string_view key;
  std::string_view label;
  std::string_view formula;      ///< for people
  bool scales_in_training;       ///< by 1/(1 − p); otherwise by 1 − p at evaluation
  std::string_view torch;        ///< the PyTorch module, of {p}
  std::string_view torch_class;  ///< its source, where PyTorch has none
};

[[nodiscard]] std::span<const DropoutConvention> dropout_conventions();
[[nodiscard]] const DropoutConvention& dropout_convention(std::string_view key);

/// Of one hidden layer.
struct Dropout {
  float rate = 0;                                 ///< p, in [0, 1)
  const DropoutConvention* convention = nullptr;  ///< null: inverted
  [[nodiscard]] bool scales_in_training() const {
    return !convention || convention->scales_in_training;
  }
  /// What a unit that is kept is multiplied by while training.
  template <class T>
  [[nodiscard]] T training_scale() const {
    return rate > 0 && scales_in_training() ? T(1) / (T(1) - T(rate)) : T(1);
  }
  /// What every unit is multiplied by at evaluation.
  template <class T>
  [[nodiscard]] T evaluation_scale() const {
    return rate > 0 && !scales_in_training() ? T(1) - T(rate) : T(1);
  }
  bool operator==(const Dropout&) const = default;
};

/// n factors: 0 with probability p, else the training scale; one draw each, in order. At p = 0 all
/// are 1 and nothing is drawn.
template <class T>
void draw_mask(const Dropout& dropout, Index n, Rng& rng, T* mask);

}  // namespace bp
