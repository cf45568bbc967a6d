#include "engine/nn/initializers.h"

#include <array>
#include <cassert>
#include <cmath>

#include "engine/core/registry.h"

namespace bp {
namespace {

/// √(a/b) through double: both operations are exact to rounding on every machine.
float root_of_ratio(double a, Index b) {
  return static_cast<float>(std::sqrt(a / static_cast<double>(b)));
}

void fill_constant(Index n, float value, float* w) {
  for (Index i = 0; i < n; ++i) w[i] = value;
}
void fill_uniform(Index n, float half_width, Rng& rng, float* w) {
  for (Index i = 0; i < n; ++i) w[i] = rng.uniform(-half_width, half_width);
}
void fill_normal(Index n, float sigma, Rng& rng, float* w) {
  for (Index i = 0; i < n; ++i) w[i] = sigma * rng.normal();
}

constexpr std::array kRows = {
    Initializer{"zeros", "Zeros", "w = 0", false,
                [](Index out, Index in, float, Rng&, float* w) { fill_constant(out * in, 0, w); }},
    Initializer{"constant", "All the same", "w = scale", true,
                [](Index out, Index in, float scale, Rng&, float* w) {
                  fill_constant(out * in, scale, w);
                }},
    Initializer{"uniform", "Uniform", "w uniform in ±scale", true,
                [](Index out, Index in, float scale, Rng& rng, float* w) {
                  fill_uniform(out * in, scale, rng, w);
                }},
    Initializer{"normal", "Normal", "w normal, σ = scale", true,
                [](Index out, Index in, float scale, Rng& rng, float* w) {
                  fill_normal(out * in, scale, rng, w);
                }},
    // Glorot, Bengio 2010, "Understanding the difficulty of training deep feedforward networks".
    Initializer{"xavier", "Xavier", "w uniform in ±√(6 / (inputs + outputs))", false,
                [](Index out, Index in, float, Rng& rng, float* w) {
                  fill_uniform(out * in, root_of_ratio(6, in + out), rng, w);
                }},
    // He et al. 2015, arXiv:1502.01852.
    Initializer{"he", "He", "w normal, σ = √(2 / inputs)", false,
                [](Index out, Index in, float, Rng& rng, float* w) {
                  fill_normal(out * in, root_of_ratio(2, in), rng, w);
                }},
    // LeCun et al. 1998, "Efficient BackProp", §4.6.
    Initializer{"lecun", "LeCun", "w normal, σ = √(1 / inputs)", false,
                [](Index out, Index in, float, Rng& rng, float* w) {
                  fill_normal(out * in, root_of_ratio(1, in), rng, w);
                }},
};
static_assert(keys_are_unique(kRows));

}  // namespace

std::span<const Initializer> initializers() { return kRows; }

const Initializer& initializer(std::string_view key) {
  const int i = index_of(initializers(), key);
  assert(i >= 0);
  return kRows[static_cast<std::size_t>(i)];
}

}  // namespace bp
