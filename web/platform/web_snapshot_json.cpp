#include "web/platform/web_snapshot_json.h"

#include <string_view>

#include "engine/nn/activations.h"
#include "engine/session/codec.h"
#include "engine/session/json.h"

namespace bp {
namespace {

std::string_view state_word(RunState state) {
  switch (state) {
    case RunState::Paused:
      return "paused";
    case RunState::Running:
      return "playing";
    case RunState::Finished:
      return "finished";
    case RunState::Diverged:
      return "diverged";
  }
  return {};
}

std::string_view health_word(Health health) {
  switch (health) {
    case Health::Fine:
      return "fine";
    case Health::Vanishing:
      return "vanishing";
    case Health::Exploding:
      return "exploding";
    case Health::Dead:
      return "dead";
    case Health::Saturated:
      return "saturated";
    case Health::NotLearning:
      return "notLearning";
  }
  return {};
}

/// 64 bits do not fit a JSON number.
std::string hex(std::uint64_t value) {
  std::string text(16, '0');
  for (std::size_t i = text.size(); i-- > 0; value >>= 4U)
    text[i] = "0123456789abcdef"[value & 15U];
  return text;
}

void write_layer(const Snapshot& s, std::size_t l, JsonWriter& json) {
  const LayerShape& shape = s.layers[l];
  json.begin_object();
  json.member("units", static_cast<int>(shape.units));
  json.member("inputs", static_cast<int>(shape.inputs));
  if (shape.activation < activations().size()) {
    json.member("activation", activations()[shape.activation].key);
  }
  if (l < s.stats.size()) {
    const LayerStats& stats = s.stats[l];
    json.member("weightNorm", stats.norm_w);
    json.member("gradientNorm", stats.norm_dw);
    json.member("biasGradientNorm", stats.norm_db);
    json.member("updateRatio", stats.update_ratio);
    json.member("deadShare", stats.dead_share);
    json.member("saturatedShare", stats.saturated_share);
  }
  if (l < s.health.size()) json.member("health", health_word(s.health[l]));
  json.end_object();
}

void write_divergence(const Snapshot& s, JsonWriter& json) {
  json.key("divergence").begin_object();
  json.member("step", s.divergence_step);
  json.member("layer", s.divergence_layer < 0 ? 0 : s.divergence_layer + 1);
  json.member("exploded", s.divergence_exploded != 0);
  json.end_object();
}

}  // namespace

std::string snapshot_json(const Snapshot& s, const Settings& settings, std::uint32_t answered) {
  JsonWriter json;
  json.begin_object();
  json.member("step", s.step).member("epoch", s.epoch).member("state", state_word(s.state));
  json.key("loss").begin_object();
  json.member("train", s.train_loss).member("test", s.test_loss);
  json.member("penalty", s.penalty).member("batch", s.batch_loss).end_object();
  json.key("score").begin_object();
  json.member("train", s.train_score).member("test", s.test_score).end_object();
  json.member("parameters", static_cast<std::int64_t>(s.param_count));
  json.member("hash", std::string_view(hex(s.param_hash)));
  json.member("stepsPerSecond", s.steps_per_second);
  json.key("samples").begin_object();
  json.member("train", static_cast<int>(s.train_count));
  json.member("test", static_cast<int>(s.test_count)).end_object();
  json.key("layers").begin_array();
  for (std::size_t l = 0; l < s.layers.size(); ++l) write_layer(s, l, json);
  json.end_array();
  if (s.state == RunState::Diverged) write_divergence(s, json);
  json.key("settings");
  write_settings(settings, json);
  json.member("commands", static_cast<std::int64_t>(answered));
  json.end_object();
  return json.take();
}

}  // namespace bp
