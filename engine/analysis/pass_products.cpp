#include "engine/analysis/pass_products.h"

#include <algorithm>

#include "engine/core/gemm.h"
#include "engine/nn/batch_norm.h"

namespace bp {
namespace {

/// Keeps the upper left `rows` × `columns` of a matrix, of fewer if it has fewer.
CutMatrix keep(const float* values, Index all_rows, Index all_columns, Index rows, Index columns,
               std::vector<float>& to) {
  CutMatrix cut;
  cut.rows = static_cast<std::uint32_t>(std::min(rows, all_rows));
  cut.columns = static_cast<std::uint32_t>(std::min(columns, all_columns));
  cut.all_rows = static_cast<std::uint32_t>(all_rows);
  cut.all_columns = static_cast<std::uint32_t>(all_columns);
  cut.offset = static_cast<std::uint32_t>(to.size());
  for (Index j = 0; j < static_cast<Index>(cut.columns); ++j) {
    to.insert(to.end(), values + j * all_rows, values + j * all_rows + cut.rows);
  }
  return cut;
}

/// The first rows of a matrix, packed.
std::vector<float> first_rows(const ConstMatrixMap<float>& m, Index rows) {
  std::vector<float> out;
  out.reserve(static_cast<std::size_t>(rows * m.cols()));
  for (Index j = 0; j < m.cols(); ++j) {
    out.insert(out.end(), m.data() + j * m.rows(), m.data() + j * m.rows() + rows);
  }
  return out;
}

/// The first rows and columns of what layer l saw: X, or A⁽ˡ⁻¹⁾, masked with dropout.
std::vector<float> seen(const Pass& pass, Index l, Index rows, Index columns) {
  const Index n = pass.ws.samples();
  const ConstMatrixMap<float> all =
      l == 0 ? ConstMatrixMap<float>{pass.x, pass.net.spec().inputs, n} : pass.ws.A(l - 1);
  std::vector<float> out = first_rows({all.data(), all.rows(), columns}, rows);
  if (l == 0 || !pass.ws.uses_masks()) return out;
  const ConstMatrixMap<float> mask = pass.ws.mask(l - 1);
  float* value = out.data();
  for (Index j = 0; j < columns; ++j) {
    for (Index i = 0; i < rows; ++i) *value++ *= mask(i, j);
  }
  return out;
}

ConstMatrixMap<float> block_of(std::span<const float> flat, const ParamBlock& block) {
  return {flat.data() + block.offset, block.rows, block.cols};
}

CutMatrix keep_vector(std::span<const float> values, std::vector<float>& to) {
  return keep(values.data(), static_cast<Index>(values.size()), 1, kMaxMatrixUnits, 1, to);
}

/// U = W input + b as forward() sums it, of the units and samples that are kept.
CutMatrix keep_unnormalised(const Pass& pass, Index l, std::vector<float>& to) {
  const ConstMatrixMap<float> W = block_of(pass.params, pass.net.weight_block(l));
  const Index rows = std::min(W.rows(), kMaxMatrixUnits);
  const Index columns = std::min(pass.ws.samples(), kMaxMatrixSamples);
  const std::vector<float> weights = first_rows(W, rows);
  const std::vector<float> input = seen(pass, l, W.cols(), columns);
  const float* b = pass.params.data() + pass.net.bias_block(l).offset;
  std::vector<float> U;
  for (Index j = 0; j < columns; ++j) U.insert(U.end(), b, b + rows);
  gemm_nn(rows, columns, W.cols(), weights.data(), input.data(), U.data());
  CutMatrix cut = keep(U.data(), rows, columns, rows, columns, to);
  cut.all_rows = static_cast<std::uint32_t>(W.rows());
  cut.all_columns = static_cast<std::uint32_t>(pass.ws.samples());
  return cut;
}

CutMatrix keep_normalised(const Pass& pass, const LayerMatrices& m, std::vector<float>& to) {
  CutMatrix cut = m.U;
  cut.offset = static_cast<std::uint32_t>(to.size());
  to.resize(to.size() + std::size_t{cut.rows} * cut.columns);
  std::vector<float> inverse(cut.rows);
  normalise(static_cast<Index>(cut.rows), static_cast<Index>(cut.columns),
            pass.net.norm_hyper().epsilon, to.data() + m.U.offset, to.data() + m.mean.offset,
            to.data() + m.variance.offset, inverse.data(), to.data() + cut.offset);
  return cut;
}

}  // namespace

CutMatrix keep_samples(const ConstMatrixMap<float>& m, std::vector<float>& to) {
  return keep(m.data(), m.rows(), m.cols(), kMaxMatrixUnits, kMaxMatrixSamples, to);
}

CutMatrix keep_block(std::span<const float> flat, const ParamBlock& block, std::vector<float>& to) {
  return keep(flat.data() + block.offset, block.rows, block.cols, kMaxMatrixUnits, kMaxMatrixUnits,
              to);
}

void keep_norm(const Pass& pass, Index l, LayerMatrices& m, std::vector<float>& to) {
  if (!pass.net.spec().layers[static_cast<std::size_t>(l)].has_norm) return;
  const Workspace<float>& ws = pass.ws;
  const bool is_own = ws.has_batch_statistics();
  m.gamma = keep_block(pass.params, pass.net.gamma_block(l), to);
  m.beta = keep_block(pass.params, pass.net.beta_block(l), to);
  m.mean = keep_vector(is_own ? ws.batch_mean(l) : pass.net.running_mean(l), to);
  m.variance = keep_vector(is_own ? ws.batch_variance(l) : pass.net.running_variance(l), to);
  if (!pass.has_own_params) return;
  m.U = keep_unnormalised(pass, l, to);
  m.U_hat = keep_normalised(pass, m, to);
}

void keep_norm_gradients(const Pass& pass, Index l, LayerMatrices& m, std::vector<float>& to) {
  if (!pass.net.spec().layers[static_cast<std::size_t>(l)].has_norm) return;
  m.dU = keep_samples(pass.ws.dU(l), to);
  m.dgamma = keep_block(pass.ws.grads(), pass.net.gamma_block(l), to);
  m.dbeta = keep_block(pass.ws.grads(), pass.net.beta_block(l), to);
}

void keep_products(const Pass& pass, Index l, LayerMatrices& m, std::vector<float>& to) {
  const Index n = pass.ws.samples();
  const auto rows = static_cast<Index>(m.dW.rows), columns = static_cast<Index>(m.dW.columns);
  const bool has_norm = pass.net.spec().layers[static_cast<std::size_t>(l)].has_norm;
  const std::vector<float> du = first_rows(has_norm ? pass.ws.dU(l) : pass.ws.dZ(l), rows);
  const std::vector<float> input = seen(pass, l, columns, n);
  const auto append = [&to](const CutMatrix& shape) {
    CutMatrix cut = shape;
    cut.offset = static_cast<std::uint32_t>(to.size());
    to.resize(to.size() + std::size_t{cut.rows} * cut.columns, 0.0F);
    return cut;
  };
  m.dW_data = append(m.dW);
  gemm_nt(rows, columns, n, du.data(), input.data(), to.data() + m.dW_data.offset);
  m.db_data = append(m.db);
  add_row_sums(rows, n, du.data(), to.data() + m.db_data.offset);
}

}  // namespace bp
