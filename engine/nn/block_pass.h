// The passes of network.h, to the bit, over values in blocks of samples (core/block_gemm.h): what
// steps and answers that nobody looks into layer by layer run through. The output layer is left as
// network.h leaves it, where losses find it; Workspace::settle() brings the others into that form.
// Networks with batch normalisation, and batches with dropout's masks, go the other way.
#pragma once

#include "engine/nn/network.h"

namespace bp {

/// forward(), or false and nothing done where it has to be.
[[nodiscard]] bool block_forward(const Network<float>& net, const float* x, Index n,
                                 Workspace<float>& ws, Mode mode);

/// forward() in Mode::Evaluate, the faster way: only the output layer is where it leaves it.
template <class T>
void answer(const Network<T>& net, const T* x, Index n, Workspace<T>& ws) {
  if constexpr (sizeof(T) == sizeof(float)) {
    if (block_forward(net, x, n, ws, Mode::Evaluate)) return;
  }
  forward(net, x, n, ws, Mode::Evaluate);
}

/// After output_gradient(): backward_layer() of all layers, last to first. Gradients are added to
/// ws.grads() if `adds`, else they replace what is there.
void block_backward(const Network<float>& net, bool adds, Workspace<float>& ws);

}  // namespace bp
