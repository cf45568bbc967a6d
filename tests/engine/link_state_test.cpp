// What a link carries besides settings, and all weights set at once: read exactly, or refused.
#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <string>

#include "engine/core/base64.h"
#include "engine/core/inflate.h"
#include "engine/core/rng.h"
#include "engine/session/codec.h"
#include "engine/session/link_state.h"
#include "engine/session/session.h"
#include "engine/session/timeline.h"
#include "tests/engine/link_support.h"
#include "tests/engine/session_support.h"

namespace bp {
namespace {

using bp_test::after;
using bp_test::from_link;

using Bytes = std::vector<std::uint8_t>;

/// All weights of a snapshot in the order of Edit "all".
std::vector<float> all_weights(const Snapshot& s) {
  std::vector<float> all;
  for (const LayerShape& layer : s.layers) {
    for (std::uint32_t i = 0; i < layer.units; ++i) {
      for (std::uint32_t j = 0; j < layer.inputs; ++j) {
        all.push_back(s.params[layer.weight_offset + i + layer.units * j]);
      }
    }
    const auto add = [&](std::span<const float> from, std::uint32_t at) {
      all.insert(all.end(), from.begin() + at, from.begin() + at + layer.units);
    };
    add(s.params, layer.bias_offset);
    if (layer.has_norm == 0) continue;
    add(s.params, layer.gamma_offset);
    add(s.params, layer.beta_offset);
    add(s.norm_running, layer.norm_offset);
    add(s.norm_running, layer.norm_offset + layer.units);
  }
  return all;
}

std::string text_of(const std::vector<float>& numbers) {
  Bytes bytes;
  for (const float number : numbers) {
    const auto bits = std::bit_cast<std::uint32_t>(number);
    for (int k = 0; k < 4; ++k) bytes.push_back(static_cast<std::uint8_t>(bits >> (8 * k)));
  }
  return base64url(bytes);
}

void set_all(Session& session, const std::string& text) {
  session.apply({Command::Kind::Edit, "all", text, 1});
}

}  // namespace

TEST_CASE("Bytes come back from base64url, and nothing else is read") {
  Rng rng(1);
  for (std::size_t size = 0; size < 40; ++size) {
    Bytes bytes(size);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(rng.below(256));
    const std::string text = base64url(bytes);
    CHECK(text.size() == (size * 4 + 2) / 3);
    CHECK(from_base64url(text) == bytes);
  }
  const Bytes sure = {0xfb, 0xef, 0xff};
  CHECK(base64url(sure) == "--__");
  for (const char* bad : {"A", "AB", "AAAAA", "AA==", "A+/A", "AA A", "é"}) {
    CAPTURE(bad);
    CHECK_FALSE(from_base64url(bad));  // AB: bits beyond the last byte
  }
}

TEST_CASE("DEFLATE is read as RFC 1951 has it, up to a size, and never beyond its end") {
  const auto inflated = [](const Bytes& packed, std::size_t most = 1000) {
    return inflate(packed, most);
  };
  const std::string hello = "hello hello hello hello\n";
  const Bytes text(hello.begin(), hello.end());
  // Made by zlib: fixed codes with a match, and a stored block.
  const Bytes fixed = {0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x57, 0xc8, 0x40, 0x27, 0xb9, 0x00};
  CHECK(inflated(fixed) == text);
  CHECK(inflated({0x01, 0x02, 0x00, 0xfd, 0xff, 0x61, 0x62}) == Bytes{'a', 'b'});
  CHECK_FALSE(inflated(fixed, text.size() - 1));
  CHECK_FALSE(inflated({0x01, 0x02, 0x00, 0xfd, 0xfe, 0x61, 0x62}));
  CHECK_FALSE(inflated({0x07}));
  CHECK_FALSE(inflated({}));
  for (std::size_t size = 0; size < fixed.size(); ++size) {
    CHECK_FALSE(inflated({fixed.begin(), fixed.begin() + static_cast<std::ptrdiff_t>(size)}));
  }
  Rng rng(2);
  for (int i = 0; i < 20000; ++i) {  // whatever comes in, it ends and stays within its bounds
    Bytes noise(rng.below(60));
    for (std::uint8_t& byte : noise) byte = static_cast<std::uint8_t>(rng.below(256));
    const auto out = inflated(noise, 500);
    if (out) CHECK(out->size() <= 500);
  }
}

TEST_CASE("All weights set at once are those of another run, bit for bit") {
  for (const std::string link : {"data=river&layers=3,2", "data=river&norm=1", "data=fn_sine"}) {
    CAPTURE(link);
    Session a(from_link(link)), b(from_link(link + "&seed=7"));
    const Snapshot trained = after(a, Command::Kind::Step, 30);
    set_all(b, text_of(all_weights(trained)));
    Snapshot s;
    b.publish(s);
    CHECK(s.param_hash == trained.param_hash);
    CHECK(s.norm_running == trained.norm_running);
    CHECK(s.step == 0);
    CHECK(b.take_notices().empty());
  }
}

TEST_CASE("All weights set at once are part of the run") {
  Session a(from_link("data=river&layers=3&opt=adam")), b(from_link("data=xor"));
  std::vector<float> weights = all_weights(after(a, Command::Kind::Step, 20));
  for (float& w : weights) w *= -0.5F;
  set_all(a, text_of(weights));
  const Snapshot end = after(a, Command::Kind::Step, 20);
  REQUIRE(end.timeline.marks.size() == 1);
  CHECK(end.timeline.marks[0].key == "edit:all");
  CHECK(end.timeline.is_whole == 1);
  for (const Command& c : commands_to_repeat(end.timeline, 40, 40, b.settings())) b.apply(c);
  while (b.advance(1'000'000)) {
  }
  Snapshot s;
  b.publish(s);
  CHECK(s.param_hash == end.param_hash);
}

TEST_CASE("Weights that do not fit change nothing and are told") {
  Session session(from_link("data=river&layers=3"));
  const Snapshot before = after(session, Command::Kind::Step, 3);
  std::vector<float> weights = all_weights(before);
  const std::string good = text_of(weights);
  weights[2] = std::numeric_limits<float>::infinity();
  const std::string infinite = text_of(weights);
  weights.pop_back();
  for (const std::string& bad : {std::string(), std::string("?"), infinite, text_of(weights)}) {
    set_all(session, bad);
    CHECK(session.take_notices().size() == 1);
  }
  after(session, Command::Kind::Phase, 2);
  set_all(session, good);  // in the middle of a step
  CHECK(session.take_notices().size() == 1);
  Snapshot s;
  session.publish(s);
  CHECK(s.param_hash == before.param_hash);
}

TEST_CASE("A link's state is told apart from its settings") {
  const Result<LinkState> plain = read_link_state("#v=1&data=v&lr=0.03");
  REQUIRE(plain);
  CHECK(plain.value().settings == "v=1&data=v&lr=0.03");
  CHECK_FALSE(plain.value().has_state);
  const auto run = read_link_state(
      "v=2&data=v&log=3,lr,0.03;3,edit:1.1.0,0.5;9,layers,4,2&at=20&of=7&hash=0f&lr=1");
  REQUIRE(run);
  const LinkState& state = run.value();
  CHECK(state.settings == "v=2&data=v&lr=1");
  CHECK(state.hash == "0f");
  REQUIRE(state.commands.size() == 5);
  CHECK(to_text(state.commands[0]) == "ahead lr 3 0.03");
  CHECK(to_text(state.commands[1]) == "ahead edit:1.1.0 3 0.5");
  CHECK(to_text(state.commands[2]) == "ahead layers 9 4,2");
  CHECK(to_text(state.commands[3]) == "ahead end 20 ");
  CHECK(to_text(state.commands[4]) == "seek 20");
  for (const char* bad :
       {"at=-1", "at=1.5", "at=x", "at=1e12", "at=5&log=6,lr,1", "at=5&log=3,lr,1;2,lr,1",
        "at=5&log=x,lr,1", "at=5&log=3", "w=AAAA", "w=?", "w=AQIA_f9hYg"}) {
    CAPTURE(bad);
    CHECK_FALSE(read_link_state(bad));
  }
  Notices notices;
  (void)decode_link("v=2&data=v&w=x&log=y&at=1&of=2&hash=3&start=playing", notices);
  CHECK(notices.empty());
}

TEST_CASE("Weights in a link are byte planes, deflated") {
  // Two numbers, 1 and −2 (3f800000, c0000000), as a stored block.
  const Bytes packed = {0x01, 0x08, 0x00, 0xf7, 0xff, 0, 0, 0, 0, 0x80, 0, 0x3f, 0xc0};
  const auto state = read_link_state("w=" + base64url(packed));
  REQUIRE(state);
  REQUIRE(state.value().commands.size() == 1);
  CHECK(state.value().commands[0].value == text_of({1, -2}));
}

}  // namespace bp
