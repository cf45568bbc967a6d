// The plane that is drawn: the data's own two coordinates, two chosen columns of a table, or the
// first two principal components of the network's inputs.
#pragma once

#include <span>

#include "engine/core/types.h"
#include "engine/data/prepared.h"

namespace bp {

struct PlaneOptions {
  /// The last: of the standardised inputs, as the network sees them.
  enum class Kind { Columns, Components };
  Kind kind = Kind::Columns;
  /// Tables: rows of Part::raw on the two axes; clamped to those there are.
  int x = 0, y = 1;
  /// Tables: what the other columns are held at, a training sample or (−1) their mean over the
  /// training part; clamped.
  int sample = -1;
};

/// Maps points (u, v) of the plane to network inputs, and samples to the plane.
class DataPlane {
 public:
  void configure(const PreparedData& data, const PlaneOptions& options);
  /// 1: an interval (u alone), 2: a plane.
  [[nodiscard]] int dims() const { return dims_; }
  /// Names and drawn ranges of u and v (v: of a plane).
  [[nodiscard]] const RawAxis& x() const { return axes_[0]; }
  [[nodiscard]] const RawAxis& y() const { return axes_[1]; }
  /// u (and v) at the centres of a grid's cells, row 0 at the bottom: columns × rows points, of
  /// dims coordinates each, u fastest. Rows are 1 for an interval.
  [[nodiscard]] Matrix<float> cell_centres(Index columns) const;
  /// Network inputs (features × n) of n points (dims × n).
  void to_inputs(const PreparedData& data, const Matrix<float>& points,
                 Matrix<float>& inputs) const;
  /// Where sample i of a part lies: u and v (of an interval: u alone).
  struct Place {
    float u = 0, v = 0;
  };
  [[nodiscard]] Place place(const Part& part, Index i) const;

 private:
  void set_columns(const PreparedData& data, const PlaneOptions& options);
  void set_components(const PreparedData& data);

  int dims_ = 2;
  bool is_components_ = false;
  int rows_[2] = {0, 1};  ///< of Part::raw on the axes
  RawAxis axes_[2];
  Vector<float> base_;        ///< raw values of the columns that are not on an axis
  Vector<float> mean_;        ///< of the training inputs
  Matrix<float> directions_;  ///< features × 2, orthonormal
};

/// The first `count` principal directions of the columns of X (features × n), orthonormal, each
/// with its largest component positive; directions beyond the data's rank are unit vectors
/// orthogonal to the others. By orthogonal iteration in double (Golub, Van Loan 2013, 8.2.4) over
/// at most 2000 samples, evenly chosen.
[[nodiscard]] Matrix<float> principal_directions(const Matrix<float>& X, const Vector<float>& mean,
                                                 Index count);

}  // namespace bp
