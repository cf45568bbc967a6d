#include "engine/core/reduce.h"

#include <cassert>
#include <cmath>

namespace bp {
namespace {

/// Σ term(i) over eight lanes and the tree of the contract.
template <class Term>
double sum_in_lanes(std::size_t n, Term term) {
  double lane[8] = {};
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    for (std::size_t k = 0; k < 8; ++k) lane[k] += term(i + k);
  }
  for (std::size_t k = 0; i + k < n; ++k) lane[k] += term(i + k);
  return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

}  // namespace

template <class T>
double sum(std::span<const T> x) {
  const T* p = x.data();
  return sum_in_lanes(x.size(), [p](std::size_t i) { return static_cast<double>(p[i]); });
}

template <class T>
double sum_squares(std::span<const T> x) {
  return dot(x, x);
}

template <class T>
double sum_abs(std::span<const T> x) {
  const T* p = x.data();
  return sum_in_lanes(x.size(),
                      [p](std::size_t i) { return std::fabs(static_cast<double>(p[i])); });
}

template <class T>
double dot(std::span<const T> x, std::span<const T> y) {
  assert(x.size() == y.size());
  const T* p = x.data();
  const T* q = y.data();
  return sum_in_lanes(x.size(), [p, q](std::size_t i) {
    return static_cast<double>(p[i]) * static_cast<double>(q[i]);
  });
}

template double sum(std::span<const float>);
template double sum(std::span<const double>);
template double sum_squares(std::span<const float>);
template double sum_squares(std::span<const double>);
template double sum_abs(std::span<const float>);
template double sum_abs(std::span<const double>);
template double dot(std::span<const float>, std::span<const float>);
template double dot(std::span<const double>, std::span<const double>);

}  // namespace bp
