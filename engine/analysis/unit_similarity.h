// Which units of a layer do the same: how many different ones it really has.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/types.h"
#include "engine/nn/network.h"

namespace bp {

/// Layers of up to so many units get their matrices.
inline constexpr Index kMaxSimilarityUnits = 32;
/// Activations over more samples of a batch than this are not compared.
inline constexpr Index kMaxSimilaritySamples = 1024;
/// Two units are alike if both measures exceed 1 − this: far above float's rounding (6e-8), far
/// below what one step of training makes of units that may differ.
inline constexpr double kAlikeTolerance = 1e-6;

/// Cosine of two units' incoming weights, the bias being one of them (without it all units of a
/// layer with one input would be alike); with batch normalisation without the bias, which has no
/// effect there. Correlation (Pearson) of their activations over the batch.
///
/// Nothing to compare is alike: the cosine of two zero vectors and the correlation of two constant
/// units are 1; of one such and another, 0. NaN is like nothing, itself included.
struct UnitSimilarity {
  /// Going through the units in order, those that are alike no different unit before. Without a
  /// batch the weights alone decide.
  std::uint32_t distinct = 0;
  std::vector<float> cosine;       ///< units × units; empty in layers of too many
  std::vector<float> correlation;  ///< the same; empty without a batch too
};

/// Of layer l, with its weights as they are now and its activations in the last batch.
[[nodiscard]] UnitSimilarity unit_similarity(const Network<float>& net, const Workspace<float>& ws,
                                             Index l);

}  // namespace bp
