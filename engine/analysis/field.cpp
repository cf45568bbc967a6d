#include "engine/analysis/field.h"

#include <algorithm>
#include <cassert>

#include "engine/nn/block_pass.h"

namespace bp {
namespace {

Matrix<float> rows_of(const Matrix<float>& m, std::span<const Index> rows) {
  Matrix<float> out(static_cast<Index>(rows.size()), m.cols());
  for (std::size_t i = 0; i < rows.size(); ++i) out.row(static_cast<Index>(i)) = m.row(rows[i]);
  return out;
}

}  // namespace

Matrix<float> grid_inputs(const PreparedData& data, const DataPlane& plane, Index resolution,
                          std::span<const Index> rows) {
  Matrix<float> inputs;
  plane.to_inputs(data, plane.cell_centres(resolution), inputs);
  return rows.empty() ? inputs : rows_of(inputs, rows);
}

void FieldSampler::configure(const PreparedData& data, const DataPlane& plane,
                             const NetworkSpec& spec, Index resolution) {
  assert(resolution > 0);
  resolution_ = resolution;
  rows_ = plane.dims() == 2 ? resolution : 1;
  inputs_ = grid_inputs(data, plane, resolution);
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
    answer(net, inputs_.col(start).data(), n, ws_);
    const ConstMatrixMap<float> a = ws_.output();
    if (a.rows() == 1) {  // lies there as the map does
      std::copy_n(a.data(), n, out.data() + start);
      continue;
    }
    for (Index map = 0; map < maps; ++map) {
      float* to = out.data() + map * points + start;
      for (Index i = 0; i < n; ++i) to[i] = a(first + map, i);
    }
  }
}

}  // namespace bp
