// An ensemble from the outside: what a snapshot says of it, and that every runner trains it alike.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/session/report.h"
#include "engine/session/runner.h"
#include "engine/session/session.h"
#include "tests/engine/link_support.h"

namespace bp {
namespace {

using bp_test::from_link;

void run(Session& session, Command::Kind kind, std::int64_t count) {
  session.apply({kind, {}, {}, count});
  while (session.advance(0)) {
  }
}

void want(Session& session, const char* key, std::int64_t resolution) {
  session.apply({Command::Kind::Want, key, {}, resolution});
}

Snapshot snapshot_of(Session& session) {
  Snapshot s;
  session.publish(s);
  return s;
}

Snapshot after(const std::string& link, Command::Kind kind, std::int64_t count) {
  Session session(from_link(link));
  run(session, kind, count);
  return snapshot_of(session);
}

/// Of cell i: mean and deviation over the members' maps.
std::pair<double, double> of_members(const Grid& maps, std::size_t i) {
  const std::size_t cells = maps.values.size() / maps.maps;
  double mean = 0, squares = 0;
  for (std::size_t m = 0; m < maps.maps; ++m) {
    mean += static_cast<double>(maps.values[m * cells + i]) / maps.maps;
  }
  for (std::size_t m = 0; m < maps.maps; ++m) {
    squares += std::pow(static_cast<double>(maps.values[m * cells + i]) - mean, 2) / maps.maps;
  }
  return {mean, std::sqrt(squares)};
}

}  // namespace

TEST_CASE("an ensemble's picture is the mean of its members' pictures, with their disagreement") {
  for (const std::string link :
       {"members=4", "members=3&vary=bootstrap&data=fn_sine", "members=5&vary=features&loss=hinge",
        "members=3&loss=softmax_ce"}) {
    CAPTURE(link);
    Session session(from_link(link));
    want(session, "field", 12);  // twice as fine while paused
    want(session, "members", 24);
    run(session, Command::Kind::Step, 60);
    const Snapshot s = snapshot_of(session);
    REQUIRE(s.member_fields.maps == s.members);
    REQUIRE(s.field.columns == s.member_fields.columns);
    REQUIRE(s.disagreement.maps == 1);
    CHECK(s.disagreement.columns == s.field.columns);
    CHECK(s.disagreement.rows == s.field.rows);
    REQUIRE(s.disagreement.values.size() == s.field.values.size());
    double largest = 0;
    for (std::size_t i = 0; i < s.field.values.size(); ++i) {
      const auto [mean, deviation] = of_members(s.member_fields, i);
      // Answers are floats of about 1.
      CHECK(std::abs(static_cast<double>(s.field.values[i]) - mean) < 1e-6);
      CHECK(std::abs(static_cast<double>(s.disagreement.values[i]) - deviation) < 1e-6);
      largest = std::max(largest, deviation);
    }
    CHECK(largest > 0.01);
  }
}

TEST_CASE("of more than two classes every class has a mean map, a member one of its classes") {
  Session session(from_link("data=rings&members=3"));
  want(session, "field", 8);
  want(session, "members", 16);
  run(session, Command::Kind::Step, 30);
  const Snapshot s = snapshot_of(session);
  const std::size_t classes = class_count(s);
  REQUIRE(classes > 2);
  CHECK(s.field.maps == classes);
  CHECK(s.member_fields.maps == 3);
  const std::size_t cells = s.disagreement.values.size();
  for (std::size_t i = 0; i < cells; ++i) {
    float sum = 0;
    for (std::size_t k = 0; k < classes; ++k) sum += s.field.values[k * cells + i];
    CHECK(sum == doctest::Approx(1).epsilon(1e-5));  // probabilities
    CHECK(s.disagreement.values[i] >= 0);
    const float shown = s.member_fields.values[i];
    CHECK((shown == 0 || shown == 1 || shown == 2));
  }
}

TEST_CASE("losses, scores and points are the mean answer's, each member's test score is told") {
  const Snapshot s = after("members=3&vary=bootstrap", Command::Kind::Epoch, 20);
  REQUIRE(s.member_loss.size() == 3);
  REQUIRE(s.member_score.size() == 3);
  double loss = 0, mean = 0;
  for (std::size_t i = 0; i < s.test.output.size(); ++i) {
    const auto p = static_cast<double>(s.test.output[i]);
    loss -= std::log(s.test.target[i] > 0 ? p : 1 - p) / static_cast<double>(s.test_count);
  }
  for (const double member : s.member_loss) mean += member / 3;
  CHECK(s.test_loss == doctest::Approx(loss).epsilon(1e-5));  // probabilities are floats
  CHECK(s.test_loss < mean);
  CHECK(s.loss_curve.mean[1].back() == static_cast<float>(s.test_loss));
}

TEST_CASE("a single network has no disagreement and no pictures of members") {
  Session session(from_link(""));
  want(session, "field", 16);
  want(session, "members", 16);
  run(session, Command::Kind::Step, 3);
  const Snapshot s = snapshot_of(session);
  CHECK(s.members == 1);
  CHECK(s.disagreement.maps == 0);
  CHECK(s.member_fields.maps == 0);
  CHECK(s.member_loss == std::vector<double>{s.test_loss});
  CHECK_FALSE(session.is_dirty());
}

TEST_CASE("member 0 of other seeds is the network without an ensemble, and is the one shown") {
  const Snapshot alone = after("", Command::Kind::Step, 40);
  const Snapshot shown = after("members=3", Command::Kind::Step, 40);
  CHECK(shown.params == alone.params);
  CHECK(shown.grads == alone.grads);
  CHECK(shown.batch.x == alone.batch.x);
  CHECK(shown.batch_loss == alone.batch_loss);
  CHECK(shown.param_count == alone.param_count);
  CHECK(shown.param_hash != alone.param_hash);
  CHECK(shown.train.output != alone.train.output);
}

TEST_CASE("a member with half of the features is shown with those it has") {
  Session session(from_link("members=3&vary=features&features=x,y,x2,y2,xy"));
  want(session, "units", 16);
  run(session, Command::Kind::Step, 10);
  const Snapshot s = snapshot_of(session);
  CHECK(s.layers.front().inputs == 3);
  CHECK(s.input_names.size() == 3);
  CHECK(s.units.maps == 3 + 8 + 8 + 1);
  // The first map is that of its first input, in the plane's middle line of cells.
  CHECK(map_index(s, -1, 2) == 2);
  CHECK(s.batch.x.size() == 16);
}

TEST_CASE("ensembles train alike in whole steps, in phases and in every runner") {
  const std::string link = "members=3&vary=bootstrap&jitter=5&dropout=20";
  constexpr int kPhasesAStep = 4 + 3;  // three layers
  const std::uint64_t expected = after(link, Command::Kind::Step, 6).param_hash;
  CHECK(after(link, Command::Kind::Phase, 6 * kPhasesAStep).param_hash == expected);
  const std::unique_ptr<Runner> runner = make_inline_runner(from_link(link), nullptr);
  runner->post({Command::Kind::Step, {}, {}, 6});
  const Snapshot* last = nullptr;
  for (int i = 0; i < 1000 && runner->is_busy(); ++i) {
    runner->tick(1000);
    if (const Snapshot* s = runner->latest()) last = s;
  }
  REQUIRE(last != nullptr);
  CHECK(last->step == 6);
  CHECK(last->param_hash == expected);
}

TEST_CASE("live settings reach every member") {
  for (const char* change :
       {"opt adam", "lr 0.01", "dropout 30", "jitter 20", "batch 7", "l2 0.1"}) {
    CAPTURE(change);
    Session session(from_link("members=2"));
    run(session, Command::Kind::Step, 5);
    const std::string text = change;
    const std::size_t space = text.find(' ');
    session.apply({Command::Kind::Set, text.substr(0, space), text.substr(space + 1), 1});
    run(session, Command::Kind::Step, 5);
    Session unchanged(from_link("members=2"));
    run(unchanged, Command::Kind::Step, 10);
    for (int m = 0; m < 2; ++m) {
      const auto params = session.ensemble().member(m).network().params();
      const auto plain = unchanged.ensemble().member(m).network().params();
      CHECK_FALSE(std::ranges::equal(params, plain));
    }
  }
}

TEST_CASE("an ensemble stops early by its own loss and goes back to its best epoch") {
  const std::string link =
      "data=moons&noise=30&samples=60&layers=24,24&opt=adam&members=3&vary=bootstrap";
  Session session(from_link(link + "&patience=8"));
  run(session, Command::Kind::Play, 1);
  const Snapshot s = snapshot_of(session);
  REQUIRE(s.state == RunState::Finished);
  CHECK(s.finish_reason == FinishReason::Patience);
  const Snapshot then = after(link, Command::Kind::Epoch, s.best_epoch);
  CHECK(s.param_hash == then.param_hash);
}

TEST_CASE("a diverged member is named") {
  Session session(from_link("data=plane&opt=sgd&lr=10&act=relu&layers=32,32&members=3"));
  run(session, Command::Kind::Step, 2000);
  const Snapshot s = snapshot_of(session);
  REQUIRE(s.state == RunState::Diverged);
  REQUIRE(session.ensemble().divergence());
  CHECK(static_cast<int>(s.divergence_member) == session.ensemble().divergence()->member);
  CHECK(s.divergence_step > 0);
  session.apply({Command::Kind::Set, "lr", "0.001", 1});
  run(session, Command::Kind::Step, 5);
  CHECK(snapshot_of(session).state == RunState::Paused);
}

TEST_CASE("an ensemble that would not fit into memory is refused, and that is told") {
  Session session(from_link("layers=512,512,512,512,512,512,512,512,512,512"));
  session.apply({Command::Kind::Set, "members", "10", 1});
  const Notices notices = session.take_notices();
  REQUIRE(notices.size() == 1);
  CHECK(notices[0].kind == Notice::Kind::TooLarge);
  CHECK(notices[0].key == "members");
  CHECK(session.ensemble().size() == 1);
}

TEST_CASE("metrics are those of the mean answer; the chosen sample is seen as member 0 sees it") {
  Session session(from_link("members=3&vary=features&features=x,y,x2,y2,xy&sample=6"));
  session.apply({Command::Kind::Want, "metrics", {}, 1});
  session.apply({Command::Kind::Want, "matrices", {}, 1});
  run(session, Command::Kind::Step, 60);
  const Snapshot s = snapshot_of(session);
  CHECK(s.metrics.test.report.accuracy == doctest::Approx(s.test_score));
  CHECK(s.metrics.test.log_loss == doctest::Approx(s.test_loss).epsilon(1e-5));  // from floats
  REQUIRE(s.matrices.sample.samples == 1);
  CHECK(s.matrices.sample.sample[0] == 6);
  // Its loss is that of member 0's answer to its own inputs.
  const Part& part = session.ensemble().data(0).train;
  Trainer<float> copy = session.trainer();
  float answer = 0;
  copy.predict(part.X.col(6).data(), 1, {&answer, 1});
  const bool is_one = part.raw_y(6) > 0;
  CHECK(s.matrices.sample.loss ==
        doctest::Approx(-std::log(is_one ? answer : 1 - answer)).epsilon(1e-5));
}

TEST_CASE("samples of a bootstrap's batch are told by their place in the common training part") {
  Session session(from_link("members=2&vary=bootstrap&batch=9"));
  session.apply({Command::Kind::Want, "matrices", {}, 1});
  run(session, Command::Kind::Step, 2);
  const Snapshot s = snapshot_of(session);
  REQUIRE(s.matrices.batch.sample.size() >= 4);
  for (std::size_t i = 0; i < s.matrices.batch.sample.size(); ++i) {
    const std::size_t place = s.matrices.batch.sample[i];
    CHECK(s.batch.x[i] == s.train.x[place]);
    CHECK(s.batch.target[i] == s.train.target[place]);
  }
}

TEST_CASE("pictures of large ensembles cost no more than those of one network") {
  const auto columns = [](const char* link) {
    Session session(from_link(link));
    want(session, "field", 96);
    return snapshot_of(session).field.columns;
  };
  // Work goes with the square of the resolution.
  const double ratio = 1.0 * columns("layers=100,100") / columns("layers=100,100&members=9");
  CHECK(ratio == doctest::Approx(3).epsilon(0.05));  // whole cells
}

TEST_CASE("the report lists the members' scores beside the ensemble's") {
  Session session(from_link("members=2&vary=bootstrap"));
  run(session, Command::Kind::Step, 5);
  const std::string json = report_json(session);
  CHECK(json.find("\"ensemble\":{\"vary\":\"bootstrap\",\"loss\":") != std::string::npos);
  CHECK(json.find("\"members\":[{\"loss\":") != std::string::npos);
  Session single(from_link(""));
  CHECK(report_json(single).find("\"ensemble\"") == std::string::npos);
}

}  // namespace bp
