#include "engine/analysis/unit_similarity.h"

#include <algorithm>
#include <cmath>

namespace bp {
namespace {

/// One vector of length 1 a unit, or of zeros.
class Directions {
 public:
  Directions(Index units, Index length)
      : length_(static_cast<std::size_t>(length)),
        values_(static_cast<std::size_t>(units) * length_),
        is_zero_(static_cast<std::size_t>(units)) {}

  [[nodiscard]] double* of(Index unit) {
    return values_.data() + static_cast<std::size_t>(unit) * length_;
  }
  void normalise(Index unit) {
    double* v = of(unit);
    double squares = 0;
    for (std::size_t i = 0; i < length_; ++i) squares += v[i] * v[i];
    is_zero_[static_cast<std::size_t>(unit)] = squares == 0;
    if (squares == 0) return;
    const double norm = std::sqrt(squares);
    for (std::size_t i = 0; i < length_; ++i) v[i] /= norm;
  }
  void subtract_mean(Index unit) {
    double* v = of(unit);
    double sum = 0;
    for (std::size_t i = 0; i < length_; ++i) sum += v[i];
    const double mean = sum / static_cast<double>(length_);
    for (std::size_t i = 0; i < length_; ++i) v[i] -= mean;
  }

  [[nodiscard]] double product(Index a, Index b) {
    if (is_zero(a) && is_zero(b)) return 1;
    const double* p = of(a);
    const double* q = of(b);
    double sum = 0;
    for (std::size_t i = 0; i < length_; ++i) sum += p[i] * q[i];
    return sum;
  }
  /// Whether the product exceeds 1 − kAlikeTolerance. As 1 − p·q = ½|p − q|², a sum that only
  /// grows, units that differ are told apart after a component or two. The comparison is false for
  /// NaN.
  [[nodiscard]] bool are_alike(Index a, Index b) {
    if (is_zero(a) || is_zero(b)) return is_zero(a) && is_zero(b);
    const double* p = of(a);
    const double* q = of(b);
    double squares = 0;
    for (std::size_t i = 0; i < length_; ++i) {
      squares += (p[i] - q[i]) * (p[i] - q[i]);
      if (!(squares < 2 * kAlikeTolerance)) return false;
    }
    return true;
  }

 private:
  [[nodiscard]] bool is_zero(Index unit) const { return is_zero_[static_cast<std::size_t>(unit)]; }

  std::size_t length_;
  std::vector<double> values_;
  std::vector<bool> is_zero_;
};

Directions weight_directions(const Network<float>& net, Index l) {
  const ConstMatrixMap<float> W = net.W(l);
  const bool has_bias = !net.spec().layers[static_cast<std::size_t>(l)].has_norm;
  Directions directions(W.rows(), W.cols() + (has_bias ? 1 : 0));
  for (Index i = 0; i < W.rows(); ++i) {
    double* v = directions.of(i);
    for (Index j = 0; j < W.cols(); ++j) v[j] = static_cast<double>(W(i, j));
    if (has_bias) v[W.cols()] = static_cast<double>(net.b(l)(i));
    directions.normalise(i);
  }
  return directions;
}

Directions activation_directions(const Workspace<float>& ws, Index l) {
  const ConstMatrixMap<float> A = ws.A(l);
  const Index n = std::min(A.cols(), kMaxSimilaritySamples);
  Directions directions(A.rows(), n);
  for (Index i = 0; i < A.rows(); ++i) {
    double* v = directions.of(i);
    for (Index s = 0; s < n; ++s) v[s] = static_cast<double>(A(i, s));
    if (n > 0) directions.subtract_mean(i);
    directions.normalise(i);
  }
  return directions;
}

std::vector<float> products(Directions& directions, Index units) {
  std::vector<float> matrix;
  matrix.reserve(static_cast<std::size_t>(units * units));
  for (Index j = 0; j < units; ++j) {
    for (Index i = 0; i < units; ++i) {
      matrix.push_back(static_cast<float>(directions.product(i, j)));
    }
  }
  return matrix;
}

}  // namespace

UnitSimilarity unit_similarity(const Network<float>& net, const Workspace<float>& ws, Index l) {
  const Index units = net.spec().layers[static_cast<std::size_t>(l)].units;
  Directions weights = weight_directions(net, l);
  Directions activations = activation_directions(ws, l);
  UnitSimilarity similarity;
  std::vector<Index> different;
  for (Index unit = 0; unit < units; ++unit) {
    const bool is_known = std::ranges::any_of(different, [&](Index other) {
      return weights.are_alike(unit, other) && activations.are_alike(unit, other);
    });
    if (!is_known) different.push_back(unit);
  }
  similarity.distinct = static_cast<std::uint32_t>(different.size());
  if (units > kMaxSimilarityUnits) return similarity;
  similarity.cosine = products(weights, units);
  if (ws.samples() > 0) similarity.correlation = products(activations, units);
  return similarity;
}

}  // namespace bp
