// The network's answer over the plane: the output and every unit's own map, on a regular grid.
#pragma once

#include <vector>

#include "engine/core/types.h"
#include "engine/data/prepared.h"
#include "engine/nn/network.h"

namespace bp {

/// Cell-centred grid over the data set's box, row 0 at the bottom (y = box_min). For 1-D data the
/// grid is resolution × 1.
class FieldSampler {
 public:
  /// Prepares inputs of all grid points; allocates here only.
  void configure(const PreparedData& data, const NetworkSpec& spec, Index resolution);
  [[nodiscard]] Index resolution() const { return resolution_; }
  [[nodiscard]] Index rows() const { return rows_; }

  /// Output activation of unit 0 at every grid point (rows × resolution, x fastest).
  void output(const Network<float>& net, std::span<float> out);
  /// Maps of *all* units: first the inputs (network inputs, i.e. standardised features), then layer
  /// after layer (activations); each rows·resolution values. `out` has (inputs + Σ units)·points.
  void units(const Network<float>& net, std::span<float> out);

 private:
  Index resolution_ = 0, rows_ = 0;
  Matrix<float> inputs_;
  Workspace<float> ws_;
};

}  // namespace bp
