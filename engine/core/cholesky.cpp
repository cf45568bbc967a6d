#include "engine/core/cholesky.h"

#include <cmath>

#include "engine/core/math.h"

namespace bp {

bool cholesky(Index n, double* a) {
  for (Index k = 0; k < n; ++k) {
    double* column = a + n * k;
    if (!(column[k] > 0) || !std::isfinite(column[k])) return false;
    const double root = math::sqrt(column[k]);
    column[k] = root;
    for (Index i = k + 1; i < n; ++i) column[i] /= root;
    for (Index j = k + 1; j < n; ++j) {
      double* later = a + n * j;
      const double factor = column[j];
      for (Index i = j; i < n; ++i) later[i] -= column[i] * factor;
    }
  }
  return true;
}

void cholesky_solve(Index n, const double* l, double* x) {
  for (Index k = 0; k < n; ++k) {  // L u = x
    x[k] /= l[n * k + k];
    for (Index i = k + 1; i < n; ++i) x[i] -= l[n * k + i] * x[k];
  }
  for (Index k = n - 1; k >= 0; --k) {  // Lᵀ x = u
    for (Index i = k + 1; i < n; ++i) x[k] -= l[n * k + i] * x[i];
    x[k] /= l[n * k + k];
  }
}

}  // namespace bp
