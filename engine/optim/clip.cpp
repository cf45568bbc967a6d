#include "engine/optim/clip.h"

#include <cmath>

#include "engine/core/math.h"
#include "engine/core/reduce.h"

namespace bp {

template <class T>
void clip_values(std::span<T> grads, T limit) {
  for (T& g : grads) {
    const T above = math::select(g < -limit, -limit, g);  // this way round NaN stays NaN
    g = math::select(above > limit, limit, above);
  }
}

template <class T>
double clip_norm(std::span<T> grads, double limit) {
  const double norm = std::sqrt(sum_squares(std::span<const T>(grads)));
  const double factor = limit / (norm + 1e-6);  // the constant is PyTorch's
  if (!(factor < 1)) return 1;
  for (T& g : grads) g *= static_cast<T>(factor);
  return factor;
}

template void clip_values(std::span<float>, float);
template void clip_values(std::span<double>, double);
template double clip_norm(std::span<float>, double);
template double clip_norm(std::span<double>, double);

}  // namespace bp
