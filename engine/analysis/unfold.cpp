#include "engine/analysis/unfold.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/analysis/plane.h"
#include "engine/train/metrics.h"

namespace bp {
namespace {

constexpr Index kSlice = 128;  // points of a pass
constexpr float kMargin = 1.06F;

/// The plane a = c + D t of a layer.
struct Projection {
  Matrix<double> D;
  Vector<double> c;
};

Vector<double> mean_of(const Matrix<float>& A, Index first, Index count) {
  Vector<double> mean = Vector<double>::Zero(A.rows());
  for (Index i = 0; i < count; ++i) mean += A.col(first + i).cast<double>();
  if (count > 0) mean /= static_cast<double>(count);
  return mean;
}

Matrix<double> directions(const Matrix<float>& A, Index first, Index count,
                          const Vector<double>& mean) {
  const Index most = std::clamp<Index>(kMostDirected / A.rows(), 2, std::max<Index>(count, 2));
  const Index samples = std::min(count, most);
  Matrix<float> X(A.rows(), samples);
  for (Index i = 0; i < samples; ++i) X.col(i) = A.col(first + i * count / samples);
  return principal_directions(X, mean.cast<float>(), 2).cast<double>();
}

void choose_units(const UnfoldAxes& axes, UnfoldedLayer& layer) {
  const auto last = static_cast<Index>(layer.units) - 1;
  Index first = std::clamp<Index>(axes.first, 0, last);
  Index second = std::clamp<Index>(axes.second, 0, last);
  if (last < 2) {
    first = 0;
    second = last;
  } else if (first == second) {
    second = first == 0 ? 1 : first - 1;
  }
  layer.first = static_cast<std::uint32_t>(first);
  layer.second = static_cast<std::uint32_t>(second);
}

Projection project_by(const Matrix<float>& A, Index first, Index count, const UnfoldAxes& axes,
                      UnfoldedLayer& layer) {
  layer.units = static_cast<std::uint32_t>(A.rows());
  layer.dims = A.rows() > 1 ? 2 : 1;
  layer.is_components = axes.is_components && A.rows() > 2 ? 1 : 0;
  Projection p;
  p.c = mean_of(A, first, count);
  if (layer.is_components != 0) {
    p.D = directions(A, first, count, p.c);
    return p;
  }
  choose_units(axes, layer);
  p.D = Matrix<double>::Zero(A.rows(), static_cast<Index>(layer.dims));
  const std::uint32_t units[] = {layer.first, layer.second};
  for (Index k = 0; k < p.D.cols(); ++k) {
    const auto unit = static_cast<Index>(units[k]);
    p.D(unit, k) = 1;
    p.c(unit) = 0;
  }
  return p;
}

void set_shares(const Matrix<float>& A, Index first, Index count, const Matrix<double>& D,
                UnfoldedLayer& layer) {
  const Vector<double> mean = mean_of(A, first, count);
  double total = 0, along[2] = {0, 0};
  Vector<double> a(A.rows());
  for (Index i = 0; i < count; ++i) {
    a = A.col(first + i).cast<double>() - mean;
    total += a.squaredNorm();
    for (Index k = 0; k < D.cols(); ++k) along[k] += std::pow(D.col(k).dot(a), 2);
  }
  layer.share_u = total > 0 ? static_cast<float>(along[0] / total) : 0.0F;
  layer.share_v = total > 0 ? static_cast<float>(along[1] / total) : 0.0F;
}

void write_places(const Matrix<float>& A, const Projection& p, std::vector<float>& out) {
  Vector<double> a(A.rows());
  for (Index i = 0; i < A.cols(); ++i) {
    a = A.col(i).cast<double>() - p.c;
    for (Index k = 0; k < 2; ++k) {
      out.push_back(k < p.D.cols() ? static_cast<float>(p.D.col(k).dot(a)) : 0.0F);
    }
  }
}

/// The same scale on both axes, so that distances on screen are the layer's.
void set_square(const float* places, std::size_t count, UnfoldedLayer& layer) {
  float low[2] = {0, 0}, high[2] = {0, 0};
  bool is_empty = true;
  for (std::size_t i = 0; i < count; ++i) {
    const float* t = places + 2 * i;
    if (!std::isfinite(t[0]) || !std::isfinite(t[1])) continue;
    for (int k = 0; k < 2; ++k) {
      low[k] = is_empty ? t[k] : std::min(low[k], t[k]);
      high[k] = is_empty ? t[k] : std::max(high[k], t[k]);
    }
    is_empty = false;
  }
  layer.centre_u = 0.5F * (low[0] + high[0]);
  layer.centre_v = 0.5F * (low[1] + high[1]);
  layer.half = kMargin * 0.5F * std::max(high[0] - low[0], high[1] - low[1]);
  if (!(layer.half > 0) || !std::isfinite(layer.half)) layer.half = 1;
}

/// Makes the square larger, towards the line, until it holds a piece of it. With d the line's
/// distance from the centre in half sides (max norm, so that at 1 it touches a corner), a square
/// that keeps its far corner and grows by the factor r reaches d = 2 r − 1.
void widen_to(const SeparatingLine& line, UnfoldedLayer& layer) {
  constexpr float kPiece = 1.15F;  // a corner that is cut off, not only touched
  const float off = line.level - line.u * layer.centre_u - line.v * layer.centre_v;
  const float reach = kPiece * std::abs(off) / (std::abs(line.u) + std::abs(line.v)) / layer.half;
  const float grown = 0.5F * (1 + reach);
  if (!(grown > 1 && grown <= kMostWidened)) return;
  const auto sign = [](float x) { return static_cast<float>((x > 0) - (x < 0)); };
  const float step = (grown - 1) * layer.half * sign(off);
  layer.centre_u += step * sign(line.u);
  layer.centre_v += step * sign(line.v);
  layer.half *= grown;
}

/// wᵀ a + b = z* of the answer, or of two classes' units the line on which they answer the same.
SeparatingLine line_of(const Network<float>& net, const Projection& p, float level) {
  SeparatingLine line;
  const Index last = net.layer_count() - 1, outputs = net.spec().outputs();
  if (outputs > 2) return line;
  const ConstMatrixMap<float> W = net.W(last);
  Vector<double> w = W.row(outputs - 1).transpose().cast<double>();
  auto b = static_cast<double>(net.b(last)(outputs - 1));
  double z = 0;
  if (outputs == 2) {
    w -= W.row(0).transpose().cast<double>();
    b -= static_cast<double>(net.b(last)(0));
  } else {
    z = static_cast<double>(preactivation_of(*net.spec().layers.back().activation, level));
  }
  line.kind = w.size() > p.D.cols() ? SeparatingLine::Slice : SeparatingLine::Exact;
  line.u = static_cast<float>(p.D.col(0).dot(w));
  line.v = p.D.cols() > 1 ? static_cast<float>(p.D.col(1).dot(w)) : 0.0F;
  line.level = static_cast<float>(z - b - w.dot(p.c));
  return line;
}

}  // namespace

float preactivation_of(const Activation& activation, float level) {
  const auto f = [&](float z) {
    float a = 0;
    activation.f32.apply(1, &z, &a);
    return a;
  };
  if (f(0) == level) return 0;
  float low = -100, high = 100;
  for (int i = 0; i < 60; ++i) {  // floats between −100 and 100 are told apart by then
    const float middle = 0.5F * (low + high);
    (f(middle) < level ? low : high) = middle;
  }
  return high;
}

void Unfolder::configure(Matrix<float> inputs, const Counts& counts) {
  assert(inputs.cols() ==
         counts.columns * counts.rows + counts.train + counts.validation + counts.test);
  inputs_ = std::move(inputs);
  counts_ = counts;
}

void Unfolder::evaluate(const Network<float>& net, Index l, const Matrix<float>& from,
                        Matrix<float>& to) {
  const Index units = net.spec().layers[static_cast<std::size_t>(l)].units;
  to.resize(units, from.cols());
  z_.resize(units * kSlice);
  scratch_.resize(units);
  for (Index start = 0; start < from.cols(); start += kSlice) {
    const Index n = std::min(kSlice, from.cols() - start);
    evaluate_layer(net, l, from.col(start).data(), n, z_.data(), to.col(start).data(),
                   scratch_.data());
  }
}

void Unfolder::unfold(const Network<float>& net, const UnfoldAxes& axes, float level,
                      Unfolding& out) {
  assert(net.spec().inputs == inputs_.rows());
  const Index lattice = counts_.columns * counts_.rows;
  out.columns = static_cast<std::uint32_t>(counts_.columns);
  out.rows = static_cast<std::uint32_t>(counts_.rows);
  out.train = static_cast<std::uint32_t>(counts_.train);
  out.validation = static_cast<std::uint32_t>(counts_.validation);
  out.test = static_cast<std::uint32_t>(counts_.test);
  out.layers.assign(static_cast<std::size_t>(net.layer_count()), {});
  out.places.clear();
  now_ = inputs_;
  for (Index l = 0; l < net.layer_count(); ++l) {
    UnfoldedLayer& layer = out.layers[static_cast<std::size_t>(l)];
    const Projection p = project_by(now_, lattice, counts_.train, axes, layer);
    set_shares(now_, lattice, counts_.train, p.D, layer);
    const std::size_t start = out.places.size();
    write_places(now_, p, out.places);
    set_square(out.places.data() + start, out.count(), layer);
    if (l + 1 == net.layer_count()) {
      out.line = line_of(net, p, level);
      widen_to(out.line, layer);
    }
    evaluate(net, l, now_, next_);
    std::swap(now_, next_);
  }
  out.answers.resize(static_cast<std::size_t>(lattice));
  for (Index i = 0; i < lattice; ++i) {
    out.answers[static_cast<std::size_t>(i)] = shown_answer(now_.col(i).data(), now_.rows());
  }
}

}  // namespace bp
