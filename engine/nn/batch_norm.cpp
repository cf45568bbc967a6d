#include "engine/nn/batch_norm.h"

#include <algorithm>
#include <cassert>

#include "engine/core/math.h"

namespace bp {
namespace {

/// Units whose sums are held at once.
constexpr Index kBlock = 64;

/// sums[i] = Σⱼ term(i, j) for a block of rows, each in sequence over the columns.
template <class Term>
void sum_rows(Index rows, Index n, double* sums, Term term) {
  std::fill_n(sums, rows, 0.0);
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < rows; ++i) sums[i] += term(i, j);
  }
}

/// Calls f(first row, rows) for blocks of at most kBlock rows.
template <class F>
void for_each_block(Index units, F&& f) {
  for (Index first = 0; first < units; first += kBlock) f(first, std::min(kBlock, units - first));
}

}  // namespace

template <class T>
void batch_statistics(Index units, Index n, const T* u, T* mean, T* variance) {
  const auto count = static_cast<double>(n);
  for_each_block(units, [&](Index first, Index rows) {
    double means[kBlock];
    double squares[kBlock];
    const auto at = [&](Index i, Index j) { return static_cast<double>(u[first + i + units * j]); };
    sum_rows(rows, n, means, at);
    for (Index i = 0; i < rows; ++i) means[i] /= count;
    sum_rows(rows, n, squares, [&](Index i, Index j) {
      const double d = at(i, j) - means[i];
      return d * d;
    });
    for (Index i = 0; i < rows; ++i) {
      mean[first + i] = static_cast<T>(means[i]);
      variance[first + i] = static_cast<T>(squares[i] / count);
    }
  });
}

template <class T>
void normalise(Index units, Index n, double epsilon, const T* u, const T* mean, const T* variance,
               T* inverse_std, T* u_hat) {
  for (Index i = 0; i < units; ++i) {
    inverse_std[i] = T(1) / math::sqrt(variance[i] + T(epsilon));
  }
  for (Index j = 0; j < n; ++j, u += units, u_hat += units) {
    for (Index i = 0; i < units; ++i) u_hat[i] = (u[i] - mean[i]) * inverse_std[i];
  }
}

template <class T>
void scale_and_shift(Index units, Index n, const T* u_hat, const T* gamma, const T* beta, T* z) {
  for (Index j = 0; j < n; ++j, u_hat += units, z += units) {
    for (Index i = 0; i < units; ++i) z[i] = gamma[i] * u_hat[i] + beta[i];
  }
}

template <class T>
void norm_backward(Index units, Index n, const T* dz, const T* gamma, const T* inverse_std,
                   bool is_batch_own, T* u_hat_to_du, T* dgamma, T* dbeta) {
  const auto count = static_cast<double>(n);
  for_each_block(units, [&](Index first, Index rows) {
    double sums[kBlock];      // Σ dz
    double products[kBlock];  // Σ dz û
    const auto of = [&](const T* m, Index i, Index j) {
      return static_cast<double>(m[first + i + units * j]);
    };
    sum_rows(rows, n, sums, [&](Index i, Index j) { return of(dz, i, j); });
    sum_rows(rows, n, products,
             [&](Index i, Index j) { return of(dz, i, j) * of(u_hat_to_du, i, j); });
    for (Index i = 0; i < rows; ++i) {
      dgamma[first + i] += static_cast<T>(products[i]);
      dbeta[first + i] += static_cast<T>(sums[i]);
    }
    for (Index j = 0; j < n; ++j) {
      for (Index i = 0; i < rows; ++i) {
        T& value = u_hat_to_du[first + i + units * j];
        T centred = dz[first + i + units * j];
        if (is_batch_own) {
          centred -= static_cast<T>(sums[i] / count) + value * static_cast<T>(products[i] / count);
        }
        value = gamma[first + i] * inverse_std[first + i] * centred;
      }
    }
  });
}

template <class T>
void update_running(Index units, Index n, double momentum, const T* mean, const T* variance,
                    T* running_mean, T* running_variance) {
  assert(n > 1);
  const T newest = T(momentum);
  const T unbiased = static_cast<T>(static_cast<double>(n) / static_cast<double>(n - 1));
  for (Index i = 0; i < units; ++i) {
    running_mean[i] = (T(1) - newest) * running_mean[i] + newest * mean[i];
    running_variance[i] = (T(1) - newest) * running_variance[i] + newest * (variance[i] * unbiased);
  }
}

template void batch_statistics(Index, Index, const float*, float*, float*);
template void batch_statistics(Index, Index, const double*, double*, double*);
template void normalise(Index, Index, double, const float*, const float*, const float*, float*,
                        float*);
template void normalise(Index, Index, double, const double*, const double*, const double*, double*,
                        double*);
template void scale_and_shift(Index, Index, const float*, const float*, const float*, float*);
template void scale_and_shift(Index, Index, const double*, const double*, const double*, double*);
template void norm_backward(Index, Index, const float*, const float*, const float*, bool, float*,
                            float*, float*);
template void norm_backward(Index, Index, const double*, const double*, const double*, bool,
                            double*, double*, double*);
template void update_running(Index, Index, double, const float*, const float*, float*, float*);
template void update_running(Index, Index, double, const double*, const double*, double*, double*);

}  // namespace bp
