// Runs that do not start as their link says: given weights, samples in order, double precision.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/core/hash.h"
#include "engine/session/double_run.h"
#include "engine/session/report.h"
#include "engine/session/session.h"
#include "engine/session/weights_json.h"
#include "tests/engine/link_support.h"

namespace bp {
namespace {

using bp_test::from_link;

Command steps(std::int64_t count) { return {Command::Kind::Step, {}, {}, count}; }

void train(Session& session, const Command& command) {
  session.apply(command);
  while (session.advance(0)) {
  }
}

std::uint64_t hash_of(const Session& session) {
  return parameter_hash(session.trainer().network().params());
}

/// Largest |a − b| over all parameters.
double distance(const Session& a, const DoubleRun& b) {
  const std::span<const float> p = a.trainer().network().params();
  const std::span<const double> q = b.trainer().network().params();
  REQUIRE(p.size() == q.size());
  double largest = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    largest = std::max(largest, std::fabs(static_cast<double>(p[i]) - q[i]));
  }
  return largest;
}

}  // namespace

TEST_CASE("a session starts from given weights, again after a reset, not with other layers") {
  Session first(from_link("layers=5&norm=1"));
  train(first, steps(30));
  const Network<float> trained = first.trainer().network();
  Session second(from_link("layers=5&norm=1&seed=9"));
  const std::uint64_t drawn = hash_of(second);
  second.start_with({BatchOrder::Mode::Shuffled, trained});
  CHECK(hash_of(second) == hash_of(first));
  CHECK(std::ranges::equal(second.trainer().network().running(), trained.running()));
  train(second, steps(3));
  CHECK(hash_of(second) != hash_of(first));
  second.apply({Command::Kind::Reset, {}, {}, 1});
  CHECK(hash_of(second) == hash_of(first));
  second.apply({Command::Kind::Set, "layers", "4", 1});  // they do not fit any more
  second.apply({Command::Kind::Set, "layers", "5", 1});
  CHECK(hash_of(second) == hash_of(first));
  second.start_with({});
  CHECK(hash_of(second) == drawn);
}

TEST_CASE("a divergence right after the start goes back to the given weights") {
  Session session(from_link("data=plane&layers=4&act=linear&lr=10"));
  Network<float> weights = session.trainer().network();
  std::ranges::fill(weights.params(), 1e3F);
  session.start_with({BatchOrder::Mode::Shuffled, weights});
  train(session, steps(500));
  REQUIRE(session.trainer().divergence());
  if (session.trainer().divergence()->restored_step == 0) {
    CHECK(hash_of(session) == parameter_hash(weights.params()));
  }
}

TEST_CASE("sequential batches take the samples as they come, every epoch") {
  BatchOrder order;
  order.configure(5, 1, BatchOrder::Mode::Sequential);
  for (int epoch = 0; epoch < 3; ++epoch) {
    CHECK(std::ranges::equal(order.next(3), std::array{0U, 1U, 2U}));
    CHECK(!order.at_epoch_end());
    CHECK(std::ranges::equal(order.next(3), std::array{3U, 4U}));
    CHECK(order.at_epoch_end());
  }
  Session session(default_settings());
  session.start_with({BatchOrder::Mode::Sequential, {}});
  train(session, steps(2));
  const std::span<const std::uint32_t> batch = session.trainer().batch_indices();
  for (std::size_t i = 0; i < batch.size(); ++i) CHECK(batch[i] == batch.size() + i);
}

TEST_CASE("with all samples in each batch their order hardly matters") {
  Session shuffled(from_link("batch=100000"));
  Session sequential(from_link("batch=100000"));
  sequential.start_with({BatchOrder::Mode::Sequential, {}});
  train(shuffled, steps(20));
  train(sequential, steps(20));
  CHECK(hash_of(shuffled) != hash_of(sequential));  // sums in another order
  Snapshot a, b;
  shuffled.publish(a);
  sequential.publish(b);
  CHECK(a.train_loss == doctest::Approx(b.train_loss).epsilon(1e-5));
}

TEST_CASE("in double a run takes the same way, only more exactly") {
  for (const char* link : {"data=river&layers=6", "data=fn_sine&opt=adam&lr=0.01&l2=0.001",
                           "data=blobs&norm=1&layers=5", "data=moons&dropout=20&sched=cosine"}) {
    CAPTURE(std::string(link));
    Notices notices;
    Session single(from_link(link));
    DoubleRun twice(from_link(link), {}, notices);
    CHECK(distance(single, twice) < 1e-7);  // drawn in float; β and γ are exact
    train(single, steps(60));
    twice.train(steps(60));
    CHECK(distance(single, twice) < 1e-3);  // 60 steps of rounding, grown by training
    CHECK(distance(single, twice) > 0);
    Snapshot a, b;
    single.publish(a);
    twice.publish(b);
    CHECK(b.step == 60);
    CHECK(b.epoch == a.epoch);
    CHECK(b.train_loss == doctest::Approx(a.train_loss).epsilon(1e-3));
    CHECK(b.test_score == doctest::Approx(a.test_score).epsilon(0.02));
    CHECK(b.stats[0].norm_w ==
          doctest::Approx(static_cast<double>(a.stats[0].norm_w)).epsilon(1e-3));
  }
}

TEST_CASE("in double a run stops where a session would") {
  Notices notices;
  DoubleRun by_count(from_link("stop=3"), {}, notices);
  by_count.train({Command::Kind::Epoch, {}, {}, 10});
  Snapshot now;
  by_count.publish(now);
  CHECK(now.epoch == 3);
  CHECK(now.finish_reason == FinishReason::Epochs);

  const std::string link = "data=moons&noise=30&samples=60&layers=24,24&opt=adam&patience=5";
  DoubleRun patient(from_link(link), {}, notices);
  patient.train({Command::Kind::Epoch, {}, {}, 10000});
  patient.publish(now);
  CHECK(now.finish_reason == FinishReason::Patience);
  CHECK(now.validation_loss == now.best_loss);

  DoubleRun wild(from_link("data=plane&act=relu&layers=32,32&lr=10"), {}, notices);
  wild.train(steps(500));
  wild.publish(now);
  CHECK(now.state == RunState::Diverged);
  CHECK(notices.empty());
}

TEST_CASE("the report of a run in double has a session's form, and its weights read back exactly") {
  Notices notices;
  DoubleRun run(from_link("layers=3&norm=1"), {}, notices);
  run.train(steps(20));
  const std::string json = report_json(run);
  for (const char* part : {"\"settings\":{", "\"link\":", "\"precision\":\"double\"", "\"train\":{",
                           "\"metrics\":{", "\"layers\":[", "\"dW\":", "\"stats\":{"}) {
    CAPTURE(std::string(part));
    CHECK(json.find(part) != std::string::npos);
  }
  const Network<double>& net = run.trainer().network();
  const Result<Network<double>> again = read_weights<double>(json, net.spec());
  REQUIRE(again.ok());
  CHECK(std::ranges::equal(again.value().params(), net.params()));
  CHECK(std::ranges::equal(again.value().running(), net.running()));
  DoubleRun other(from_link("layers=3&norm=1&seed=5"), {}, notices);
  other.start_with({BatchOrder::Mode::Shuffled, again.value()});
  CHECK(std::ranges::equal(other.trainer().network().params(), net.params()));
}

}  // namespace bp
