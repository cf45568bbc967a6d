// One pass laid open: every matrix of the forward and backward pass, layer by layer, so that each
// step of the calculation can be followed in numbers. Large ones are cut, and say so.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/nn/network.h"

namespace bp {

/// Of a layer, its first units are kept (of W and dW both rows and columns); of a batch, its first
/// samples.
inline constexpr Index kMaxMatrixUnits = 64;
inline constexpr Index kMaxMatrixSamples = 16;

/// A matrix, column-major in PassMatrices::values, of which the upper left part is kept.
struct CutMatrix {
  std::uint32_t rows = 0, columns = 0;          ///< kept; 0: the matrix is not there
  std::uint32_t all_rows = 0, all_columns = 0;  ///< of the whole matrix
  std::uint32_t offset = 0;                     ///< of the first value
};

/// Layer l's part of a pass; a column is a sample (b, db: one column).
struct LayerMatrices {
  CutMatrix input;  ///< A⁽ˡ⁻¹⁾ as the layer saw it: X, or with dropout A⁽ˡ⁻¹⁾ ⊙ M⁽ˡ⁻¹⁾
  CutMatrix W, b;  ///< as the pass used them
  CutMatrix Z, A;
  /// f′(Z), what backward multiplies dA by; not there for an output that is no function of each z
  /// alone.
  CutMatrix slope;
  CutMatrix dA, dZ, dW, db;  ///< not there before the layer's Backward phase
  /// The products dZ inputᵀ and Σ dZ as backward had them, without penalties and clipping, which
  /// dW and db hold once they are made; not there where the pass is not held whole.
  CutMatrix dW_data, db_data;
  CutMatrix W_next, b_next;  ///< after the step; there only when it is done
  CutMatrix mask;            ///< M⁽ˡ⁾, dropout's factors of this layer's A
  /// Batch normalisation: U = W input + b, Û, Z = γ Û + β; a value a unit in gamma … variance.
  /// After the step, U and Û are there only while the weights before it are known.
  CutMatrix U, U_hat, gamma, beta, mean, variance;
  CutMatrix dU, dgamma, dbeta;  ///< as dZ; W, b and A⁽ˡ⁻¹⁾ then see dU in its place
};

struct PassMatrices {
  std::uint32_t samples = 0;  ///< of the whole pass, for which dW and db are sums; 0: no pass
  /// 1: the weights the pass used are no longer known, W and b are those after the step, so that
  /// Z is not W A + b.
  std::uint32_t has_present_weights = 0;
  /// 1: the loss gives ∂L/∂Z of the output at once, (A − Y) / averaged_over.
  std::uint32_t is_fused = 0;
  double averaged_over = 1;           ///< samples · outputs that the loss is a mean of
  double loss = 0;                    ///< of all samples, data term
  std::vector<std::uint32_t> sample;  ///< the columns' samples in the training part
  CutMatrix target;                   ///< Y, as the loss saw it; not there where none is known
  std::vector<LayerMatrices> layers;
  std::vector<float> values;
};

/// A pass in a workspace.
struct Pass {
  const Network<float>& net;
  const Workspace<float>& ws;
  std::span<const float> params;  ///< the network's when the pass was made
  /// inputs × n, outputs × n (null: no targets); n = ws.samples()
  const float *x = nullptr, *y = nullptr;
  Index first_with_gradients = 0;  ///< layers before it have none yet
  std::span<const float> next{};   ///< parameters after the step, if it is done
  bool has_own_params = true;      ///< `params` are the pass's own, not those after the step
  bool is_whole = true;  ///< the workspace holds all samples that the gradients are sums of
};

/// Fills target, layers and values of `out` (reusing their memory); the rest is the caller's.
void collect(const Pass& pass, PassMatrices& out);

/// Forward and backward for one sample (x: inputs, y: outputs), as the network answers it in
/// evaluation: no unit is silent, the lecture's dropout convention scales hidden layers, batch
/// normalisation uses the running statistics, as constants. Gradients are those of `scale` times
/// the sum of its outputs' losses, without penalties; y null: forward only. `ws` has room for a
/// sample, with gradients.
void sample_pass(const Network<float>& net, const Loss& loss, const float* x, const float* y,
                 float scale, Workspace<float>& ws);

}  // namespace bp
