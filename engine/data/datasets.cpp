#include "engine/data/datasets.h"

#include <algorithm>
#include <cassert>

#include "engine/core/registry.h"
#include "engine/data/classification_sets.h"
#include "engine/data/multiclass_sets.h"
#include "engine/data/regression_sets.h"
#include "engine/data/table_sets.h"

namespace bp {
namespace {

template <std::size_t... N>
constexpr std::array<Dataset, (N + ...)> concatenate(const std::array<Dataset, N>&... parts) {
  std::array<Dataset, (N + ...)> rows{};
  auto to = rows.begin();
  ((to = std::copy(parts.begin(), parts.end(), to)), ...);
  return rows;
}

constexpr auto kDatasets = concatenate(sets::kClassificationSets, sets::kMulticlassSets,
                                       sets::kRegressionSets, sets::kTableSets);
static_assert(keys_are_unique(kDatasets));

}  // namespace

std::span<const Dataset> datasets() { return kDatasets; }

const Dataset& dataset(std::string_view key) {
  const int row = index_of(datasets(), key);
  assert(row >= 0);
  return kDatasets[static_cast<std::size_t>(row)];
}

}  // namespace bp
