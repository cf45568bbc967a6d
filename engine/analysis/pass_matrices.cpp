#include "engine/analysis/pass_matrices.h"

#include <algorithm>
#include <cassert>

#include "engine/analysis/pass_products.h"

namespace bp {
namespace {

/// A⁽ˡ⁻¹⁾ ⊙ M⁽ˡ⁻¹⁾ with dropout: the product forward() made.
CutMatrix keep_input(const Pass& pass, Index l, std::vector<float>& to) {
  const Index n = pass.ws.samples();
  if (l == 0) return keep_samples({pass.x, pass.net.spec().inputs, n}, to);
  const CutMatrix cut = keep_samples(pass.ws.A(l - 1), to);
  if (!pass.ws.uses_masks()) return cut;
  const ConstMatrixMap<float> mask = pass.ws.mask(l - 1);
  float* value = to.data() + cut.offset;
  for (Index j = 0; j < static_cast<Index>(cut.columns); ++j) {
    for (Index i = 0; i < static_cast<Index>(cut.rows); ++i) *value++ *= mask(i, j);
  }
  return cut;
}

/// Backward's own kernel with dA = 1, at the values of Z and A that were kept.
CutMatrix keep_slope(const Activation& f, const CutMatrix& Z, const CutMatrix& A,
                     std::vector<float>& to) {
  if (f.f32.backward == nullptr) return {};
  CutMatrix cut = Z;
  cut.offset = static_cast<std::uint32_t>(to.size());
  const std::size_t n = static_cast<std::size_t>(Z.rows) * Z.columns;
  to.resize(to.size() + n, 1.0F);
  float* slope = to.data() + cut.offset;
  f.f32.backward(static_cast<Index>(n), to.data() + Z.offset, to.data() + A.offset, slope, slope);
  return cut;
}

void keep_gradients(const Pass& pass, Index l, LayerMatrices& m, std::vector<float>& to) {
  const Workspace<float>& ws = pass.ws;
  m.dA = keep_samples(ws.dA(l), to);
  m.dZ = keep_samples(ws.dZ(l), to);
  m.dW = keep_block(ws.grads(), pass.net.weight_block(l), to);
  m.db = keep_block(ws.grads(), pass.net.bias_block(l), to);
  keep_norm_gradients(pass, l, m, to);
  if (pass.is_whole) keep_products(pass, l, m, to);
}

}  // namespace

void collect(const Pass& pass, PassMatrices& out) {
  assert(pass.params.size() == pass.net.params().size());
  const NetworkSpec& spec = pass.net.spec();
  const Workspace<float>& ws = pass.ws;
  std::vector<float>& to = out.values;
  to.clear();
  out.layers.assign(spec.layers.size(), {});
  out.target = {};
  if (pass.y != nullptr) out.target = keep_samples({pass.y, spec.outputs(), ws.samples()}, to);
  for (Index l = 0; l < spec.layer_count(); ++l) {
    LayerMatrices& m = out.layers[static_cast<std::size_t>(l)];
    m.input = keep_input(pass, l, to);
    m.W = keep_block(pass.params, pass.net.weight_block(l), to);
    m.b = keep_block(pass.params, pass.net.bias_block(l), to);
    m.Z = keep_samples(ws.Z(l), to);
    m.A = keep_samples(ws.A(l), to);
    m.slope = keep_slope(*spec.layers[static_cast<std::size_t>(l)].activation, m.Z, m.A, to);
    if (ws.uses_masks() && l + 1 < spec.layer_count()) m.mask = keep_samples(ws.mask(l), to);
    keep_norm(pass, l, m, to);
    const bool has_gradients = l >= pass.first_with_gradients;
    if (has_gradients) keep_gradients(pass, l, m, to);
    // The layer ahead has left it.
    const bool is_next = l + 1 == pass.first_with_gradients && l + 1 < spec.layer_count();
    if (is_next) m.dA = keep_samples(ws.dA(l), to);
    if (pass.next.empty()) continue;
    m.W_next = keep_block(pass.next, pass.net.weight_block(l), to);
    m.b_next = keep_block(pass.next, pass.net.bias_block(l), to);
  }
}

void sample_pass(const Network<float>& net, const Loss& loss, const float* x, const float* y,
                 float scale, Workspace<float>& ws) {
  // Evaluation's scale stands in a mask, for in training mode A is f(Z), which backward relies on,
  // and the mask is part of the chain rule. Of a single sample there is no batch statistic.
  const Index hidden = net.layer_count() - 1;
  bool has_factor = false;
  for (Index l = 0; l < hidden; ++l) has_factor |= net.dropout(l).evaluation_scale<float>() != 1;
  if (has_factor) ws.allow_masks();
  for (Index l = 0; has_factor && l < hidden; ++l) {
    ws.mask(l, 1).setConstant(net.dropout(l).evaluation_scale<float>());
  }
  ws.use_masks(has_factor);
  forward(net, x, 1, ws, Mode::Train);
  if (y == nullptr) return;
  std::ranges::fill(ws.grads(), 0.0F);
  output_gradient(net, loss, y, scale, ws);
  for (Index l = net.layer_count(); l-- > 0;) backward_layer(net, x, l, ws);
}

}  // namespace bp
