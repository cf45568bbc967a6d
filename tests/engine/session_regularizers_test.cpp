// What a snapshot tells of regularizers at work: the penalty's curve, moved points, the best step,
// units' maps with dropout as in training.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/session/report.h"
#include "engine/session/session.h"
#include "tests/engine/link_support.h"

namespace bp {
namespace {

/// A session of a link, after so much of that kind; its snapshot.
struct Run {
  Session session;
  Snapshot now;

  explicit Run(const std::string& link) : session(bp_test::from_link(link)) {}
  const Snapshot& after(Command::Kind kind, std::int64_t count) {
    session.apply({kind, {}, {}, count});
    while (session.advance(0)) {
    }
    session.publish(now);
    return now;
  }
  void set(const char* key, const char* value) {
    session.apply({Command::Kind::Set, key, value, 1});
  }
};

/// Σ w a + b of unit u in layer l, and f of it for tanh and the logistic function, in double.
double unit_by_hand(const Snapshot& s, std::size_t l, std::size_t u,
                    const std::vector<double>& inputs) {
  const LayerShape& shape = s.layers[l];
  double z = static_cast<double>(s.params[shape.bias_offset + u]);
  for (std::size_t j = 0; j < inputs.size(); ++j) {
    z += static_cast<double>(s.params[shape.weight_offset + u + shape.units * j]) * inputs[j];
  }
  return l + 1 == s.layers.size() ? 1 / (1 + std::exp(-z)) : std::tanh(z);
}

/// The largest difference between the units' maps and the network by hand at cell `cell`, each
/// hidden activation multiplied by factor(l, u).
template <class Factor>
double difference_of_maps(const Snapshot& s, std::size_t cell, Factor factor) {
  const std::size_t cells = std::size_t{s.units.columns} * s.units.rows;
  const auto map = [&](int layer, std::size_t unit) {
    const auto at = static_cast<std::size_t>(map_index(s, layer, static_cast<int>(unit)));
    return static_cast<double>(s.units.values[at * cells + cell]);
  };
  std::vector<double> inputs;
  for (std::size_t i = 0; i < s.input_names.size(); ++i) inputs.push_back(map(-1, i));
  double largest = 0;
  for (std::size_t l = 0; l < s.layers.size(); ++l) {
    std::vector<double> outputs;
    for (std::size_t u = 0; u < s.layers[l].units; ++u) {
      outputs.push_back(unit_by_hand(s, l, u, inputs) * factor(l, u));
      largest = std::max(largest, std::abs(outputs.back() - map(static_cast<int>(l), u)));
    }
    inputs = outputs;
  }
  return largest;
}

}  // namespace

TEST_CASE("the loss curve keeps the penalty beside the data terms") {
  Run with("l2=0.01"), without("");
  const Snapshot& s = with.after(Command::Kind::Epoch, 5);
  REQUIRE(s.loss_curve.mean.size() == 4);
  CHECK(s.penalty > 0);
  CHECK(s.loss_curve.mean[3].back() == static_cast<float>(s.penalty));
  CHECK(s.loss_curve.mean[0].back() == static_cast<float>(s.train_loss));
  const Snapshot& plain = without.after(Command::Kind::Epoch, 5);
  for (const float penalty : plain.loss_curve.mean[3]) CHECK(penalty == 0);
}

TEST_CASE("moved points come with the places in the data they were moved from") {
  Run run("jitter=10&rotate=20&batch=32");
  const Snapshot& s = run.after(Command::Kind::Step, 3);
  REQUIRE(s.batch.x.size() == 32);
  REQUIRE(s.batch_before.x.size() == 32);
  int moved = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    bool is_in_data = false;
    for (std::size_t k = 0; k < s.train.x.size(); ++k) {
      is_in_data = is_in_data ||
                   (s.train.x[k] == s.batch_before.x[i] && s.train.y[k] == s.batch_before.y[i] &&
                    s.train.target[k] == s.batch.target[i]);
    }
    CHECK(is_in_data);
    moved += s.batch.x[i] != s.batch_before.x[i] ? 1 : 0;
  }
  CHECK(moved == 32);
  run.set("jitter", "0");
  run.set("rotate", "0");
  CHECK(run.after(Command::Kind::Step, 1).batch_before.x.empty());
}

TEST_CASE("going to the best step brings back the very weights that early stopping restores") {
  Run run("patience=6&lr=1&seed=3");
  const Snapshot stopped = run.after(Command::Kind::Epoch, 2000);
  REQUIRE(stopped.finish_reason == FinishReason::Patience);
  REQUIRE(stopped.best_step > 0);
  REQUIRE(stopped.best_step < stopped.step);
  const Snapshot& best = run.after(Command::Kind::Seek, stopped.best_step);
  CHECK(best.step == stopped.best_step);
  CHECK(best.param_hash == stopped.param_hash);
  CHECK(best.params == stopped.params);
  CHECK(best.best_epoch == stopped.best_epoch);
  // The run is kept.
  CHECK(best.timeline.last == stopped.step);
  CHECK(run.after(Command::Kind::Seek, stopped.step).step == stopped.step);
}

TEST_CASE("units' maps follow the switch between training and evaluation; training does not") {
  for (const char* convention : {"inverted", "lecture"}) {
    CAPTURE(convention);
    Run run(std::string("dropout=40&layers=6,5&dropconv=") + convention);
    run.session.apply({Command::Kind::Want, "units", {}, 8});
    const Snapshot evaluation = run.after(Command::Kind::Step, 20);
    const double p = 0.4, scale = std::string(convention) == "lecture" ? 1 - p : 1;
    REQUIRE(evaluation.masks.size() == 11);
    run.set("mode", "train");
    Snapshot training;
    run.session.publish(training);
    CHECK(training.param_hash == evaluation.param_hash);
    CHECK(training.field.values == evaluation.field.values);
    const auto mask = [&](std::size_t l, std::size_t u) {
      if (l + 1 == training.layers.size()) return 1.0;
      return static_cast<double>(training.masks[(l == 0 ? 0 : 6) + u]);
    };
    const auto all = [&](std::size_t l, std::size_t) {
      return l + 1 == training.layers.size() ? 1.0 : scale;
    };
    CHECK(std::count(training.masks.begin(), training.masks.end(), 0.0F) > 0);
    for (const std::size_t cell : {std::size_t{0}, std::size_t{27}, std::size_t{63}}) {
      // Single precision: a dozen roundings of 6e-8 each, of values near 1.
      CHECK(difference_of_maps(evaluation, cell, all) < 5e-6);
      CHECK(difference_of_maps(training, cell, mask) < 5e-6);
    }
    CHECK(difference_of_maps(training, 27, all) > 1e-3);
    Run other(std::string("dropout=40&layers=6,5&mode=train&dropconv=") + convention);
    CHECK(other.after(Command::Kind::Step, 20).param_hash == evaluation.param_hash);
  }
}

TEST_CASE("units that start alike part only when dropout treats them differently") {
  const std::string same = "init=constant&bias=0.1&layers=6&data=river";
  Run alone(same), parted(same + "&dropout=50");
  for (Run* run : {&alone, &parted}) run->session.apply({Command::Kind::Want, "details", {}, 1});
  CHECK(alone.after(Command::Kind::Epoch, 5).details.similarity[0].distinct == 1);
  CHECK(parted.after(Command::Kind::Epoch, 5).details.similarity[0].distinct > 1);
  alone.set("dropout", "50");
  CHECK(alone.after(Command::Kind::Epoch, 5).details.similarity[0].distinct > 1);
}

}  // namespace bp
