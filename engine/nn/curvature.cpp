#include "engine/nn/curvature.h"

#include <cassert>

namespace bp {

template <class T>
void output_curvature([[maybe_unused]] const Network<T>& net, const Loss& loss, Index column,
                      const T* y, Workspace<T>& ws) {
  const auto last = static_cast<std::size_t>(ws.layer_count_ - 1);
  const LossKernels<T>& kernels = loss.kernels<T>();
  ws.output_dz_is_ready_ = kernels.grad_z != nullptr;
  assert(!ws.output_dz_is_ready_ ||
         net.spec().layers.back().activation->key == loss.classification_output);
  T* seed = ws.output_dz_is_ready_ ? ws.dz_[last].data() : ws.da_[last].data();
  kernels.curvature_root(ws.units_[last], ws.n_, column, ws.z_[last].data(), ws.a_[last].data(), y,
                         seed);
}

template <class T>
void sample_gradients(const Network<T>& net, const T* x, Index first, Index count,
                      const Workspace<T>& ws, double* out) {
  const auto params = static_cast<Index>(net.params().size());
  for (Index l = 0; l < net.layer_count(); ++l) {
    assert(!net.spec().layers[static_cast<std::size_t>(l)].has_norm);
    const Index units = net.weight_block(l).rows;
    const Index inputs = net.weight_block(l).cols;
    const T* dz = ws.dz_[static_cast<std::size_t>(l)].data();
    const T* seen = l > 0 ? ws.seen_of(static_cast<std::size_t>(l - 1)) : x;
    for (Index s = 0; s < count; ++s) {
      const T* dz_s = dz + units * (first + s);
      const T* seen_s = seen + inputs * (first + s);
      double* dW = out + params * s + net.weight_block(l).offset;
      double* db = out + params * s + net.bias_block(l).offset;
      for (Index i = 0; i < units; ++i) db[i] = static_cast<double>(dz_s[i]);
      for (Index j = 0; j < inputs; ++j) {
        const auto a = static_cast<double>(seen_s[j]);
        for (Index i = 0; i < units; ++i) dW[units * j + i] = db[i] * a;
      }
    }
  }
}

template void output_curvature(const Network<float>&, const Loss&, Index, const float*,
                               Workspace<float>&);
template void output_curvature(const Network<double>&, const Loss&, Index, const double*,
                               Workspace<double>&);
template void sample_gradients(const Network<float>&, const float*, Index, Index,
                               const Workspace<float>&, double*);
template void sample_gradients(const Network<double>&, const double*, Index, Index,
                               const Workspace<double>&, double*);

}  // namespace bp
