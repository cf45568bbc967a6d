#include "engine/analysis/field.h"

#include <algorithm>
#include <cassert>

namespace bp {
namespace {

[[maybe_unused]] Index map_count(const NetworkSpec& spec) {
  Index maps = spec.inputs;
  for (const LayerSpec& layer : spec.layers) maps += layer.units;
  return maps;
}

Matrix<float> rows_of(const Matrix<float>& m, std::span<const Index> rows) {
  Matrix<float> out(static_cast<Index>(rows.size()), m.cols());
  for (std::size_t i = 0; i < rows.size(); ++i) out.row(static_cast<Index>(i)) = m.row(rows[i]);
  return out;
}

}  // namespace

void FieldSampler::configure(const PreparedData& data, const DataPlane& plane,
                             const NetworkSpec& spec, Index resolution,
                             std::span<const Index> rows) {
  assert(resolution > 0);
  resolution_ = resolution;
  rows_ = plane.dims() == 2 ? resolution : 1;
  Matrix<float> inputs;
  plane.to_inputs(data, plane.cell_centres(resolution), inputs);
  inputs_ = rows.empty() ? inputs : rows_of(inputs, rows);
  assert(spec.inputs == inputs_.rows());
  const Index chunk = std::min(inputs_.cols(), kChunk);
  ws_.configure(spec, chunk, false);
  answers_.resize(static_cast<std::size_t>(spec.outputs() * chunk));
  deviations_.resize(answers_.size());
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
