#include "engine/nn/initializers.h"

#include <array>
#include <cassert>
#include <cmath>
#include <vector>

#include "engine/core/reduce.h"
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

/// Takes the first `count` vectors (`size` long each, one after another) out of the one behind them
/// and returns what is left of its length. Modified Gram–Schmidt, twice, which is enough for
/// orthogonality to rounding (Giraud et al. 2005).
double make_orthogonal(std::vector<double>& vectors, std::size_t count, std::size_t size) {
  const std::span<double> v(vectors.data() + count * size, size);
  for (int pass = 0; pass < 2; ++pass) {
    for (std::size_t k = 0; k < count; ++k) {
      const std::span<const double> q(vectors.data() + k * size, size);
      const double along = dot(q, std::span<const double>(v));
      for (std::size_t i = 0; i < size; ++i) v[i] -= along * q[i];
    }
  }
  return std::sqrt(sum_squares(std::span<const double>(v)));
}

/// Rows of W, or its columns where there are fewer of them, become orthonormal: normal draws, then
/// Gram–Schmidt, which gives every orientation the same chance (as PyTorch's QR with its sign fix).
void fill_orthogonal(Index out, Index in, Rng& rng, float* w) {
  const bool by_row = out <= in;
  const auto count = static_cast<std::size_t>(by_row ? out : in);
  const auto size = static_cast<std::size_t>(by_row ? in : out);
  std::vector<double> vectors(count * size);
  for (std::size_t k = 0; k < count; ++k) {
    double length = 0;
    // A draw that happens to lie in the others' span says nothing about its own direction.
    while (length < 1e-6) {
      for (std::size_t i = 0; i < size; ++i) {
        vectors[k * size + i] = static_cast<double>(rng.normal());
      }
      length = make_orthogonal(vectors, k, size);
    }
    for (std::size_t i = 0; i < size; ++i) {
      const double value = vectors[k * size + i] /= length;
      const std::size_t row = by_row ? k : i;
      const std::size_t column = by_row ? i : k;
      w[row + static_cast<std::size_t>(out) * column] = static_cast<float>(value);
    }
  }
}

constexpr std::array kRows = {
    Initializer{"zeros", "Zeros", "w = 0", false, "nn.init.zeros_(w)",
                [](Index out, Index in, float, Rng&, float* w) { fill_constant(out * in, 0, w); }},
    Initializer{"constant", "All the same", "w = scale", true, "nn.init.constant_(w, {scale})",
                [](Index out, Index in, float scale, Rng&, float* w) {
                  fill_constant(out * in, scale, w);
                }},
    Initializer{"uniform", "Uniform", "w uniform in ±scale", true,
                "nn.init.uniform_(w, -{scale}, {scale})",
                [](Index out, Index in, float scale, Rng& rng, float* w) {
                  fill_uniform(out * in, scale, rng, w);
                }},
    Initializer{"normal", "Normal", "w normal, σ = scale", true, "nn.init.normal_(w, 0, {scale})",
                [](Index out, Index in, float scale, Rng& rng, float* w) {
                  fill_normal(out * in, scale, rng, w);
                }},
    // Glorot, Bengio 2010, "Understanding the difficulty of training deep feedforward networks".
    Initializer{"xavier", "Xavier", "w uniform in ±√(6 / (inputs + outputs))", false,
                "nn.init.xavier_uniform_(w)",
                [](Index out, Index in, float, Rng& rng, float* w) {
                  fill_uniform(out * in, root_of_ratio(6, in + out), rng, w);
                }},
    // He et al. 2015, arXiv:1502.01852.
    Initializer{"he", "He", "w normal, σ = √(2 / inputs)", false,
                "nn.init.kaiming_normal_(w, nonlinearity=\"relu\")",
                [](Index out, Index in, float, Rng& rng, float* w) {
                  fill_normal(out * in, root_of_ratio(2, in), rng, w);
                }},
    // LeCun et al. 1998, "Efficient BackProp", §4.6.
    Initializer{"lecun", "LeCun", "w normal, σ = √(1 / inputs)", false,
                "nn.init.kaiming_normal_(w, nonlinearity=\"linear\")",
                [](Index out, Index in, float, Rng& rng, float* w) {
                  fill_normal(out * in, root_of_ratio(1, in), rng, w);
                }},
    // Saxe, McClelland, Ganguli 2014, arXiv:1312.6120.
    Initializer{
        "orthogonal", "Orthogonal", "rows (or columns) orthonormal: W Wᵀ = 1 or Wᵀ W = 1", false,
        "nn.init.orthogonal_(w)",
        [](Index out, Index in, float, Rng& rng, float* w) { fill_orthogonal(out, in, rng, w); }},
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
