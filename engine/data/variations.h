// The table of ways in which the members of an ensemble differ, and what each is given to learn
// from.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/data/prepared.h"

namespace bp {

/// Initial weights and the order of batches differ in every case.
struct Variation {
  std::string_view key;    ///< wire format
  std::string_view label;  ///< on screen
  std::string_view help;
  bool draws_samples;   ///< the training part is drawn anew, with replacement
  bool draws_features;  ///< half of the inputs, rounded up
};

[[nodiscard]] std::span<const Variation> variations();

/// The seed of a member's randomness, mixed from `seed` and `member` (SplitMix64's finaliser;
/// Steele, Lea & Flood 2014). Member 0 has the seed itself: it is the network that would be trained
/// alone.
[[nodiscard]] std::uint64_t member_seed(std::uint64_t seed, int member);

/// n indices in {0, …, n−1}, drawn with replacement (Breiman 1996, "Bagging predictors").
[[nodiscard]] std::vector<std::uint32_t> bootstrap_indices(Index n, Rng& rng);
/// ⌈n/2⌉ different indices in {0, …, n−1}, ascending (Ho 1998, "The random subspace method").
[[nodiscard]] std::vector<Index> random_half(Index n, Rng& rng);

/// What one member learns from. Other parts than the training part are empty: members are judged on
/// the common ones. The standardiser is the common one.
struct MemberData {
  PreparedData data;
  std::vector<Index> inputs;  ///< which rows of the common inputs are its own; empty: all
};
/// Draws with Rng(seed, Stream::Members). For variations that draw samples or features.
[[nodiscard]] MemberData member_data(const PreparedData& common, const Variation& variation,
                                     std::uint64_t seed);

}  // namespace bp
