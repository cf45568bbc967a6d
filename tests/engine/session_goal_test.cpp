// Goals: what can be asked for, when it is reached, and that going through the run again says so
// too.
#include <doctest/doctest.h>

#include <string>

#include "engine/session/goal_json.h"
#include "engine/session/session.h"
#include "engine/session/timeline.h"
#include "tests/engine/link_support.h"

namespace bp {
namespace {

using bp_test::from_link;

GoalList goal_of(const char* text) {
  const Result<GoalList> goal = parse_goal(text);
  REQUIRE(goal.ok());
  return goal.value();
}

Snapshot snapshot_of(Session& session) {
  Snapshot out;
  session.publish(out);
  return out;
}

void finish(Session& session) {
  while (session.advance(0)) {
  }
}

void train(Session& session, Command::Kind kind, std::int64_t count) {
  session.apply({kind, {}, {}, count});
  finish(session);
}

}  // namespace

TEST_CASE("a goal reads back from its text, in either spelling") {
  const GoalList goal = goal_of("test.loss<=0.05~hidden<=4~epoch<500~act=relu~norm=0~lr>0.01");
  CHECK(goal.count == 6);
  const char* const safe =
      "test.loss.le.0.05~hidden.le.4~epoch.lt.500~act.eq.relu~norm.eq.0~lr.gt.0.01";
  CHECK(goal_text(goal) == safe);
  CHECK(goal_of(safe) == goal);
  CHECK(goal_of("").count == 0);
  CHECK(from_link("goal=test.loss%3C=0.05~hidden.ge.2").goal ==
        goal_of("test.loss<=0.05~hidden>=2"));
}

TEST_CASE("what is no condition is told, and leaves no goal") {
  for (const char* text :
       {"test.loss", "<=3", "nothing<=3", "hidden<=", "hidden<=few", "act=reluu", "act<=relu",
        "norm=2", "layers=8,8=", "hide=all", "test.loss<=0.1~~x", "step<=1e999", "epoch<=nan"}) {
    CAPTURE(text);
    const Result<GoalList> goal = parse_goal(text);
    REQUIRE_FALSE(goal.ok());
    CHECK(goal.error().message.find("The goal's condition") == 0);
    Notices notices;
    CHECK(decode_link(std::string("goal=") + text, notices).goal.count == 0);
    REQUIRE(notices.size() == 1);
    CHECK(notice_text(notices[0]) == goal.error().message);
  }
  CHECK_FALSE(parse_goal("step>1~step>1~step>1~step>1~step>1~step>1~step>1~step>1~step>1").ok());
}

TEST_CASE("a goal is reached at the end of the first epoch at which all of it is true") {
  const char* const link = "layers=4&goal=test.loss<=0.5~hidden<=4~epoch>=3~edits=0";
  Session session(from_link(link));
  train(session, Command::Kind::Epoch, 200);
  const Snapshot end = snapshot_of(session);
  REQUIRE(end.goal.is_reached == 1);
  REQUIRE(end.goal.values.size() == 4);
  CHECK(end.goal.values[0] <= 0.5);
  CHECK(end.goal.values[2] == end.goal.epoch);

  Session other(from_link(link));
  for (std::int64_t epoch = 1; epoch <= end.goal.epoch; ++epoch) {
    CHECK(snapshot_of(other).goal.is_reached == 0);
    train(other, Command::Kind::Epoch, 1);
  }
  const Snapshot then = snapshot_of(other);
  CHECK(then.goal.is_reached == 1);
  CHECK(then.goal.count == 1);
  CHECK(then.step == end.goal.step);
  CHECK(then.param_hash == end.goal.hash);
  CHECK(then.test_loss == end.goal.values[0]);
}

TEST_CASE("a goal changes nothing about the run, and a network too large never reaches it") {
  Session plain(from_link("layers=5")), with(from_link("layers=5&goal=test.loss<=9~hidden<=4"));
  train(plain, Command::Kind::Epoch, 5);
  train(with, Command::Kind::Epoch, 5);
  CHECK(snapshot_of(plain).param_hash == snapshot_of(with).param_hash);
  CHECK(snapshot_of(with).goal.is_reached == 0);
}

TEST_CASE("scores of the other kind of data, and of parts without samples, are never reached") {
  for (const char* goal : {"test.r2>=-9", "validation.loss<=99", "validation.accuracy>=0"}) {
    CAPTURE(goal);
    Session session(from_link(std::string("valshare=0&goal=") + goal));
    train(session, Command::Kind::Epoch, 3);
    CHECK(snapshot_of(session).goal.is_reached == 0);
  }
}

TEST_CASE("it is reached once a run: again after a reset, or when what led to it is undone") {
  Session session(from_link("goal=epoch>=2"));
  train(session, Command::Kind::Epoch, 5);
  CHECK(snapshot_of(session).goal.epoch == 2);
  CHECK(snapshot_of(session).goal.count == 1);
  session.apply({Command::Kind::Reset, {}, {}, 1});
  CHECK(snapshot_of(session).goal.is_reached == 0);
  train(session, Command::Kind::Epoch, 3);
  CHECK(snapshot_of(session).goal.count == 2);
  session.apply({Command::Kind::Seek, {}, {}, 3});
  finish(session);
  CHECK(snapshot_of(session).goal.is_reached == 1);  // the run that is kept still has it
  session.apply({Command::Kind::Set, "lr", "0.01", 1});
  CHECK(snapshot_of(session).goal.is_reached == 0);
  train(session, Command::Kind::Epoch, 3);
  CHECK(snapshot_of(session).goal.count == 3);
  session.apply({Command::Kind::Set, "goal", "epoch>=4", 1});
  CHECK(snapshot_of(session).goal.is_reached == 0);
}

TEST_CASE("a proof's commands lead another session to the same goal, with all that was changed") {
  Session session(from_link("layers=4&goal=test.loss<=0.6~epoch>=4"));
  train(session, Command::Kind::Step, 7);
  session.apply({Command::Kind::Set, "lr", "0.05", 1});
  session.apply({Command::Kind::Edit, "1.2.1", "0.75", 1});
  train(session, Command::Kind::Epoch, 60);
  const Snapshot end = snapshot_of(session);
  REQUIRE(end.goal.is_reached == 1);
  CHECK(end.goal.edits == 1);
  Session other(default_settings());
  for (const TimelineMark& mark : end.timeline.marks) CHECK(mark.step < end.goal.step);
  for (const Command& command :
       commands_to_repeat(end.timeline, end.goal.step, end.goal.step, session.settings())) {
    other.apply(command);
  }
  finish(other);
  const Snapshot again = snapshot_of(other);
  REQUIRE(again.goal.is_reached == 1);
  CHECK(again.goal.step == end.goal.step);
  CHECK(again.goal.hash == end.goal.hash);
  CHECK(again.goal.values == end.goal.values);
  const std::string proof = goal_proof(end, session.settings());
  CHECK(proof.find("\"edits\":1") != std::string::npos);
  CHECK(proof.find("\"verifiable\":true") != std::string::npos);
}

TEST_CASE("what was done after the goal is no part of its proof") {
  Session session(from_link("goal=epoch>=2"));
  train(session, Command::Kind::Epoch, 2);
  const std::string before = goal_proof(snapshot_of(session), session.settings());
  session.apply({Command::Kind::Edit, "1.1.1", "3", 1});
  train(session, Command::Kind::Epoch, 2);
  CHECK(goal_proof(snapshot_of(session), session.settings()) == before);
}

TEST_CASE("a run that cannot be told says so in its proof") {
  Session session(from_link("goal=epoch>=2"));
  session.apply({Command::Kind::Phase, {}, {}, 2});
  session.apply({Command::Kind::Edit, "1.1.1", "3", 1});
  train(session, Command::Kind::Epoch, 2);
  const std::string proof = goal_proof(snapshot_of(session), session.settings());
  CHECK(proof.find("\"verifiable\":false,\"why_not\":") != std::string::npos);
}

TEST_CASE("a goal survives the way through a packed snapshot") {
  Session session(from_link("goal=epoch>=1"));
  train(session, Command::Kind::Epoch, 1);
  const Snapshot from = snapshot_of(session);
  std::vector<std::uint8_t> bytes;
  pack(from, bytes);
  Snapshot to;
  REQUIRE(unpack(bytes.data(), bytes.size(), to));
  CHECK(to.goal.values == from.goal.values);
  CHECK(to.goal.hash == from.goal.hash);
  CHECK(to.goal.is_reached == 1);
}

}  // namespace bp
