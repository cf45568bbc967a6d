// The network's answer over the plane, on a regular grid.
#pragma once

#include <vector>

#include "engine/analysis/plane.h"
#include "engine/core/types.h"
#include "engine/data/prepared.h"
#include "engine/nn/network.h"
#include "engine/train/ensemble.h"

namespace bp {

/// Network inputs (inputs × points) at all points of a grid of that resolution. `rows`: which of
/// the data's inputs the network has; none: all.
[[nodiscard]] Matrix<float> grid_inputs(const PreparedData& data, const DataPlane& plane,
                                        Index resolution, std::span<const Index> rows = {});

/// Cell-centred grid over the plane, row 0 at the bottom. For 1-D data the grid is resolution × 1.
class FieldSampler {
 public:
  /// Prepares inputs of all grid points; allocates here only.
  void configure(const PreparedData& data, const DataPlane& plane, const NetworkSpec& spec,
                 Index resolution);
  [[nodiscard]] Index resolution() const { return resolution_; }
  [[nodiscard]] Index rows() const { return rows_; }

  /// Maps that output() writes: one, but for more than two classes one a class.
  [[nodiscard]] static Index output_maps(const NetworkSpec& spec);
  /// Output activation at every grid point (maps · rows · resolution, x fastest): of the only unit,
  /// of class 1 where two classes have a unit each, or of every class.
  void output(const Network<float>& net, std::span<float> out);
  /// The same of an ensemble's mean answer; and (rows · resolution) what its members disagree by:
  /// the standard deviation of what output() shows, for more than two classes the root of its mean
  /// square over them. Needs all of the data's inputs.
  void output(Ensemble& ensemble, std::span<float> out, std::span<float> disagreement);
  /// One map a member (rows · resolution each): shown_answer() of its outputs.
  void members(Ensemble& ensemble, std::span<float> out);

 private:
  /// Points a forward pass takes at once: keeps the workspace in the cache whatever the resolution.
  static constexpr Index kChunk = 128;

  Index resolution_ = 0, rows_ = 0;
  Matrix<float> inputs_;
  Workspace<float> ws_;
  std::vector<float> answers_, deviations_;  ///< of a chunk: outputs × n
};

}  // namespace bp
