// Which samples are for training, validation and test.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/types.h"

namespace bp {

/// Sample indices, in the order of the samples.
struct Split {
  std::vector<Index> train, validation, test;
};

/// Stratified by class (`classes` ≥ 1; a regression has one), the rest by chance: each class is
/// shuffled, and the classes are dealt so that every beginning of the deal has them in proportion.
/// The first `train_share` of it is for training, the next `validation_share` for validation; one
/// sample at least is left for training and for the test. `class_of` holds n ≥ 2 class indices.
[[nodiscard]] Split split_samples(const Vector<float>& class_of, int classes, float train_share,
                                  float validation_share, std::uint64_t seed);

/// Of n samples the first `train`, the next `validation` and the rest.
[[nodiscard]] Split split_in_order(Index n, Index train, Index validation);

}  // namespace bp
