// Random guessing, the lecture's straw man: no gradient, no memory, only luck.
#include <algorithm>

#include "engine/optim/full_batch.h"

namespace bp {
namespace {

Index memory_size(Index) { return 0; }
Index scratch_size(Index n) { return n; }

/// w ~ N(0, 1), all parameters anew, each step; kept if the objective is lower there.
template <class T>
void step(Objective<T>& f, std::span<double>, std::span<double> scratch, Rng& rng) {
  const std::span<T> w = f.params();
  std::ranges::copy(w, scratch.begin());
  for (T& x : w) x = static_cast<T>(rng.normal());
  f.constrain();
  if (f.value() < f.start_value()) return;
  std::ranges::transform(scratch.first(w.size()), w.begin(),
                         [](double x) { return static_cast<T>(x); });
}

constexpr FullBatchMethod kMethod = {
    0, false, false, memory_size, scratch_size, step<float>, kHasDouble ? step<double> : nullptr};

}  // namespace

const FullBatchMethod& random_guessing() { return kMethod; }

}  // namespace bp
