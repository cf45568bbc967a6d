// Weights written and read back: exact, or refused with the layer and both shapes.
#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <string>

#include "engine/core/rng.h"
#include "engine/session/report.h"
#include "engine/session/weights_json.h"

namespace bp {
namespace {

Settings from_link(const char* link) {
  Notices notices;
  const Settings s = decode_link(link, notices);
  REQUIRE(notices.empty());
  return s;
}

/// 2 inputs, 2 hidden units, 1 output.
NetworkSpec small_spec(bool has_norm = false) {
  return {2, {{2, &activation("tanh"), has_norm}, {1, &activation("linear"), false}}};
}

constexpr std::string_view kSmall = R"([{"W":[[1,2],[3,4]],"b":[5,6]},{"W":[[7,8]],"b":[9]}])";

bool refuses(std::string_view json, std::string_view because,
             const NetworkSpec& spec = small_spec()) {
  const Result<Network<float>> net = read_weights<float>(json, spec);
  const std::string error = net ? "no error" : net.error().message;
  CAPTURE(json);
  CAPTURE(error);
  const bool is_found = error.find(because) != std::string::npos;
  CHECK(is_found);
  return is_found;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out(text);
  const std::size_t at = out.find(from);
  REQUIRE(at != std::string::npos);
  return out.replace(at, from.size(), to);
}

template <class T>
bool same_bits(std::span<const T> a, std::span<const T> b) {
  const auto bytes = [](std::span<const T> s) { return std::as_bytes(s); };
  return std::ranges::equal(bytes(a), bytes(b));
}

}  // namespace

TEST_CASE("a row of W is a unit; the array of layers may stand alone or in an object") {
  const std::string as_object = "{\"x\":1,\"layers\":" + std::string(kSmall) + "}";
  for (const std::string& text : {std::string(kSmall), as_object}) {
    const Result<Network<double>> net = read_weights<double>(text, small_spec());
    REQUIRE(net.ok());
    CHECK(net.value().W(0)(0, 1) == 2);
    CHECK(net.value().W(0)(1, 0) == 3);
    CHECK(net.value().b(0)(1) == 6);
    CHECK(net.value().W(1)(0, 1) == 8);
    CHECK(net.value().b(1)(0) == 9);
  }
}

TEST_CASE("weights of a report are read back to the bit, batch normalisation included") {
  for (const char* link : {"data=moons&layers=5,3&opt=adam", "data=fn_sine&layers=4,4&norm=1"}) {
    CAPTURE(link);
    Session session(from_link(link));
    session.apply({Command::Kind::Step, {}, {}, 50});
    while (session.advance(0)) {
    }
    const Network<float>& net = session.trainer().network();
    const Result<Network<float>> again = read_weights<float>(report_json(session), net.spec());
    REQUIRE(again.ok());
    CHECK(same_bits(net.params(), again.value().params()));
    CHECK(same_bits(net.running(), again.value().running()));
  }
}

TEST_CASE("layers that do not fit are refused with both shapes") {
  refuses(replaced(kSmall, "[1,2],", ""),
          "Layer 1: W must be 2 × 2 (units × inputs), but is 1 × 2");
  refuses(replaced(kSmall, "[1,2],[3,4]", "[1,2,3],[4,5,6]"), "but is 2 × 3");
  refuses(replaced(kSmall, "[1,2],[3,4]", ""), "but is 0 × 0");
  refuses(replaced(kSmall, "[3,4]", "[3]"),
          "W must be 2 × 2 (units × inputs), but is 1 wide in row 2");
  refuses(replaced(kSmall, "[3,4]", "3"), "0 wide in row 2");
  refuses(replaced(kSmall, "[9]", "[9,9]"), "Layer 2: b must be 1 long, but is 2");
  refuses("[]", "The file has 0 layers, the network has 2");
  refuses(replaced(kSmall, "]}]", "]},{}]"), "The file has 3 layers");
}

TEST_CASE("what is missing or no number is refused with its place") {
  refuses(replaced(kSmall, "\"b\":[5,6]", "\"c\":[5,6]"), "Layer 1: there is no \"b\"");
  refuses(replaced(kSmall, "[5,6]", "\"5\""),
          "Layer 1: \"b\" must be an array (line 1, column 25)");
  refuses(replaced(kSmall, "3,4", "3,null"),
          "W holds what is no finite number (line 1, column 17)");
  refuses(replaced(kSmall, "[9]", "[\n1e39]"),
          "b holds what is no finite number (line 2, column 1)");
  refuses("{}", "There are no weights in this file");
  refuses("{\"layers\":1}", "There are no weights in this file");
  refuses("[1,2]", "Layer 1: there is no \"W\"");
  refuses("[1,", "This is no JSON");
}

TEST_CASE("batch normalisation must be on both sides or on none") {
  refuses(kSmall, "Layer 1: there is no \"gamma\"", small_spec(true));
  const std::string with_norm = replaced(
      kSmall, "\"b\":[5,6]",
      R"("b":[5,6],"gamma":[1,1],"beta":[0,0],"running_mean":[1,2],"running_variance":[3,4])");
  refuses(with_norm, "Layer 1: the file has batch normalisation, the network has none");
  const Result<Network<float>> net = read_weights<float>(with_norm, small_spec(true));
  REQUIRE(net.ok());
  CHECK(net.value().running_mean(0)[1] == 2);
  CHECK(net.value().running_variance(0)[0] == 3);
  refuses(replaced(with_norm, "[3,4]}", "[3,-4]}"), "a running variance is negative",
          small_spec(true));
}

}  // namespace bp
