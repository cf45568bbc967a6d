// What web/embed/engine.mjs calls. Where a function can fail it returns 0, and bpe_text() is the
// message; else texts, values and figures hold its answer.
#include <emscripten.h>

#include <algorithm>
#include <cmath>

#include "engine/core/number.h"
#include "engine/session/memory.h"
#include "engine/session/plan.h"
#include "engine/session/report.h"
#include "engine/session/weights_json.h"
#include "web/platform/web_engine.h"

using bp::Command;
using bp::Index;
using bp::WebEngine;

namespace {

int fail(WebEngine* e, std::string message) {
  e->text = std::move(message);
  return 0;
}

int answer(WebEngine* e, std::string text) {
  e->text = std::move(text);
  return 1;
}

void want(WebEngine* e, std::int64_t wanted) {
  for (const char* part : {"metrics", "details"}) {
    e->session->apply({Command::Kind::Want, part, {}, wanted});
  }
  const bool has_sample = e->session->settings().sample >= 0;
  e->session->apply({Command::Kind::Want, "matrices", {}, has_sample ? wanted : 0});
}

/// Where the run is: in an order that engine.mjs knows (FIGURES).
void tell(WebEngine* e) {
  const bp::Trainer<float>& trainer = e->session->trainer();
  e->figures = {
      static_cast<double>(trainer.steps()),
      static_cast<double>(trainer.epoch()),
      trainer.batch_loss(),
      static_cast<double>(e->session->state()),
      static_cast<double>(e->session->finish_reason()),
      static_cast<double>(trainer.learning_rate(bp::train_hyper(e->session->settings())))};
}

int restart(WebEngine* e, std::optional<bp::Network<float>> weights) {
  e->session->start_with({e->order, std::move(weights)});
  tell(e);
  return 1;
}

/// A number that JavaScript gave, as a count.
std::int64_t count_of(double n) { return static_cast<std::int64_t>(n); }

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE WebEngine* bpe_new() { return new WebEngine; }
EMSCRIPTEN_KEEPALIVE void bpe_delete(WebEngine* e) { delete e; }

EMSCRIPTEN_KEEPALIVE const char* bpe_text(const WebEngine* e) { return e->text.data(); }
EMSCRIPTEN_KEEPALIVE std::size_t bpe_text_bytes(const WebEngine* e) { return e->text.size(); }
EMSCRIPTEN_KEEPALIVE const double* bpe_figures(const WebEngine* e) { return e->figures.data(); }
EMSCRIPTEN_KEEPALIVE const float* bpe_values(const WebEngine* e) { return e->values.data(); }
EMSCRIPTEN_KEEPALIVE std::size_t bpe_value_count(const WebEngine* e) { return e->values.size(); }

EMSCRIPTEN_KEEPALIVE int bpe_add_samples(WebEngine* e, const float* X, const float* Y, int count,
                                         int columns, int train, int validation, int classes,
                                         const char* names) {
  const bp::Result<std::string> key = bp::web_engine::add_samples(
      {X, Y, count, columns, train, validation, classes, names}, e->tables);
  return key ? answer(e, key.value()) : fail(e, key.error().message);
}

EMSCRIPTEN_KEEPALIVE int bpe_add_csv(WebEngine* e, const char* key, const char* csv,
                                     const char* target, int drops_incomplete) {
  const bp::Result<std::string> used =
      bp::web_engine::add_csv(key, csv, target, drops_incomplete != 0, e->tables);
  return used ? answer(e, used.value()) : fail(e, used.error().message);
}

/// The key of the table that a link's data set needs, or no text.
EMSCRIPTEN_KEEPALIVE int bpe_table_of(WebEngine* e, const char* link) {
  bp::Notices notices;
  const bp::Result<bp::Settings> settings = bp::web_engine::read_link(link, notices);
  if (!settings) return fail(e, settings.error().message);
  const bp::Dataset& row = bp::datasets()[static_cast<std::size_t>(settings.value().data)];
  return answer(e, row.is_table() ? std::string(row.key) : std::string());
}

/// The experiment of a link. Its text are notices.
EMSCRIPTEN_KEEPALIVE int bpe_start(WebEngine* e, const char* link, int is_sequential,
                                   int is_recorded) {
  bp::Notices notices;
  const bp::Result<bp::Settings> settings = bp::web_engine::read_link(link, notices);
  if (!settings) return fail(e, settings.error().message);
  if (!bp::has_data(settings.value(), e->tables)) {
    return fail(e, "These settings need a table: give it as data: {X, Y} or data: {csv}.");
  }
  e->session = std::make_unique<bp::Session>(settings.value(), nullptr, std::move(e->tables));
  e->is_recorded = is_recorded != 0;
  e->order = is_sequential != 0 ? bp::BatchOrder::Mode::Sequential : bp::BatchOrder::Mode::Shuffled;
  if (e->is_recorded) want(e, 1);
  if (is_sequential != 0) restart(e, std::nullopt);
  for (bp::Notice& notice : e->session->take_notices()) notices.push_back(std::move(notice));
  tell(e);
  return answer(e, bp::web_engine::notices_json(notices));
}

/// Step 0 again, with these weights from now on; none: as they were.
EMSCRIPTEN_KEEPALIVE int bpe_restart(WebEngine* e, const float* weights, int count) {
  if (weights == nullptr) {
    e->session->apply({Command::Kind::Reset, {}, {}, 1});
    tell(e);
    return 1;
  }
  bp::Network<float> net;
  net.configure(e->session->trainer().network().spec());
  if (static_cast<std::size_t>(count) != net.params().size()) {
    return fail(e, "weights: the network has " + std::to_string(net.params().size()) +
                       " parameters, but " + std::to_string(count) +
                       " are given. layout.layers says what lies where.");
  }
  for (int i = 0; i < count; ++i) {
    if (!std::isfinite(weights[i])) {
      return fail(e, "weights: number " + std::to_string(i) +
                         " (counted from 0) is not finite. A run that diverged has no weights to "
                         "start from.");
    }
  }
  std::copy_n(weights, count, net.params().data());
  return restart(e, std::move(net));
}

/// The same from a report, or its layers.
EMSCRIPTEN_KEEPALIVE int bpe_restart_json(WebEngine* e, const char* json) {
  bp::Result<bp::Network<float>> net =
      bp::read_weights<float>(json, e->session->trainer().network().spec());
  return net ? restart(e, std::move(net).value()) : fail(e, "weights: " + net.error().message);
}

/// "key\nvalue\n…"; its text are notices.
EMSCRIPTEN_KEEPALIVE int bpe_set(WebEngine* e, const char* pairs) {
  if (std::optional<bp::Error> error = bp::web_engine::change(pairs, *e->session)) {
    return fail(e, std::move(error->message));
  }
  if (e->is_recorded) want(e, 1);
  tell(e);
  return answer(e, bp::web_engine::notices_json(e->session->take_notices()));
}

/// Trains `count` steps or epochs, then figures say where it is.
EMSCRIPTEN_KEEPALIVE void bpe_train(WebEngine* e, double count, int are_epochs) {
  const Command::Kind kind = are_epochs != 0 ? Command::Kind::Epoch : Command::Kind::Step;
  const Command until{kind, {}, {}, count_of(count)};
  if (count_of(count) > 0 && e->is_recorded) {
    e->session->apply(until);
    while (e->session->advance(0)) {
    }
  } else if (count_of(count) > 0) {
    e->session->train_bare(until);
  }
  tell(e);
}

EMSCRIPTEN_KEEPALIVE void bpe_predict(WebEngine* e, const float* X, int count) {
  const Index outputs = e->session->trainer().network().spec().outputs();
  e->buffer.resize(static_cast<std::size_t>(count * outputs));
  e->session->predict(X, count, e->buffer);
  e->values = e->buffer;
}

/// Figures: columns, rows, maps, and the range of both axes.
EMSCRIPTEN_KEEPALIVE int bpe_field(WebEngine* e, int resolution) {
  constexpr double kMostValues = 1 << 24;  // 64 MB of inputs
  const bp::PreparedData& data = e->session->data();
  const bp::DataPlane& plane = e->session->plane();
  const double points = plane.dims() > 1 ? double(resolution) * resolution : double(resolution);
  const auto held = static_cast<double>(data.inputs()) + static_cast<double>(data.raw_axes.size());
  if (points * held > kMostValues) {
    return fail(e, "field: with so many inputs the resolution can be " +
                       std::to_string(static_cast<int>(std::sqrt(kMostValues / held))) +
                       " at most.");
  }
  e->session->sample_field(resolution, e->grid);
  e->values = e->grid.values;
  e->figures = {double(e->grid.columns), double(e->grid.rows), double(e->grid.maps)};
  e->figures[3] = static_cast<double>(plane.x().min);
  e->figures[4] = static_cast<double>(plane.x().max);
  if (plane.dims() > 1) {
    e->figures[5] = static_cast<double>(plane.y().min);
    e->figures[6] = static_cast<double>(plane.y().max);
  }
  return 1;
}

/// Figures: loss, score and samples of the training, validation and test part.
EMSCRIPTEN_KEEPALIVE void bpe_evaluate(WebEngine* e) {
  const bp::PreparedData& data = e->session->data();
  const bp::Session::Evaluations now = e->session->evaluate();
  const auto count = [](const bp::Part& part) { return static_cast<double>(part.count()); };
  e->figures = {now.train.loss,      now.train.score,      count(data.train),
                now.validation.loss, now.validation.score, count(data.validation),
                now.test.loss,       now.test.score,       count(data.test)};
}

EMSCRIPTEN_KEEPALIVE void bpe_weights(WebEngine* e) {
  e->values = e->session->trainer().network().params();
}
EMSCRIPTEN_KEEPALIVE void bpe_gradients(WebEngine* e) {
  e->values = e->session->trainer().workspace().grads();
}

/// Raw coordinates (or, `is_target`, targets) of the part: 0 training, 1 validation, 2 test.
EMSCRIPTEN_KEEPALIVE void bpe_samples(WebEngine* e, int which, int is_target) {
  const bp::PreparedData& data = e->session->data();
  const bp::Part& part = which == 0 ? data.train : which == 1 ? data.validation : data.test;
  e->values =
      is_target != 0
          ? std::span<const float>(part.raw_y.data(), static_cast<std::size_t>(part.count()))
          : std::span<const float>(part.raw.data(), static_cast<std::size_t>(part.raw.size()));
}

EMSCRIPTEN_KEEPALIVE void bpe_snapshot(WebEngine* e) {
  want(e, 1);
  e->text = bp::report_json(*e->session);
  if (!e->is_recorded) want(e, 0);
}
EMSCRIPTEN_KEEPALIVE void bpe_layout(WebEngine* e) {
  e->text = bp::web_engine::layout_json(*e->session);
}
EMSCRIPTEN_KEEPALIVE void bpe_settings(WebEngine* e) {
  e->text = bp::settings_json(e->session->settings());
}
EMSCRIPTEN_KEEPALIVE void bpe_link(WebEngine* e) {
  e->text = bp::encode_link(e->session->settings());
}
EMSCRIPTEN_KEEPALIVE void bpe_hash(WebEngine* e) {
  e->text = bp::hash_text(e->session->ensemble().parameter_hash());
}
EMSCRIPTEN_KEEPALIVE void bpe_schema(WebEngine* e) { e->text = bp::schema_json(); }

}  // extern "C"
