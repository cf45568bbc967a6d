// What is published never starves training, and every picture has its turn.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "engine/analysis/unit_maps.h"
#include "engine/core/rng.h"
#include "engine/session/codec.h"
#include "engine/session/memory.h"
#include "engine/session/picture_budget.h"
#include "engine/session/plan.h"
#include "engine/session/session.h"

namespace bp {
namespace {

Settings from_link(const char* link) {
  Notices notices;
  const Settings s = decode_link(link, notices);
  REQUIRE(notices.empty());
  return s;
}

void want_all(Session& session) {
  session.apply({Command::Kind::Want, "field", {}, kMaxFieldResolution});
  session.apply({Command::Kind::Want, "units", {}, 48});
  session.apply({Command::Kind::Want, "members", {}, kMaxMembersResolution});
  for (const char* part : {"metrics", "details", "matrices"}) {
    session.apply({Command::Kind::Want, part, {}, 1});
  }
}

/// A clock that only counts: between two looks pass from a microsecond to 2 ms, one time in twenty
/// 20 ms, as on a machine with other things to do. What training and pictures cost is then how
/// often they look, the same on every machine.
struct CountingClock {
  static inline std::int64_t now_us = 0, first_look_us = -1;
  static inline Rng rng{0};
  static void start(std::uint64_t seed) {
    now_us = 0;
    rng = Rng(seed);
  }
  static std::int64_t read() {
    now_us += rng.below(20) == 0 ? 20'000 : 1 + rng.below(2000);
    if (first_look_us < 0) first_look_us = now_us;
    return now_us;
  }
};

TEST_CASE("Training has three quarters of the time, whatever is shown") {
  for (const char* link : {"speed=max", "speed=max&layers=60,60,60&samples=2000",
                           "speed=max&members=4&layers=20", "speed=1000&data=spirals&classes=4"}) {
    CAPTURE(link);
    CountingClock::start(7);
    Session session(from_link(link), CountingClock::read);
    want_all(session);
    session.apply({Command::Kind::Play, {}, {}, 1});
    Snapshot s;
    session.publish(s);  // all that is missing is made at once, and paid for later
    const std::int64_t begin = CountingClock::now_us;
    std::int64_t pictures = 0, longest = 0;
    std::set<std::int64_t> metrics, details, matrices;
    std::set<float> fields, maps;
    int published = 0;
    for (int turn = 0; turn < 3000; ++turn) {
      (void)session.advance(8000);
      if (!session.should_publish()) continue;
      CountingClock::first_look_us = -1;  // what passes before the first look was training's
      session.publish(s);
      const std::int64_t took = CountingClock::now_us - CountingClock::first_look_us;
      pictures += took;
      longest = std::max(longest, took);
      ++published;
      metrics.insert(s.metrics.step);
      details.insert(s.details.step);
      matrices.insert(s.matrices.step);
      fields.insert(s.field.values.front());
      maps.insert(s.units.values.back());
    }
    const std::int64_t all = CountingClock::now_us - begin;
    const double slack = static_cast<double>(PictureBudget::kMostSaved_us + longest);
    CHECK(static_cast<double>(pictures) <= kPictureShare * static_cast<double>(all) + slack);
    CHECK(s.picture_share > 0);
    // Nothing starves: in a fair rotation each has about an eighth of the turns.
    REQUIRE(published > 100);
    const auto least = static_cast<std::size_t>(published / 20);
    for (const std::size_t made : {metrics.size(), details.size(), matrices.size()}) {
      CHECK(made >= least);
    }
    CHECK(fields.size() >= least);
    CHECK(maps.size() >= least / 4);  // a round has several turns
  }
}

TEST_CASE("The budget saves a little and no more, and debts are paid") {
  PictureBudget budget;
  budget.start(0);
  budget.earn(1'000'000);
  budget.spend(1'008'000);
  CHECK(budget.is_left());  // a second earned what may be saved, and no more
  budget.spend(1'009'000);
  CHECK_FALSE(budget.is_left());
  CHECK_FALSE(budget.will_be_left(1'011'999));
  CHECK(budget.will_be_left(1'012'000));  // three times as much later
  CHECK(budget.spent_us() == 9000);
}

TEST_CASE("A grid that costs too much becomes coarser, and finer again only with a margin") {
  const auto target = static_cast<std::int64_t>(AdaptiveResolution::kTarget_us);
  AdaptiveResolution fineness;
  CHECK(fineness.of(96) == 96);
  fineness.took(2 * target);  // at the limit
  CHECK(fineness.of(96) == 96);
  for (int i = 0; i < 20; ++i) {
    const auto side = static_cast<double>(fineness.of(96)) / 96;
    fineness.took(static_cast<std::int64_t>(12 * side * side * static_cast<double>(target)));
  }
  CHECK(fineness.of(96) == 36);  // 12 · 0.375² = 1.7 of the target
  CHECK(fineness.of(13) == 12);  // a coarser picture says nothing
  CHECK(fineness.of(8) == 8);
  for (int i = 0; i < 40; ++i) fineness.took(target / 100);
  CHECK(fineness.of(96) == 96);
}

TEST_CASE("While training hurries a costly field is coarser, and whole again in a pause") {
  CountingClock::start(3);
  Session session(from_link("speed=max"), [] { return CountingClock::now_us += 7000; });
  session.apply({Command::Kind::Want, "field", {}, 96});
  session.apply({Command::Kind::Play, {}, {}, 1});
  Snapshot s;
  for (int i = 0; i < 200; ++i) {
    (void)session.advance(8000);
    if (session.should_publish()) session.publish(s);
  }
  CHECK(s.field.columns < 96);  // each takes a look at the clock, 7 ms: more than twice the target
  session.apply({Command::Kind::Pause, {}, {}, 1});
  session.publish(s);
  CHECK(s.field.columns == 2 * 96);
  CHECK_FALSE(session.is_dirty());
}

/// Maps of one layer's published units, of a network.
std::vector<std::vector<float>> maps_of(const Session& session, const Network<float>& net,
                                        Index resolution) {
  DataPlane plane;
  plane.configure(session.data(), plane_options(session.settings()));
  UnitMaps maps;
  maps.configure(session.data(), plane, net.spec(), resolution);
  maps.begin(net);
  std::vector<std::vector<float>> out;
  while (maps.is_under_way()) {
    if (maps.advance() < 0) continue;
    const Matrix<float> rows = maps.values().transpose();  // a map after the other
    out.emplace_back(rows.data(), rows.data() + rows.size());
  }
  return out;
}

TEST_CASE(
    "Units' maps are refreshed layer by layer, the oldest first, each whole and of one step") {
  CountingClock::start(1);
  // Each slice looks at the clock once, so that a turn is over after a few of them.
  Session session(from_link("speed=max&layers=20,20,20&act=tanh"),
                  [] { return CountingClock::now_us += 500; });
  constexpr Index kResolution = 32;
  session.apply({Command::Kind::Want, "units", {}, kResolution});
  session.apply({Command::Kind::Play, {}, {}, 1});
  std::vector<std::vector<std::vector<float>>> of_network;  // at each publish
  std::vector<std::size_t> shown(4, 0);
  Snapshot s;
  int changes = 0, publishes_with_part = 0;
  for (int turn = 0; turn < 400; ++turn) {
    (void)session.advance(3000);
    if (!session.should_publish()) continue;
    const Network<float>& net = session.trainer().network();
    session.publish(s);
    REQUIRE(s.units.columns == kResolution);
    of_network.push_back(maps_of(session, net, kResolution));
    const std::vector<std::size_t> before = shown;
    for (std::size_t l = 0; l < 4; ++l) {
      const auto first = static_cast<std::size_t>(map_index(s, static_cast<int>(l), 0));
      const std::size_t points = kResolution * kResolution;
      const float* maps = s.units.values.data() + first * points;
      // Which network they are of: the last one, or one before it, never a mixture.
      std::size_t n = of_network.size();
      while (n > 0 && !std::equal(of_network[n - 1][l].begin(), of_network[n - 1][l].end(), maps)) {
        --n;
      }
      REQUIRE(n > 0);
      CHECK(n - 1 >= shown[l]);
      shown[l] = n - 1;
    }
    CHECK(std::is_sorted(shown.rbegin(), shown.rend()));  // earlier layers are never older
    const int changed = static_cast<int>(std::ranges::count_if(
        std::array{0U, 1U, 2U, 3U}, [&](auto l) { return shown[l] != before[l]; }));
    changes += changed;
    if (changed > 0 && changed < 4) ++publishes_with_part;
  }
  CHECK(changes > 20);
  CHECK(publishes_with_part > 10);
}

}  // namespace
}  // namespace bp
