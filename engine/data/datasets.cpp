#include "engine/data/datasets.h"

#include <algorithm>
#include <cassert>

#include "engine/core/registry.h"
#include "engine/data/classification_sets.h"
#include "engine/data/regression_sets.h"

namespace bp {
namespace {

template <std::size_t N, std::size_t M>
constexpr std::array<Dataset, N + M> concatenate(const std::array<Dataset, N>& a,
                                                 const std::array<Dataset, M>& b) {
  std::array<Dataset, N + M> rows{};
  std::copy(b.begin(), b.end(), std::copy(a.begin(), a.end(), rows.begin()));
  return rows;
}

constexpr auto kDatasets = concatenate(sets::kClassificationSets, sets::kRegressionSets);
static_assert(keys_are_unique(kDatasets));

}  // namespace

std::span<const Dataset> datasets() { return kDatasets; }

const Dataset& dataset(std::string_view key) {
  const int row = index_of(datasets(), key);
  assert(row >= 0);
  return kDatasets[static_cast<std::size_t>(row)];
}

}  // namespace bp
