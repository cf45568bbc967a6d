// Batch normalisation (Ioffe, Szegedy 2015, arXiv:1502.03167), between W A + b and f:
//   û = (u − μ) / √(σ² + ε)     z = γ û + β
// with μ and σ² of the batch in training (σ² divided by n), of the running statistics in
// evaluation. Matrices are units × n; sums go over the samples in sequence, in double.
#pragma once

#include "engine/core/types.h"

namespace bp {

/// PyTorch's defaults.
struct NormHyper {
  double momentum = 0.1;  ///< share of the newest batch in running statistics, in (0, 1]
  double epsilon = 1e-5;
  bool operator==(const NormHyper&) const = default;
};

/// Mean and variance of each row of u, the variance divided by n.
template <class T>
void batch_statistics(Index units, Index n, const T* u, T* mean, T* variance);

/// û from given statistics; also writes 1/√(σ² + ε) of each unit. `u_hat` may be `u`.
template <class T>
void normalise(Index units, Index n, double epsilon, const T* u, const T* mean, const T* variance,
               T* inverse_std, T* u_hat);

/// z = γ û + β; `z` may be `u_hat`.
template <class T>
void scale_and_shift(Index units, Index n, const T* u_hat, const T* gamma, const T* beta, T* z);

/// dγ += Σ dz û, dβ += Σ dz, and, in place of û:
///   du = γ/√(σ² + ε) · (dz − mean(dz) − û mean(dz û)),
/// without the means where the statistics were given and not the batch's own.
template <class T>
void norm_backward(Index units, Index n, const T* dz, const T* gamma, const T* inverse_std,
                   bool is_batch_own, T* u_hat_to_du, T* dgamma, T* dbeta);

/// r ← (1 − m) r + m statistic, m the momentum; the variance is made unbiased (· n/(n − 1)), as in
/// PyTorch; n > 1.
template <class T>
void update_running(Index units, Index n, double momentum, const T* mean, const T* variance,
                    T* running_mean, T* running_variance);

}  // namespace bp
