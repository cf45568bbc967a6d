#include "engine/nn/network.h"

#include <algorithm>
#include <cassert>

#include "engine/core/gemm.h"
#include "engine/core/reduce.h"
#include "engine/nn/batch_norm.h"

namespace bp {

Index NetworkSpec::param_count() const {
  Index count = 0;
  for (Index l = 0; l < layer_count(); ++l) {
    const LayerSpec& layer = layers[static_cast<std::size_t>(l)];
    count += layer.units * (inputs_of(l) + 1 + (layer.has_norm ? 2 : 0));
  }
  return count;
}

Index NetworkSpec::unit_count() const {
  Index count = 0;
  for (const LayerSpec& layer : layers) count += layer.units;
  return count;
}

bool NetworkSpec::has_norm() const { return std::ranges::any_of(layers, &LayerSpec::has_norm); }

template <class T>
std::int64_t Network<T>::bytes(const NetworkSpec& spec) {
  const std::int64_t running = spec.has_norm() ? 2 * spec.unit_count() : 0;
  return (spec.param_count() + running) * static_cast<std::int64_t>(sizeof(T));
}

template <class T>
void Network<T>::configure(const NetworkSpec& spec) {
  assert(spec.inputs > 0 && spec.layer_count() > 0);
  spec_ = spec;
  norm_ = {};
  dropout_.assign(spec.layers.size() - 1, Dropout{});
  blocks_.clear();
  first_block_.clear();
  running_offset_.clear();
  Index offset = 0;
  Index running = 0;
  const auto add = [&](ParamBlock::Kind kind, Index l, Index rows, Index cols) {
    blocks_.push_back({kind, l, offset, rows, cols});
    offset += rows * cols;
  };
  for (Index l = 0; l < spec.layer_count(); ++l) {
    const LayerSpec& layer = spec.layers[static_cast<std::size_t>(l)];
    first_block_.push_back(blocks_.size());
    running_offset_.push_back(running);
    add(ParamBlock::Kind::Weight, l, layer.units, spec.inputs_of(l));
    add(ParamBlock::Kind::Bias, l, layer.units, 1);
    if (!layer.has_norm) continue;
    add(ParamBlock::Kind::Gamma, l, layer.units, 1);
    add(ParamBlock::Kind::Beta, l, layer.units, 1);
    running += 2 * layer.units;
  }
  params_.setZero(offset);
  running_.setZero(running);
  reset_norms();
}

/// γ = 1, β = 0, running mean 0 and variance 1: at first, evaluation changes nothing.
template <class T>
void Network<T>::reset_norms() {
  for (const ParamBlock& block : blocks_) {
    if (block.kind != ParamBlock::Kind::Gamma) continue;
    std::fill_n(params_.data() + block.offset, block.size(), T(1));
    T* mean = running_.data() + running_offset_[static_cast<std::size_t>(block.layer)];
    std::fill_n(mean, block.rows, T(0));
    std::fill_n(mean + block.rows, block.rows, T(1));
  }
}

template <class T>
const ParamBlock& Network<T>::weight_block(Index l) const {
  return blocks_[first_block_[static_cast<std::size_t>(l)]];
}

template <class T>
const ParamBlock& Network<T>::bias_block(Index l) const {
  return blocks_[first_block_[static_cast<std::size_t>(l)] + 1];
}

template <class T>
const ParamBlock& Network<T>::gamma_block(Index l) const {
  assert(spec_.layers[static_cast<std::size_t>(l)].has_norm);
  return blocks_[first_block_[static_cast<std::size_t>(l)] + 2];
}

template <class T>
const ParamBlock& Network<T>::beta_block(Index l) const {
  assert(spec_.layers[static_cast<std::size_t>(l)].has_norm);
  return blocks_[first_block_[static_cast<std::size_t>(l)] + 3];
}

template <class T>
void Network<T>::set_dropout(std::span<const Dropout> layers) {
  assert(layers.size() == dropout_.size());
  dropout_.assign(layers.begin(), layers.end());
}

template <class T>
bool Network<T>::has_dropout() const {
  return std::ranges::any_of(dropout_, [](const Dropout& d) { return d.rate > 0; });
}

template <class T>
std::span<T> Network<T>::running() {
  return {running_.data(), static_cast<std::size_t>(running_.size())};
}

template <class T>
std::span<const T> Network<T>::running() const {
  return {running_.data(), static_cast<std::size_t>(running_.size())};
}

template <class T>
std::span<const T> Network<T>::running_mean(Index l) const {
  const ParamBlock& block = gamma_block(l);
  return running().subspan(static_cast<std::size_t>(running_offset_[static_cast<std::size_t>(l)]),
                           static_cast<std::size_t>(block.rows));
}

template <class T>
std::span<const T> Network<T>::running_variance(Index l) const {
  const ParamBlock& block = gamma_block(l);
  return running().subspan(
      static_cast<std::size_t>(running_offset_[static_cast<std::size_t>(l)] + block.rows),
      static_cast<std::size_t>(block.rows));
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
  ws.use_masks(net.has_dropout());
  for (Index l = 0; l < net.layer_count() - 1 && ws.uses_masks(); ++l) {
    MatrixMap<T> mask = ws.mask(l, n);
    draw_mask(net.dropout(l), mask.size(), rng, mask.data());
  }
}

/// Z⁽ˡ⁾ holds U⁽ˡ⁾ before and γ Û + β after.
template <class T>
void Workspace<T>::norm_forward(const Network<T>& net, Index l, Mode mode) {
  const auto i = static_cast<std::size_t>(l);
  const Index units = units_[i];
  norm_is_own_ = mode == Mode::Train && n_ > 1;
  T* z = z_[i].data();
  T* u_hat = u_hat_[i].size() > 0 ? u_hat_[i].data() : z;  // kept for backward only
  const T* mean = net.running_mean(l).data();
  const T* variance = net.running_variance(l).data();
  if (norm_is_own_) {
    batch_statistics(units, n_, z, batch_mean_[i].data(), batch_variance_[i].data());
    mean = batch_mean_[i].data();
    variance = batch_variance_[i].data();
  }
  normalise(units, n_, net.norm_hyper().epsilon, z, mean, variance, inverse_std_[i].data(), u_hat);
  scale_and_shift(units, n_, u_hat, net.params().data() + net.gamma_block(l).offset,
                  net.params().data() + net.beta_block(l).offset, z);
}

template <class T>
void track_statistics(Network<T>& net, const Workspace<T>& ws) {
  if (!ws.norm_is_own_) return;
  T* running = net.running().data();
  for (std::size_t l = 0; l < ws.units_.size(); ++l) {
    if (!net.spec().layers[l].has_norm) continue;
    const Index units = ws.units_[l];
    update_running(units, ws.n_, net.norm_hyper().momentum, ws.batch_mean_[l].data(),
                   ws.batch_variance_[l].data(), running, running + units);
    running += 2 * units;
  }
}

// The sum starts from the bias: z = b, then z += w₁a₁, z += w₂a₂, …
template <class T>
void forward(const Network<T>& net, const T* x, Index n, Workspace<T>& ws, Mode mode) {
  assert(n >= 0 && n <= ws.max_batch_);
  ws.n_ = n;
  ws.is_in_blocks_ = false;
  if (mode == Mode::Evaluate) ws.use_masks(false);
  const T* previous = x;
  for (Index l = 0; l < net.layer_count(); ++l) {
    const auto i = static_cast<std::size_t>(l);
    const Index units = ws.units_[i];
    const T* bias = net.b(l).data();
    T* z = ws.z_[i].data();
    repeat_column(bias, units, n, z);
    gemm_nn(units, n, net.spec().inputs_of(l), net.W(l).data(), previous, z);
    if (net.spec().layers[i].has_norm) ws.norm_forward(net, l, mode);
    apply(net.spec().layers[i].activation->template kernels<T>(), units, n, z, ws.a_[i].data());
    previous = ws.a_[i].data();
    if (l == net.layer_count() - 1) break;
    const T scale = mode == Mode::Evaluate ? net.dropout(l).template evaluation_scale<T>() : T(1);
    if (scale != T(1)) multiply(units * n, scale, ws.a_[i].data());
    if (ws.uses_masks_) {
      multiply(units * n, ws.a_[i].data(), ws.mask_[i].data(), ws.h_[i].data());
      previous = ws.h_[i].data();
    }
  }
}

template <class T>
void evaluate_layer(const Network<T>& net, Index l, const T* previous, Index n, T* z, T* a,
                    T* scratch) {
  const LayerSpec& layer = net.spec().layers[static_cast<std::size_t>(l)];
  repeat_column(net.b(l).data(), layer.units, n, z);
  gemm_nn(layer.units, n, net.spec().inputs_of(l), net.W(l).data(), previous, z);
  if (layer.has_norm) {
    normalise(layer.units, n, net.norm_hyper().epsilon, z, net.running_mean(l).data(),
              net.running_variance(l).data(), scratch, z);
    scale_and_shift(layer.units, n, z, net.params().data() + net.gamma_block(l).offset,
                    net.params().data() + net.beta_block(l).offset, z);
  }
  apply(layer.activation->template kernels<T>(), layer.units, n, z, a);
  if (l == net.layer_count() - 1) return;
  const T scale = net.dropout(l).template evaluation_scale<T>();
  if (scale != T(1)) multiply(layer.units * n, scale, a);
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
    backward(net.spec().layers[i].activation->template kernels<T>(), units, n, ws.z_[i].data(),
             ws.a_[i].data(), ws.da_[i].data(), dz);
  }
  const T* du = dz;
  if (net.spec().layers[i].has_norm) {
    norm_backward(units, n, dz, net.params().data() + net.gamma_block(l).offset,
                  ws.inverse_std_[i].data(), ws.norm_is_own_, ws.u_hat_[i].data(),
                  ws.grads_.data() + net.gamma_block(l).offset,
                  ws.grads_.data() + net.beta_block(l).offset);
    du = ws.u_hat_[i].data();
  }
  const T* previous = l > 0 ? ws.seen_of(i - 1) : x;
  gemm_nt(units, inputs, n, du, previous, ws.grads_.data() + net.weight_block(l).offset);
  add_row_sums(units, n, du, ws.grads_.data() + net.bias_block(l).offset);
  if (l > 0) {
    T* previous_da = ws.da_[i - 1].data();
    std::fill_n(previous_da, inputs * n, T(0));
    gemm_tn(inputs, n, units, net.W(l).data(), du, previous_da);
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
  loss.kernels<T>().value(a.rows(), a.cols(), ws.Z(last).data(), a.data(), y, scratch.data());
  return sum(std::span<const T>(scratch.first(size)));
}

template class Network<float>;
template class Network<double>;
template void draw_masks(const Network<float>&, Index, Rng&, Workspace<float>&);
template void draw_masks(const Network<double>&, Index, Rng&, Workspace<double>&);
template void Workspace<float>::norm_forward(const Network<float>&, Index, Mode);
template void Workspace<double>::norm_forward(const Network<double>&, Index, Mode);
template void track_statistics(Network<float>&, const Workspace<float>&);
template void track_statistics(Network<double>&, const Workspace<double>&);
template void forward(const Network<float>&, const float*, Index, Workspace<float>&, Mode);
template void forward(const Network<double>&, const double*, Index, Workspace<double>&, Mode);
template void evaluate_layer(const Network<float>&, Index, const float*, Index, float*, float*,
                             float*);
template void evaluate_layer(const Network<double>&, Index, const double*, Index, double*, double*,
                             double*);
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
