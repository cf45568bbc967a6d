// What the generalised Gauss–Newton matrix is made of. With the curvature of one sample's loss
// factored as H = B Bᵀ (LossKernels::curvature_root), Jᵀ H J is the sum over the columns of Jᵀ B of
// each column times itself; and a column of Jᵀ B is what a backward pass makes of a column of B.
#pragma once

#include "engine/nn/network.h"

namespace bp {

/// In place of output_gradient(): starts a backward pass from column `column` of each sample's B,
/// not averaged over the samples.
template <class T>
void output_curvature(const Network<T>& net, const Loss& loss, Index column, const T* y,
                      Workspace<T>& ws);

/// After backward_layer() for all layers: what each of the samples first … first + count − 1 of the
/// workspace alone added to the gradients; params × count. Without batch normalisation, under which
/// samples depend on one another.
template <class T>
void sample_gradients(const Network<T>& net, const T* x, Index first, Index count,
                      const Workspace<T>& ws, double* out);

}  // namespace bp
