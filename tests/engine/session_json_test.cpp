// The JSON reader: all that RFC 8259 allows, and nothing else.
#include "engine/session/json_reader.h"

#include <doctest/doctest.h>

#include <string>

#include "engine/core/text.h"
#include "engine/session/json.h"

namespace bp {
namespace {

using Kind = JsonValue::Kind;

bool refuses(std::string_view text, std::string_view because) {
  const Result<JsonDocument> document = parse_json(text);
  const std::string error = document ? "no error" : document.error().message;
  CAPTURE(text);
  CAPTURE(error);
  const bool is_found = error.find(because) != std::string::npos;
  CHECK(is_found);
  return is_found;
}

/// The text of the string that is the whole document.
std::string string_of(std::string_view text) {
  const Result<JsonDocument> document = parse_json(text);
  return document ? document.value().root().text() : document.error().message;
}

std::string nested(int depth) {
  const auto n = static_cast<std::size_t>(depth);
  return std::string(n, '[') + std::string(n, ']');
}

}  // namespace

TEST_CASE("values of every kind are read, with any white space between") {
  const Result<JsonDocument> document =
      parse_json(" {\"a\" : [1, -2.5e-3 ,true,false,null , \"x\"],\r\n\t\"b\":{ } , \"c\":[ ]} ");
  REQUIRE(document.ok());
  const JsonValue root = document.value().root();
  REQUIRE(root.is(Kind::Object));
  const std::vector<JsonValue> a = root.member("a").value().elements();
  REQUIRE(a.size() == 6);
  CHECK(a[0].number<float>() == 1.0F);
  CHECK(a[1].number<double>() == -2.5e-3);
  CHECK(a[2].is(Kind::True));
  CHECK(a[3].is(Kind::False));
  CHECK(a[4].is(Kind::Null));
  CHECK(a[5].text() == "x");
  CHECK(root.member("b").value().is(Kind::Object));
  CHECK(root.member("c").value().elements().empty());
  CHECK(!root.member("d"));
  CHECK(!a[4].number<double>());
  CHECK(!a[5].member("x"));
}

TEST_CASE("a value alone is a document") {
  for (const char* text : {"0", "-0", "\"\"", "true", "null", "[]", "{}", "1E+2", "0.5", "10"}) {
    CAPTURE(text);
    CHECK(parse_json(text).ok());
  }
}

TEST_CASE("what JSON does not allow is refused") {
  for (const char* text :
       {"", " ", "nul", "True", "+1", ".5", "-", "'a'", "NaN", "Infinity", "}", "//", "\xEF\xBB"}) {
    refuses(text, "needed");
  }
  for (const char* text : {"[1", "[1 2", "[1,", "[,1]", "[1,]", "{\"a\":1,}", "{\"a\"}", "{a:1}",
                           "{\"a\":1 \"b\":2}", "1.", "1e", "1e+", "-x"}) {
    refuses(text, "needed");
  }
  refuses("01", "may not begin with 0");
  refuses("1 2", "after the value there is \"2\"");
  refuses("[1]]", "after the value there is \"]\"");
  refuses("0x10", "after the value there is \"x\"");
  refuses("\"a", "a string does not end");
  refuses("\"a\nb\"", "control character");
  refuses("\"\\x\"", "no such escape");
  refuses("\"\\u12g4\"", "no such escape");
  refuses("\"\\uD800\"", "no such escape");
  refuses("\"\\uDC00\"", "no such escape");
  refuses("\"\\uD800\\u0041\"", "no such escape");
  refuses("\"\xC0\x80\"", "not valid UTF-8");
  refuses("\"\xFF\"", "not valid UTF-8");
}

TEST_CASE("an error says where it is") {
  refuses("{\n  \"a\": [1,\n    \"ßß\", x]\n}", "line 3, column 11");
  refuses("", "line 1, column 1");
  refuses("[1,\r\n2", "line 2, column 2");
}

TEST_CASE("escapes mean what they say") {
  CHECK(string_of(R"("a\"\\\/\b\f\n\r\tz")") == "a\"\\/\b\f\n\r\tz");
  CHECK(string_of(R"("\u00e9\u20AC\ud83d\uDE00")") == "é€😀");
  CHECK(string_of(R"("\u0000")") == std::string(1, '\0'));
  CHECK(string_of("\"größer\"") == "größer");
}

TEST_CASE("names are compared without their escapes, the last of two counts") {
  const Result<JsonDocument> document = parse_json(R"({"\u0061":1,"b":[{"a":7}],"a":2})");
  REQUIRE(document.ok());
  CHECK(document.value().root().member("a").value().number<double>() == 2.0);
  CHECK(document.value().root().member("a").value().place() == "line 1, column 31");
}

TEST_CASE("a number beyond what T holds is none") {
  const Result<JsonDocument> document = parse_json("[1e39, 1e400, 1e-400]");
  REQUIRE(document.ok());
  const std::vector<JsonValue> values = document.value().root().elements();
  CHECK(!values[0].number<float>());
  CHECK(values[0].number<double>() == 1e39);
  CHECK(!values[1].number<double>());
  CHECK(values[2].number<float>() == 0.0F);
}

TEST_CASE("depth, size and count are limited") {
  CHECK(parse_json(nested(kMaxJsonDepth)).ok());
  refuses(nested(kMaxJsonDepth + 2), "nested more than 64 deep");
  refuses(std::string(100000, '['), "nested more than 64 deep");
  refuses(std::string(kMaxJsonBytes + 1, ' '), "larger than 128 MB");
}

TEST_CASE("whatever the writer writes is read back") {
  JsonWriter json;
  json.begin_object().member("text", "a\"\\\n\x01 €").member("none", 0.0F / 0.0F);
  json.member("tiny", 7.038531e-26F).key("list").begin_array().value(true).value(-3).end_array();
  json.end_object();
  const std::string text = json.take();
  const Result<JsonDocument> document = parse_json(text);
  REQUIRE(document.ok());
  const JsonValue root = document.value().root();
  CHECK(root.member("text").value().text() == "a\"\\\n\x01 €");
  CHECK(root.member("none").value().is(Kind::Null));
  CHECK(root.member("tiny").value().number<float>() == 7.038531e-26F);
  CHECK(root.member("list").value().elements().size() == 2);
}

TEST_CASE("messages about hostile JSON can be shown") {
  for (const char* text : {"\xFF", "[\xC3", "{\"a\": \x01}", "[1\xE2\x82"}) {
    const Result<JsonDocument> document = parse_json(text);
    REQUIRE(!document.ok());
    CHECK(is_utf8(document.error().message));
  }
}

}  // namespace bp
