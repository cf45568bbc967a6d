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
inline constexpr Index kPackedDepth = 256;

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

/// A few rows and columns; row by row, because copying a column of one or two values is a call.
template <class T>
void copy_block(Index rows, Index cols, const T* from, Index from_col, T* to, Index to_col) {
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < cols; ++j) to[i + j * to_col] = from[i + j * from_col];
  }
}

/// `rows` ≤ kVectors vectors of rows through a packed panel; A(i,p) = a[i·a_row + p·a_step]. Lanes
/// beyond `rows` compute with zeros and are dropped.
template <class T, int kVectors>
void packed_rows(Index rows, Index n, Index k, Index a_row, const Operands<T>& o) {
  constexpr Index kRows = kVectors * kWidth<T>;
  T panel[kRows * kPackedDepth];
  T corner[kRows * 4] = {};
  if (rows < kRows) std::fill_n(panel, kRows * std::min(k, kPackedDepth), T(0));
  for (Index done = 0; done < k; done += kPackedDepth) {
    const Index depth = std::min(kPackedDepth, k - done);
    for (Index p = 0; p < depth; ++p) {
      const T* a = o.a + (done + p) * o.a_step;
      for (Index i = 0; i < rows; ++i) panel[p * kRows + i] = a[i * a_row];
    }
    Operands<T> packed = {panel, kRows, o.b + done * o.b_step, o.b_step, o.b_col, o.c, o.c_col};
    if (rows == kRows) {
      columns<T, kVectors>(n, depth, packed);
      continue;
    }
    packed.c = corner;
    packed.c_col = kRows;
    for (Index j = 0; j < n; j += 4, packed.b += 4 * o.b_col) {
      const Index cols = std::min<Index>(4, n - j);
      T* c = o.c + j * o.c_col;
      copy_block(rows, cols, c, o.c_col, corner, kRows);
      columns<T, kVectors>(cols, depth, packed);
      copy_block(rows, cols, corner, kRows, c, o.c_col);
    }
  }
}

/// At most kVectors vectors of rows: in place if A's columns hold them side by side, unless there
/// are so many steps that jumping from column to column costs more than packing once.
template <class T, int kVectors>
void row_block(Index rows, Index n, Index k, Index a_row, const Operands<T>& o) {
  constexpr Index kManySteps = 64;
  constexpr Index kManyColumns = 8;
  const bool is_worth_packing = k >= kManySteps && n >= kManyColumns;
  if (a_row == 1 && rows == kVectors * kWidth<T> && !is_worth_packing) {
    columns<T, kVectors>(n, k, o);
  } else {
    packed_rows<T, kVectors>(rows, n, k, a_row, o);
  }
}

/// C (m×n) += A·B for any strides; `a_row` is 1 where the rows of A are contiguous.
template <class T>
void product(Index m, Index n, Index k, Index a_row, Operands<T> o) {
  constexpr Index kRows = 2 * kWidth<T>;
  if (n == 0 || k == 0) return;
  for (Index i = 0; i < m; i += kRows, o.a += kRows * a_row, o.c += kRows) {
    const Index rows = std::min(kRows, m - i);
    if (rows > kWidth<T>) {
      row_block<T, 2>(rows, n, k, a_row, o);
    } else {
      row_block<T, 1>(rows, n, k, a_row, o);
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
  Index i = 0;
  for (; i + kWidth<T> <= m; i += kWidth<T>) {
    Lanes<T> total = load(y + i);
    for (Index j = 0; j < n; ++j) total = total + load(a + j * m + i);
    std::memcpy(y + i, &total, sizeof total);
  }
  for (; i < m; ++i) {
    T total = y[i];
    for (Index j = 0; j < n; ++j) total += a[j * m + i];
    y[i] = total;
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
