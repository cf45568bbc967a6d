// One experiment from the outside: commands in, snapshots out.
#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "engine/core/hash.h"
#include "engine/core/registry.h"
#include "engine/session/options.h"
#include "engine/session/report.h"
#include "engine/session/runner.h"
#include "engine/session/session.h"

namespace bp {
namespace {

Settings from_link(const char* link) {
  Notices notices;
  const Settings s = decode_link(link, notices);
  REQUIRE(notices.empty());
  return s;
}

Command set(const char* key, const char* value) { return {Command::Kind::Set, key, value, 1}; }

Command run(Command::Kind kind, std::int64_t count) { return {kind, {}, {}, count}; }

void finish(Session& session) {
  while (session.advance(0)) {
  }
}

std::uint64_t hash_of(const Session& session) {
  return parameter_hash(session.trainer().network().params());
}

Snapshot snapshot_of(Session& session) {
  Snapshot s;
  session.publish(s);
  return s;
}

std::uint64_t hash_after(const char* link, std::int64_t steps) {
  Session session(from_link(link));
  session.apply(run(Command::Kind::Step, steps));
  finish(session);
  return hash_of(session);
}

}  // namespace

TEST_CASE("a new session is paused at step 0 with a picture of its initial weights") {
  Session session(default_settings());
  session.apply({Command::Kind::Want, "field", {}, 32});
  session.apply({Command::Kind::Want, "units", {}, 16});
  const Snapshot s = snapshot_of(session);
  CHECK(s.state == RunState::Paused);
  CHECK(s.step == 0);
  CHECK(s.layers.size() == 3);
  CHECK(s.params.size() == s.param_count);
  CHECK(s.field.columns == 64);  // twice as fine while nothing trains
  CHECK(s.field.values.size() == 64U * 64U);
  CHECK(s.units.maps == 2 + 8 + 8 + 1);
  CHECK(s.loss_curve.at.size() == 1);
  CHECK(s.train.x.size() == 200);
  CHECK(s.validation_count == 80);
  CHECK(s.test.x.size() == 120);
  CHECK_FALSE(session.is_dirty());
}

TEST_CASE("the step command runs exactly so many batches and pauses") {
  Session session(default_settings());
  session.apply(run(Command::Kind::Step, 7));
  finish(session);
  CHECK(session.trainer().steps() == 7);
  CHECK_FALSE(session.is_running());
}

TEST_CASE("the epoch command ends at an epoch's end") {
  Session session(default_settings());
  session.apply(run(Command::Kind::Epoch, 3));
  finish(session);
  CHECK(session.trainer().epoch() == 3);
  CHECK(session.trainer().steps() == 3 * 13);  // 200 training points in batches of 16
}

TEST_CASE("five phases of a network without hidden layers make one step") {
  Session session(from_link("layers="));
  session.apply(run(Command::Kind::Phase, 4));
  CHECK(session.trainer().steps() == 0);
  session.apply(run(Command::Kind::Phase, 1));
  CHECK(session.trainer().steps() == 1);
  Session whole(from_link("layers="));
  whole.apply(run(Command::Kind::Step, 1));
  finish(whole);
  CHECK(hash_of(session) == hash_of(whole));
}

TEST_CASE("live settings keep weights, step and curves; the others start anew") {
  // Looped over the schema, so that a new field is tested by existing.
  const char* start = "init=normal&opt=adam";
  for (const Field& field : schema()) {
    CAPTURE(field.key);
    Session session(from_link(start));
    session.apply(run(Command::Kind::Step, 20));
    finish(session);
    const std::uint64_t before = hash_of(session);
    Settings other = session.settings();
    struct Change {
      Settings& s;
      void operator()(const IntKind& k) const {
        s.*k.member = s.*k.member == k.max ? k.min : k.max;
      }
      void operator()(const RealKind& k) const { s.*k.member = k.min + 0.37F * (k.max - k.min); }
      void operator()(const FlagKind& k) const { s.*k.member = !(s.*k.member); }
      void operator()(const ChoiceKind& k) const {
        const int count = k.options.count();
        for (int i = 1; i < count; ++i) {
          const int next = (s.*k.member + i) % count;
          if (k.is_allowed && !k.is_allowed(s, next)) continue;
          s.*k.member = next;
          return;
        }
      }
      void operator()(const SetKind& k) const { s.*k.member ^= 0b100U; }
      void operator()(const LayersKind& k) const { (s.*k.member).count = 1; }
      void operator()(const ColumnsKind& k) const { (s.*k.member).set(3); }
      void operator()(const LayoutKind& k) const { s.*k.member = preset_layout(2); }
      void operator()(const PartsKind& k) const { (s.*k.member).in.set(3); }
      void operator()(const GoalKind& k) const {
        s.*k.member = parse_goal("test.loss<=0.1~act=relu").value();
      }
    };
    std::visit(Change{other}, field.kind);
    session.apply(set(std::string(field.key).c_str(), to_text(field, other).c_str()));
    const bool keeps = field.effect == Effect::Live || field.effect == Effect::ViewOnly;
    CHECK(session.trainer().steps() == (keeps ? 20 : 0));
    if (keeps) CHECK(hash_of(session) == before);
  }
}

TEST_CASE("a full-batch method takes over a running experiment, until the network outgrows it") {
  Session session(from_link("data=v"));
  session.apply(run(Command::Kind::Step, 20));
  finish(session);
  const std::uint64_t before = hash_of(session);
  const double loss = snapshot_of(session).train_loss;
  session.apply(set("opt", "lm"));
  CHECK(hash_of(session) == before);
  session.apply(run(Command::Kind::Step, 10));
  finish(session);
  const Snapshot trained = snapshot_of(session);
  CHECK(trained.step == 30);
  CHECK(trained.train_loss < 0.5 * loss);
  CHECK(session.take_notices().empty());
  session.apply(set("layers", "40,40"));
  const Notices notices = session.take_notices();
  REQUIRE(notices.size() == 1);
  CHECK(notices[0].kind == Notice::Kind::TooManyParams);
  session.apply(run(Command::Kind::Step, 5));
  finish(session);
  CHECK(session.settings().optimizer == index_of(optimizers(), "adam"));
  CHECK(session.trainer().steps() == 5);
}

TEST_CASE("reset goes back to the same initial weights and repeats the same run") {
  Session session(default_settings());
  const std::uint64_t initial = hash_of(session);
  session.apply(run(Command::Kind::Step, 50));
  finish(session);
  const std::uint64_t trained = hash_of(session);
  CHECK(trained != initial);
  session.apply(run(Command::Kind::Reset, 1));
  CHECK(hash_of(session) == initial);
  session.apply(run(Command::Kind::Step, 50));
  finish(session);
  CHECK(hash_of(session) == trained);
}

TEST_CASE("publishing never changes the run") {
  Session watched(default_settings());
  watched.apply({Command::Kind::Want, "field", {}, 24});
  watched.apply({Command::Kind::Want, "units", {}, 24});
  for (int i = 0; i < 30; ++i) {
    watched.apply(run(Command::Kind::Step, 1));
    finish(watched);
    (void)snapshot_of(watched);
  }
  CHECK(hash_of(watched) == hash_after("", 30));
}

TEST_CASE("different seeds give different runs") {
  std::set<std::uint64_t> hashes;
  for (const char* link : {"seed=1", "seed=2", "seed=3"}) hashes.insert(hash_after(link, 10));
  CHECK(hashes.size() == 3);
}

TEST_CASE("training stops after the chosen number of epochs and play goes on for as many") {
  Session session(from_link("stop=5"));
  session.apply(run(Command::Kind::Play, 1));
  finish(session);
  CHECK(session.trainer().epoch() == 5);
  CHECK(snapshot_of(session).state == RunState::Finished);
  session.apply(run(Command::Kind::Play, 1));
  finish(session);
  CHECK(session.trainer().epoch() == 10);
}

TEST_CASE("a diverged run says so, keeps the last good state and goes on once told to") {
  Session session(from_link("data=plane&opt=sgd&lr=10&act=relu&layers=32,32"));
  session.apply(run(Command::Kind::Step, 2000));
  finish(session);
  const Snapshot s = snapshot_of(session);
  CHECK(s.state == RunState::Diverged);
  CHECK(s.divergence_step > 0);
  for (const float w : s.params) CHECK(std::isfinite(w));
  session.apply(set("lr", "0.001"));
  session.apply(run(Command::Kind::Step, 5));
  finish(session);
  CHECK(snapshot_of(session).state == RunState::Paused);
}

TEST_CASE("a run stepped phase by phase tells its divergence too") {
  Session session(from_link("data=plane&opt=sgd&lr=10&act=relu&layers=32,32"));
  for (int i = 0; i < 2000 && snapshot_of(session).state != RunState::Diverged; ++i) {
    session.apply(run(Command::Kind::Phase, 1));
  }
  CHECK(snapshot_of(session).state == RunState::Diverged);
  CHECK(snapshot_of(session).divergence_step > 0);
}

TEST_CASE("a deep logistic network is told to vanish, however rarely anybody looks") {
  Session session(from_link("layers=8,8,8,8,8,8,8,8,8,8&act=logistic"));
  session.apply(run(Command::Kind::Epoch, 30));
  finish(session);
  const Snapshot s = snapshot_of(session);
  CHECK(s.health.front() == Health::Vanishing);
  CHECK(s.health.back() == Health::Fine);
}

TEST_CASE("the river is learnt by the default network") {
  Session session(default_settings());
  session.apply(run(Command::Kind::Epoch, 400));
  finish(session);
  const Snapshot s = snapshot_of(session);
  // A linear model stays above 0.6 on the river (0.67 is guessing the majority's share); 8 %
  // noise puts some points on the wrong bank for good.
  CHECK(s.test_loss < 0.45);
  CHECK(s.test_score > 0.8);
}

TEST_CASE("a packed snapshot unpacks to the same bytes, and damaged ones are refused") {
  Session session(default_settings());
  session.apply({Command::Kind::Want, "field", {}, 16});
  session.apply({Command::Kind::Want, "units", {}, 16});
  session.apply(run(Command::Kind::Step, 30));
  finish(session);
  const Snapshot s = snapshot_of(session);
  std::vector<std::uint8_t> bytes, again;
  pack(s, bytes);
  Snapshot back;
  REQUIRE(unpack(bytes.data(), bytes.size(), back));
  pack(back, again);
  CHECK(again == bytes);
  for (const std::size_t cut :
       {std::size_t{0}, std::size_t{3}, bytes.size() / 2, bytes.size() - 1}) {
    CHECK_FALSE(unpack(bytes.data(), cut, back));
  }
  Rng rng(9);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::uint8_t> damaged = bytes;
    damaged[rng.below(400)] = static_cast<std::uint8_t>(rng.next());
    (void)unpack(damaged.data(), damaged.size(), back);  // must not read outside (sanitizers)
  }
}

TEST_CASE("with dropout a snapshot shows which hidden units were silent, and answers without it") {
  Session session(from_link("dropout=50"));
  session.apply(run(Command::Kind::Step, 3));
  finish(session);
  Snapshot s = snapshot_of(session);
  REQUIRE(s.masks.size() == 16);
  for (const float factor : s.masks) CHECK((factor == 0 || factor == 2));
  // Under the lecture's convention the answers change with the rate, at the same weights.
  const std::vector<float> inverted = s.train.output;
  session.apply(set("dropconv", "lecture"));
  CHECK(snapshot_of(session).train.output != inverted);
  session.apply(set("dropout", "0"));
  s = snapshot_of(session);
  CHECK(s.train.output == inverted);
  session.apply(run(Command::Kind::Step, 1));
  finish(session);
  CHECK(snapshot_of(session).masks.empty());
}

TEST_CASE("a layer's dropout changes while training runs; its units start the network anew") {
  Session session(from_link("layers=6,5"));
  session.apply(run(Command::Kind::Step, 3));
  finish(session);
  const Snapshot before = snapshot_of(session);
  session.apply(set("layers", "6~80,5"));
  Snapshot s = snapshot_of(session);
  CHECK(s.step == 3);
  CHECK(s.param_hash == before.param_hash);
  session.apply(run(Command::Kind::Step, 1));
  finish(session);
  s = snapshot_of(session);
  REQUIRE(s.masks.size() == 11);
  CHECK(std::all_of(s.masks.begin() + 6, s.masks.end(), [](float f) { return f == 1; }));
  CHECK(std::any_of(s.masks.begin(), s.masks.begin() + 6, [](float f) { return f != 1; }));
  session.apply(set("layers", "7~80,5"));
  CHECK(snapshot_of(session).step == 0);
}

TEST_CASE("a snapshot holds batch normalisation's statistics, and its settings are live") {
  Session session(from_link("layers=3,8,2&norm=1&batch=10"));
  Snapshot s = snapshot_of(session);
  CHECK(s.norm_batch.empty());
  REQUIRE(s.norm_running.size() == 2 * 13);
  CHECK(s.layers[2].norm_offset == 2 * 11);
  session.apply(run(Command::Kind::Step, 1));
  finish(session);
  s = snapshot_of(session);
  REQUIRE(s.norm_batch.size() == 2 * 13);
  // The first batch moves running means from 0, and variances from 1, by the momentum.
  const auto mean = static_cast<std::size_t>(s.layers[1].norm_offset);
  CHECK(s.norm_running[mean] == 0.1F * s.norm_batch[mean]);
  CHECK(s.norm_running[mean + 8] ==
        doctest::Approx(0.9F + 0.1F * s.norm_batch[mean + 8] * 10 / 9).epsilon(1e-6));
  std::vector<std::uint8_t> bytes;
  pack(s, bytes);
  Snapshot back;
  REQUIRE(unpack(bytes.data(), bytes.size(), back));
  CHECK(back.norm_batch == s.norm_batch);
  CHECK(back.norm_running == s.norm_running);
  session.apply(set("normeps", "0.1"));
  const Snapshot other = snapshot_of(session);
  CHECK(other.step == 1);
  CHECK(other.param_hash == s.param_hash);
  CHECK(other.train.output != s.train.output);
  session.apply(set("normmom", "1"));
  session.apply(run(Command::Kind::Step, 1));
  finish(session);
  s = snapshot_of(session);
  CHECK(s.norm_running[mean] == s.norm_batch[mean]);
}

TEST_CASE("commands survive their text form and bad ones are explained") {
  for (const char* line : {"set lr 0.1", "load data=v", "play", "pause", "step 10", "phase 1",
                           "epoch 3", "reset", "want field 96"}) {
    CAPTURE(line);
    const Result<Command> command = parse_command(line);
    REQUIRE(command.ok());
    CHECK(to_text(command.value()) == line);
  }
  for (const char* line :
       {"", "jump", "step x", "step -1", "step 1e99", "set", "play now", "want"}) {
    CAPTURE(line);
    CHECK_FALSE(parse_command(line).ok());
    CHECK_FALSE(parse_command(line).error().message.empty());
  }
}

TEST_CASE("the inline runner trains as a bare session does") {
  const std::unique_ptr<Runner> runner = make_inline_runner(default_settings(), nullptr);
  runner->post(run(Command::Kind::Step, 25));
  const Snapshot* last = nullptr;
  for (int i = 0; i < 1000 && runner->is_busy(); ++i) {
    runner->tick(1000);
    if (const Snapshot* s = runner->latest()) last = s;
  }
  REQUIRE(last != nullptr);
  CHECK(last->step == 25);
  CHECK(last->param_hash == hash_after("", 25));
  CHECK_FALSE(runner->is_busy());
}

TEST_CASE("the report's hash is that of the parameters") {
  Session session(default_settings());
  session.apply(run(Command::Kind::Step, 5));
  finish(session);
  const std::string json = report_json(session);
  CHECK(json.find("\"hash\":\"" + hash_text(hash_of(session)) + "\"") != std::string::npos);
}

TEST_CASE("the report holds a large network whole, a snapshot's report only its statistics") {
  Session session(from_link("layers=200,100&norm=1"));
  session.apply(run(Command::Kind::Step, 1));
  finish(session);
  const std::string whole = report_json(session);
  for (const char* key : {"\"W\":[[", "\"dW\":[[", "\"gamma\":[", "\"batch_mean\":["}) {
    CHECK(whole.find(key) != std::string::npos);
  }
  const std::string reduced = report_json(snapshot_of(session), session.settings());
  CHECK(reduced.find("\"W\":") == std::string::npos);
  CHECK(reduced.find("\"stats\":{") != std::string::npos);
  const std::string head = hash_text(hash_of(session));
  CHECK(whole.find(head) != std::string::npos);
  CHECK(reduced.find(head) != std::string::npos);
  CHECK(summary_json(snapshot_of(session), session.settings(), 3).find("\"commands\":3") !=
        std::string::npos);
}

TEST_CASE("large networks publish statistics, not millions of weights") {
  Session session(from_link("layers=200,200"));
  session.apply({Command::Kind::Want, "units", {}, 32});
  session.apply(run(Command::Kind::Step, 2));
  finish(session);
  const Snapshot s = snapshot_of(session);
  CHECK(s.params.empty());
  CHECK(s.param_count == 200 * 3 + 200 * 201 + 201);
  CHECK(s.units.maps == 2 + 2 * kMaxMapsPerLayer + 1);
  CHECK(map_index(s, 1, 3) == 2 + static_cast<int>(kMaxMapsPerLayer) + 3);
  CHECK(map_index(s, 1, 100) == -1);
}

}  // namespace bp
