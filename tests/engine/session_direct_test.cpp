// A session asked without snapshots: training with nothing besides, answers, the field.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/session/session.h"
#include "tests/engine/data_support.h"
#include "tests/engine/link_support.h"

using namespace bp;

namespace {

using bp_test::from_link;

void train(Session& session, const Command& command) {
  session.apply(command);
  while (session.advance(0)) {
  }
}

Command steps(std::int64_t count) { return {Command::Kind::Step, {}, {}, count}; }
Command epochs(std::int64_t count) { return {Command::Kind::Epoch, {}, {}, count}; }

}  // namespace

TEST_CASE("training with nothing besides ends where and as training with curves does") {
  for (const char* link : {"", "data=moons&opt=adam&norm=1&dropout=20", "members=3&sched=plateau",
                           "stop=4", "patience=2&lr=3&valshare=20&samples=60"}) {
    CAPTURE(link);
    Session plain(from_link(link)), bare(from_link(link));
    train(plain, epochs(60));
    bare.train_bare(epochs(60));
    CHECK(bare.ensemble().parameter_hash() == plain.ensemble().parameter_hash());
    CHECK(bare.trainer().steps() == plain.trainer().steps());
    CHECK(bare.state() == plain.state());
    CHECK(bare.finish_reason() == plain.finish_reason());
    CHECK(bare.evaluate().test.loss == plain.evaluate().test.loss);
  }
}

TEST_CASE("what trains with nothing besides keeps no curve, and can keep them later on") {
  Session session(from_link("data=moons"));
  session.train_bare(steps(100));
  Snapshot now;
  session.publish(now);
  CHECK(now.step == 100);
  CHECK(now.gradient_curve.at.empty());
  CHECK(now.loss_curve.at.size() == 1);  // before the first step
  train(session, steps(100));
  session.publish(now);
  CHECK(now.gradient_curve.at.size() == 100);
  CHECK(now.loss_curve.at.size() > 1);
}

TEST_CASE("a speed that is watchable does not slow a program down") {
  Session session(from_link("speed=1"), [] { return std::int64_t{0}; });
  session.train_bare(steps(500));
  CHECK(session.trainer().steps() == 500);
}

TEST_CASE("answers are those of the published points, for one network and for several") {
  for (const char* link : {"data=moons", "data=fn_sine", "data=moons&members=3", "data=blobs"}) {
    CAPTURE(link);
    Session session(from_link(link));
    session.train_bare(steps(20));
    Snapshot now;
    session.publish(now);
    const Part& train_part = session.data().train;
    const Index outputs = session.trainer().network().spec().outputs();
    std::vector<float> out(static_cast<std::size_t>(outputs * train_part.count()));
    session.predict(train_part.raw.data(), train_part.count(), out);
    if (outputs > 1) continue;  // the snapshot holds classes there
    CHECK(std::ranges::equal(out, now.train.output));
  }
}

TEST_CASE("a table's answers are in its own units, from all of its columns") {
  Tables tables = made_up_tables();
  Session session(from_link("data=diabetes&columns=2-4"), nullptr, tables);
  session.train_bare(steps(50));
  const Part& part = session.data().test;
  std::vector<float> out(static_cast<std::size_t>(part.count()));
  session.predict(part.raw.data(), part.count(), out);
  Snapshot now;
  session.publish(now);
  CHECK(std::ranges::equal(out, now.test.output));
}

TEST_CASE("the field that is asked for is the one that is published") {
  for (const char* link : {"data=moons", "data=fn_sine", "data=blobs", "members=2"}) {
    CAPTURE(link);
    Session session(from_link(link));
    session.apply({Command::Kind::Want, "field", {}, 16});
    session.train_bare(steps(10));
    Snapshot now;
    session.publish(now);
    Grid asked;
    session.sample_field(static_cast<Index>(now.field.columns), asked);
    CHECK(asked.values == now.field.values);
    CHECK(asked.rows == now.field.rows);
    session.apply({Command::Kind::Set, "layers", "3", 1});
    session.sample_field(8, asked);
    session.sample_field(8, asked);
    CHECK(asked.values.size() == asked.maps * asked.columns * asked.rows);
  }
}

TEST_CASE("a table's given parts are taken as they are, whatever seed and share say") {
  Table table;
  table.task = Task::Regression;
  table.feature_names = {"x"};
  table.X.resize(1, 10);
  table.y.resize(10);
  for (Index i = 0; i < 10; ++i) table.X(0, i) = table.y(i) = static_cast<float>(i);
  table.given_train = 6;
  table.given_validation = 1;
  Tables tables;
  tables.add("own_values", table);
  Session session(from_link("data=own_values&seed=3&share=20"), nullptr, tables);
  const PreparedData& data = session.data();
  CHECK(data.train.count() == 6);
  CHECK(data.train.raw(0, 5) == 5);
  CHECK(data.validation.raw(0, 0) == 6);
  CHECK(data.test.count() == 3);
  CHECK(data.test.raw_y(2) == 9);
}
