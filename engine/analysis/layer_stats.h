// What one layer's gradients and activations look like at this step.
#pragma once

#include <vector>

#include "engine/core/types.h"
#include "engine/nn/network.h"

namespace bp {

struct LayerStats {
  float norm_w = 0, norm_b = 0;              ///< ‖W‖, ‖b‖ (Frobenius, Euclidean)
  float norm_dw = 0, norm_db = 0;            ///< ‖∂L/∂W‖, ‖∂L/∂b‖ of the last step, with penalty
  float norm_da = 0, norm_dz = 0;            ///< ‖∂L/∂A‖, ‖∂L/∂Z‖ over the last batch
  float max_dw = 0;                          ///< largest |∂L/∂w|
  float update_ratio = 0;                    ///< ‖ΔW‖ / ‖W‖ of the last step, W as it is now
  float dead_share = 0;       ///< units whose activation is 0 for the whole batch (ReLU-like only)
  float saturated_share = 0;  ///< share of (unit, sample) with |f′(z)| < 0.05 (saturating only)
  float rms_dw = 0;           ///< ‖∂L/∂W‖ / √(number of weights)
  float samples = 0;          ///< batch size the activations and ∂L/∂A, ∂L/∂Z come from
};

/// `before` holds the parameters before the last step (empty: update_ratio is 0).
void layer_stats(const Network<float>& net, const Workspace<float>& ws,
                 std::span<const float> before, std::span<LayerStats> out);

/// What is wrong with the gradients, if anything; thresholds are stated where they are used.
enum class Health { Fine, Vanishing, Exploding, Dead, Saturated, NotLearning };

/// One verdict a layer, from the stats alone; the first rule that holds wins.
///
/// * Exploding: ‖∂L/∂W‖ is above 1e3 or not finite.
/// * Dead: over half of the layer's units are dead in a batch of at least 8 samples (in a smaller
///   one a healthy unit is silent too often). Not the output layer.
/// * NotLearning: ∂L/∂W is exactly 0 while the output is still wrong.
/// * Saturated: over half of (unit, sample) saturated. For the output layer only where the loss does
///   not undo the saturation and the output is still wrong: a confident right answer is saturated.
/// * Vanishing: RMS of ∂L/∂W below 1e-3 of the largest among the later layers, whose gradients this
///   layer's were made from.
/// * NotLearning: the last step changed W by less than 1e-6 of itself while the output is wrong.
///
/// Before the first step (all update ratios 0) only Exploding and the exact zero are told.
/// "Wrong" is an RMS of ∂ℓ/∂Z of the output layer, per sample, above 0.02 (cross-entropy: answers
/// are off by 0.02 on average); with a `loss` that is not fused with the output activation ∂ℓ/∂A is
/// used, since a saturated unit hides its error from ∂ℓ/∂Z.
void layer_health(const NetworkSpec& spec, std::span<const LayerStats> stats,
                  std::span<Health> out, const Loss* loss = nullptr);

}  // namespace bp
