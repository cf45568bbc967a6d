// Sessions on tables and on several classes.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/session/options.h"
#include "engine/session/session.h"
#include "tests/engine/data_support.h"
#include "tests/engine/link_support.h"

using namespace bp;

namespace {

using bp_test::from_link;

void train(Session& session, std::int64_t epochs) {
  session.apply({Command::Kind::Epoch, {}, {}, epochs});
  while (session.advance(0)) {
  }
}

Snapshot snapshot_of(Session& session) {
  session.apply({Command::Kind::Want, "field", {}, 16});
  session.apply({Command::Kind::Want, "units", {}, 8});
  Snapshot s;
  session.publish(s);
  return s;
}

}  // namespace

TEST_CASE("Every table trains, and its snapshot says what its axes and classes are") {
  const Tables tables = made_up_tables();
  for (const Dataset& row : datasets()) {
    if (!row.is_table()) continue;
    CAPTURE(std::string(row.key));
    Session session(from_link("data=" + std::string(row.key)), nullptr, tables);
    CHECK(session.take_notices().empty());
    const double before = snapshot_of(session).train_loss;
    train(session, 20);
    const Snapshot s = snapshot_of(session);
    CHECK(s.train_loss < before);
    CHECK(s.dims == 2);
    // Each real set starts with the plane that tells most of it.
    const std::string first = s.x_axis.name.substr(0, 4);
    CHECK((first == "PC 1" || first == "colu"));
    CHECK(s.x_axis.name != s.y_axis.name);
    CHECK(s.x_axis.min < s.x_axis.max);
    CHECK(s.truth.maps == 0);
    const std::size_t classes = class_count(s);
    CHECK(classes == static_cast<std::size_t>(classes_of(row)));
    CHECK(s.input_names.size() == static_cast<std::size_t>(row.columns > 0 ? row.columns : 5));
    CHECK(s.field.maps == (classes > 2 ? classes : 1));
    for (const float v : s.field.values) CHECK(std::isfinite(v));
  }
}

TEST_CASE("A data set whose table is missing is told, and the first data set is used") {
  Session session(from_link("data=iris"));
  const Notices notices = session.take_notices();
  REQUIRE(notices.size() == 1);
  CHECK(notices[0].kind == Notice::Kind::MissingTable);
  CHECK(session.settings().data == 0);
  CHECK(notice_text(notices[0]).find("iris") != std::string::npos);
  session.apply({Command::Kind::Set, "data", "wine", 1});  // stays as it was
  CHECK(session.settings().data == 0);
  CHECK(session.take_notices().size() == 1);
}

TEST_CASE("Several classes are told apart, and answers are the class of the largest output") {
  for (const char* key : {"softmax_ce", "bce", "mse", "hinge"}) {
    CAPTURE(std::string(key));
    Session session(from_link("data=blobs&classes=5&opt=adam&lr=0.02&loss=" + std::string(key)));
    train(session, 60);
    const Snapshot s = snapshot_of(session);
    CHECK(s.test_score > 0.9);  // the clouds hardly overlap
    REQUIRE(s.class_names.size() == 5);
    CHECK(s.class_names[4] == "E");
    std::size_t right = 0;
    for (std::size_t i = 0; i < s.test.x.size(); ++i) right += s.test.output[i] == s.test.target[i];
    CHECK(static_cast<double>(right) / static_cast<double>(s.test.x.size()) ==
          doctest::Approx(s.test_score));
    // The field's maps are the outputs: softmax's sum to one.
    if (std::string_view(key) != "softmax_ce") continue;
    const std::size_t points = s.field.values.size() / 5;
    for (std::size_t i = 0; i < points; ++i) {
      float sum = 0;
      for (std::size_t k = 0; k < 5; ++k) sum += s.field.values[k * points + i];
      CHECK(sum == doctest::Approx(1).epsilon(1e-6));  // five roundings of 6e-8
    }
  }
}

TEST_CASE("Two classes under softmax are published as class 1's probability") {
  Session session(from_link("data=gaussians&loss=softmax_ce&opt=adam"));
  train(session, 20);
  const Snapshot s = snapshot_of(session);
  CHECK(s.field.maps == 1);
  CHECK(s.layers.back().units == 2);
  std::size_t right = 0;
  for (std::size_t i = 0; i < s.test.x.size(); ++i) {
    right += (s.test.output[i] > s.decision_level) == (s.test.target[i] > 0.5F);
  }
  CHECK(static_cast<double>(right) / static_cast<double>(s.test.x.size()) ==
        doctest::Approx(s.test_score));
}

TEST_CASE("Softmax over two classes learns what the logistic output learns") {
  // p₁ = σ(z₁ − z₀): with both rows of weights starting at zero, each moves half of what the single
  // one does, in opposite directions, so twice the rate for half the step gives the same line.
  Session one(from_link("data=gaussians&layers=&init=zeros&loss=bce&lr=0.1"));
  Session two(from_link("data=gaussians&layers=&init=zeros&loss=softmax_ce&lr=0.05"));
  train(one, 10);
  train(two, 10);
  const auto w = one.trainer().network().W(0);
  const auto v = two.trainer().network().W(0);
  for (Index j = 0; j < 2; ++j) {
    // Ten epochs of float rounding.
    CHECK(v(1, j) - v(0, j) == doctest::Approx(w(0, j)).epsilon(1e-4));
  }
}

TEST_CASE("The drawn axes change while training goes on") {
  Session session(from_link("data=wine"), nullptr, made_up_tables());
  train(session, 3);
  const std::int64_t step = session.trainer().steps();
  session.apply({Command::Kind::Set, "plane", "columns", 1});
  session.apply({Command::Kind::Set, "xaxis", "5", 1});
  Snapshot s = snapshot_of(session);
  CHECK(s.x_axis.name == "column 5");
  CHECK(session.trainer().steps() == step);
  session.apply({Command::Kind::Set, "plane", "pca", 1});
  s = snapshot_of(session);
  CHECK(s.x_axis.name == "PC 1");
  CHECK(session.trainer().steps() == step);
}

TEST_CASE("Early stopping watches validation, or the test part if told to") {
  const std::string link = "data=moons&noise=30&samples=60&layers=24,24&opt=adam&patience=5";
  for (const bool is_test : {false, true}) {
    Session session(from_link(link + (is_test ? "&watch=test" : "")));
    session.apply({Command::Kind::Play, {}, {}, 1});
    while (session.advance(0)) {
    }
    const Snapshot s = snapshot_of(session);
    CHECK(s.finish_reason == FinishReason::Patience);
    CHECK((is_test ? s.test_loss : s.validation_loss) == s.best_loss);
  }
}

TEST_CASE("Without a validation part choices are made on the test part, and that is said") {
  Notices notices;
  const Settings s = decode_link("patience=5&valshare=0", notices);
  REQUIRE(notices.size() == 1);
  CHECK(notices[0].key == "watch");
  CHECK(notices[0].used == "test");
  CHECK(s.watch == kWatchesTest);
}

TEST_CASE("A CSV file becomes a data set; what is wrong with it is told") {
  Session session(default_settings());
  const auto give = [&session](const char* key, std::int64_t target, std::string text) {
    session.apply({Command::Kind::Table, key, std::move(text), target});
    Notices notices = session.take_notices();
    return notices.empty() ? Notice{} : notices.front();
  };
  const std::string text = "3,b\n1,2.5\n2,4\n,3\n3,6\n4,8\n";
  (void)give("own_values", 0, text);
  session.apply({Command::Kind::Set, "data", "own_values", 1});
  CHECK(session.data().target_name == "b");
  CHECK(session.data().input_names == std::vector<std::string>{"3"});
  CHECK(session.data().train.count() + session.data().test.count() < 5);  // one row is incomplete
  (void)give("own_values", 1, text);  // the first column, not the one called "1" or "3"
  CHECK(session.data().target_name == "3");

  const auto says = [&](const char* key, std::string csv, const char* what) {
    const Notice notice = give(key, 0, std::move(csv));
    CHECK(notice.kind == Notice::Kind::BadTable);
    CAPTURE(notice.why.message);
    CHECK(notice.why.message.find(what) != std::string::npos);
    CHECK(session.data().target_name == "3");  // the former table stays
  };
  says("own_values", "a,b\n1,2\n3\n", "Line 3 has 1 cell, but line 1 has 2");
  says("own_values", "a,b\n1,2\n3,x\n", "Line 3, column 2 (b): \"x\" is text");
  says("own_values", "a,b\n1,2\n3,5\n", "At least 4 rows");
  says("iris", "a,b\n1,2\n3,5\n", "Iris has 4 features, this table 1.");
  says("iris", "a,b,c,d,k\n1,2,3,4,5\n6,7,8,9,0\n", "Iris has 3 classes, this table 2.");
}
