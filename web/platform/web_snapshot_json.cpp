#include "web/platform/web_snapshot_json.h"

#include <string_view>

#include "engine/core/number.h"
#include "engine/data/datasets.h"
#include "engine/nn/activations.h"
#include "engine/session/codec.h"
#include "engine/session/ensemble_json.h"
#include "engine/session/json.h"
#include "engine/session/stats_json.h"

namespace bp {
namespace {

std::string_view state_key(RunState state) {
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

void write_part(std::string_view name, double loss, double score, std::uint32_t samples,
                bool is_class, JsonWriter& json) {
  json.key(name).begin_object().member("loss", loss);
  json.member(is_class ? "accuracy" : "r2", score);
  json.member("samples", static_cast<int>(samples)).end_object();
}

void write_layer(const Snapshot& s, std::size_t l, JsonWriter& json) {
  const LayerShape& shape = s.layers[l];
  json.begin_object();
  if (shape.activation < activations().size()) {
    json.member("activation", activations()[shape.activation].key);
  }
  json.member("units", static_cast<int>(shape.units));
  json.member("inputs", static_cast<int>(shape.inputs));
  if (l < s.stats.size() && l < s.health.size()) write_stats(s.stats[l], s.health[l], json);
  json.end_object();
}

void write_losses(const Snapshot& s, JsonWriter& json) {
  const bool is_class = class_count(s) > 0;
  write_part("train", s.train_loss, s.train_score, s.train_count, is_class, json);
  write_part("test", s.test_loss, s.test_score, s.test_count, is_class, json);
  json.member("penalty", s.penalty).member("batch_loss", s.batch_loss);
}

}  // namespace

std::string snapshot_json(const Snapshot& s, const Settings& settings, std::uint32_t answered) {
  JsonWriter json;
  json.begin_object().key("settings");
  write_settings(settings, json);
  json.member("link", encode_link(settings));
  json.member("state", state_key(s.state)).member("step", s.step).member("epoch", s.epoch);
  json.member("parameters", static_cast<std::int64_t>(s.param_count));
  json.member("hash", hash_text(s.param_hash));
  json.member("steps_per_second", s.steps_per_second);
  json.member("learning_rate", s.learning_rate);
  write_losses(s, json);
  write_ensemble(s, settings, json);
  if (s.best_epoch >= 0) {
    json.key("best").begin_object().member("epoch", s.best_epoch);
    json.member("test_loss", s.best_loss);
    json.member("stopped_early", s.finish_reason == FinishReason::Patience).end_object();
  }
  if (s.state == RunState::Diverged) {
    json.key("diverged").begin_object().member("step", s.divergence_step);
    json.member("layer", s.divergence_layer + 1);
    if (s.members > 1) json.member("member", static_cast<int>(s.divergence_member) + 1);
    json.member("exploded", s.divergence_exploded != 0).end_object();
  }
  json.key("layers").begin_array();
  for (std::size_t l = 0; l < s.layers.size(); ++l) write_layer(s, l, json);
  json.end_array();
  json.member("commands", static_cast<std::int64_t>(answered)).end_object();
  return json.take();
}

}  // namespace bp
