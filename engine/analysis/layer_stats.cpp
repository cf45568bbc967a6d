#include "engine/analysis/layer_stats.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>

#include "engine/core/reduce.h"

namespace bp {
namespace {

template <class Derived>
std::span<const typename Derived::value_type> span_of(const Derived& map) {
  return {map.data(), static_cast<std::size_t>(map.size())};
}

template <class Derived>
float norm(const Derived& map) {
  return static_cast<float>(std::sqrt(sum_squares(span_of(map))));
}

template <class Derived>
float mean_magnitude(const Derived& map) {
  const auto values = span_of(map);
  if (values.empty()) return 0;
  return static_cast<float>(sum_abs(values) / static_cast<double>(values.size()));
}

/// Rows of W (and b) that differ, by a hash of their bits.
template <class T>
std::uint32_t distinct_units(const Network<T>& net, Index l) {
  const ConstMatrixMap<T> W = net.W(l);
  const bool has_bias = !net.spec().layers[static_cast<std::size_t>(l)].has_norm;
  constexpr std::size_t kMost = 512;
  std::array<std::uint64_t, kMost> hashes{};
  const auto units = std::min(static_cast<std::size_t>(W.rows()), kMost);
  for (std::size_t i = 0; i < units; ++i) {
    std::uint64_t hash = 0xCBF29CE484222325ULL;  // FNV-1a over whole values
    const auto take = [&hash](T value) {
      const auto bits = std::bit_cast<std::uint64_t>(static_cast<double>(value) + 0.0);
      hash = (hash ^ bits) * 0x100000001B3ULL;
      hash ^= hash >> 29U;
    };
    for (Index j = 0; j < W.cols(); ++j) take(W(static_cast<Index>(i), j));
    if (has_bias) take(net.b(l)(static_cast<Index>(i)));
    hashes[i] = hash;
  }
  std::sort(hashes.begin(), hashes.begin() + units);
  const auto end = std::unique(hashes.begin(), hashes.begin() + units);
  return static_cast<std::uint32_t>(end - hashes.begin());
}

template <class T>
float largest_magnitude(std::span<const T> values) {
  float largest = 0;
  for (const T v : values) {
    const auto magnitude = static_cast<float>(std::fabs(v));
    if (std::isnan(magnitude)) return magnitude;
    largest = std::max(largest, magnitude);
  }
  return largest;
}

/// ‖now − before‖, in sequence.
template <class T>
float distance(std::span<const T> now, std::span<const T> before) {
  double squares = 0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    const double d = static_cast<double>(now[i]) - static_cast<double>(before[i]);
    squares += d * d;
  }
  return static_cast<float>(std::sqrt(squares));
}

template <class T>
float share_of_dead_units(const ConstMatrixMap<T>& A) {
  if (A.size() == 0) return 0;
  Index dead = 0;
  for (Index unit = 0; unit < A.rows(); ++unit) {
    bool is_silent = true;
    for (Index i = 0; i < A.cols() && is_silent; ++i) is_silent = A(unit, i) == 0;
    if (is_silent) ++dead;
  }
  return static_cast<float>(dead) / static_cast<float>(A.rows());
}

/// f′ is read off the activation's own backward kernel, f′(z) = dz where da = 1.
template <class T>
float share_of_saturated(const Activation& f, const ConstMatrixMap<T>& Z,
                         const ConstMatrixMap<T>& A) {
  if (Z.size() == 0) return 0;
  constexpr Index kChunk = 256;
  std::array<T, kChunk> slope{};
  Index saturated = 0;
  for (Index start = 0; start < Z.size(); start += kChunk) {
    const Index n = std::min(kChunk, Z.size() - start);
    slope.fill(T(1));
    f.kernels<T>().backward(n, Z.data() + start, A.data() + start, slope.data(), slope.data());
    saturated += std::count_if(slope.begin(), slope.begin() + n,
                               [](T s) { return std::fabs(s) < T(kSaturatedSlope); });
  }
  return static_cast<float>(saturated) / static_cast<float>(Z.size());
}

/// The part of a flat, parameter-shaped vector that belongs to one block.
template <class T>
std::span<const T> part_of(std::span<const T> flat, const ParamBlock& block) {
  return flat.subspan(static_cast<std::size_t>(block.offset),
                      static_cast<std::size_t>(block.size()));
}

}  // namespace

float gradient_size(const LayerStats& s, Index units, Index inputs, GradientOf of,
                    GradientSize size) {
  if (of == GradientOf::Update) return s.update_ratio;
  const auto i = static_cast<std::size_t>(of);
  if (size == GradientSize::MeanAbs) {
    return std::array{s.mean_dw, s.mean_db, s.mean_da, s.mean_dz}[i];
  }
  const float norm = std::array{s.norm_dw, s.norm_db, s.norm_da, s.norm_dz}[i];
  if (size == GradientSize::Norm) return norm;
  const bool is_of_samples = of == GradientOf::A || of == GradientOf::Z;
  const Index columns = of == GradientOf::W ? inputs : is_of_samples ? s.samples : 1;
  return norm / std::sqrt(static_cast<float>(std::max<Index>(1, units * columns)));
}

template <class T>
void layer_stats(const Network<T>& net, const Workspace<T>& ws,
                 std::type_identity_t<std::span<const T>> before, std::span<LayerStats> out) {
  assert(static_cast<Index>(out.size()) == net.layer_count());
  assert(before.empty() || before.size() == net.params().size());
  for (Index l = 0; l < net.layer_count(); ++l) {
    LayerStats& s = out[static_cast<std::size_t>(l)];
    const ParamBlock& weights = net.weight_block(l);
    const std::span<const T> w = part_of(net.params(), weights);
    const std::span<const T> dw = part_of(ws.grads(), weights);
    s = LayerStats{};
    s.norm_w = norm(w);
    s.norm_b = norm(part_of(net.params(), net.bias_block(l)));
    s.norm_dw = norm(dw);
    s.norm_db = norm(part_of(ws.grads(), net.bias_block(l)));
    s.norm_da = norm(ws.dA(l));
    s.norm_dz = norm(ws.dZ(l));
    s.mean_dw = mean_magnitude(dw);
    s.mean_db = mean_magnitude(part_of(ws.grads(), net.bias_block(l)));
    s.mean_da = mean_magnitude(ws.dA(l));
    s.mean_dz = mean_magnitude(ws.dZ(l));
    s.distinct = distinct_units(net, l);
    s.max_dw = largest_magnitude(dw);
    s.rms_dw = s.norm_dw / std::sqrt(static_cast<float>(std::max<std::size_t>(1, dw.size())));
    s.samples = static_cast<std::uint32_t>(ws.samples());
    s.has_update = before.empty() ? 0 : 1;
    if (!before.empty() && s.norm_w > 0) {
      s.update_ratio = distance(w, part_of(before, weights)) / s.norm_w;
    }
    const Activation& f = *net.spec().layers[static_cast<std::size_t>(l)].activation;
    if (f.can_die) s.dead_share = share_of_dead_units(ws.A(l));
    if (f.can_saturate) s.saturated_share = share_of_saturated(f, ws.Z(l), ws.A(l));
  }
}

template void layer_stats(const Network<float>&, const Workspace<float>&, std::span<const float>,
                          std::span<LayerStats>);
template void layer_stats(const Network<double>&, const Workspace<double>&, std::span<const double>,
                          std::span<LayerStats>);

}  // namespace bp
