#include "engine/analysis/field.h"

#include <algorithm>
#include <cassert>

namespace bp {
namespace {

/// Points a forward pass takes at once: keeps the workspace in the cache whatever the resolution.
constexpr Index kChunk = 1024;

[[maybe_unused]] Index map_count(const NetworkSpec& spec) {
  Index maps = spec.inputs;
  for (const LayerSpec& layer : spec.layers) maps += layer.units;
  return maps;
}

}  // namespace

void FieldSampler::configure(const PreparedData& data, const NetworkSpec& spec, Index resolution) {
  assert(resolution > 0 && spec.inputs == data.inputs());
  const Dataset& set = *data.dataset;
  resolution_ = resolution;
  rows_ = set.dims == 2 ? resolution : 1;
  const Index points = rows_ * resolution_;

  Matrix<float> raw(set.dims, points);
  const float cell = (set.box_max - set.box_min) / static_cast<float>(resolution);
  const auto centre = [&](Index i) { return set.box_min + (static_cast<float>(i) + 0.5F) * cell; };
  for (Index p = 0; p < points; ++p) {
    raw(0, p) = centre(p % resolution_);
    if (set.dims == 2) raw(1, p) = centre(p / resolution_);
  }
  inputs_.resize(data.inputs(), points);
  data.to_inputs(raw.data(), points, inputs_.data());
  ws_.configure(spec, std::min(points, kChunk), false);
}

void FieldSampler::output(const Network<float>& net, std::span<float> out) {
  const Index points = inputs_.cols();
  assert(static_cast<Index>(out.size()) == points);
  for (Index start = 0; start < points; start += kChunk) {
    const Index n = std::min(kChunk, points - start);
    forward(net, inputs_.col(start).data(), n, ws_);
    const ConstMatrixMap<float> a = ws_.output();
    for (Index i = 0; i < n; ++i) out[static_cast<std::size_t>(start + i)] = a(0, i);
  }
}

void FieldSampler::units(const Network<float>& net, std::span<float> out) {
  const Index points = inputs_.cols();
  assert(static_cast<Index>(out.size()) == map_count(net.spec()) * points);
  std::size_t at = 0;
  for (Index input = 0; input < inputs_.rows(); ++input) {
    for (Index p = 0; p < points; ++p) out[at++] = inputs_(input, p);
  }
  for (Index start = 0; start < points; start += kChunk) {
    const Index n = std::min(kChunk, points - start);
    forward(net, inputs_.col(start).data(), n, ws_);
    std::size_t chunk = at + static_cast<std::size_t>(start);
    for (Index l = 0; l < net.layer_count(); ++l) {
      const ConstMatrixMap<float> a = ws_.A(l);
      for (Index unit = 0; unit < a.rows(); ++unit, chunk += static_cast<std::size_t>(points)) {
        for (Index i = 0; i < n; ++i) out[chunk + static_cast<std::size_t>(i)] = a(unit, i);
      }
    }
  }
}

}  // namespace bp
