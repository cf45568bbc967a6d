#include "engine/core/gemm.h"

#include <algorithm>
#include <cstring>

namespace bp {
namespace {

// A tile of C (kVectors vectors of rows × kCols columns) lives in registers while k runs; lanes are
// independent outputs, so width and tiling leave every sum's order alone. Rows that do not fill a
// vector, and transposed A, go through a packed panel on the stack, `kPackedDepth` steps of k at a
// time; C is put back between them, so the sums go on where they stopped.
template <class T>
using Lanes [[gnu::vector_size(16)]] = T;
template <class T>
inline constexpr Index kWidth = static_cast<Index>(16 / sizeof(T));
inline constexpr Index kPackedDepth = 128;

template <class T>
Lanes<T> load(const T* p) {
  Lanes<T> v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

/// Where the tile's operands lie: A(i,p) = a[i + p·a_step], B(p,j) = b[p·b_step + j·b_col],
/// C(i,j) = c[i + j·c_col].
template <class T>
struct Operands {
  const T* a;
  Index a_step;
  const T* b;
  Index b_step, b_col;
  T* c;
  Index c_col;
};

template <class T, int kVectors, int kCols>
void tile(Index k, const Operands<T>& o) {
  Lanes<T> sum[kCols][kVectors];
  for (int j = 0; j < kCols; ++j) {
    for (int v = 0; v < kVectors; ++v) sum[j][v] = load(o.c + j * o.c_col + v * kWidth<T>);
  }
  const T* a = o.a;
  const T* b = o.b;
  for (Index p = 0; p < k; ++p, a += o.a_step, b += o.b_step) {
    for (int v = 0; v < kVectors; ++v) {
      const Lanes<T> av = load(a + v * kWidth<T>);
      for (int j = 0; j < kCols; ++j) sum[j][v] = sum[j][v] + av * b[j * o.b_col];
    }
  }
  for (int j = 0; j < kCols; ++j) {
    for (int v = 0; v < kVectors; ++v) {
      std::memcpy(o.c + j * o.c_col + v * kWidth<T>, &sum[j][v], sizeof(Lanes<T>));
    }
  }
}

/// kVectors full vectors of rows × n columns.
template <class T, int kVectors>
void columns(Index n, Index k, Operands<T> o) {
  for (; n >= 4; n -= 4, o.b += 4 * o.b_col, o.c += 4 * o.c_col) tile<T, kVectors, 4>(k, o);
  if (n == 3) tile<T, kVectors, 3>(k, o);
  if (n == 2) tile<T, kVectors, 2>(k, o);
  if (n == 1) tile<T, kVectors, 1>(k, o);
}

/// `rows` ≤ 2 vectors of rows through a packed panel; A(i,p) = a[i·a_row + p·a_step].
template <class T>
void packed_rows(Index rows, Index n, Index k, Index a_row, Operands<T> o) {
  constexpr Index kRows = 2 * kWidth<T>;
  const Index padded = rows <= kWidth<T> ? kWidth<T> : kRows;
  T panel[kRows * kPackedDepth];
  T corner[kRows * 4];
  for (Index done = 0; done < k; done += kPackedDepth) {
    const Index depth = std::min(kPackedDepth, k - done);
    std::fill_n(panel, padded * depth, T(0));
    for (Index p = 0; p < depth; ++p) {
      for (Index i = 0; i < rows; ++i) {
        panel[p * padded + i] = o.a[i * a_row + (done + p) * o.a_step];
      }
    }
    for (Index j = 0; j < n; j += 4) {
      const Index cols = std::min<Index>(4, n - j);
      T* c = o.c + j * o.c_col;
      std::fill_n(corner, padded * cols, T(0));
      for (Index q = 0; q < cols; ++q) std::copy_n(c + q * o.c_col, rows, corner + q * padded);
      const Operands<T> packed = {
          panel, padded, o.b + done * o.b_step + j * o.b_col, o.b_step, o.b_col, corner, padded};
      if (padded == kRows) {
        columns<T, 2>(cols, depth, packed);
      } else {
        columns<T, 1>(cols, depth, packed);
      }
      for (Index q = 0; q < cols; ++q) std::copy_n(corner + q * padded, rows, c + q * o.c_col);
    }
  }
}

/// C (m×n) += A·B for any strides; `a_row` is 1 where the rows of A are contiguous.
template <class T>
void product(Index m, Index n, Index k, Index a_row, Operands<T> o) {
  constexpr Index kRows = 2 * kWidth<T>;
  if (n == 0 || k == 0) return;
  for (Index i = 0; i < m; i += kRows, o.a += kRows * a_row, o.c += kRows) {
    const Index rows = std::min(kRows, m - i);
    if (a_row == 1 && rows == kRows) {
      columns<T, 2>(n, k, o);
    } else if (a_row == 1 && rows == kWidth<T>) {
      columns<T, 1>(n, k, o);
    } else {
      packed_rows<T>(rows, n, k, a_row, o);
    }
  }
}

}  // namespace

template <class T>
void gemm_nn(Index m, Index n, Index k, const T* a, const T* b, T* c) {
  product<T>(m, n, k, 1, {a, m, b, 1, k, c, m});
}

template <class T>
void gemm_tn(Index m, Index n, Index k, const T* a, const T* b, T* c) {
  product<T>(m, n, k, k, {a, 1, b, 1, k, c, m});
}

template <class T>
void gemm_nt(Index m, Index n, Index k, const T* a, const T* b, T* c) {
  if (m == 1) {
    // One row is contiguous over j: the roles change places (a·b = b·a to the bit).
    product<T>(n, 1, k, 1, {b, n, a, 1, 0, c, n});
  } else {
    product<T>(m, n, k, 1, {a, m, b, n, 1, c, m});
  }
}

template <class T>
void add_row_sums(Index m, Index n, const T* a, T* y) {
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < m; ++i) y[i] += a[j * m + i];
  }
}

template void gemm_nn(Index, Index, Index, const float*, const float*, float*);
template void gemm_nn(Index, Index, Index, const double*, const double*, double*);
template void gemm_tn(Index, Index, Index, const float*, const float*, float*);
template void gemm_tn(Index, Index, Index, const double*, const double*, double*);
template void gemm_nt(Index, Index, Index, const float*, const float*, float*);
template void gemm_nt(Index, Index, Index, const double*, const double*, double*);
template void add_row_sums(Index, Index, const float*, float*);
template void add_row_sums(Index, Index, const double*, double*);

}  // namespace bp
