// What a pass leaves no trace of and is made once more by the step's own kernels, for the part that
// is kept: the same sums in the same order, so the same bits.
#pragma once

#include "engine/analysis/pass_matrices.h"

namespace bp {

/// Appends the upper left part of a matrix of samples to `to`.
[[nodiscard]] CutMatrix keep_samples(const ConstMatrixMap<float>& m, std::vector<float>& to);
/// The same of a block of the flat array.
[[nodiscard]] CutMatrix keep_block(std::span<const float> flat, const ParamBlock& block,
                                   std::vector<float>& to);

/// U, Û and the parameters and statistics of batch normalisation, if layer `l` has it.
void keep_norm(const Pass& pass, Index l, LayerMatrices& m, std::vector<float>& to);
/// Their gradients.
void keep_norm_gradients(const Pass& pass, Index l, LayerMatrices& m, std::vector<float>& to);
/// dW_data and db_data.
void keep_products(const Pass& pass, Index l, LayerMatrices& m, std::vector<float>& to);

}  // namespace bp
