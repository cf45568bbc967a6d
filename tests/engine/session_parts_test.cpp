// The snapshot's optional parts: made when wanted, about the weights that are shown, harmless.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/core/hash.h"
#include "engine/session/report.h"
#include "engine/session/session.h"

namespace bp {
namespace {

Settings from_link(const char* link) {
  Notices notices;
  const Settings s = decode_link(link, notices);
  REQUIRE(notices.empty());
  return s;
}

void want(Session& session, const char* part, std::int64_t count = 1) {
  session.apply({Command::Kind::Want, part, {}, count});
}

void want_all(Session& session) {
  for (const char* part : {"metrics", "details", "matrices"}) want(session, part);
}

void run(Session& session, Command::Kind kind, std::int64_t count) {
  session.apply({kind, {}, {}, count});
  while (session.advance(0)) {
  }
}

void set(Session& session, const char* key, const char* value) {
  session.apply({Command::Kind::Set, key, value, 1});
}

Snapshot snapshot_of(Session& session) {
  Snapshot s;
  session.publish(s);
  return s;
}

std::uint64_t hash_of(const Session& session) {
  return parameter_hash(session.trainer().network().params());
}

float entry(const PassMatrices& p, const CutMatrix& m, std::uint32_t row, std::uint32_t column) {
  REQUIRE(row < m.rows);
  REQUIRE(column < m.columns);
  return p.values[m.offset + row + std::size_t{column} * m.rows];
}

}  // namespace

TEST_CASE("The optional parts are empty until they are wanted, and again when they are not") {
  Session session(default_settings());
  run(session, Command::Kind::Step, 5);
  const auto are_empty = [&session] {
    const Snapshot s = snapshot_of(session);
    return s.metrics.step < 0 && s.metrics.train.samples == 0 && s.details.layers.empty() &&
           s.matrices.batch.samples == 0 && s.matrices.batch.values.empty();
  };
  CHECK(are_empty());
  want_all(session);
  const Snapshot s = snapshot_of(session);
  CHECK(s.metrics.step == 5);
  CHECK(s.metrics.validation.samples == 80);
  CHECK(s.metrics.test.samples == 120);
  CHECK(s.metrics.train.roc.areas.size() == 1);
  CHECK(s.details.layers.size() == 3);
  CHECK(s.details.similarity.size() == 3);
  CHECK(s.matrices.batch.samples == 16);
  CHECK_FALSE(session.is_dirty());
  for (const char* part : {"metrics", "details", "matrices"}) want(session, part, 0);
  CHECK(are_empty());
}

TEST_CASE("Metrics agree with the losses and scores beside them") {
  Session session(default_settings());
  want(session, "metrics");
  run(session, Command::Kind::Epoch, 20);
  Snapshot s = snapshot_of(session);
  CHECK(s.metrics.train.report.accuracy == s.train_score);
  CHECK(s.metrics.test.report.accuracy == s.test_score);
  // The loss is made from logits in float, the log loss from the probabilities.
  CHECK(s.metrics.test.log_loss == doctest::Approx(s.test_loss).epsilon(1e-5));
  Session regression(from_link("data=fn_sine"));
  want(regression, "metrics");
  run(regression, Command::Kind::Epoch, 3);
  s = snapshot_of(regression);
  CHECK(s.metrics.test.regression.mse == doctest::Approx(s.test_loss).epsilon(1e-6));
  CHECK(s.metrics.test.regression.r2 == doctest::Approx(s.test_score).epsilon(1e-12));
  CHECK(s.metrics.test.report.classes == 0);
}

TEST_CASE("Metrics are about the weights shown after dropout changed or a run diverged") {
  Session session(from_link("dropout=50&dropconv=lecture"));
  want(session, "metrics");
  run(session, Command::Kind::Epoch, 3);
  const double before = snapshot_of(session).metrics.train.log_loss;
  set(session, "dropout", "0");
  CHECK(snapshot_of(session).metrics.train.log_loss != before);

  Session diverged(from_link("data=plane&opt=sgd&lr=10&act=relu&layers=32,32"));
  want(diverged, "metrics");
  while (snapshot_of(diverged).state != RunState::Diverged) run(diverged, Command::Kind::Step, 1);
  const Snapshot s = snapshot_of(diverged);
  CHECK(std::isfinite(s.train_loss));
  CHECK(s.metrics.train.regression.mse == doctest::Approx(s.train_loss).epsilon(1e-6));
  // The batch that diverged is still there to look at, without gradients.
  want(diverged, "matrices");
  CHECK(snapshot_of(diverged).matrices.batch.layers[0].dW.rows == 0);
}

TEST_CASE("The batch's matrices belong together after a step, an epoch and every phase") {
  Session session(from_link("layers=3"));
  want(session, "matrices");
  CHECK(snapshot_of(session).matrices.batch.samples == 0);
  const auto check = [&session](std::size_t layers_with_gradients) {
    const Snapshot s = snapshot_of(session);
    const PassMatrices& p = s.matrices.batch;
    CHECK(p.has_present_weights == 0);
    REQUIRE(p.layers.size() == 2);
    const LayerMatrices& m = p.layers[0];
    for (std::uint32_t column = 0; column < m.Z.columns; ++column) {
      double z = static_cast<double>(entry(p, m.b, 0, 0));
      for (std::uint32_t j = 0; j < 2; ++j) {
        const float x = session.data().train.X(j, p.sample[column]);
        CHECK(entry(p, m.input, j, column) == x);
        z += static_cast<double>(entry(p, m.W, 0, j)) * static_cast<double>(x);
      }
      // Three roundings of a number around 1.
      CHECK(static_cast<double>(entry(p, m.Z, 0, column)) == doctest::Approx(z).epsilon(1e-6));
    }
    std::size_t count = 0;
    for (const LayerMatrices& layer : p.layers) count += layer.dZ.rows > 0 ? 1 : 0;
    CHECK(count == layers_with_gradients);
  };
  run(session, Command::Kind::Step, 2);
  check(2);
  run(session, Command::Kind::Epoch, 1);
  check(2);
  for (const std::size_t layers : {0U, 0U, 0U, 1U, 2U, 2U}) {
    run(session, Command::Kind::Phase, 1);
    check(layers);
  }
}

TEST_CASE("A batch in chunks shows the last chunk's samples") {
  Session session(from_link("samples=3000&share=90&batch=3000&layers=2"));
  want(session, "matrices");
  run(session, Command::Kind::Step, 1);
  const Snapshot s = snapshot_of(session);
  const PassMatrices& p = s.matrices.batch;
  CHECK(p.samples == 2700);
  REQUIRE(p.sample.size() == 16);
  CHECK(p.layers[0].Z.all_columns == 2700 - 2 * 1024);
  for (std::uint32_t column = 0; column < 16; ++column) {
    CHECK(entry(p, p.layers[0].input, 0, column) == session.data().train.X(0, p.sample[column]));
  }
}

TEST_CASE("One chosen sample is followed through the present network") {
  Session session(from_link("layers=3&sample=7"));
  want(session, "matrices");
  run(session, Command::Kind::Step, 10);
  Snapshot s = snapshot_of(session);
  REQUIRE(s.matrices.sample.samples == 1);
  CHECK(s.matrices.sample.sample.front() == 7);
  const LayerMatrices& output = s.matrices.sample.layers[1];
  const float answer = entry(s.matrices.sample, output.A, 0, 0);
  CHECK(answer == s.train.output[7]);
  const float target = entry(s.matrices.sample, s.matrices.sample.target, 0, 0);
  CHECK(target == s.train.target[7]);
  CHECK(entry(s.matrices.sample, output.dZ, 0, 0) == answer - target);
  const double p = static_cast<double>(target > 0.5F ? answer : 1 - answer);
  CHECK(s.matrices.sample.loss == doctest::Approx(-std::log(p)).epsilon(1e-5));
  CHECK(entry(s.matrices.sample, s.matrices.sample.layers[0].W, 2, 1) ==
        s.params[s.layers[0].weight_offset + 2 + 3]);
  // Another one at once, and none at all.
  set(session, "sample", "8");
  CHECK(session.is_dirty());
  s = snapshot_of(session);
  CHECK(s.matrices.sample.sample.front() == 8);
  for (const char* none : {"-1", "200"}) {  // there are 200
    set(session, "sample", none);
    CHECK(snapshot_of(session).matrices.sample.samples == 0);
  }
}

TEST_CASE("Choosing a sample never disturbs training") {
  Session plain(from_link("dropout=20&norm=1&opt=adam"));
  run(plain, Command::Kind::Step, 40);
  Session watched(from_link("dropout=20&norm=1&opt=adam"));
  want_all(watched);
  for (int i = 0; i < 40; ++i) {
    set(watched, "sample", std::to_string(i).c_str());
    run(watched, Command::Kind::Step, 1);
    (void)snapshot_of(watched);
  }
  CHECK(hash_of(watched) == hash_of(plain));
  Session finished(from_link("stop=2"));
  run(finished, Command::Kind::Play, 1);
  set(finished, "sample", "3");
  CHECK(snapshot_of(finished).state == RunState::Finished);
}

TEST_CASE("While training runs, costly parts rest and are made up for") {
  // A clock that advances with every look: making a part takes some of its time.
  static std::int64_t now_us = 0;
  Session session(from_link("speed=max"), [] { return now_us += 1000; });
  want_all(session);
  session.apply({Command::Kind::Play, {}, {}, 1});
  int made = 0;
  int published = 0;
  std::int64_t last = -1;
  for (; published < 50; ++published) {
    (void)session.advance(2000);
    const Snapshot s = snapshot_of(session);
    if (s.metrics.step != last) ++made;
    last = s.metrics.step;
    if (s.metrics.step != s.step) CHECK(session.is_dirty());
  }
  CHECK(made > 1);
  session.apply({Command::Kind::Pause, {}, {}, 1});
  const Snapshot s = snapshot_of(session);
  CHECK(s.metrics.step == s.step);
  CHECK(s.details.step == s.step);
  CHECK(s.matrices.step == s.step);
  CHECK_FALSE(session.is_dirty());
}

TEST_CASE("A layer's details tell a constant start from a random one") {
  for (const char* init : {"constant", "xavier"}) {
    CAPTURE(init);
    Session session(from_link((std::string("init=") + init).c_str()));
    want(session, "details");
    run(session, Command::Kind::Step, 30);
    const Snapshot s = snapshot_of(session);
    const bool is_constant = std::string_view(init) == "constant";
    CHECK(s.details.similarity[0].distinct == (is_constant ? 1U : 8U));
    CHECK(s.details.similarity[1].distinct == (is_constant ? 1U : 8U));
    REQUIRE(s.details.similarity[0].matrix_units == 8);
    const float cosine = s.details.values[s.details.similarity[0].cosine_offset + 1];
    CHECK((cosine == doctest::Approx(1).epsilon(1e-6)) == is_constant);
    CHECK(s.details.layers[0].of(Quantity::dW).norm ==
          doctest::Approx(s.stats[0].norm_dw).epsilon(1e-6));
  }
}

TEST_CASE("A snapshot with all parts unpacks to the same bytes, and damaged ones are refused") {
  Session session(from_link("sample=3"));
  want_all(session);
  run(session, Command::Kind::Step, 30);
  std::vector<std::uint8_t> bytes, again;
  pack(snapshot_of(session), bytes);
  Snapshot back;
  REQUIRE(unpack(bytes.data(), bytes.size(), back));
  pack(back, again);
  CHECK(again == bytes);
  CHECK(back.metrics.test.report.confusion.size() == 4);
  CHECK(back.matrices.sample.layers.size() == 3);
  Rng rng(4);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::uint8_t> damaged = bytes;
    const std::size_t tail = 4000;  // where the parts are
    damaged[damaged.size() - 1 - rng.below(tail)] = static_cast<std::uint8_t>(rng.next());
    (void)unpack(damaged.data(), damaged.size(), back);  // must not read outside (sanitizers)
    const std::size_t cut = bytes.size() - 1 - rng.below(tail);
    CHECK_FALSE(unpack(bytes.data(), cut, back));
  }
}

TEST_CASE("The report has metrics, details and matrices exactly when they are wanted") {
  Session session(from_link("sample=0&layers=2"));
  run(session, Command::Kind::Step, 3);
  const auto has = [](const std::string& json, const char* key) {
    return json.find('"' + std::string(key) + "\":") != std::string::npos;
  };
  std::string json = report_json(session);
  for (const char* key : {"metrics", "details", "sample\":{"}) CHECK_FALSE(has(json, key));
  want_all(session);
  json = report_json(session);
  for (const char* key : {"metrics", "confusion", "details", "similarity", "slope"}) {
    CAPTURE(key);
    CHECK(has(json, key));
  }
}

}  // namespace bp
