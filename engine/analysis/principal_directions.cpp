#include <algorithm>
#include <cmath>

#include "engine/analysis/plane.h"

namespace bp {
namespace {

constexpr Index kMostSamples = 2000;
constexpr int kIterations = 200;  // a gap of 5 % between two variances is settled by then

/// Gram–Schmidt from the left; a direction that vanishes becomes the first axis that does not.
void orthonormalise(Matrix<double>& V) {
  for (Index k = 0; k < V.cols(); ++k) {
    for (Index axis = -1; axis < V.rows(); ++axis) {
      if (axis >= 0) V.col(k) = Vector<double>::Unit(V.rows(), axis);
      for (int twice = 0; twice < 2; ++twice) {  // once more, for what rounding left
        for (Index j = 0; j < k; ++j) V.col(k) -= V.col(j).dot(V.col(k)) * V.col(j);
      }
      const double length = V.col(k).norm();
      if (length < 1e-9) continue;
      V.col(k) /= length;
      break;
    }
  }
}

}  // namespace

Matrix<float> principal_directions(const Matrix<float>& X, const Vector<float>& mean, Index count) {
  const Index samples = std::min(X.cols(), kMostSamples);
  Matrix<double> C(X.rows(), samples);  // centred
  for (Index i = 0; i < samples; ++i) {
    const auto column = static_cast<Index>(static_cast<std::int64_t>(i) * X.cols() / samples);
    C.col(i) = (X.col(column) - mean).cast<double>();
  }
  Matrix<double> V(X.rows(), std::min(count, X.rows()));
  for (Index k = 0; k < V.cols(); ++k) {  // no symmetry that the data could be orthogonal to
    for (Index i = 0; i < V.rows(); ++i)
      V(i, k) = 1.0 / static_cast<double>(1 + (i + k) % V.rows());
  }
  orthonormalise(V);
  for (int i = 0; i < kIterations; ++i) {
    V = (C * (C.transpose() * V)).eval();
    const double largest = V.cwiseAbs().maxCoeff();
    if (largest > 0) V /= largest;
    orthonormalise(V);
  }
  for (Index k = 0; k < V.cols(); ++k) {
    Index largest = 0;
    (void)V.col(k).cwiseAbs().maxCoeff(&largest);
    if (V(largest, k) < 0) V.col(k) = -V.col(k);
  }
  return V.cast<float>();
}

}  // namespace bp
