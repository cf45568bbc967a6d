// Scalar and matrix aliases. Convention everywhere: a column is one sample, rows are features or
// units, storage is column-major.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <span>

namespace bp {

using Index = Eigen::Index;

/// Whether tables have all their kernels in double, to train with for comparison. The page has only
/// those that the check of its gradients needs: activations and losses forward (BP_FLOAT_ONLY).
#ifdef BP_FLOAT_ONLY
inline constexpr bool kHasDouble = false;
#else
inline constexpr bool kHasDouble = true;
#endif

/// Before a function that few visits of the page need: it stays a function of its own, which
/// tools/split can put into the part that is fetched later.
#define BP_APART [[gnu::noinline]]

template <class T>
using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
template <class T>
using Vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;
template <class T>
using MatrixMap = Eigen::Map<Matrix<T>>;
template <class T>
using ConstMatrixMap = Eigen::Map<const Matrix<T>>;
template <class T>
using VectorMap = Eigen::Map<Vector<T>>;
template <class T>
using ConstVectorMap = Eigen::Map<const Vector<T>>;

}  // namespace bp
