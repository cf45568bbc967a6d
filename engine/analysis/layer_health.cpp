// The rules are stated in layer_stats.h.
#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/analysis/layer_stats.h"

namespace bp {
namespace {

constexpr float kExplodingNorm = 1e3F;
constexpr float kDeadShare = 0.5F;
constexpr float kDeadShareOfFew = 0.999F;  ///< in a batch too small to blame a single unit
constexpr std::uint32_t kTellingBatch = 8;
// Measured on the river with tanh 2-8-8-1 over 8 seeds and 1000 epochs: healthy layers reach a
// saturated share of 0.8 in 1 batch of 1000 and pass a third of the error on; layers that started
// at ten times the usual weights have shares above 0.85 and pass a fiftieth.
constexpr float kSaturatedShare = 0.8F;
constexpr float kErrorPassedOn = 0.1F;
constexpr float kVanishingShare = 1e-3F;
constexpr float kWrong = 0.02F;

/// What holds for the network as a whole.
struct Situation {
  bool is_wrong = false;
  bool output_hides_error = false;  ///< a saturated output unit keeps its error from ∂L/∂Z
  bool is_telling = false;          ///< the batch is large enough to blame a silent unit
};

Situation assess(const NetworkSpec& spec, std::span<const LayerStats> stats, const Loss* loss,
                 std::uint32_t smallest_batch) {
  Situation now;
  const Activation& output = *spec.layers.back().activation;
  now.output_hides_error = loss != nullptr && loss->f32.grad_z == nullptr && output.can_saturate;
  // The gradient of the mean over n samples is 1/n of each sample's own, so their RMS is √n ‖·‖.
  const LayerStats& last = stats.back();
  const float error = now.output_hides_error ? last.norm_da : last.norm_dz;
  const auto values = static_cast<float>(last.samples) * static_cast<float>(spec.outputs());
  now.is_wrong = error * std::sqrt(values) > kWrong;
  const auto can_die = [](const LayerSpec& layer) { return layer.activation->can_die; };
  const bool has_silent_units = std::any_of(spec.layers.begin(), spec.layers.end(), can_die);
  now.is_telling = !has_silent_units || last.samples >= smallest_batch;
  return now;
}

Health verdict(const LayerStats& s, Index units, bool is_output, float later_rms,
               const Situation& now) {
  if (!(s.norm_dw <= kExplodingNorm)) return Health::Exploding;
  const bool has_update = s.has_update != 0;
  const float dead_share = s.samples < kTellingBatch ? kDeadShareOfFew : kDeadShare;
  if (has_update && !is_output && s.dead_share > dead_share && now.is_telling) return Health::Dead;
  if (s.norm_dw == 0 && now.is_wrong) return now.is_telling ? Health::NotLearning : Health::Fine;
  if (!has_update) return Health::Fine;
  const bool is_saturated =
      s.saturated_share > kSaturatedShare && s.norm_dz < kErrorPassedOn * s.norm_da;
  if (is_saturated && (!is_output || (now.output_hides_error && now.is_wrong))) {
    return Health::Saturated;
  }
  if (s.rms_dw < kVanishingShare * later_rms) return Health::Vanishing;
  if (s.update_ratio < kSmallestUpdate && now.is_wrong) return Health::NotLearning;
  const bool has_doubles = s.distinct > 0 && static_cast<Index>(s.distinct) < units;
  return has_doubles && !is_output ? Health::Symmetric : Health::Fine;
}

}  // namespace

void layer_health(const NetworkSpec& spec, std::span<const LayerStats> stats, std::span<Health> out,
                  const Loss* loss, std::uint32_t smallest_batch) {
  assert(stats.size() == spec.layers.size() && out.size() == stats.size());
  const Situation now = assess(spec, stats, loss, smallest_batch);
  float later_rms = 0;
  for (std::size_t l = stats.size(); l-- > 0;) {
    out[l] = verdict(stats[l], spec.layers[l].units, l + 1 == stats.size(), later_rms, now);
    later_rms = std::max(later_rms, stats[l].rms_dw);
  }
}

}  // namespace bp
