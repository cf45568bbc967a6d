#include "engine/nn/block_pass.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdint>

#include "engine/core/block_gemm.h"
#include "engine/core/math.h"

namespace bp {
namespace {

const ActivationKernels<float>& kernels_of(const Network<float>& net, Index l) {
  return net.spec().layers[static_cast<std::size_t>(l)].activation->kernels<float>();
}

BlockLayer block_layer(const Network<float>& net, Index l, Index n) {
  const ParamBlock& block = net.weight_block(l);
  return {block.rows, block.cols, n, net.params().data() + block.offset};
}

/// The largest of |x|, of which a NaN is the largest.
float largest(Index count, const float* x) {
  std::uint32_t most = 0;  // magnitudes are ordered as their bits are
  for (Index i = 0; i < count; ++i) {
    most = std::max(most, std::bit_cast<std::uint32_t>(x[i]) & 0x7FFFFFFFU);
  }
  return std::bit_cast<float>(most);
}

/// Whether no |z| of the layer can be above `limit` where no |input| is above `reach`: then
/// |z_u| ≤ |b_u| + reach Σₖ |w_uk|. Both sides are rounded up to inputs + 2 times, by 2⁻²⁴ of the
/// right one at most, for which `limit` is taken that much smaller. NaN is within nothing.
/// `sums` has room for a value of each unit.
bool is_within(const BlockLayer& layer, const float* b, float reach, float limit, float* sums) {
  std::fill_n(sums, layer.units, 0.0F);
  const float* w = layer.W;
  for (Index k = 0; k < layer.inputs; ++k, w += layer.units) {
    for (Index u = 0; u < layer.units; ++u) sums[u] += math::abs(w[u]);
  }
  limit -= limit * static_cast<float>(layer.inputs + 4) * 0x1p-23F;
  bool is = true;
  for (Index u = 0; u < layer.units; ++u) is &= math::abs(b[u]) + reach * sums[u] <= limit;
  return is;
}

}  // namespace

// Z⁽ˡ⁾ = b⁽ˡ⁾ + W⁽ˡ⁾ A⁽ˡ⁻¹⁾,  A⁽ˡ⁾ = f(Z⁽ˡ⁾); activations are element-wise but for the last.
bool block_forward(const Network<float>& net, const float* x, Index n, Workspace<float>& ws,
                   Mode mode) {
  assert(n >= 0 && n <= ws.max_batch_);
  if (mode == Mode::Evaluate) ws.use_masks(false);
  if (ws.has_norm_ || ws.uses_masks_) return false;
  ws.n_ = n;
  ws.is_in_blocks_ = true;
  ws.has_block_gradients_ = false;
  to_blocks(net.spec().inputs, n, x, ws.input_blocks_.data());
  const float* previous = ws.input_blocks_.data();
  const Index last = net.layer_count() - 1;
  // What no |A⁽ˡ⁻¹⁾| is above. Looking at weights pays where there are more samples than a few, and
  // steps have few.
  constexpr Index kMany = 32;
  const bool looks = mode == Mode::Evaluate && n >= kMany;
  float reach = looks ? largest(net.spec().inputs * n, x) : 0.0F;
  for (Index l = 0; l < last; ++l) {
    const auto i = static_cast<std::size_t>(l);
    const Index size = block_size(ws.units_[i], n);
    float* z = ws.z_[i].data();
    float* a = ws.a_[i].data();
    const BlockLayer layer = block_layer(net, l, n);
    const float* b = net.b(l).data();
    const ActivationKernels<float>& f = kernels_of(net, l);
    block_forward(layer, b, previous, z, ws.scratch_.data());
    const bool is_near =
        looks && f.apply_within && is_within(layer, b, reach, f.within, ws.scratch_.data());
    (is_near ? f.apply_within : f.apply)(size, z, a);
    const float scale = mode == Mode::Evaluate ? net.dropout(l).evaluation_scale<float>() : 1.0F;
    for (Index j = 0; scale != 1.0F && j < size; ++j) a[j] *= scale;
    reach = net.spec().layers[i].activation->bound * scale;
    previous = a;
  }
  const auto i = static_cast<std::size_t>(last);
  float* z = ws.z_[i].data();
  block_forward(block_layer(net, last, n), net.b(last).data(), previous, ws.output_blocks_.data(),
                ws.scratch_.data());
  from_blocks(ws.units_[i], n, ws.output_blocks_.data(), z);
  apply(kernels_of(net, last), ws.units_[i], n, z, ws.a_[i].data());
  return true;
}

// dZ⁽ˡ⁾ = dA⁽ˡ⁾ ⊙ f′(Z⁽ˡ⁾),  dW⁽ˡ⁾ += dZ⁽ˡ⁾ A⁽ˡ⁻¹⁾ᵀ,  db⁽ˡ⁾ += Σ dZ⁽ˡ⁾,  dA⁽ˡ⁻¹⁾ = W⁽ˡ⁾ᵀ dZ⁽ˡ⁾
void block_backward(const Network<float>& net, bool adds, Workspace<float>& ws) {
  assert(ws.is_in_blocks_);
  ws.has_block_gradients_ = true;
  const Index n = ws.n_;
  const Index last = net.layer_count() - 1;
  float* scratch = ws.scratch_.data();
  for (Index l = last; l >= 0; --l) {
    const auto i = static_cast<std::size_t>(l);
    const Index units = ws.units_[i];
    float* dz = ws.dz_[i].data();
    const float* z = ws.z_[i].data();
    const float* a = ws.a_[i].data();
    const float* da = ws.da_[i].data();
    if (l < last) {
      kernels_of(net, l).backward(block_size(units, n), z, a, da, dz);
    } else {
      if (!ws.output_dz_is_ready_) backward(kernels_of(net, l), units, n, z, a, da, dz);
      to_blocks(units, n, dz, ws.output_blocks_.data());
      dz = ws.output_blocks_.data();
    }
    const BlockLayer layer = block_layer(net, l, n);
    const float* previous = l > 0 ? ws.a_[i - 1].data() : ws.input_blocks_.data();
    block_gradient(layer, dz, previous, adds, ws.grads_.data() + net.weight_block(l).offset,
                   ws.grads_.data() + net.bias_block(l).offset, scratch);
    if (l > 0) block_backward(layer, dz, ws.da_[i - 1].data(), scratch);
  }
}

}  // namespace bp
