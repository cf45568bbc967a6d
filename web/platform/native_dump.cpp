#include "web/platform/native_dump.h"

#include <span>

#include "engine/data/datasets.h"
#include "engine/nn/activations.h"
#include "engine/session/codec.h"
#include "engine/session/ensemble_json.h"
#include "engine/session/json.h"
#include "engine/session/stats_json.h"

namespace bp {
namespace {

void write_part(std::string_view name, double loss, double score, bool is_class, JsonWriter& json) {
  json.key(name).begin_object().member("loss", loss);
  json.member(is_class ? "accuracy" : "r2", score).end_object();
}

// A matrix of the flat array, one JSON array a unit.
void write_rows(std::string_view name, std::span<const float> flat, const LayerShape& layer,
                JsonWriter& json) {
  json.key(name).begin_array();
  for (std::uint32_t i = 0; i < layer.units; ++i) {
    json.begin_array();
    for (std::uint32_t j = 0; j < layer.inputs; ++j) {
      json.value(flat[layer.weight_offset + i + layer.units * j]);
    }
    json.end_array();
  }
  json.end_array();
}

void write_values(const char* W, const char* b, std::span<const float> flat,
                  const LayerShape& layer, JsonWriter& json) {
  if (flat.empty()) return;
  write_rows(W, flat, layer, json);
  json.key(b).array(flat.subspan(layer.bias_offset, layer.units));
}

void write_layers(const Snapshot& s, JsonWriter& json) {
  json.key("layers").begin_array();
  for (std::size_t l = 0; l < s.layers.size(); ++l) {
    const LayerShape& layer = s.layers[l];
    json.begin_object().member("activation", activations()[layer.activation].key);
    write_values("W", "b", s.params, layer, json);
    write_values("dW", "db", s.grads, layer, json);
    if (l < s.stats.size() && l < s.health.size()) write_stats(s.stats[l], s.health[l], json);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string dump_json(const Snapshot& s, const Settings& settings) {
  const bool is_class = class_count(s) > 0;
  JsonWriter json;
  json.begin_object().key("settings");
  write_settings(settings, json);
  json.member("link", encode_link(settings));
  json.member("step", s.step).member("epoch", s.epoch);
  json.member("parameters", static_cast<std::int64_t>(s.param_count));
  json.member("hash", hash_text(s.param_hash));
  write_part("train", s.train_loss, s.train_score, is_class, json);
  write_part("test", s.test_loss, s.test_score, is_class, json);
  write_ensemble(s, settings, json);
  json.member("penalty", s.penalty).member("batch_loss", s.batch_loss);
  if (s.state == RunState::Diverged) {
    json.key("diverged").begin_object().member("step", s.divergence_step);
    json.member("layer", s.divergence_layer + 1);
    if (s.members > 1) json.member("member", static_cast<int>(s.divergence_member) + 1);
    json.member("exploded", s.divergence_exploded != 0).end_object();
  }
  write_layers(s, json);
  json.end_object();
  return json.take();
}

}  // namespace bp
