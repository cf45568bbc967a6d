// The products of the training step for values that lie in blocks of four samples: block after
// block, row after row, a row's four values side by side, so that vectors are full for any number
// of units and nothing is transposed but what a gradient sums over.
//
//   value of row r for sample s: x[(s / 4) · rows · 4 + r · 4 + s % 4]
//
// The contract is that of gemm.h: every sum starts from what is stated here, and its terms are
// added in ascending order, each product and each sum rounded. What stands in the last block beyond
// the samples is computed like the rest and never added to anything.
#pragma once

#include "engine/core/types.h"

namespace bp {

inline constexpr Index kBlockSamples = 4;

[[nodiscard]] inline Index block_count(Index samples) {
  return (samples + kBlockSamples - 1) / kBlockSamples;
}
/// Values that so many rows of so many samples take.
[[nodiscard]] inline Index block_size(Index rows, Index samples) {
  return block_count(samples) * rows * kBlockSamples;
}

/// From rows × n, a sample after the other; zeros beyond the samples.
void to_blocks(Index rows, Index n, const float* columns, float* blocks);
/// And back.
void from_blocks(Index rows, Index n, const float* blocks, float* columns);

/// A layer's parameters (W units × inputs, column-major) and its samples.
struct BlockLayer {
  Index units, inputs, n;
  const float* W;
};

/// Room that the products below need: a layer's larger side, a batch's samples.
[[nodiscard]] Index block_scratch_size(Index widest, Index max_samples);

/// Z = b + W A, summed over the inputs.
void block_forward(const BlockLayer& layer, const float* b, const float* A, float* Z,
                   float* scratch);
/// dA = 0 + Wᵀ dZ, summed over the units.
void block_backward(const BlockLayer& layer, const float* dZ, float* dA, float* scratch);
/// dW = dZ Aᵀ and db = Σ dZ, summed over the samples; from 0, or from what is there if `adds`.
void block_gradient(const BlockLayer& layer, const float* dZ, const float* A, bool adds, float* dW,
                    float* db, float* scratch);

}  // namespace bp
