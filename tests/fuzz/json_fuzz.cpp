// JSON, and weights in it: refused with a message, or read as written.
#include <cmath>

#include "engine/session/json_reader.h"
#include "engine/session/layer_json.h"
#include "engine/session/weights_json.h"
#include "tests/fuzz/checks.h"
#include "tests/fuzz/targets.h"

namespace bp_fuzz {
namespace {

using namespace bp;

/// Looks at a value and all it holds.
std::string walk(const JsonValue& value) {
  using Kind = JsonValue::Kind;
  const std::string text = value.text();
  if (value.is(Kind::String) && !is_utf8(text)) return "a string is no UTF-8";
  const std::optional<float> number = value.number<float>();
  const std::optional<double> wide = value.number<double>();
  if ((number && !value.is(Kind::Number)) || (number && !std::isfinite(*number))) {
    return "a number is none";
  }
  if (wide && !std::isfinite(*wide)) return "a number is not finite";
  for (const JsonValue& element : value.elements()) {
    std::string wrong = walk(element);
    if (!wrong.empty()) return wrong;
  }
  const std::optional<JsonValue> member = value.member("layers");
  return member ? walk(*member) : std::string();
}

/// The form that is read: what layer_json.h writes of a network.
template <class T>
std::string written(const Network<T>& net) {
  JsonWriter json;
  json.begin_array();
  for (Index l = 0; l < net.layer_count(); ++l) {
    json.begin_object();
    write_weights(net, l, json);
    json.end_object();
  }
  json.end_array();
  return json.take();
}

template <class T>
std::string check_weights(std::string_view input, const NetworkSpec& spec) {
  const Result<Network<T>> net = read_weights<T>(input, spec);
  if (!net) return can_be_shown(net.error().message) ? "" : "an error cannot be shown";
  const Result<Network<T>> again = read_weights<T>(written(net.value()), spec);
  if (!again) return "weights do not read back: " + again.error().message;
  const auto bytes = [](std::span<const T> values) { return std::as_bytes(values); };
  const bool is_same =
      std::ranges::equal(bytes(net.value().params()), bytes(again.value().params())) &&
      std::ranges::equal(bytes(net.value().running()), bytes(again.value().running()));
  return is_same ? "" : "weights read back as others";
}

}  // namespace

std::string json(std::string_view input) {
  const Result<JsonDocument> document = parse_json(input);
  std::string wrong;
  if (document) {
    wrong = walk(document.value().root());
  } else if (!can_be_shown(document.error().message)) {
    wrong = "an error cannot be shown";
  }
  for (const bool has_norm : {false, true}) {
    const NetworkSpec spec{2,
                           {{2, &activation("tanh"), has_norm}, {1, &activation("linear"), false}}};
    if (wrong.empty()) wrong = check_weights<float>(input, spec);
    if (wrong.empty()) wrong = check_weights<double>(input, spec);
  }
  return wrong;
}

}  // namespace bp_fuzz
