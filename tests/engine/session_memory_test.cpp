// What settings are said to need is what they take, and what does not fit is refused.
#include "engine/session/memory.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "engine/core/registry.h"
#include "engine/data/datasets.h"
#include "engine/session/codec.h"
#include "engine/session/options.h"
#include "engine/session/session.h"
#include "engine/session/timeline.h"
#include "tests/engine/link_support.h"
#include "tests/engine/malloc_count.h"

namespace bp {
namespace {

constexpr std::int64_t kMegabyte = std::int64_t{1} << 20;

using bp_test::from_link;

std::int64_t total(const Settings& s, const TableShape& table = {}) {
  return memory_needed(s, data_shape(s, table)).total();
}

#ifdef BP_COUNTS_MALLOC

Table random_table(Index columns, Index samples, int classes) {
  Rng rng(4);
  Table table;
  table.task = Task::Classification;
  table.X.resize(columns, samples);
  table.y.resize(samples);
  for (Index i = 0; i < table.X.size(); ++i) table.X.data()[i] = rng.normal();
  for (Index i = 0; i < samples; ++i) table.y(i) = static_cast<float>(i % classes);
  for (Index c = 0; c < columns; ++c) table.feature_names.push_back(std::to_string(c));
  for (int k = 0; k < classes; ++k) table.class_names.push_back(std::to_string(k));
  return table;
}

/// The most a session ever holds: from its data to the pictures, moments, masks and best state.
std::int64_t taken(const Settings& settings, Tables tables = {}) {
  const std::int64_t before = bp_test::malloc_count().bytes;
  bp_test::forget_peak();
  Session session(settings, nullptr, std::move(tables));
  session.apply({Command::Kind::Want, "field", {}, kMaxFieldResolution});
  session.apply({Command::Kind::Want, "units", {}, kMaxUnitsResolution});
  session.apply({Command::Kind::Want, "members", {}, kMaxMembersResolution});
  session.apply({Command::Kind::Step, {}, {}, 1});
  while (session.advance(0)) {
  }
  Snapshot shown;
  session.publish(shown);
  Snapshot second = shown;  // as a runner holds them
  std::vector<std::uint8_t> packed;
  pack(second, packed);
  session.apply({Command::Kind::Reset, {}, {}, 1});
  session.publish(shown);
  return bp_test::malloc_count().peak - before;
}

TEST_CASE("A session takes what its settings were said to need, and little less") {
  for (const std::string link :
       {"layers=8,8", "samples=100000&features=x,y,x2,y2,xy,sinx,siny&share=90&valshare=5",
        "layers=512,512,512,512,512,512,512,512,512,512&opt=adam&dropout=20&samples=1000&batch=1",
        "layers=512,512,512&norm=1&samples=3000&share=80&batch=1&dropout=50&opt=momentum",
        "data=blobs&classes=6&layers=512&samples=30000&dropout=10&opt=adam",
        "data=fn_sine&layers=300,2~10&samples=2000&opt=adamw",
        "members=10&layers=300,300&opt=adam&samples=1000&jitter=5",
        "members=6&vary=bootstrap&samples=50000&share=80&layers=16&features=x,y,x2,y2,xy&flip=1",
        "members=3&vary=features&data=blobs&classes=6&samples=80000&layers=100&dropout=10"}) {
    CAPTURE(link);
    const Settings settings = from_link(link);
    const std::int64_t need = total(settings);
    const std::int64_t peak = taken(settings);
    CAPTURE(need / kMegabyte);
    CAPTURE(peak / kMegabyte);
    CHECK(peak <= need);
    // Above it: pictures that are coarser than they may be, a share of kFixedBytes, rounding.
    CHECK(need <= peak + peak / 4 + 8 * kMegabyte);
    CHECK(need <= kMaxMemory);
  }
}

TEST_CASE("So does a session on a table") {
  Settings settings = from_link("data=own_classes&layers=64&opt=adam&dropout=10");
  Tables tables;
  tables.add("own_classes", random_table(300, 20000, 5));
  const std::int64_t need = total(settings, table_shape(settings, tables));
  // The table itself is there before the session is.
  const std::int64_t table = 301 * 20000 * std::int64_t{4};
  const std::int64_t peak = taken(settings, std::move(tables)) + table;
  CAPTURE(need / kMegabyte);
  CAPTURE(peak / kMegabyte);
  CHECK(peak <= need);
  CHECK(need <= peak + peak / 4 + 8 * kMegabyte);
}

TEST_CASE("A run whose checkpoints are full asks for no more memory, however long it gets") {
  Session session(from_link("samples=500&layers=4,2"));
  const auto train = [&](std::int64_t steps) {
    session.apply({Command::Kind::Step, {}, {}, steps});
    while (session.advance(0)) {
    }
  };
  train(10'000);  // thinned more than once: each time is twice as far as the one before
  const std::int64_t before = bp_test::malloc_count().bytes;
  bp_test::forget_peak();
  train(200'000);
  // What is not a checkpoint: ends of epochs, whose list doubles, and messages.
  CHECK(bp_test::malloc_count().peak - before < kMegabyte / 4);
  CHECK(bp_test::malloc_count().bytes - before < kMegabyte / 4);
}

#endif

TEST_CASE("The largest network on the most points fits, whatever else is chosen") {
  const std::string widest = "layers=512,512,512,512,512,512,512,512,512,512&samples=100000";
  for (const std::string rest :
       {"", "&opt=adam&dropout=50&share=90", "&norm=1&opt=adamw&batch=100000",
        "&data=spirals&classes=6&norm=1&opt=adam&batch=100000"}) {
    CAPTURE(rest);
    Notices notices;
    const Settings settings = decode_link(widest + rest, notices);
    CHECK(notices.empty());
    CHECK(total(settings) <= kMaxMemory);
  }
}

/// Changing `before` so would need more than `limit`; the notice that says so.
Notice refusal(const Settings& before, const char* key, const char* text, std::int64_t limit,
               const TableShape& table = {}) {
  Settings after = before;
  Notices notices;
  CHECK(set_from_text(*find_field(key), text, after, notices));
  CHECK_FALSE(fits_memory(key, before, after, table, notices, limit));
  REQUIRE(notices.size() == 1);
  CHECK(notices[0].kind == Notice::Kind::TooLarge);
  CHECK(notices[0].key == key);
  CHECK(notices[0].limit == std::to_string(limit / kMegabyte));
  CHECK(std::stoll(notices[0].needed) > limit / kMegabyte);
  const std::string said = notice_text(notices[0]);
  CHECK(said.find(notices[0].given) != std::string::npos);
  CHECK(said.find(find_field(notices[0].smaller)->label) != std::string::npos);
  return notices[0];
}

TEST_CASE("What would need too much is refused, and the reason is told") {
  constexpr std::int64_t kLimit = 32 * kMegabyte;
  const Settings before = default_settings();
  const Notice wide = refusal(before, "layers", "512,512,512,512,512,512,512,512", kLimit);
  CHECK(wide.used == "8,8");
  CHECK(wide.smaller == "layers");
  const Settings few = from_link("data=own_classes&columns=1-10");
  const TableShape table{10000, 300, 3};
  const std::int64_t limit = total(few, table) + kMegabyte;
  CHECK(refusal(few, "columns", "all", limit, table).smaller == "columns");
  // What needs no more than before is never refused, however much that is.
  Settings large = before;
  Settings less = before;
  Notices notices;
  CHECK(set_from_text(*find_field("layers"), "512,512,512,512,512,512,512,512", large, notices));
  CHECK(set_from_text(*find_field("layers"), "512,512,512,512,512,512,512,500", less, notices));
  CHECK(fits_memory("layers", large, less, {}, notices, kLimit));
  CHECK(notices.empty());
}

TEST_CASE("Settings of a link are made to fit, the largest share first, and told") {
  constexpr std::int64_t kLimit = 16 * kMegabyte;
  Notices notices;
  Settings s = from_link("layers=512,512,512,512,512,300&samples=100000");
  fit_memory(s, {}, notices, kLimit);
  CHECK(total(s) <= kLimit);
  REQUIRE(!notices.empty());
  for (const Notice& n : notices) {
    CHECK(n.kind == Notice::Kind::TooLarge);
    CHECK(n.used != n.given);
  }
  // As much as fits: with one unit more it would not.
  CHECK(s.hidden.layers[0].units > 1);
  CHECK(s.hidden.layers[0].units == s.hidden.layers[4].units);
  notices.clear();
  const Settings fitting = s;
  fit_memory(s, {}, notices, kLimit);
  CHECK(s == fitting);
  CHECK(notices.empty());
  // A table: fewer of its columns.
  s = from_link("data=own_classes&layers=8");
  const TableShape table{20000, 100, 4};
  const std::int64_t limit = total(s, table) - 3 * kMegabyte;
  fit_memory(s, table, notices, limit);
  REQUIRE(notices.size() == 1);
  CHECK(notices[0].key == "columns");
  CHECK(!s.columns.none());
  CHECK(s.columns.count() < 100);
  CHECK(total(s, table) <= limit);
}

TEST_CASE("Networks side by side need as much more, and are fewer where they would not fit") {
  Settings s = default_settings();
  const MemoryNeed one = memory_needed(s, data_shape(s));
  s.members = 10;
  const MemoryNeed ten = memory_needed(s, data_shape(s));
  CHECK(ten.members >= 10 * one.members);
  CHECK(ten.data == one.data);
  const Settings wide = from_link("layers=512,512,512,512,512,512");
  CHECK(refusal(wide, "members", "10", 128 * kMegabyte).smaller == "members");
  Notices notices;
  s = wide;
  s.members = 10;
  fit_memory(s, {}, notices);
  REQUIRE(notices.size() == 1);
  CHECK(notices[0].key == "members");
  CHECK(s.members > 1);
  CHECK(s.hidden == wide.hidden);
  CHECK(total(s) <= kMaxMemory);
  ++s.members;  // as many as fit
  CHECK(total(s) > kMaxMemory);
}

TEST_CASE("A table that leaves no room is refused") {
  CHECK(can_hold(dataset("own_values"), {1000, 1024, 0}));
  CHECK_FALSE(can_hold(dataset("own_values"), {100000, 1024, 0}));
}

}  // namespace
TEST_CASE("checkpoints take what is left, and no more") {
  const Settings small = from_link("layers=8,8");
  CHECK(memory_needed(small, data_shape(small)).timeline == Timeline::kMaxBytes);
  const Settings large = from_link("samples=100000&layers=512,512,512&members=2&opt=adam");
  const MemoryNeed need = memory_needed(large, data_shape(large));
  CHECK(need.timeline >= 0);
  CHECK(need.total() + need.timeline <= std::max(kMaxMemory, need.total()));
}

TEST_CASE("a checkpoint says what it takes, and all stay within the timeline's share") {
  Settings settings = from_link("samples=2000&layers=64,64&opt=adam&norm=1");
  Session session(settings);
  session.apply({Command::Kind::Step, {}, {}, 1500});
  while (session.advance(0)) {
  }
  Snapshot s;
  session.publish(s);
  REQUIRE(s.timeline.checkpoints.size() > 8);
  // Weights, moments and their good copies, the order of the batches.
  const auto params = static_cast<std::int64_t>(s.param_count);
  const std::int64_t least = params * 6 * 4 + 1000 * 4;
  const auto count = static_cast<std::int64_t>(s.timeline.checkpoints.size());
  CHECK(count * least <= Timeline::kMaxBytes);
  CHECK(2 * count * (least + (std::int64_t{1} << 18)) > Timeline::kMaxBytes);
}

}  // namespace bp
