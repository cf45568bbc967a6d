#include "engine/data/split.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/core/rng.h"

namespace bp {
namespace {

Index share_of(Index n, float share) {
  const double wanted = static_cast<double>(share) * static_cast<double>(n);
  return static_cast<Index>(std::floor(wanted + 0.5));
}

/// The class to deal next: the one that lacks most of its proportion of the first m samples, the
/// last of equals. 64 bits: Index has 32 in wasm.
std::size_t most_lacking(const std::vector<std::vector<Index>>& of_class,
                         const std::vector<std::size_t>& dealt, std::int64_t m, std::int64_t n) {
  std::size_t best = 0;
  std::int64_t largest = -n;
  for (std::size_t k = 0; k < of_class.size(); ++k) {
    if (dealt[k] == of_class[k].size()) continue;
    const auto size = static_cast<std::int64_t>(of_class[k].size());
    const std::int64_t lack = m * size - n * static_cast<std::int64_t>(dealt[k]);
    if (lack < largest) continue;
    best = k;
    largest = lack;
  }
  return best;
}

std::vector<Index> deal(const Vector<float>& class_of, int classes, std::uint64_t seed) {
  std::vector<std::vector<Index>> of_class(static_cast<std::size_t>(classes));
  for (Index i = 0; i < class_of.size(); ++i) {
    of_class[static_cast<std::size_t>(class_of(i))].push_back(i);
  }
  Rng rng(seed, static_cast<std::uint64_t>(Stream::Split));
  for (std::vector<Index>& samples : of_class) rng.shuffle(std::span(samples));
  std::vector<std::size_t> dealt(of_class.size());
  std::vector<Index> order;
  const std::int64_t n = class_of.size();
  for (std::int64_t m = 1; m <= n; ++m) {
    const std::size_t k = most_lacking(of_class, dealt, m, n);
    order.push_back(of_class[k][dealt[k]++]);
  }
  return order;
}

}  // namespace

Split split_samples(const Vector<float>& class_of, int classes, float train_share,
                    float validation_share, std::uint64_t seed) {
  assert(classes >= 1 && class_of.size() >= 2);
  const std::vector<Index> order = deal(class_of, classes, seed);
  const Index n = class_of.size();
  const Index train = std::clamp<Index>(share_of(n, train_share), 1, n - 1);
  const Index validation = std::clamp<Index>(share_of(n, validation_share), 0, n - 1 - train);
  const auto first = order.begin(), second = first + train, third = second + validation;
  Split split{{first, second}, {second, third}, {third, order.end()}};
  for (auto* part : {&split.train, &split.validation, &split.test}) {
    std::sort(part->begin(), part->end());
  }
  return split;
}

Split split_in_order(Index n, Index train, Index validation) {
  assert(train > 0 && validation >= 0 && train + validation < n);
  Split split;
  for (Index i = 0; i < n; ++i) {
    std::vector<Index>& part = i < train                ? split.train
                               : i < train + validation ? split.validation
                                                        : split.test;
    part.push_back(i);
  }
  return split;
}

}  // namespace bp
