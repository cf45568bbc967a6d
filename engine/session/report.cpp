#include "engine/session/report.h"

#include <array>

#include "engine/analysis/layer_stats.h"
#include "engine/core/number.h"
#include "engine/session/codec.h"
#include "engine/session/details_json.h"
#include "engine/session/ensemble_json.h"
#include "engine/session/json.h"
#include "engine/session/layer_json.h"
#include "engine/session/metrics_json.h"
#include "engine/session/stats_json.h"

namespace bp {
namespace {

void write_part(std::string_view name, const Evaluation& e, bool is_class, JsonWriter& json) {
  json.key(name).begin_object().member("loss", e.loss);
  json.member(is_class ? "accuracy" : "r2", e.score).end_object();
}

/// The statistics the last batch was normalised by.
template <class T>
void write_batch_statistics(const Trainer<T>& trainer, Index l, JsonWriter& json) {
  const Workspace<T>& ws = trainer.workspace();
  const LayerSpec& layer = trainer.network().spec().layers[static_cast<std::size_t>(l)];
  if (!layer.has_norm || !ws.has_batch_statistics()) return;
  json.key("batch_mean").array(ws.batch_mean(l));
  json.key("batch_variance").array(ws.batch_variance(l));
}

template <class T>
void write_layers(const Trainer<T>& trainer, const DetailsPart& details, JsonWriter& json) {
  const Network<T>& net = trainer.network();
  std::array<LayerStats, kMaxHiddenLayers + 1> stats;
  std::array<Health, kMaxHiddenLayers + 1> health{};
  const auto layers = static_cast<std::size_t>(net.layer_count());
  layer_stats(net, trainer.workspace(), trainer.previous_params(), std::span(stats).first(layers));
  if (trainer.steps() > 0) {
    layer_health(net.spec(), std::span(stats).first(layers), std::span(health).first(layers),
                 &trainer.loss());
  }
  json.key("layers").begin_array();
  for (std::size_t l = 0; l < layers; ++l) {
    json.begin_object().member("activation", net.spec().layers[l].activation->key);
    write_weights(net, static_cast<Index>(l), json);
    write_gradients(net, trainer.workspace().grads(), static_cast<Index>(l), json);
    write_batch_statistics(trainer, static_cast<Index>(l), json);
    write_stats(stats[l], health[l], json);
    if (!details.layers.empty()) write_details(details, l, json);
    json.end_object();
  }
  json.end_array();
}

/// What makes this run another one than its link's.
template <class T>
void write_start(const Start<T>& start, JsonWriter& json) {
  if (sizeof(T) > sizeof(float)) json.member("precision", "double");
  if (start.order == BatchOrder::Mode::Sequential) json.member("batches", "sequential");
  if (start.weights) json.member("initial_weights", "given");
}

void write_end(const Snapshot& now, JsonWriter& json) {
  if (now.best_epoch >= 0) {
    json.key("best").begin_object().member("epoch", now.best_epoch);
    json.member("test_loss", now.best_loss);
    json.member("stopped_early", now.finish_reason == FinishReason::Patience).end_object();
  }
  if (now.budget_size > 0) {
    json.key("budget").begin_object().member("size", now.budget_size);
    json.member("lambda", now.budget_lambda).end_object();
  }
  if (now.state == RunState::Diverged) {
    json.key("diverged").begin_object().member("step", now.divergence_step);
    json.member("layer", now.divergence_layer + 1);
    if (now.members > 1) json.member("member", static_cast<int>(now.divergence_member) + 1);
    json.member("exploded", now.divergence_exploded != 0).end_object();
  }
}

void write_all_metrics(const MetricsPart& metrics, const std::vector<std::string>& names,
                       JsonWriter& json) {
  if (metrics.step < 0) return;
  json.key("metrics").begin_object();
  write_metrics("train", metrics.train, names, json);
  if (metrics.validation.samples > 0) {
    write_metrics("validation", metrics.validation, names, json);
  }
  write_metrics("test", metrics.test, names, json);
  json.end_object();
}

/// `Run` is a Session or a DoubleRun.
template <class Run>
std::string report_of(Run& run) {
  Snapshot now;
  run.publish(now);
  const bool is_class = run.data().classes > 0;
  JsonWriter json;
  json.begin_object().key("settings");
  write_settings(run.settings(), json);
  json.member("link", encode_link(run.settings()));
  write_start(run.start(), json);
  json.member("step", now.step).member("epoch", now.epoch);
  json.member("learning_rate", now.learning_rate);
  json.member("parameters", static_cast<std::int64_t>(now.param_count));
  json.member("hash", hash_text(now.param_hash));
  write_part("train", {now.train_loss, now.train_score}, is_class, json);
  write_part("test", {now.test_loss, now.test_score}, is_class, json);
  write_ensemble(now, run.settings(), json);
  json.member("penalty", now.penalty).member("batch_loss", now.batch_loss);
  write_end(now, json);
  write_all_metrics(now.metrics, run.data().class_names, json);
  write_layers(run.trainer(), now.details, json);
  if (now.matrices.batch.samples > 0) write_pass("batch", now.matrices.batch, json);
  if (now.matrices.sample.samples > 0) write_pass("sample", now.matrices.sample, json);
  json.end_object();
  return json.take();
}

}  // namespace

std::string report_json(Session& session) { return report_of(session); }
std::string report_json(DoubleRun& run) { return report_of(run); }

}  // namespace bp
