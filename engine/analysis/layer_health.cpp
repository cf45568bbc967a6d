// The rules are stated in layer_stats.h.
#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/analysis/layer_stats.h"

namespace bp {
namespace {

constexpr float kExplodingNorm = 1e3F;
constexpr float kVanishingShare = 1e-3F;
constexpr float kHalf = 0.5F;
constexpr float kSmallestUpdate = 1e-6F;
constexpr float kSmallestTellingBatch = 8;
constexpr float kWrong = 0.02F;

/// What holds for the network as a whole.
struct Situation {
  bool has_stepped = false;
  bool is_wrong = false;
  bool output_hides_error = false;  ///< a saturated output unit keeps its error from ∂L/∂Z
};

Situation assess(const NetworkSpec& spec, std::span<const LayerStats> stats, const Loss* loss) {
  Situation now;
  now.has_stepped = std::any_of(stats.begin(), stats.end(),
                                [](const LayerStats& s) { return s.update_ratio > 0; });
  now.output_hides_error = loss != nullptr && loss->f32.grad_z == nullptr &&
                           spec.layers.back().activation->can_saturate;
  // The gradient of the mean over n samples is 1/n of each sample's own, so their RMS is √n ‖·‖.
  const LayerStats& output = stats.back();
  const float error = now.output_hides_error ? output.norm_da : output.norm_dz;
  const auto outputs = static_cast<float>(spec.outputs());
  now.is_wrong = error * std::sqrt(output.samples * outputs) > kWrong;
  return now;
}

Health verdict(const LayerStats& s, bool is_output, float later_rms, const Situation& now) {
  if (!(s.norm_dw <= kExplodingNorm)) return Health::Exploding;
  if (!now.has_stepped) {
    return s.norm_dw == 0 && now.is_wrong ? Health::NotLearning : Health::Fine;
  }
  if (!is_output && s.dead_share > kHalf && s.samples >= kSmallestTellingBatch) {
    return Health::Dead;
  }
  if (s.norm_dw == 0 && now.is_wrong) return Health::NotLearning;
  const bool saturation_hurts = !is_output || (now.output_hides_error && now.is_wrong);
  if (s.saturated_share > kHalf && saturation_hurts) return Health::Saturated;
  if (s.rms_dw < kVanishingShare * later_rms) return Health::Vanishing;
  if (s.update_ratio < kSmallestUpdate && now.is_wrong) return Health::NotLearning;
  return Health::Fine;
}

}  // namespace

void layer_health(const NetworkSpec& spec, std::span<const LayerStats> stats,
                  std::span<Health> out, const Loss* loss) {
  assert(stats.size() == spec.layers.size() && out.size() == stats.size());
  const Situation now = assess(spec, stats, loss);
  float later_rms = 0;
  for (std::size_t l = stats.size(); l-- > 0;) {
    out[l] = verdict(stats[l], l + 1 == stats.size(), later_rms, now);
    later_rms = std::max(later_rms, stats[l].rms_dw);
  }
}

}  // namespace bp
