#include "engine/optim/schedules.h"

#include <doctest/doctest.h>

#include "engine/session/session.h"

namespace {

using namespace bp;

float share(std::string_view key, double epochs, int reductions = 0) {
  return schedule(key).share(
      {.period = 10, .factor = 0.5F, .epochs = epochs, .reductions = reductions});
}

TEST_CASE("Schedules start, turn and end where their formulas say") {
  for (const Schedule& row : schedules()) {
    CAPTURE(row.key);
    CHECK(share(row.key, 0) == (row.key == "warmup" ? 0.5F : 1.0F));
    for (double e = 0; e < 1000; e += 3.7) {
      CHECK(share(row.key, e) >= 0);
      CHECK(share(row.key, e) <= 1);
    }
  }
  CHECK(share("step", 9.99) == 1);
  CHECK(share("step", 10) == 0.5F);
  CHECK(share("step", 35) == 0.125F);
  CHECK(share("exp", 10) == doctest::Approx(0.5));
  CHECK(share("exp", 5) == doctest::Approx(0.70710678));
  CHECK(share("cosine", 5) == doctest::Approx(0.75));
  CHECK(share("cosine", 10) == doctest::Approx(0.5));
  CHECK(share("cosine", 500) == doctest::Approx(0.5));
  CHECK(share("warmup", 5) == 0.75F);
  CHECK(share("warmup", 12) == 1);
  CHECK(share("plateau", 77, 2) == 0.25F);
}

TEST_CASE("A plateau is more than T epochs without a loss below 0.9999 times the best") {
  PlateauState state;
  state.observe(1, 2);
  state.observe(0.99995, 2);  // not enough better
  state.observe(2, 2);
  CHECK(state.reductions == 0);
  state.observe(1, 2);
  CHECK(state.reductions == 1);
  CHECK(state.bad_epochs == 0);
  state.observe(0.9, 2);
  CHECK(state.best == 0.9);
}

TEST_CASE("The session publishes the rate its schedule made, and changing it live keeps weights") {
  Notices notices;
  Session session(decode_link("sched=step&period=2&factor=0.5&lr=0.2", notices));
  REQUIRE(notices.empty());
  Snapshot s;
  session.publish(s);
  CHECK(s.learning_rate == 0.2F);
  session.apply({Command::Kind::Epoch, {}, {}, 5});
  while (session.advance(0)) {
  }
  session.publish(s);
  CHECK(s.learning_rate == 0.05F);  // two periods of two epochs are over in the fifth
  session.apply({Command::Kind::Set, "sched", "constant", 1});
  session.apply({Command::Kind::Step, {}, {}, 1});
  while (session.advance(0)) {
  }
  session.publish(s);
  CHECK(s.learning_rate == 0.2F);
  CHECK(s.step == 5 * 13 + 1);
}

}  // namespace
