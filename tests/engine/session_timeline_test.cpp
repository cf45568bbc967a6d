// Going back and forth in a run: every step is found again, to the bit, with all that is shown of
// it; training on from there is another run.
#include "engine/session/timeline.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "engine/session/codec.h"
#include "engine/session/memory.h"
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

void set(Session& session, const char* key, const char* value) {
  session.apply({Command::Kind::Set, key, value, 1});
}

Snapshot snapshot_of(Session& session) {
  Snapshot s;
  session.publish(s);
  return s;
}

/// What is shown of a step and must be found again.
struct Seen {
  std::uint64_t hash = 0;
  std::vector<float> grads, updates, answers, loss, gradient_curve, masks, moved;
  double train_loss = 0, batch_loss = 0;
  float learning_rate = 0;
  std::int64_t step = 0, epoch = 0, best_epoch = 0;
  std::vector<Health> health;
  bool operator==(const Seen&) const = default;
};

Seen seen(Session& session) {
  const Snapshot s = snapshot_of(session);
  Seen out;
  out.hash = s.param_hash;
  out.grads = s.grads;
  out.updates = s.updates;
  out.answers = s.test.output;
  out.loss = s.loss_curve.mean[0];
  out.gradient_curve = s.gradient_curve.mean[0];
  out.masks = s.masks;
  out.moved = s.batch.x;
  out.train_loss = s.train_loss;
  out.batch_loss = s.batch_loss;
  out.learning_rate = s.learning_rate;
  out.step = s.step;
  out.epoch = s.epoch;
  out.best_epoch = s.best_epoch;
  out.health = s.health;
  return out;
}

struct Change {
  std::int64_t step;
  const char *key, *value;
};

/// Trains `steps` one by one with changes on the way; what is seen after each step, 0 first.
std::vector<Seen> trained(Session& session, std::int64_t steps,
                          const std::vector<Change>& changes = {}) {
  std::vector<Seen> all{seen(session)};
  for (std::int64_t step = 0; step < steps; ++step) {
    for (const Change& c : changes) {
      if (c.step == step) set(session, c.key, c.value);
    }
    run(session, Command::Kind::Step, 1);
    all.push_back(seen(session));
  }
  return all;
}

void check_same(const Seen& a, const Seen& b) {
  CAPTURE(a.step);
  CHECK(a.step == b.step);
  CHECK(a.epoch == b.epoch);
  CHECK(a.hash == b.hash);
  CHECK(a.grads == b.grads);
  CHECK(a.updates == b.updates);
  CHECK(a.train_loss == b.train_loss);
  CHECK(a == b);
}

/// Goes to and fro, steps that have changes among them; then to the end and on.
void check_scrubbing(const std::string& link, std::int64_t steps,
                     const std::vector<Change>& changes = {}, bool compares_changed = false) {
  CAPTURE(link);
  Session session(from_link(link));
  const std::vector<Seen> all = trained(session, steps, changes);
  const std::int64_t stops[] = {steps / 2, 1, steps - 1, 0, steps / 3, steps / 3 + 1, steps, 3};
  for (const std::int64_t stop : stops) {
    run(session, Command::Kind::Seek, stop);
    CHECK(session.trainer().steps() == stop);
    bool is_changed = false;  // what is shown at once on a change (evaluation with other constants)
    for (const Change& c : changes) is_changed |= c.step == stop;
    if (!is_changed || compares_changed) {
      check_same(seen(session), all[static_cast<std::size_t>(stop)]);
    }
    CHECK(session.ensemble().parameter_hash() == all[static_cast<std::size_t>(stop)].hash);
  }
}

}  // namespace

TEST_CASE("every step of a run is found again with all that is seen of it") {
  for (const char* link :
       {"opt=sgd&lr=0.3", "opt=adam&act=relu&loss=hinge", "batch=7&samples=150"}) {
    check_scrubbing(link, 90);
  }
}

TEST_CASE("moments, and the memory of full-batch methods, are found again") {
  for (const Optimizer& row : optimizers()) {
    const std::string link = "samples=60&layers=4,3&seed=3&opt=" + std::string(row.key);
    check_scrubbing(link, 30);
  }
}

TEST_CASE("dropout, augmentation and batch normalisation draw and count as they did") {
  for (const char* link : {"dropout=30", "jitter=10", "norm=1&batch=16", "dropout=20&opt=lbfgs",
                           "norm=1&dropout=40&jitter=5&opt=adamw&l2=0.01&maxnorm=1"}) {
    check_scrubbing(std::string("samples=100&") + link, 50);
  }
}

TEST_CASE("schedules and early stopping are found again, mid-epoch and at its end") {
  for (const char* link : {"sched=plateau&period=1&factor=0.5", "sched=cosine&period=5&factor=0.1",
                           "patience=30", "patience=30&watch=test&sched=plateau&period=2"}) {
    check_scrubbing(std::string("samples=100&lr=0.5&") + link, 60);
  }
}

TEST_CASE("an ensemble's members all go back and forth") {
  for (const char* link : {"members=3", "members=2&vary=bootstrap&dropout=20"}) {
    check_scrubbing(std::string("samples=80&layers=4&") + link, 40);
  }
}

TEST_CASE("live changes happen again at their steps") {
  check_scrubbing("samples=100", 60,
                  {{5, "lr", "0.5"},
                   {17, "batch", "5"},
                   {17, "l2", "0.01"},
                   {23, "opt", "adam"},
                   {30, "dropout", "25"},
                   {31, "opt", "sgd"},
                   {31, "opt", "adam"},
                   {40, "sched", "exp"},
                   {44, "jitter", "8"},
                   {50, "opt", "lbfgs"}});
}

TEST_CASE("a change in the middle of a step happens again in the middle of it") {
  Session session(from_link("samples=100&layers=5,4"));
  run(session, Command::Kind::Step, 20);
  run(session, Command::Kind::Phase, 4);
  set(session, "l2", "0.1");  // after one layer's gradient has its penalty
  set(session, "lr", "1");
  run(session, Command::Kind::Step, 15);
  const Seen before = seen(session);
  run(session, Command::Kind::Seek, 3);
  CHECK(session.settings().l2 == 0);
  run(session, Command::Kind::Seek, before.step);
  check_same(seen(session), before);
  CHECK(session.settings().l2 == 0.1F);
}

TEST_CASE("the settings of a step come back with it, those of the view and the pace stay") {
  Session session(from_link("samples=100&lr=0.1"));
  run(session, Command::Kind::Step, 20);
  set(session, "lr", "0.5");
  run(session, Command::Kind::Step, 20);
  set(session, "speed", "10");
  set(session, "losslog", "1");
  run(session, Command::Kind::Seek, 10);
  CHECK(session.settings().learning_rate == 0.1F);
  CHECK(session.settings().loss_log);
  Snapshot s = snapshot_of(session);
  CHECK(s.timeline.settings_version == 1);
  CHECK(from_link(s.timeline.settings) == session.settings());
  REQUIRE(s.timeline.marks.size() == 1);
  CHECK(s.timeline.marks[0].step == 20);
  CHECK(s.timeline.marks[0].key == "lr");
  run(session, Command::Kind::Seek, 40);
  CHECK(session.settings().learning_rate == 0.5F);
  s = snapshot_of(session);
  CHECK(s.timeline.settings_version == 2);
  CHECK(s.timeline.has_future == 0);
}

TEST_CASE("the future stays until training goes on or a setting changes") {
  Session session(from_link("samples=100"));
  run(session, Command::Kind::Step, 60);
  run(session, Command::Kind::Seek, 25);
  Snapshot s = snapshot_of(session);
  CHECK(s.timeline.last == 60);
  CHECK(s.timeline.has_future == 1);
  CHECK(s.timeline.loss_at.size() > s.loss_curve.at.size());
  SUBCASE("a setting of the view keeps it") {
    set(session, "losslog", "1");
    set(session, "speed", "10");
    CHECK(snapshot_of(session).timeline.last == 60);
  }
  SUBCASE("a training setting branches") {
    set(session, "lr", "0.7");
    s = snapshot_of(session);
    CHECK(s.timeline.last == 25);
    CHECK(s.timeline.has_future == 0);
    run(session, Command::Kind::Step, 15);
    const Seen branched = seen(session);
    Session other(from_link("samples=100"));
    run(other, Command::Kind::Step, 25);
    set(other, "lr", "0.7");
    run(other, Command::Kind::Step, 15);
    check_same(branched, seen(other));
    run(session, Command::Kind::Seek, 30);
    run(session, Command::Kind::Seek, 40);
    check_same(seen(session), branched);
  }
  SUBCASE("training on is another run from there") {
    run(session, Command::Kind::Step, 5);
    s = snapshot_of(session);
    CHECK(s.timeline.last == 30);
    CHECK(s.step == 30);
  }
}

TEST_CASE("step 0 of the timeline is the same start that Reset gives, and keeps the future") {
  Session session(from_link("samples=100&init=he"));
  const Seen start = seen(session);
  run(session, Command::Kind::Epoch, 8);
  const std::int64_t last = session.trainer().steps();
  run(session, Command::Kind::Seek, 0);
  check_same(seen(session), start);
  CHECK(snapshot_of(session).timeline.last == last);
  session.apply({Command::Kind::Reset, {}, {}, 1});
  check_same(seen(session), start);
  CHECK(snapshot_of(session).timeline.last == 0);
}

TEST_CASE("an early stop is found again, and going on after it") {
  Session session(from_link("samples=60&noise=40&patience=3&lr=2&opt=adam&layers=16,16"));
  session.apply({Command::Kind::Play, {}, {}, 1});
  while (session.advance(0)) {
  }
  REQUIRE(snapshot_of(session).finish_reason == FinishReason::Patience);
  const Seen stopped = seen(session);
  run(session, Command::Kind::Step, 40);
  const Seen later = seen(session);
  run(session, Command::Kind::Seek, stopped.step / 2);
  run(session, Command::Kind::Seek, later.step);
  check_same(seen(session), later);
}

TEST_CASE("a divergence, and training on from the last good state, are found again") {
  for (const char* link : {"samples=60&lr=10&layers=8,8&act=relu&loss=mse&data=fn_sine",
                           "samples=60&lr=10&layers=8&act=relu&loss=mse&data=fn_sine&members=2"}) {
    CAPTURE(link);
    Session session(from_link(link));
    run(session, Command::Kind::Step, 2000);
    REQUIRE(snapshot_of(session).state == RunState::Diverged);
    const Seen diverged = seen(session);
    set(session, "lr", "0.01");
    run(session, Command::Kind::Step, 100);
    const Seen later = seen(session);
    run(session, Command::Kind::Seek, 1);
    run(session, Command::Kind::Seek, later.step);
    check_same(seen(session), later);
    CHECK(session.settings().learning_rate == 0.01F);
    CHECK(diverged.hash != later.hash);
  }
}

namespace {

std::int64_t fake_time = 0;
std::int64_t slow_clock() { return fake_time += 100; }

}  // namespace

TEST_CASE("a long way is gone in slices, the picture stays, and what is asked meanwhile waits") {
  Session session(from_link("samples=100&speed=max"), slow_clock);
  const auto finish = [&] {
    while (session.advance(100000)) {
    }
  };
  session.apply({Command::Kind::Step, {}, {}, 4095});
  finish();
  const Seen end = seen(session);
  session.apply({Command::Kind::Seek, {}, {}, 2007});
  CHECK(session.advance(100));
  CHECK(session.is_replaying());
  Snapshot s = snapshot_of(session);
  CHECK(s.timeline.is_replaying == 1);
  CHECK(s.timeline.target == 2007);
  CHECK(s.step == 4095);
  CHECK(s.param_hash == end.hash);
  SUBCASE("a newer target takes its place") {
    session.apply({Command::Kind::Seek, {}, {}, 100});
    finish();
    CHECK(session.trainer().steps() == 100);
  }
  SUBCASE("training on is from the target") {
    session.apply({Command::Kind::Set, "lr", "0.2", 1});
    session.apply({Command::Kind::Step, {}, {}, 3});
    CHECK(snapshot_of(session).commands_applied == 2);
    finish();
    CHECK(session.trainer().steps() == 2010);
    CHECK(snapshot_of(session).commands_applied == 4);
    CHECK(session.settings().learning_rate == 0.2F);
  }
  SUBCASE("Reset is at once") {
    session.apply({Command::Kind::Reset, {}, {}, 1});
    CHECK_FALSE(session.is_replaying());
    CHECK(session.trainer().steps() == 0);
  }
  SUBCASE("beyond the end is the end") {
    session.apply({Command::Kind::Seek, {}, {}, 1000000});
    finish();
    check_same(seen(session), end);
  }
}

TEST_CASE("checkpoints stay within their memory and number, and no scrub is far from one") {
  Session session(from_link("samples=100&layers=16,16&opt=adam"));
  run(session, Command::Kind::Step, 20000);
  const Snapshot s = snapshot_of(session);
  const auto& at = s.timeline.checkpoints;
  REQUIRE(at.size() > Timeline::kMostCheckpoints / 2 - 2);
  CHECK(at.size() <= Timeline::kMostCheckpoints);
  std::int64_t before = 0;
  for (const std::int64_t step : at) {
    CHECK(step - before <= 2 * 20000 / static_cast<std::int64_t>(at.size()));
    before = step;
  }
}

TEST_CASE("where no checkpoint fits, the start is still a place to come back from") {
  Settings settings = from_link("samples=100&layers=4");
  Timeline timeline;
  timeline.begin(settings, 1000);
  Checkpoint c;
  c.step = 8;
  c.losses.configure(3, 512);
  timeline.add(c);
  CHECK(timeline.bytes() == 0);
  CHECK(timeline.before(100) == nullptr);
}

TEST_CASE("a full log is cut: from there on every step can still be found") {
  Session session(from_link("samples=100&layers=3"));
  for (int i = 0; i < static_cast<int>(Timeline::kMostEvents) + 30; ++i) {
    set(session, "lr", i % 2 == 0 ? "0.1" : "0.2");
    run(session, Command::Kind::Step, 1);
  }
  const Seen end = seen(session);
  const Snapshot s = snapshot_of(session);
  CHECK(s.timeline.first > 0);
  CHECK(s.timeline.marks.size() <= 64);
  run(session, Command::Kind::Seek, 0);
  CHECK(session.trainer().steps() == s.timeline.first);
  run(session, Command::Kind::Seek, end.step);
  check_same(seen(session), end);
}

TEST_CASE("a run can be gone through again elsewhere from its start and its changes") {
  Session session(from_link("samples=100&dropout=10"));
  (void)trained(session, 50, {{12, "lr", "0.4"}, {20, "opt", "adam"}, {20, "dropout", "30"}});
  const Snapshot s = snapshot_of(session);
  REQUIRE(s.timeline.is_whole == 1);
  Session other(from_link("data=circles"));
  for (const Command& c : commands_to_repeat(s.timeline, 50, 50, other.settings())) {
    other.apply(c);
  }
  CHECK(snapshot_of(other).timeline.last == 50);
  while (other.advance(0)) {
  }
  check_same(seen(other), seen(session));
  CHECK(other.settings() == session.settings());
  run(other, Command::Kind::Seek, 15);
  run(session, Command::Kind::Seek, 15);
  check_same(seen(other), seen(session));
}

TEST_CASE("epochs and steps are translated into one another") {
  Session session(from_link("samples=100&share=50&batch=10"));
  run(session, Command::Kind::Epoch, 4);
  set(session, "batch", "25");
  run(session, Command::Kind::Epoch, 4);
  const TimelinePart t = snapshot_of(session).timeline;
  CHECK(step_at_epoch(t, 4) == 20);
  CHECK(step_at_epoch(t, 6) == 24);
  CHECK(epoch_at_step(t, 10) == 2);
  CHECK(epoch_at_step(t, 26) == 7);
}

TEST_CASE("a timeline survives packing") {
  Session session(from_link("samples=100"));
  run(session, Command::Kind::Step, 30);
  set(session, "lr", "0.3");
  run(session, Command::Kind::Step, 30);
  run(session, Command::Kind::Seek, 40);
  const Snapshot before = snapshot_of(session);
  std::vector<std::uint8_t> bytes;
  pack(before, bytes);
  Snapshot after;
  REQUIRE(unpack(bytes.data(), bytes.size(), after));
  REQUIRE(after.timeline.marks.size() == 1);
  CHECK(after.timeline.marks[0].value == "0.3");
  CHECK(after.timeline.settings == before.timeline.settings);
  CHECK(after.timeline.loss == before.timeline.loss);
  CHECK(after.timeline.checkpoints == before.timeline.checkpoints);
}

}  // namespace bp
