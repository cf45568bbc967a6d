#include "engine/analysis/unit_maps.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace bp {
namespace {

Index widest(const NetworkSpec& spec) {
  Index units = 0;
  for (const LayerSpec& layer : spec.layers) units = std::max(units, layer.units);
  return units;
}

}  // namespace

void UnitMaps::configure(const PreparedData& data, const DataPlane& plane, const NetworkSpec& spec,
                         Index resolution, std::span<const Index> rows) {
  assert(resolution > 0);
  resolution_ = resolution;
  rows_ = plane.dims() == 2 ? resolution : 1;
  inputs_ = grid_inputs(data, plane, resolution, rows);
  assert(spec.inputs == inputs_.rows());
  const Index points = inputs_.cols(), units = widest(spec);
  previous_.resize(units * points);
  now_.resize(units * points);
  z_.resize(units * std::min(points, kSlice));
  scratch_.resize(units);
  net_ = {};
  layer_ = point_ = 0;
}

std::int64_t UnitMaps::bytes(const NetworkSpec& spec, Index points) {
  const Index units = widest(spec);
  const std::int64_t values =
      (spec.inputs + 2 * units) * points + units * (std::min(points, kSlice) + 1);
  return values * static_cast<std::int64_t>(sizeof(float)) + Network<float>::bytes(spec);
}

void UnitMaps::begin(const Network<float>& net, std::span<const float> factors) {
  net_ = net;
  factors_.assign(factors.begin(), factors.end());
  first_factor_ = 0;
  layer_ = point_ = 0;
  if (factors.empty()) return;
  assert(static_cast<Index>(factors.size()) == net.spec().unit_count() - net.spec().outputs());
  net_.set_dropout(std::vector<Dropout>(net.spec().layers.size() - 1));  // no scale of evaluation
}

/// Multiplies n columns of a hidden layer by the units' factors.
void UnitMaps::drop_units(Index units, Index n, float* a) const {
  const float* const factor = factors_.data() + first_factor_;
  for (Index i = 0; i < n; ++i, a += units) {
    for (Index u = 0; u < units; ++u) a[u] *= factor[u];
  }
}

Index UnitMaps::advance() {
  assert(is_under_way());
  const NetworkSpec& spec = net_.spec();
  const Index inputs = spec.inputs_of(layer_);
  const Index units = spec.layers[static_cast<std::size_t>(layer_)].units;
  const Index n = std::min(kSlice, inputs_.cols() - point_);
  const float* from = layer_ == 0 ? inputs_.data() : previous_.data();
  float* const to = now_.data() + units * point_;
  evaluate_layer(net_, layer_, from + inputs * point_, n, z_.data(), to, scratch_.data());
  const bool has_factors = !factors_.empty() && layer_ + 1 < net_.layer_count();
  if (has_factors) drop_units(units, n, to);
  point_ += n;
  if (point_ < inputs_.cols()) return -1;
  point_ = 0;
  if (has_factors) first_factor_ += static_cast<std::size_t>(units);
  previous_.swap(now_);
  return layer_++;
}

ConstMatrixMap<float> UnitMaps::values() const {
  assert(layer_ > 0 && point_ == 0);
  const Index units = net_.spec().layers[static_cast<std::size_t>(layer_ - 1)].units;
  return {previous_.data(), units, inputs_.cols()};
}

}  // namespace bp
