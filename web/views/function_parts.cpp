#include "web/views/function_parts.h"

#include "web/views/boundary_maps.h"

namespace bp {

FunctionParts function_parts(const Snapshot& s) {
  FunctionParts parts;
  if (data_dims(s) != 1 || s.layers.size() < 2 || s.units.rows != 1) return parts;
  const LayerShape& output = s.layers.back();
  const int last = static_cast<int>(s.layers.size()) - 2;
  if (output.units != 1 || output.inputs > kMaxMapsPerLayer) return parts;
  if (s.params.size() <= output.bias_offset) return parts;
  const int first = map_index(s, last, 0);
  const std::size_t columns = s.units.columns;
  if (first < 0 || columns == 0) return parts;
  const std::size_t start = static_cast<std::size_t>(first) * columns;
  if (s.units.values.size() < start + output.inputs * columns) return parts;
  parts.columns = columns;
  parts.units = output.inputs;
  parts.maps = s.units.values.data() + start;
  parts.weights = s.params.data() + output.weight_offset;
  parts.bias = s.params[output.bias_offset];
  return parts;
}

}  // namespace bp
