// The products of the training step. Contract, fixed for good (golden hashes depend on it): every
// element of C is  c = C(i,j);  for k ascending: c = c + a_k * b_k,  each product and each sum
// rounded on its own. How the loops are tiled and vectorised is free, as long as that holds, so
// speed may change and bits may not. Shapes are column-major and contiguous.
#pragma once

#include "engine/core/types.h"

namespace bp {

/// C (m×n) += A (m×k) · B (k×n).
template <class T>
void gemm_nn(Index m, Index n, Index k, const T* a, const T* b, T* c);

/// C (m×n) += Aᵀ · B, with A (k×m), B (k×n).
template <class T>
void gemm_tn(Index m, Index n, Index k, const T* a, const T* b, T* c);

/// C (m×n) += A · Bᵀ, with A (m×k), B (n×k).
template <class T>
void gemm_nt(Index m, Index n, Index k, const T* a, const T* b, T* c);

/// y (m) += row sums of A (m×n), each in sequence over the n columns.
template <class T>
void add_row_sums(Index m, Index n, const T* a, T* y);

}  // namespace bp
