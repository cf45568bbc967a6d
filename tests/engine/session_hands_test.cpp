// What is done to a running network by hand: a weight set, gradients checked, a unit looked at.
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "engine/session/codec.h"
#include "engine/session/session.h"
#include "engine/session/timeline.h"
#include "tests/engine/link_support.h"
#include "tests/engine/session_support.h"

namespace bp {
namespace {

using bp_test::after;
using bp_test::from_link;

void edit(Session& session, const char* key, const char* value) {
  session.apply({Command::Kind::Edit, key, value, 1});
}

Snapshot checked(Session& session) { return after(session, Command::Kind::Check); }

}  // namespace

TEST_CASE("The gradients shown agree with differences, whatever they are made of") {
  for (const std::string link :
       {"data=river", "data=river&act=relu&layers=6,6&batch=7",
        "data=river&opt=adam&l1=0.01&l2=0.02", "data=river&opt=adamw&l2=0.02&biases=1",
        "data=river&dropout=30", "data=river&norm=1", "data=river&norm=1&batch=1",
        "data=river&clip=0.01&clipnorm=0.02", "data=river&loss=hinge&smooth=10",
        "data=spirals&classes=3&loss=softmax_ce", "data=fn_sine", "data=fn_sine&loss=mae",
        "data=river&opt=lbfgs&samples=100", "data=river&jitter=20", "data=river&members=2",
        "data=river&act=gelu", "data=river&act=sine&init=xavier"}) {
    CAPTURE(link);
    Session session(from_link(link));
    after(session, Command::Kind::Step, 5);
    const Snapshot s = checked(session);
    REQUIRE(s.check.end == CheckEnd::Done);
    CHECK(s.check.step == 5);
    REQUIRE(s.check.layers.size() == s.layers.size());
    for (const CheckedLayer& layer : s.check.layers) {
      CHECK(layer.judged > 0);
      CHECK(layer.compared == layer.params);
      CHECK(layer.worst <= kShownTolerance);
    }
  }
}

TEST_CASE("A check says so where there is nothing to check") {
  Session session(from_link("data=river"));
  CHECK(checked(session).check.end == CheckEnd::NoBatch);
  after(session, Command::Kind::Step);
  CHECK(checked(session).check.end == CheckEnd::Done);
  session.apply({Command::Kind::Set, "l2", "0.1", 1});
  CHECK(checked(session).check.end == CheckEnd::NoBatch);
  after(session, Command::Kind::Step);
  CHECK(checked(session).check.end == CheckEnd::Done);
  edit(session, "1.1.0", "0.5");
  CHECK(checked(session).check.end == CheckEnd::NoBatch);
  after(session, Command::Kind::Phase, 4);  // predict, loss, zero_grad, the output's backward
  CHECK(checked(session).check.end == CheckEnd::NoBatch);
  after(session, Command::Kind::Phase, 2);  // before the update: its gradients are complete
  CHECK(checked(session).check.end == CheckEnd::Done);
  session.apply({Command::Kind::Reset, {}, {}, 1});
  Snapshot s;
  session.publish(s);
  CHECK(s.check.end == CheckEnd::None);
}

TEST_CASE("A check does not touch training") {
  Session a(from_link("data=river&dropout=20")), b(from_link("data=river&dropout=20"));
  after(a, Command::Kind::Step, 7);
  checked(a);
  CHECK(after(a, Command::Kind::Step, 7).param_hash ==
        after(b, Command::Kind::Step, 14).param_hash);
}

TEST_CASE("A weight set by hand is that weight, and training goes on from it") {
  Session session(from_link("data=river&layers=3"));
  const Snapshot before = after(session, Command::Kind::Step, 10);
  edit(session, "1.2.1", "-0.625");
  edit(session, "2.1.0", "2");
  Snapshot s;
  session.publish(s);
  const LayerShape &first = s.layers[0], &second = s.layers[1];
  for (std::size_t i = 0; i < s.params.size(); ++i) {
    const float expected = i == first.weight_offset + 1 ? -0.625F
                           : i == second.bias_offset    ? 2.0F
                                                        : before.params[i];
    CHECK(s.params[i] == expected);
  }
  CHECK(s.updates.empty());
  CHECK(s.train_loss != before.train_loss);
  edit(session, "1.2.1", "nonsense");
  edit(session, "1.4.1", "1");
  edit(session, "9.1.1", "1");
  edit(session, "1.1", "1");
  edit(session, "1.2.1", "1e9");
  CHECK(session.take_notices().size() == 5);
  Snapshot same;
  session.publish(same);
  CHECK(same.param_hash == s.param_hash);
}

TEST_CASE("Weights set by hand are part of the run: it is gone through again to the same bits") {
  Session session(from_link("data=river&opt=adam&dropout=10"));
  after(session, Command::Kind::Step, 40);
  edit(session, "1.1.1", "0.1");
  edit(session, "1.1.1", "3");  // dragged on: one change
  const Snapshot at_edit = after(session, Command::Kind::Pause);
  const Snapshot end = after(session, Command::Kind::Step, 60);
  REQUIRE(end.timeline.marks.size() == 1);
  CHECK(end.timeline.marks[0].key == "edit:1.1.1");
  CHECK(end.timeline.marks[0].value == "3");
  CHECK(end.timeline.is_whole == 1);
  CHECK(after(session, Command::Kind::Seek, 40).param_hash == at_edit.param_hash);
  CHECK(after(session, Command::Kind::Seek, 100).param_hash == end.param_hash);
  Session other(from_link("data=circles"));
  for (const Command& c : commands_to_repeat(end.timeline, 100, 100, other.settings())) {
    other.apply(c);
  }
  CHECK(after(other, Command::Kind::Pause).param_hash != end.param_hash);  // on its way, stopped
  for (const Command& c : commands_to_repeat(end.timeline, 100, 100, other.settings())) {
    other.apply(c);
  }
  while (other.advance(1'000'000)) {
  }
  Snapshot again;
  other.publish(again);
  CHECK(again.param_hash == end.param_hash);
  // From before the edit another run branches off.
  after(session, Command::Kind::Seek, 20);
  edit(session, "1.1.1", "1");
  CHECK(after(session, Command::Kind::Step, 80).param_hash != end.param_hash);
}

TEST_CASE("The inspected unit has its z for the batch's points, with the weights of now") {
  Session session(from_link("data=river&layers=3,2&ulayer=2&unit=2"));
  session.apply({Command::Kind::Want, "unit", {}, 1});
  const Snapshot s = after(session, Command::Kind::Step, 3);
  CHECK(s.unit.layer == 1);
  CHECK(s.unit.unit == 1);
  REQUIRE(s.unit.z.size() == s.batch.x.size());
  REQUIRE(s.unit.z.size() == 16);
  edit(session, "2.2.0", "100");
  for (int j = 1; j <= 3; ++j) edit(session, ("2.2." + std::to_string(j)).c_str(), "0");
  Snapshot moved;
  session.publish(moved);
  for (const float z : moved.unit.z) CHECK(z == 100);
  session.apply({Command::Kind::Set, "unit", "77", 1});
  session.apply({Command::Kind::Set, "ulayer", "9", 1});
  session.publish(moved);
  CHECK(moved.unit.layer == 2);  // the last there is
  CHECK(moved.unit.unit == 0);
}

TEST_CASE("Gradients are followed in the size and by the points that are chosen") {
  Session session(from_link("data=river&batch=7"));
  const Snapshot norm = after(session, Command::Kind::Epoch, 4);
  const auto curve_of = [&](const char* of, const char* size, const char* by) {
    session.apply({Command::Kind::Set, "gradof", of, 1});
    session.apply({Command::Kind::Set, "gradsize", size, 1});
    session.apply({Command::Kind::Set, "gradby", by, 1});
    Snapshot s;
    session.publish(s);
    CHECK(s.param_hash == norm.param_hash);
    for (std::size_t l = 0; l < s.layers.size(); ++l) {  // its end is what is shown now
      const float now = gradient_size(s.stats[l], s.layers[l].units, s.layers[l].inputs,
                                      s.gradient_of, s.gradient_size);
      if (s.gradient_by_epoch == 0) {
        CHECK(s.gradient_curve.mean[l].back() == doctest::Approx(now).epsilon(1e-5));
      }
    }
    return s.gradient_curve;
  };
  for (const char* of : {"w", "b", "a", "z", "update"}) {
    for (const char* size : {"norm", "rms", "abs"}) {
      CAPTURE(of);
      CAPTURE(size);
      const Curve steps = curve_of(of, size, "step"), epochs = curve_of(of, size, "epoch");
      REQUIRE(epochs.at.size() == 4);
      const std::size_t each = steps.at.size() / 4;
      REQUIRE(each * 4 == steps.at.size());  // few enough steps for a point each
      for (std::size_t e = 0; e < 4; ++e) {
        double sum = 0;
        float low = steps.mean[0][e * each], high = low;
        for (std::size_t i = e * each; i < (e + 1) * each; ++i) {
          sum += static_cast<double>(steps.mean[0][i]);
          low = std::fmin(low, steps.mean[0][i]);
          high = std::fmax(high, steps.mean[0][i]);
        }
        CHECK(epochs.at[e] == static_cast<float>(e + 1));
        CHECK(epochs.mean[0][e] == doctest::Approx(sum / static_cast<double>(each)).epsilon(1e-5));
        CHECK(epochs.min[0][e] == low);
        CHECK(epochs.max[0][e] == high);
      }
    }
  }
}

TEST_CASE("Units that start alike on both sides are told as such, and part under dropout") {
  Session session(from_link("data=river&layers=4&init=constant"));
  const Snapshot s = after(session, Command::Kind::Step, 20);
  CHECK(s.stats[0].distinct == 1);
  CHECK(s.health[0] == Health::Symmetric);
  CHECK(s.health[1] == Health::Fine);
  session.apply({Command::Kind::Set, "dropout", "50", 1});
  const Snapshot parted = after(session, Command::Kind::Step, 20);
  CHECK(parted.stats[0].distinct == 4);
  CHECK(parted.health[0] != Health::Symmetric);
}

}  // namespace bp
