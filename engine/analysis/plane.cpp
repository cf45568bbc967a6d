#include "engine/analysis/plane.h"

#include <algorithm>
#include <cassert>

namespace bp {
namespace {

/// A range a little wider than the values, never empty.
void widen(RawAxis& axis) {
  const float margin = 0.05F * (axis.max - axis.min);
  axis.min -= margin > 0 ? margin : 1;
  axis.max += margin > 0 ? margin : 1;
}

}  // namespace

void DataPlane::configure(const PreparedData& data, const PlaneOptions& options) {
  is_components_ = false;
  dims_ = data.dataset->is_table() ? 2 : data.dataset->dims;
  if (!data.dataset->is_table()) {
    for (int d = 0; d < dims_; ++d) {
      rows_[d] = d;
      axes_[d] = data.raw_axes[static_cast<std::size_t>(d)];
    }
    base_.setZero(dims_);
    return;
  }
  if (options.kind == PlaneOptions::Kind::Components && data.inputs() > 1) {
    set_components(data);
  } else {
    set_columns(data, options);
  }
}

void DataPlane::set_columns(const PreparedData& data, const PlaneOptions& options) {
  const auto last = static_cast<int>(data.raw_axes.size()) - 1;
  rows_[0] = std::clamp(options.x, 0, last);
  rows_[1] = std::clamp(options.y, 0, last);
  for (int d = 0; d < 2; ++d) {
    axes_[d] = data.raw_axes[static_cast<std::size_t>(rows_[d])];
    widen(axes_[d]);
  }
  const Matrix<float>& raw = data.train.raw;
  if (options.sample >= 0) {
    base_ = raw.col(std::min<Index>(options.sample, raw.cols() - 1));
  } else {
    base_ = raw.cast<double>().rowwise().mean().cast<float>();
  }
}

void DataPlane::set_components(const PreparedData& data) {
  is_components_ = true;
  mean_ = data.train.X.cast<double>().rowwise().mean().cast<float>();
  directions_ = principal_directions(data.train.X, mean_, 2);
  for (int d = 0; d < 2; ++d) {
    const Vector<float> shares = (data.train.X.colwise() - mean_).transpose() * directions_.col(d);
    axes_[d] = {d == 0 ? "PC 1" : "PC 2", shares.minCoeff(), shares.maxCoeff()};
    widen(axes_[d]);
  }
}

Matrix<float> DataPlane::cell_centres(Index columns) const {
  const Index rows = dims_ == 2 ? columns : 1;
  Matrix<float> points(dims_, rows * columns);
  const auto centre = [columns](const RawAxis& axis, Index i) {
    const float cell = (axis.max - axis.min) / static_cast<float>(columns);
    return axis.min + (static_cast<float>(i) + 0.5F) * cell;
  };
  for (Index p = 0; p < points.cols(); ++p) {
    points(0, p) = centre(axes_[0], p % columns);
    if (dims_ == 2) points(1, p) = centre(axes_[1], p / columns);
  }
  return points;
}

void DataPlane::to_inputs(const PreparedData& data, const Matrix<float>& points,
                          Matrix<float>& inputs) const {
  assert(points.rows() == dims_);
  inputs.resize(data.inputs(), points.cols());
  if (is_components_) {
    inputs.noalias() = directions_ * points;
    inputs.colwise() += mean_;
    return;
  }
  Matrix<float> raw = base_.replicate(1, points.cols());
  for (int d = 0; d < dims_; ++d) raw.row(rows_[d]) = points.row(d);
  data.to_inputs(raw.data(), raw.cols(), inputs.data());
}

DataPlane::Place DataPlane::place(const Part& part, Index i) const {
  if (is_components_) {
    const Vector<float> at = directions_.transpose() * (part.X.col(i) - mean_);
    return {at(0), at(1)};
  }
  return {part.raw(rows_[0], i), dims_ == 2 ? part.raw(rows_[1], i) : 0.0F};
}

}  // namespace bp
