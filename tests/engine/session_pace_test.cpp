// The speed of a run: phases, steps and pictures one by one, or as many as there are.
#include <doctest/doctest.h>

#include <chrono>
#include <thread>
#include <vector>

#include "engine/core/registry.h"
#include "engine/session/codec.h"
#include "engine/session/options.h"
#include "engine/session/pacer.h"
#include "engine/session/runner.h"
#include "engine/session/session.h"

namespace bp {
namespace {

/// Moved by the tests alone.
std::int64_t now_us = 0;
std::int64_t read_clock() { return now_us; }

Settings from_link(const char* link) {
  Notices notices;
  const Settings s = decode_link(link, notices);
  REQUIRE(notices.empty());
  return s;
}

const Speed& speed(std::string_view key) {
  for (const Speed& row : kSpeeds) {
    if (row.option.key == key) return row;
  }
  REQUIRE_MESSAGE(false, key);
  return kFullSpeed;
}

Snapshot snapshot_of(Session& session) {
  Snapshot s;
  session.publish(s);
  return s;
}

void play(Session& session) { session.apply({Command::Kind::Play, {}, {}, 1}); }

/// Everything that can be done without time passing.
void advance(Session& session) {
  while (session.advance(0)) {
  }
}

TEST_CASE("Steps are due one period apart, and a pause of hours is not made up for") {
  Pacer pacer;
  const Speed& three = speed("3");
  pacer.start(1000);
  CHECK(pacer.is_due(three, 1000));
  pacer.ran(three, 1000);
  CHECK_FALSE(pacer.is_due(three, 1000 + 333'000));
  CHECK(pacer.wait_us(three, 1000) == 333'334);  // the next whole microsecond
  CHECK(pacer.is_due(three, 1000 + 333'334));
  // 1000 a second: an hour later a tenth of a second's steps are owed, no more.
  const Speed& fast = speed("1000");
  const std::int64_t later = 3'600'000'000;
  int owed = 0;
  for (; pacer.is_due(fast, later); ++owed) pacer.ran(fast, later);
  CHECK(owed == 102);  // the one that was due, those of 100 ms with both ends
}

TEST_CASE("At full speed everything is due at once, whatever was before") {
  Pacer pacer;
  pacer.start(0);
  for (int i = 0; i < 3; ++i) pacer.ran(kFullSpeed, 0);
  CHECK(pacer.is_due(kFullSpeed, 0));
  CHECK(pacer.wait_us(kFullSpeed, 0) == 0);
}

TEST_CASE("One phase a second: each is shown, and together they are the steps of any other speed") {
  now_us = 0;
  Session session(from_link("speed=phase"), read_clock);
  play(session);
  // predict, loss, zero_grad, backward of three layers, step; what each leaves to be done next
  const std::vector<Phase> expected = {Phase::Loss,     Phase::ZeroGrad, Phase::Backward,
                                       Phase::Backward, Phase::Backward, Phase::Step,
                                       Phase::Predict};
  for (int step = 0; step < 2; ++step) {
    for (const Phase phase : expected) {
      advance(session);
      CHECK(session.wait_us() == 1'000'000);
      CHECK(session.should_publish());
      const Snapshot s = snapshot_of(session);
      CHECK(static_cast<Phase>(s.next_phase) == phase);
      CHECK(s.state == RunState::Running);
      CHECK(s.step == (phase == Phase::Predict ? step + 1 : step));
      now_us += 999'999;
      advance(session);
      CHECK_FALSE(session.is_dirty());  // not yet
      now_us += 1;
    }
  }
  Session other(from_link(""));
  other.apply({Command::Kind::Step, {}, {}, 2});
  advance(other);
  CHECK(snapshot_of(session).param_hash == snapshot_of(other).param_hash);
}

TEST_CASE("What phases left half done is finished by the next speed") {
  now_us = 0;
  Session session(from_link("speed=phase"), read_clock);
  play(session);
  advance(session);
  session.apply({Command::Kind::Set, "speed", "1", 1});
  advance(session);
  CHECK(session.trainer().steps() == 1);
  CHECK(session.trainer().next_phase() == Phase::Predict);
}

TEST_CASE("One step a picture: the next waits until this one was published") {
  now_us = 0;
  Session session(from_link("speed=frame"), read_clock);
  play(session);
  for (std::int64_t step = 1; step <= 20; ++step) {
    for (int i = 0; i < 3; ++i) {
      (void)session.advance(8000);
      now_us += 5000;
    }
    CHECK(session.wait_us() == Session::kNever);
    const Snapshot s = snapshot_of(session);
    CHECK(s.step == step);
    CHECK_FALSE(s.updates.empty());
    CHECK(session.wait_us() == 0);
  }
  session.apply({Command::Kind::Step, {}, {}, 50});  // steps that were asked for do not wait
  advance(session);
  CHECK(session.trainer().steps() == 70);
  CHECK(session.wait_us() == Session::kNever);
}

TEST_CASE("Every step of a slow run can show what it changed") {
  for (const char* link : {"speed=1", "speed=3", "speed=10", "speed=60", "speed=1000"}) {
    CAPTURE(link);
    now_us = 0;
    Session session(from_link(link), read_clock);
    play(session);
    advance(session);
    CHECK(session.trainer().steps() == 1);
    CHECK(snapshot_of(session).updates.size() == 105);
  }
}

TEST_CASE("A run at any speed ends where it was told to") {
  for (const Speed& row : kSpeeds) {
    CAPTURE(row.option.key);
    now_us = 0;
    const std::string link = "stop=2&batch=200&speed=" + std::string(row.option.key);
    Session session(from_link(link.c_str()), read_clock);
    play(session);
    for (int i = 0; i < 100 && session.is_running(); ++i) {
      (void)session.advance(0);
      (void)snapshot_of(session);
      now_us += 1'000'000;
    }
    CHECK(session.trainer().steps() == 2);
    CHECK(snapshot_of(session).finish_reason == FinishReason::Epochs);
  }
}

TEST_CASE("Rates count steps and epochs over time") {
  now_us = 0;
  Session session(from_link("speed=10&batch=50"), read_clock);  // 200 samples: 4 steps an epoch
  play(session);
  Snapshot s;
  for (int i = 0; i < 400; ++i) {
    advance(session);
    s = snapshot_of(session);
    now_us += 10'000;
  }
  // Over windows of half a second, in which 5 steps fall, or 4 or 6 at their ends.
  CHECK(s.steps_per_second == doctest::Approx(10).epsilon(0.2));
  CHECK(s.epochs_per_second == doctest::Approx(s.steps_per_second / 4).epsilon(1e-5));
  session.apply({Command::Kind::Pause, {}, {}, 1});
  CHECK(snapshot_of(session).epochs_per_second == 0);
}

TEST_CASE("The inline runner shows every step at one step a frame") {
  now_us = 0;
  const std::unique_ptr<Runner> runner = make_inline_runner(from_link("speed=frame"), read_clock);
  runner->post({Command::Kind::Play, {}, {}, 1});
  for (std::int64_t frame = 1; frame <= 20; ++frame) {
    runner->tick(9000);
    const Snapshot* s = runner->latest();
    REQUIRE(s != nullptr);
    CHECK(s->step == frame);
    now_us += 16'667;
  }
}

#ifdef BP_SOURCE_DIR  // natively: on the web there are no threads

std::int64_t real_clock() {
  using namespace std::chrono;
  return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

TEST_CASE("So does the thread runner, however slowly its snapshots are taken") {
  const std::unique_ptr<Runner> runner = make_thread_runner(from_link("speed=frame"), real_clock);
  runner->post({Command::Kind::Play, {}, {}, 1});
  std::int64_t last = 0;
  const std::int64_t end_us = real_clock() + 60'000'000;  // only ends a test that hangs
  while (last < 20 && real_clock() < end_us) {
    const Snapshot* s = runner->latest();
    if (s == nullptr) {
      std::this_thread::yield();
      continue;
    }
    CHECK(s->step <= last + 1);  // step 0 and commands have snapshots too
    last = s->step;
  }
  CHECK(last == 20);
}

#endif

}  // namespace
}  // namespace bp
