// What one layer's gradients and activations look like at this step.
#pragma once

#include <type_traits>
#include <vector>

#include "engine/core/types.h"
#include "engine/nn/network.h"

namespace bp {

struct LayerStats {
  float norm_w = 0, norm_b = 0;  ///< ‖W‖, ‖b‖ (Frobenius, Euclidean)
  float norm_dw = 0, norm_db = 0;  ///< ‖∂L/∂W‖, ‖∂L/∂b‖ of the last step, with penalty
  float norm_da = 0, norm_dz = 0;  ///< ‖∂L/∂A‖, ‖∂L/∂Z‖ over the last batch
  float max_dw = 0;                ///< largest |∂L/∂w|
  float update_ratio = 0;          ///< ‖ΔW‖ / ‖W‖ of the last step, W as it is now
  float dead_share = 0;       ///< units whose activation is 0 for the whole batch (ReLU-like only)
  float saturated_share = 0;  ///< share of (unit, sample) with |f′(z)| < 0.05 (saturating only)
  float rms_dw = 0;           ///< ‖∂L/∂W‖ / √(number of weights)
  float mean_dw = 0, mean_db = 0, mean_da = 0, mean_dz = 0;  ///< mean of |·| of the same four
  /// Units that differ in their incoming weights (without batch norm: or bias), bit for bit.
  std::uint32_t distinct = 0;
  std::uint32_t samples = 0;     ///< size of the batch all of this comes from
  std::uint32_t has_update = 0;  ///< 1 if `before` was given, so that update_ratio means something
};

/// `before` holds the parameters before the last step (empty: update_ratio is 0).
template <class T>
void layer_stats(const Network<T>& net, const Workspace<T>& ws,
                 std::type_identity_t<std::span<const T>> before, std::span<LayerStats> out);

/// What can be followed of a layer: its four gradients, and the update-to-weight ratio.
enum class GradientOf { W, B, A, Z, Update };
/// How a gradient's size is measured; the update's is ‖ΔW‖ / ‖W‖ in any case.
enum class GradientSize { Norm, Rms, MeanAbs };
/// The size of one of them; `units` and `inputs` are the layer's.
[[nodiscard]] float gradient_size(const LayerStats& stats, Index units, Index inputs, GradientOf of,
                                  GradientSize size);

/// |f′(z)| below which a unit counts as saturated for a sample.
inline constexpr float kSaturatedSlope = 0.05F;
/// ‖ΔW‖ / ‖W‖ below which a layer stands still.
inline constexpr float kSmallestUpdate = 1e-5F;

/// What is wrong with the gradients, if anything; thresholds are stated where they are used.
enum class Health { Fine, Vanishing, Exploding, Dead, Saturated, NotLearning, Symmetric };

/// One verdict a layer, from the stats alone; the first rule that holds wins.
///
/// * Exploding: ‖∂L/∂W‖ is above 1e3 or not finite.
/// * Dead: over half of the layer's units are dead, all of them in a batch below 8. Not the output.
/// * NotLearning: ∂L/∂W is exactly 0 while the output is wrong.
/// * Saturated: over 4/5 of (unit, sample) are saturated and less than a tenth of the error passes,
///   ‖∂L/∂Z‖ < 0.1 ‖∂L/∂A‖. (A well trained tanh layer is saturated for most samples too, but not
///   for those that are wrong.) For the output layer only where the loss does not undo the
///   saturation and the output is wrong: a confident right answer is saturated.
/// * Vanishing: RMS of ∂L/∂W below 1e-3 of the largest among the later layers, whose gradients this
///   layer's were made from.
/// * NotLearning: the last step changed W by less than 1e-5 of itself while the output is wrong.
/// * Symmetric: some units of a hidden layer have the very same incoming weights. (Units that start
///   alike on both sides get the same gradient and stay so; others part at the first step.)
///
/// Without an update (before the first step) only Exploding and the exact zero are told.
/// Output wrong: √n ‖∂L/∂Z⁽ᴸ⁾‖ > 0.02, the RMS over the n samples of each one's own ∂ℓ/∂z, which is
/// the error a − y for cross-entropy. With a `loss` not fused with the output activation ∂ℓ/∂a is
/// used instead, because a saturated unit hides its error from ∂ℓ/∂z.
///
/// In a batch below `smallest_batch` a healthy ReLU unit is silent too often to call it dead or its
/// zero gradient a fault; HealthMonitor tells those too, by looking at several steps.
void layer_health(const NetworkSpec& spec, std::span<const LayerStats> stats, std::span<Health> out,
                  const Loss* loss = nullptr, std::uint32_t smallest_batch = 8);

}  // namespace bp
