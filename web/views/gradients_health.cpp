#include "web/views/gradients_health.h"

#include <cmath>

#include "web/views/text.h"

namespace bp {
namespace {

std::string_view vanishing_verdict(const UiState& ui, const Snapshot& s, std::size_t layer,
                                   Phrase& out) {
  std::size_t largest = layer;
  for (std::size_t l = layer + 1; l < s.stats.size(); ++l) {
    if (s.stats[l].rms_dw > s.stats[largest].rms_dw) largest = l;
  }
  const double factor =
      static_cast<double>(s.stats[largest].rms_dw) / static_cast<double>(s.stats[layer].rms_dw);
  if (largest == layer || !std::isfinite(factor)) return word(ui, Word::health_vanishing_word);
  NumberText times, number;
  const bool is_output = largest + 1 == s.stats.size();
  return fill(
      out, word(ui, is_output ? Word::health_vanishing_output : Word::health_vanishing_by),
      {format_number(times, factor, 2), format_count(number, static_cast<long long>(largest) + 1)});
}

}  // namespace

Health health_of(const Snapshot& snapshot, std::size_t layer) {
  return layer < snapshot.health.size() ? snapshot.health[layer] : Health::Fine;
}

std::string_view health_verdict(const UiState& ui, const Snapshot& snapshot, std::size_t layer,
                                Phrase& out) {
  const Health health = health_of(snapshot, layer);
  if (layer >= snapshot.stats.size()) return health_word(ui, health);
  const LayerStats& stats = snapshot.stats[layer];
  const float units =
      layer < snapshot.layers.size() ? static_cast<float>(snapshot.layers[layer].units) : 0;
  NumberText number, other;
  switch (health) {
    case Health::Fine:
      return {};
    case Health::Vanishing:
      return vanishing_verdict(ui, snapshot, layer, out);
    case Health::Exploding:
      return fill(out, word(ui, Word::health_exploding_at),
                  {format_number(number, static_cast<double>(stats.norm_dw), 2)});
    case Health::Dead:
      return fill(out, word(ui, Word::health_dead_count),
                  {format_count(number, std::lround(stats.dead_share * units)),
                   format_count(other, static_cast<long long>(units))});
    case Health::Saturated:
      return fill(out, word(ui, Word::health_saturated_share),
                  {format_percent(number, static_cast<double>(stats.saturated_share)),
                   format_number(other, static_cast<double>(kSaturatedSlope), 2)});
    case Health::NotLearning:
      return fill(out, word(ui, Word::health_still),
                  {format_number(number, static_cast<double>(stats.update_ratio), 2)});
    case Health::Symmetric:
      return fill(out, word(ui, Word::health_symmetric_count),
                  {format_count(number, stats.distinct),
                   format_count(other, static_cast<long long>(units))});
  }
  return {};
}

std::string_view health_word(const UiState& ui, Health health) {
  switch (health) {
    case Health::Fine:
      return {};
    case Health::Vanishing:
      return word(ui, Word::health_vanishing_word);
    case Health::Exploding:
      return word(ui, Word::health_exploding_word);
    case Health::Dead:
      return word(ui, Word::health_dead_word);
    case Health::Saturated:
      return word(ui, Word::health_saturated_word);
    case Health::NotLearning:
      return word(ui, Word::health_still_word);
    case Health::Symmetric:
      return word(ui, Word::health_symmetric_word);
  }
  return {};
}

std::string_view health_reason(const UiState& ui, Health health) {
  switch (health) {
    case Health::Fine:
      return {};
    case Health::Vanishing:
      return word(ui, Word::health_vanishing_why);
    case Health::Exploding:
      return word(ui, Word::health_exploding_why);
    case Health::Dead:
      return word(ui, Word::health_dead_why);
    case Health::Saturated:
      return word(ui, Word::health_saturated_why);
    case Health::NotLearning:
      return word(ui, Word::health_still_why);
    case Health::Symmetric:
      return word(ui, Word::health_symmetric_why);
  }
  return {};
}

std::string_view health_remedy(const UiState& ui, Health health) {
  switch (health) {
    case Health::Fine:
      return {};
    case Health::Vanishing:
      return word(ui, Word::health_vanishing_try);
    case Health::Exploding:
      return word(ui, Word::health_exploding_try);
    case Health::Dead:
      return word(ui, Word::health_dead_try);
    case Health::Saturated:
      return word(ui, Word::health_saturated_try);
    case Health::NotLearning:
      return word(ui, Word::health_still_try);
    case Health::Symmetric:
      return word(ui, Word::health_symmetric_try);
  }
  return {};
}

}  // namespace bp
