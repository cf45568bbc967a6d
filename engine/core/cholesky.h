// Solves A x = b for a symmetric positive definite A (André-Louis Cholesky, about 1905). In double,
// with nothing but + − × ÷ √, every element's terms in the order of the columns: the same bits
// everywhere.
#pragma once

#include "engine/core/types.h"

namespace bp {

/// The lower triangle of A (n×n, column-major) becomes that of L with L Lᵀ = A; the upper one is
/// not looked at. False if A is not positive definite or not finite; it is then half overwritten.
[[nodiscard]] bool cholesky(Index n, double* a);

/// x ← (L Lᵀ)⁻¹ x, with what cholesky() made.
void cholesky_solve(Index n, const double* l, double* x);

}  // namespace bp
