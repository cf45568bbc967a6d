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

void FieldSampler::configure(const PreparedData& data, const DataPlane& plane,
                             const NetworkSpec& spec, Index resolution) {
  assert(resolution > 0 && spec.inputs == data.inputs());
  resolution_ = resolution;
  rows_ = plane.dims() == 2 ? resolution : 1;
  plane.to_inputs(data, plane.cell_centres(resolution), inputs_);
  ws_.configure(spec, std::min(inputs_.cols(), kChunk), false);
}

Index FieldSampler::output_maps(const NetworkSpec& spec) {
  return spec.outputs() > 2 ? spec.outputs() : 1;
}

void FieldSampler::output(const Network<float>& net, std::span<float> out) {
  const Index points = inputs_.cols();
  const Index maps = output_maps(net.spec());
  const Index first = net.spec().outputs() - maps;
  assert(static_cast<Index>(out.size()) == maps * points);
  for (Index start = 0; start < points; start += kChunk) {
    const Index n = std::min(kChunk, points - start);
    forward(net, inputs_.col(start).data(), n, ws_);
    const ConstMatrixMap<float> a = ws_.output();
    for (Index map = 0; map < maps; ++map) {
      float* to = out.data() + map * points + start;
      for (Index i = 0; i < n; ++i) to[i] = a(first + map, i);
    }
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
