#include "engine/session/json_reader.h"

#include <algorithm>

#include "engine/core/number.h"
#include "engine/core/text.h"

namespace bp {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Value of four hexadecimal digits at the beginning of `text`, or -1.
int hex4(std::string_view text) {
  if (text.size() < 4) return -1;
  int value = 0;
  for (const char c : text.substr(0, 4)) {
    const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    if (!is_digit(lower) && (lower < 'a' || lower > 'f')) return -1;
    value = value * 16 + (is_digit(lower) ? lower - '0' : lower - 'a' + 10);
  }
  return value;
}

/// What an escape at the beginning of `text` (a backslash) stands for, and its length; 0 if it is
/// none.
struct Escape {
  char32_t code = 0;
  std::size_t length = 0;
};

Escape read_escape(std::string_view text) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  if (text.size() < 2) return {};
  const std::size_t letter = kLetters.find(text[1]);
  if (letter != std::string_view::npos) return {static_cast<unsigned char>(kMeanings[letter]), 2};
  const int high = text[1] == 'u' ? hex4(text.substr(2)) : -1;
  if (high < 0 || (high >= 0xDC00 && high <= 0xDFFF)) return {};
  if (high < 0xD800 || high > 0xDBFF) return {static_cast<char32_t>(high), 6};
  if (text.substr(6, 2) != "\\u") return {};
  const int low = hex4(text.substr(8));
  if (low < 0xDC00 || low > 0xDFFF) return {};
  return {static_cast<char32_t>(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)), 12};
}

/// "line 3, column 14" of a byte; a column is a character.
std::string place_of(std::string_view text, std::size_t position) {
  const std::string_view before = text.substr(0, position);
  const std::size_t start =
      before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  const auto line = std::ranges::count(before, '\n') + 1;
  const auto column = std::ranges::count_if(before.substr(start), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;  // not in the middle of a character
  });
  return "line " + std::to_string(line) + ", column " + std::to_string(column + 1);
}

}  // namespace

/// Recursive descent; every member function returns whether the text was as it must be.
class JsonParser {
 public:
  explicit JsonParser(std::string_view text) { document_.text_ = text; }
  Result<JsonDocument> parse();

 private:
  using Kind = JsonValue::Kind;
  bool value(int depth);
  bool literal(std::string_view word, Kind kind);
  bool number();
  bool string();
  bool array(int depth);
  bool object(int depth);
  bool digits();

  bool fail(std::string what) {
    if (error_.empty()) error_ = std::move(what);
    return false;
  }
  /// What stands at the position, for a message.
  [[nodiscard]] std::string found() const {
    if (position_ == text().size()) return "the end of the text";
    const std::size_t length = std::max<std::size_t>(utf8_length(text().substr(position_)), 1);
    return '"' + printable(text().substr(position_, length), 8) + '"';
  }
  [[nodiscard]] std::string_view text() const { return document_.text_; }
  [[nodiscard]] char peek() const { return position_ < text().size() ? text()[position_] : '\0'; }
  bool take(char c) {
    const bool is_there = position_ < text().size() && text()[position_] == c;
    if (is_there) ++position_;
    return is_there;
  }
  void skip_space() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') ++position_;
  }
  std::size_t open(Kind kind) {
    document_.nodes_.push_back({kind, static_cast<std::uint32_t>(position_), 0, 0});
    return document_.nodes_.size() - 1;
  }
  bool close(std::size_t node) {
    document_.nodes_[node].end = static_cast<std::uint32_t>(position_);
    document_.nodes_[node].next = static_cast<std::uint32_t>(document_.nodes_.size());
    return true;
  }

  JsonDocument document_;
  std::size_t position_ = 0;
  std::string error_;
};

Result<JsonDocument> JsonParser::parse() {
  bool ok = value(0);
  skip_space();
  if (ok && position_ < text().size()) ok = fail("after the value there is " + found());
  if (ok) return std::move(document_);
  return Error{"This is no JSON: " + error_ + " (" + place_of(text(), position_) + ")."};
}

bool JsonParser::value(int depth) {
  if (depth > kMaxJsonDepth) {
    return fail("it is nested more than " + std::to_string(kMaxJsonDepth) + " deep");
  }
  if (document_.nodes_.size() >= kMaxJsonValues) return fail("it has too many values");
  skip_space();
  switch (peek()) {
    case '{':
      return object(depth);
    case '[':
      return array(depth);
    case '"':
      return string();
    case 't':
      return literal("true", Kind::True);
    case 'f':
      return literal("false", Kind::False);
    case 'n':
      return literal("null", Kind::Null);
    default:
      if (peek() == '-' || is_digit(peek())) return number();
      return fail("a value is needed, not " + found());
  }
}

bool JsonParser::literal(std::string_view word, Kind kind) {
  if (!text().substr(position_).starts_with(word)) {
    return fail("a value is needed, not " + found());
  }
  const std::size_t node = open(kind);
  position_ += word.size();
  return close(node);
}

bool JsonParser::digits() {
  if (!is_digit(peek())) return fail("a digit is needed, not " + found());
  while (is_digit(peek())) ++position_;
  return true;
}

bool JsonParser::number() {
  const std::size_t node = open(Kind::Number);
  take('-');
  if (take('0')) {
    if (is_digit(peek())) return fail("a number may not begin with 0");
  } else if (!digits()) {
    return false;
  }
  if (take('.') && !digits()) return false;
  if (take('e') || take('E')) {
    if (!take('+')) take('-');
    if (!digits()) return false;
  }
  return close(node);
}

bool JsonParser::string() {
  take('"');
  const std::size_t node = open(Kind::String);
  while (position_ < text().size() && peek() != '"') {
    const auto byte = static_cast<unsigned char>(peek());
    if (byte < 0x20) return fail("a string may not hold a control character or a line's end");
    const std::string_view rest = text().substr(position_);
    const std::size_t length = byte == '\\' ? read_escape(rest).length : utf8_length(rest);
    if (length == 0 && byte == '\\') return fail("there is no such escape");
    if (length == 0) return fail("a character is not valid UTF-8");
    position_ += length;
  }
  close(node);
  return take('"') || fail("a string does not end");
}

bool JsonParser::array(int depth) {
  const std::size_t node = open(Kind::Array);
  take('[');
  skip_space();
  if (!take(']')) {
    do {
      if (!value(depth + 1)) return false;
      skip_space();
    } while (take(','));
    if (!take(']')) return fail("a comma or ] is needed, not " + found());
  }
  return close(node);
}

bool JsonParser::object(int depth) {
  const std::size_t node = open(Kind::Object);
  take('{');
  skip_space();
  if (!take('}')) {
    do {
      skip_space();
      if (peek() != '"') return fail("a name in quotes is needed, not " + found());
      if (!string()) return false;
      skip_space();
      if (!take(':')) return fail("a colon is needed, not " + found());
      if (!value(depth + 1)) return false;
      skip_space();
    } while (take(','));
    if (!take('}')) return fail("a comma or } is needed, not " + found());
  }
  return close(node);
}

Result<JsonDocument> parse_json(std::string_view text) {
  if (text.size() > kMaxJsonBytes) {
    return Error{"The file is larger than " + std::to_string(kMaxJsonBytes >> 20) + " MB."};
  }
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return JsonParser(text).parse();
}

JsonValue::Kind JsonValue::kind() const { return document_->nodes_[node_].kind; }

template <class T>
std::optional<T> JsonValue::number() const {
  const JsonDocument::Node& node = document_->nodes_[node_];
  if (node.kind != Kind::Number) return std::nullopt;
  const std::string_view digits = document_->text_.substr(node.begin, node.end - node.begin);
  if constexpr (std::is_same_v<T, float>) return parse_float(digits);
  return parse_number(digits);
}
template std::optional<float> JsonValue::number<float>() const;
template std::optional<double> JsonValue::number<double>() const;

std::string JsonValue::text() const {
  const JsonDocument::Node& node = document_->nodes_[node_];
  std::string_view rest = document_->text_.substr(node.begin, node.end - node.begin);
  if (node.kind != Kind::String) return std::string(rest);
  std::string out;
  while (!rest.empty()) {
    const std::size_t plain = std::min(rest.find('\\'), rest.size());
    out += rest.substr(0, plain);
    rest.remove_prefix(plain);
    if (rest.empty()) break;
    const Escape escape = read_escape(rest);
    append_utf8(out, escape.code);
    rest.remove_prefix(escape.length);
  }
  return out;
}

std::vector<JsonValue> JsonValue::elements() const {
  std::vector<JsonValue> found;
  const auto& nodes = document_->nodes_;
  if (nodes[node_].kind != Kind::Array) return found;
  for (std::uint32_t i = node_ + 1; i < nodes[node_].next; i = nodes[i].next) {
    found.push_back(JsonValue(*document_, i));
  }
  return found;
}

std::optional<JsonValue> JsonValue::member(std::string_view name) const {
  std::optional<JsonValue> found;
  const auto& nodes = document_->nodes_;
  if (nodes[node_].kind != Kind::Object) return found;
  for (std::uint32_t i = node_ + 1; i < nodes[node_].next;) {
    const JsonValue value(*document_, i + 1);
    if (JsonValue(*document_, i).text() == name) found = value;
    i = nodes[i + 1].next;
  }
  return found;
}

std::string JsonValue::place() const {
  const std::size_t quote = is(Kind::String) ? 1 : 0;
  return place_of(document_->text_, document_->nodes_[node_].begin - quote);
}

}  // namespace bp
