#include "engine/session/report.h"
#include "engine/session/timeline_json.h"

#include <array>

#include "engine/core/number.h"
#include "engine/nn/activations.h"
#include "engine/session/codec.h"
#include "engine/session/details_json.h"
#include "engine/session/ensemble_json.h"
#include "engine/session/goal_json.h"
#include "engine/session/json.h"
#include "engine/session/layer_json.h"
#include "engine/session/metrics_json.h"
#include "engine/session/metrics_text.h"
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

void write_scores(const Snapshot& s, const Settings& settings, JsonWriter& json) {
  const bool is_class = class_count(s) > 0;
  write_part("train", s.train_loss, s.train_score, s.train_count, is_class, json);
  if (s.validation_count > 0) {
    write_part("validation", s.validation_loss, s.validation_score, s.validation_count, is_class,
               json);
  }
  write_part("test", s.test_loss, s.test_score, s.test_count, is_class, json);
  write_ensemble(s, settings, json);
  json.member("penalty", s.penalty).member("batch_loss", s.batch_loss);
}

/// What is there only in some runs.
void write_events(const Snapshot& s, JsonWriter& json) {
  if (s.best_epoch >= 0) {
    json.key("best").begin_object().member("epoch", s.best_epoch);
    json.member("step", s.best_step);
    json.member("test_loss", s.best_loss);
    json.member("stopped_early", s.finish_reason == FinishReason::Patience).end_object();
  }
  if (s.budget_size > 0) {
    json.key("budget").begin_object().member("size", s.budget_size);
    json.member("lambda", s.budget_lambda).end_object();
  }
  if (s.state == RunState::Diverged) {
    json.key("diverged").begin_object().member("step", s.divergence_step);
    json.member("layer", s.divergence_layer + 1);
    if (s.members > 1) json.member("member", static_cast<int>(s.divergence_member) + 1);
    json.member("exploded", s.divergence_exploded != 0).end_object();
  }
}

/// The gradients against differences, where that was asked for.
void write_check(const CheckPart& check, JsonWriter& json) {
  if (check.end == CheckEnd::None) return;
  json.key("check").begin_object().member("step", check.step);
  json.member("done", check.end == CheckEnd::Done);
  json.member("samples", static_cast<int>(check.samples)).member("tolerance", kShownTolerance);
  json.key("layers").begin_array();
  for (const CheckedLayer& layer : check.layers) {
    json.begin_object().member("parameters", static_cast<int>(layer.params));
    json.member("judged", static_cast<int>(layer.judged)).member("worst", layer.worst);
    json.member("shown", layer.shown).member("difference", layer.difference).end_object();
  }
  json.end_array().end_object();
}

/// What makes this run another one than its link's.
template <class T>
void write_start(const Start<T>& start, JsonWriter& json) {
  if (sizeof(T) > sizeof(float)) json.member("precision", "double");
  if (start.order == BatchOrder::Mode::Sequential) json.member("batches", "sequential");
  if (start.weights) json.member("initial_weights", "given");
}

void write_head(const Snapshot& s, const Settings& settings, JsonWriter& json) {
  json.key("settings");
  write_settings(settings, json);
  json.member("link", encode_link(settings));
  json.member("state", state_key(s.state)).member("step", s.step).member("epoch", s.epoch);
  json.member("learning_rate", s.learning_rate);
  json.member("parameters", static_cast<std::int64_t>(s.param_count));
  json.member("hash", hash_text(s.param_hash));
  write_scores(s, settings, json);
  if (settings.goal.count > 0) write_goal(s, settings, json);
  write_events(s, json);
}

void write_vector(std::string_view name, std::span<const float> flat, std::uint32_t offset,
                  std::uint32_t size, JsonWriter& json) {
  json.key(name).array(flat.subspan(offset, size));
}

LayerNumbers<float> numbers_of(std::span<const float> flat, const LayerShape& layer) {
  const auto part = [flat](std::uint32_t offset, std::uint32_t size) {
    return flat.subspan(offset, size);
  };
  LayerNumbers<float> n{static_cast<Index>(layer.units),
                        static_cast<Index>(layer.inputs),
                        part(layer.weight_offset, layer.units * layer.inputs),
                        part(layer.bias_offset, layer.units),
                        {},
                        {}};
  if (layer.has_norm == 0) return n;
  n.gamma = part(layer.gamma_offset, layer.units);
  n.beta = part(layer.beta_offset, layer.units);
  return n;
}

void write_norm(const Snapshot& s, const LayerShape& layer, JsonWriter& json) {
  const std::uint32_t mean = layer.norm_offset;
  const std::uint32_t variance = mean + layer.units;
  if (!s.norm_batch.empty()) {
    write_vector("batch_mean", s.norm_batch, mean, layer.units, json);
    write_vector("batch_variance", s.norm_batch, variance, layer.units, json);
  }
  write_vector("running_mean", s.norm_running, mean, layer.units, json);
  write_vector("running_variance", s.norm_running, variance, layer.units, json);
}

void write_values(const Snapshot& s, const LayerShape& layer, JsonWriter& json) {
  if (s.params.empty() || s.grads.empty()) return;
  write_numbers("", numbers_of(s.params, layer), json);
  write_numbers("d", numbers_of(s.grads, layer), json);
  if (layer.has_norm != 0) write_norm(s, layer, json);
}

void write_layers(const Snapshot& s, bool with_values, JsonWriter& json) {
  json.key("layers").begin_array();
  for (std::size_t l = 0; l < s.layers.size(); ++l) {
    const LayerShape& layer = s.layers[l];
    json.begin_object();
    // A page may have received it from elsewhere.
    if (layer.activation < activations().size()) {
      json.member("activation", activations()[layer.activation].key);
    }
    json.member("units", static_cast<int>(layer.units));
    json.member("inputs", static_cast<int>(layer.inputs));
    if (with_values) write_values(s, layer, json);
    if (l < s.stats.size() && l < s.health.size()) write_stats(s.stats[l], s.health[l], json);
    if (with_values && l < s.details.layers.size()) write_details(s.details, l, json);
    json.end_object();
  }
  json.end_array();
}

void write_all_metrics(const Snapshot& s, JsonWriter& json) {
  if (s.metrics.step < 0) return;
  json.key("metrics").begin_object();
  write_metrics("train", s.metrics.train, s.class_names, json);
  if (s.metrics.validation.samples > 0) {
    write_metrics("validation", s.metrics.validation, s.class_names, json);
  }
  write_metrics("test", s.metrics.test, s.class_names, json);
  json.end_object();
}

}  // namespace

namespace {

void write_rest(const Snapshot& s, JsonWriter& json) {
  write_all_metrics(s, json);
  write_layers(s, true, json);
  if (s.matrices.batch.samples > 0) write_pass("batch", s.matrices.batch, json);
  if (s.matrices.sample.samples > 0) write_pass("sample", s.matrices.sample, json);
}

/// In double, with all their digits.
void write_layers(const Trainer<double>& trainer, const Snapshot& now, JsonWriter& json) {
  const Network<double>& net = trainer.network();
  const Workspace<double>& ws = trainer.workspace();
  std::array<Health, kMaxHiddenLayers + 1> health{};
  if (trainer.steps() > 0) {
    layer_health(net.spec(), now.stats, std::span(health).first(now.stats.size()), &trainer.loss());
  }
  json.key("layers").begin_array();
  for (Index l = 0; l < net.layer_count(); ++l) {
    const auto i = static_cast<std::size_t>(l);
    const LayerSpec& layer = net.spec().layers[i];
    json.begin_object().member("activation", layer.activation->key);
    json.member("units", static_cast<int>(layer.units));
    json.member("inputs", static_cast<int>(net.spec().inputs_of(l)));
    write_weights(net, l, json);
    write_gradients(net, ws.grads(), l, json);
    if (layer.has_norm && ws.has_batch_statistics()) {
      json.key("batch_mean").array(ws.batch_mean(l));
      json.key("batch_variance").array(ws.batch_variance(l));
    }
    write_stats(now.stats[i], health[i], json);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string report_json(const Snapshot& s, const Settings& settings) {
  JsonWriter json;
  json.begin_object();
  write_head(s, settings, json);
  write_rest(s, json);
  json.end_object();
  return json.take();
}

std::string report_json(Session& session) {
  Snapshot now;
  session.publish_whole(now);
  JsonWriter json;
  json.begin_object();
  write_head(now, session.settings(), json);
  write_start(session.start(), json);
  write_rest(now, json);
  json.end_object();
  return json.take();
}

std::string report_json(DoubleRun& run) {
  Snapshot now;
  run.publish(now);
  JsonWriter json;
  json.begin_object();
  write_head(now, run.settings(), json);
  write_start(run.start(), json);
  write_all_metrics(now, json);
  write_layers(run.trainer(), now, json);
  json.end_object();
  return json.take();
}

std::string figures_json(const Snapshot& s) {
  JsonWriter json;
  json.begin_object();
  write_all_metrics(s, json);
  json.end_object();
  return json.take();
}

std::string summary_json(const Snapshot& s, const Settings& settings, std::uint32_t answered) {
  JsonWriter json;
  json.begin_object();
  write_head(s, settings, json);
  json.member("steps_per_second", s.steps_per_second);
  json.member("epochs_per_second", s.epochs_per_second);
  json.member("picture_share", s.picture_share);
  write_layers(s, false, json);
  write_check(s.check, json);
  write_timeline(s.timeline, json);
  json.member("commands", static_cast<std::int64_t>(answered)).end_object();
  return json.take();
}

}  // namespace bp
