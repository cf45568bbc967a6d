#include "engine/data/variations.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <numeric>

#include "engine/core/registry.h"

namespace bp {
namespace {

constexpr std::array kRows = {
    Variation{"seed", "Seed",
              "Other initial weights and another order of the batches, nothing else", false, false},
    Variation{"bootstrap", "Bootstrap",
              "Training part drawn with replacement: a member misses about 37 % of it (bagging)",
              true, false},
    Variation{"features", "Features",
              "Half of the features, rounded up: each member looks from another side", false, true},
};
static_assert(keys_are_unique(kRows));

template <class M>
M columns_of(const M& from, std::span<const std::uint32_t> which) {
  M out(from.rows(), static_cast<Index>(which.size()));
  for (std::size_t i = 0; i < which.size(); ++i) {
    out.col(static_cast<Index>(i)) = from.col(static_cast<Index>(which[i]));
  }
  return out;
}

void keep_samples(std::span<const std::uint32_t> which, Part& part) {
  part.raw = columns_of(part.raw, which);
  part.X = columns_of(part.X, which);
  part.Y = columns_of(part.Y, which);
  Vector<float> y(static_cast<Index>(which.size()));
  for (std::size_t i = 0; i < which.size(); ++i) y(static_cast<Index>(i)) = part.raw_y(which[i]);
  part.raw_y = y;
}

void keep_inputs(std::span<const Index> which, PreparedData& data) {
  const auto n = static_cast<Index>(which.size());
  Matrix<float> X(n, data.train.count());
  Standardiser standardiser;
  standardiser.identity(n);
  std::vector<int> feature_rows;
  std::vector<std::string> names;
  for (Index i = 0; i < n; ++i) {
    const Index row = which[static_cast<std::size_t>(i)];
    X.row(i) = data.train.X.row(row);
    standardiser.mean(i) = data.standardiser.mean(row);
    standardiser.deviation(i) = data.standardiser.deviation(row);
    feature_rows.push_back(data.feature_rows[static_cast<std::size_t>(row)]);
    names.push_back(data.input_names[static_cast<std::size_t>(row)]);
  }
  data.train.X = std::move(X);
  data.standardiser = standardiser;
  data.feature_rows = feature_rows;
  data.input_names = names;
}

}  // namespace

std::span<const Variation> variations() { return kRows; }

std::uint64_t member_seed(std::uint64_t seed, int member) {
  if (member == 0) return seed;
  std::uint64_t z = seed + static_cast<std::uint64_t>(member) * 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

std::vector<std::uint32_t> bootstrap_indices(Index n, Rng& rng) {
  std::vector<std::uint32_t> indices(static_cast<std::size_t>(n));
  for (std::uint32_t& i : indices) i = rng.below(static_cast<std::uint32_t>(n));
  return indices;
}

std::vector<Index> random_half(Index n, Rng& rng) {
  std::vector<Index> indices(static_cast<std::size_t>(n));
  std::iota(indices.begin(), indices.end(), Index{0});
  rng.shuffle(std::span(indices));
  indices.resize((indices.size() + 1) / 2);
  std::ranges::sort(indices);
  return indices;
}

MemberData member_data(const PreparedData& common, const Variation& variation, std::uint64_t seed) {
  assert(variation.draws_samples || variation.draws_features);
  MemberData member{common, {}};
  member.data.validation = member.data.test = {};
  Rng rng(seed, static_cast<std::uint64_t>(Stream::Members));
  if (variation.draws_samples) {
    keep_samples(bootstrap_indices(common.train.count(), rng), member.data.train);
  }
  if (variation.draws_features) {
    member.inputs = random_half(common.inputs(), rng);
    keep_inputs(member.inputs, member.data);
  }
  return member;
}

}  // namespace bp
