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

Part samples_of(const Part& from, std::span<const std::uint32_t> which) {
  Part part;
  part.raw = columns_of(from.raw, which);
  part.X = columns_of(from.X, which);
  part.Y = columns_of(from.Y, which);
  part.raw_y.resize(static_cast<Index>(which.size()));
  for (std::size_t i = 0; i < which.size(); ++i) {
    part.raw_y(static_cast<Index>(i)) = from.raw_y(static_cast<Index>(which[i]));
  }
  return part;
}

/// The same samples with inputs of fewer features.
Part inputs_of(const Part& from, std::span<const Index> which) {
  Part part{from.raw, from.raw_y, {}, from.Y};
  part.X.resize(static_cast<Index>(which.size()), from.count());
  for (std::size_t i = 0; i < which.size(); ++i) {
    part.X.row(static_cast<Index>(i)) = from.X.row(which[i]);
  }
  return part;
}

void keep_features(std::span<const Index> which, DataDescription& data) {
  const DataDescription all = data;
  data.standardiser.identity(static_cast<Index>(which.size()));
  data.feature_rows.clear();
  data.input_names.clear();
  for (std::size_t i = 0; i < which.size(); ++i) {
    const auto row = static_cast<std::size_t>(which[i]);
    data.standardiser.mean(static_cast<Index>(i)) = all.standardiser.mean(which[i]);
    data.standardiser.deviation(static_cast<Index>(i)) = all.standardiser.deviation(which[i]);
    data.feature_rows.push_back(all.feature_rows[row]);
    data.input_names.push_back(all.input_names[row]);
  }
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
  assert(variation.draws_samples != variation.draws_features);
  MemberData member;
  DataDescription& description = member.data;
  description = common;
  Rng rng(seed, static_cast<std::uint64_t>(Stream::Members));
  if (variation.draws_samples) {
    member.samples = bootstrap_indices(common.train.count(), rng);
    member.data.train = samples_of(common.train, member.samples);
  } else {
    member.inputs = random_half(common.inputs(), rng);
    member.data.train = inputs_of(common.train, member.inputs);
    keep_features(member.inputs, description);
  }
  return member;
}

}  // namespace bp
