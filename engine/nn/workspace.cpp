// The batch's buffers: what a pass leaves behind for backward, and for people to look at.
#include <algorithm>
#include <cassert>

#include "engine/core/block_gemm.h"
#include "engine/nn/network.h"

namespace bp {
namespace {

/// What passes in blocks need besides the layers' buffers, which they share with all others.
struct BlockRoom {
  Index inputs = 0, outputs = 0, scratch = 0;
  [[nodiscard]] std::int64_t total() const { return std::int64_t{inputs} + outputs + scratch; }
};

template <class T>
BlockRoom block_room(const NetworkSpec& spec, Index max_batch) {
  if (sizeof(T) != sizeof(float)) return {};
  Index widest = spec.inputs;
  Index widest_layer = 0;
  for (const LayerSpec& layer : spec.layers) widest_layer = std::max(widest_layer, layer.units);
  widest = std::max(widest, widest_layer);
  return {block_size(spec.inputs, max_batch), block_size(spec.outputs(), max_batch),
          std::max(block_scratch_size(widest, max_batch), block_size(widest_layer, max_batch))};
}

}  // namespace

template <class T>
void Workspace<T>::configure(const NetworkSpec& spec, Index max_batch, bool with_gradients) {
  assert(max_batch > 0);
  layer_count_ = spec.layer_count();
  max_batch_ = max_batch;
  has_norm_ = spec.has_norm();
  n_ = 0;
  output_dz_is_ready_ = uses_masks_ = norm_is_own_ = false;
  is_in_blocks_ = has_block_gradients_ = false;
  mask_.clear();
  h_.clear();
  const auto count = static_cast<std::size_t>(layer_count_);
  units_.resize(count);
  for (std::vector<Vector<T>>* buffers :
       {&z_, &a_, &dz_, &da_, &u_hat_, &batch_mean_, &batch_variance_, &inverse_std_}) {
    buffers->resize(count);
  }
  for (std::size_t l = 0; l < count; ++l) {
    units_[l] = spec.layers[l].units;
    const Index size = block_size(units_[l], max_batch);
    z_[l].setZero(size);
    a_[l].setZero(size);
    dz_[l].setZero(with_gradients ? size : 0);
    da_[l].setZero(with_gradients ? size : 0);
    const Index normalised = spec.layers[l].has_norm ? units_[l] : 0;
    u_hat_[l].setZero(with_gradients ? normalised * max_batch : 0);
    for (std::vector<Vector<T>>* buffers : {&batch_mean_, &batch_variance_, &inverse_std_}) {
      (*buffers)[l] = Vector<T>::Zero(normalised);
    }
  }
  grads_.setZero(with_gradients ? spec.param_count() : 0);
  const BlockRoom room = block_room<T>(spec, max_batch);
  input_blocks_.setZero(room.inputs);
  output_blocks_.setZero(room.outputs);
  scratch_.setZero(room.scratch);
}

template <class T>
void Workspace<T>::settle() {
  if (!is_in_blocks_) return;
  is_in_blocks_ = false;
  if constexpr (sizeof(T) == sizeof(float)) {
    for (std::size_t l = 0; l + 1 < units_.size(); ++l) {
      for (Vector<T>* buffer : {&z_[l], &a_[l], &dz_[l], &da_[l]}) {
        const bool is_of_backward = buffer == &dz_[l] || buffer == &da_[l];
        if (is_of_backward && !has_block_gradients_) continue;
        from_blocks(units_[l], n_, buffer->data(), scratch_.data());
        std::copy_n(scratch_.data(), units_[l] * n_, buffer->data());
      }
    }
  }
}

template <class T>
std::int64_t Workspace<T>::bytes(const NetworkSpec& spec, Index max_batch, bool with_gradients) {
  const std::int64_t units = spec.unit_count();
  const bool has_norm = spec.has_norm();
  // Z A; with gradients also dZ dA, mask, H, and Û
  const std::int64_t rows = (with_gradients ? 6 + (has_norm ? 1 : 0) : 2) * units;
  const std::int64_t statistics = has_norm ? 3 * units : 0;
  const std::int64_t grads = with_gradients ? spec.param_count() : 0;
  const std::int64_t samples = block_size(1, max_batch);
  return (rows * samples + statistics + grads + block_room<T>(spec, max_batch).total()) *
         static_cast<std::int64_t>(sizeof(T));
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
ConstMatrixMap<T> Workspace<T>::dU(Index l) const {
  const auto i = static_cast<std::size_t>(l);
  assert(u_hat_[i].size() > 0);
  return {u_hat_[i].data(), units_[i], n_};
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
std::span<const T> Workspace<T>::batch_mean(Index l) const {
  const Vector<T>& mean = batch_mean_[static_cast<std::size_t>(l)];
  return {mean.data(), static_cast<std::size_t>(mean.size())};
}

template <class T>
std::span<const T> Workspace<T>::batch_variance(Index l) const {
  const Vector<T>& variance = batch_variance_[static_cast<std::size_t>(l)];
  return {variance.data(), static_cast<std::size_t>(variance.size())};
}

template <class T>
std::span<T> Workspace<T>::grads() {
  return {grads_.data(), static_cast<std::size_t>(grads_.size())};
}

template <class T>
std::span<const T> Workspace<T>::grads() const {
  return {grads_.data(), static_cast<std::size_t>(grads_.size())};
}

template class Workspace<float>;
template class Workspace<double>;

}  // namespace bp
