#include "engine/nn/network.h"

#include <algorithm>
#include <cassert>

#include "engine/core/gemm.h"
#include "engine/core/reduce.h"

namespace bp {

Index NetworkSpec::param_count() const {
  Index count = 0;
  for (Index l = 0; l < layer_count(); ++l) {
    count += layers[static_cast<std::size_t>(l)].units * (inputs_of(l) + 1);
  }
  return count;
}

template <class T>
void Network<T>::configure(const NetworkSpec& spec) {
  assert(spec.inputs > 0 && spec.layer_count() > 0);
  spec_ = spec;
  dropout_ = {};
  blocks_.clear();
  Index offset = 0;
  for (Index l = 0; l < spec.layer_count(); ++l) {
    const Index units = spec.layers[static_cast<std::size_t>(l)].units;
    blocks_.push_back({ParamBlock::Kind::Weight, l, offset, units, spec.inputs_of(l)});
    offset += blocks_.back().size();
    blocks_.push_back({ParamBlock::Kind::Bias, l, offset, units, 1});
    offset += units;
  }
  params_.setZero(offset);
}

template <class T>
const ParamBlock& Network<T>::weight_block(Index l) const {
  return blocks_[static_cast<std::size_t>(2 * l)];
}

template <class T>
const ParamBlock& Network<T>::bias_block(Index l) const {
  return blocks_[static_cast<std::size_t>(2 * l + 1)];
}

template <class T>
std::span<T> Network<T>::params() {
  return {params_.data(), static_cast<std::size_t>(params_.size())};
}

template <class T>
std::span<const T> Network<T>::params() const {
  return {params_.data(), static_cast<std::size_t>(params_.size())};
}

template <class T>
MatrixMap<T> Network<T>::W(Index l) {
  const ParamBlock& block = weight_block(l);
  return {params_.data() + block.offset, block.rows, block.cols};
}

template <class T>
ConstMatrixMap<T> Network<T>::W(Index l) const {
  const ParamBlock& block = weight_block(l);
  return {params_.data() + block.offset, block.rows, block.cols};
}

template <class T>
VectorMap<T> Network<T>::b(Index l) {
  const ParamBlock& block = bias_block(l);
  return {params_.data() + block.offset, block.rows};
}

template <class T>
ConstVectorMap<T> Network<T>::b(Index l) const {
  const ParamBlock& block = bias_block(l);
  return {params_.data() + block.offset, block.rows};
}

template <class T>
void Workspace<T>::configure(const NetworkSpec& spec, Index max_batch, bool with_gradients) {
  assert(max_batch > 0);
  layer_count_ = spec.layer_count();
  max_batch_ = max_batch;
  n_ = 0;
  output_dz_is_ready_ = uses_masks_ = false;
  mask_.clear();
  h_.clear();
  const auto count = static_cast<std::size_t>(layer_count_);
  units_.resize(count);
  for (std::vector<Vector<T>>* buffers : {&z_, &a_, &dz_, &da_}) buffers->resize(count);
  for (std::size_t l = 0; l < count; ++l) {
    units_[l] = spec.layers[l].units;
    const Index size = units_[l] * max_batch;
    z_[l].setZero(size);
    a_[l].setZero(size);
    dz_[l].setZero(with_gradients ? size : 0);
    da_[l].setZero(with_gradients ? size : 0);
  }
  grads_.setZero(with_gradients ? spec.param_count() : 0);
}

template <class T>
ConstMatrixMap<T> Workspace<T>::Z(Index l) const {
  const auto i = static_cast<std::size_t>(l);
  return {z_[i].data(), units_[i], n_};
}

template <class T>
ConstMatrixMap<T> Workspace<T>::A(Index l) const {
  const auto i = static_cast<std::size_t>(l);
  return {a_[i].data(), units_[i], n_};
}

template <class T>
ConstMatrixMap<T> Workspace<T>::dZ(Index l) const {
  const auto i = static_cast<std::size_t>(l);
  assert(dz_[i].size() > 0);
  return {dz_[i].data(), units_[i], n_};
}

template <class T>
ConstMatrixMap<T> Workspace<T>::dA(Index l) const {
  const auto i = static_cast<std::size_t>(l);
  assert(da_[i].size() > 0);
  return {da_[i].data(), units_[i], n_};
}

template <class T>
void Workspace<T>::allow_masks() {
  if (mask_.size() == units_.size()) return;
  mask_.resize(units_.size());
  h_.resize(units_.size());
  for (std::size_t l = 0; l + 1 < units_.size(); ++l) {
    mask_[l].setZero(units_[l] * max_batch_);
    h_[l].setZero(units_[l] * max_batch_);
  }
}

template <class T>
MatrixMap<T> Workspace<T>::mask(Index l, Index n) {
  assert(!mask_.empty() && l < layer_count_ - 1 && n <= max_batch_);
  const auto i = static_cast<std::size_t>(l);
  return {mask_[i].data(), units_[i], n};
}

template <class T>
ConstMatrixMap<T> Workspace<T>::mask(Index l) const {
  assert(uses_masks_ && l < layer_count_ - 1);
  const auto i = static_cast<std::size_t>(l);
  return {mask_[i].data(), units_[i], n_};
}

template <class T>
std::span<T> Workspace<T>::grads() {
  return {grads_.data(), static_cast<std::size_t>(grads_.size())};
}

template <class T>
std::span<const T> Workspace<T>::grads() const {
  return {grads_.data(), static_cast<std::size_t>(grads_.size())};
}

namespace {

/// Each of n columns becomes `column`; doubling what is there keeps the number of copies small.
template <class T>
void repeat_column(const T* column, Index rows, Index n, T* out) {
  if (n > 0) std::copy_n(column, rows, out);
  for (Index done = 1; done < n; done *= 2) {
    std::copy_n(out, rows * std::min(done, n - done), out + done * rows);
  }
}

template <class T>
void multiply(Index n, T factor, T* x) {
  for (Index i = 0; i < n; ++i) x[i] *= factor;
}
/// out = x ⊙ y; out may be x.
template <class T>
void multiply(Index n, const T* x, const T* y, T* out) {
  for (Index i = 0; i < n; ++i) out[i] = x[i] * y[i];
}

}  // namespace

template <class T>
void draw_masks(const Network<T>& net, Index n, Rng& rng, Workspace<T>& ws) {
  ws.use_masks(net.dropout().rate > 0);
  for (Index l = 0; l < net.layer_count() - 1 && ws.uses_masks(); ++l) {
    MatrixMap<T> mask = ws.mask(l, n);
    draw_mask(net.dropout(), mask.size(), rng, mask.data());
  }
}

// The sum starts from the bias: z = b, then z += w₁a₁, z += w₂a₂, …
template <class T>
void forward(const Network<T>& net, const T* x, Index n, Workspace<T>& ws, Mode mode) {
  assert(n >= 0 && n <= ws.max_batch_);
  ws.n_ = n;
  if (mode == Mode::Evaluate) ws.use_masks(false);
  const Dropout& dropout = net.dropout();
  const T scale = mode == Mode::Evaluate ? dropout.evaluation_scale<T>() : T(1);
  const T* previous = x;
  for (Index l = 0; l < net.layer_count(); ++l) {
    const auto i = static_cast<std::size_t>(l);
    const Index units = ws.units_[i];
    const T* bias = net.b(l).data();
    T* z = ws.z_[i].data();
    repeat_column(bias, units, n, z);
    gemm_nn(units, n, net.spec().inputs_of(l), net.W(l).data(), previous, z);
    net.spec().layers[i].activation->template kernels<T>().apply(units * n, z, ws.a_[i].data());
    previous = ws.a_[i].data();
    if (l == net.layer_count() - 1) break;
    if (scale != T(1)) multiply(units * n, scale, ws.a_[i].data());
    if (ws.uses_masks_) {
      multiply(units * n, ws.a_[i].data(), ws.mask_[i].data(), ws.h_[i].data());
      previous = ws.h_[i].data();
    }
  }
}

template <class T>
void output_gradient([[maybe_unused]] const Network<T>& net, const Loss& loss, const T* y, T scale,
                     Workspace<T>& ws) {
  const auto last = static_cast<std::size_t>(ws.layer_count_ - 1);
  const Index size = ws.units_[last] * ws.n_;
  const LossKernels<T>& kernels = loss.kernels<T>();
  const T* z = ws.z_[last].data();
  const T* a = ws.a_[last].data();
  kernels.grad_a(size, z, a, y, scale, ws.da_[last].data());
  ws.output_dz_is_ready_ = kernels.grad_z != nullptr;
  if (kernels.grad_z != nullptr) {
    assert(net.spec().layers.back().activation->key == loss.classification_output);
    kernels.grad_z(size, z, a, y, scale, ws.dz_[last].data());
  }
}

template <class T>
void backward_layer(const Network<T>& net, const T* x, Index l, Workspace<T>& ws) {
  const auto i = static_cast<std::size_t>(l);
  const Index units = ws.units_[i];
  const Index inputs = net.spec().inputs_of(l);
  const Index n = ws.n_;
  T* dz = ws.dz_[i].data();
  if (l < ws.layer_count_ - 1 || !ws.output_dz_is_ready_) {
    net.spec().layers[i].activation->template kernels<T>().backward(
        units * n, ws.z_[i].data(), ws.a_[i].data(), ws.da_[i].data(), dz);
  }
  const T* previous = l > 0 ? ws.seen_of(i - 1) : x;
  gemm_nt(units, inputs, n, dz, previous, ws.grads_.data() + net.weight_block(l).offset);
  add_row_sums(units, n, dz, ws.grads_.data() + net.bias_block(l).offset);
  if (l > 0) {
    T* previous_da = ws.da_[i - 1].data();
    std::fill_n(previous_da, inputs * n, T(0));
    gemm_tn(inputs, n, units, net.W(l).data(), dz, previous_da);
    if (ws.uses_masks_) {
      multiply(inputs * n, previous_da, ws.mask_[i - 1].data(), previous_da);
    }
  }
}

template <class T>
double loss_sum(const Network<T>& net, const Loss& loss, const T* y, const Workspace<T>& ws,
                std::span<T> scratch) {
  const Index last = net.layer_count() - 1;
  const ConstMatrixMap<T> a = ws.A(last);
  const auto size = static_cast<std::size_t>(a.size());
  assert(scratch.size() >= size);
  loss.kernels<T>().value(a.size(), ws.Z(last).data(), a.data(), y, scratch.data());
  return sum(std::span<const T>(scratch.first(size)));
}

template class Network<float>;
template class Network<double>;
template class Workspace<float>;
template class Workspace<double>;
template void draw_masks(const Network<float>&, Index, Rng&, Workspace<float>&);
template void draw_masks(const Network<double>&, Index, Rng&, Workspace<double>&);
template void forward(const Network<float>&, const float*, Index, Workspace<float>&, Mode);
template void forward(const Network<double>&, const double*, Index, Workspace<double>&, Mode);
template void output_gradient(const Network<float>&, const Loss&, const float*, float,
                              Workspace<float>&);
template void output_gradient(const Network<double>&, const Loss&, const double*, double,
                              Workspace<double>&);
template void backward_layer(const Network<float>&, const float*, Index, Workspace<float>&);
template void backward_layer(const Network<double>&, const double*, Index, Workspace<double>&);
template double loss_sum(const Network<float>&, const Loss&, const float*, const Workspace<float>&,
                         std::span<float>);
template double loss_sum(const Network<double>&, const Loss&, const double*,
                         const Workspace<double>&, std::span<double>);

}  // namespace bp
