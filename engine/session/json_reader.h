// Reads JSON (RFC 8259), strictly. Hostile input: capped, and refused with line and column.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace bp {

inline constexpr std::size_t kMaxJsonBytes = std::size_t{128} << 20;
inline constexpr std::size_t kMaxJsonValues = std::size_t{16} << 20;
inline constexpr int kMaxJsonDepth = 64;

class JsonDocument;

/// A view of one value; its document, and the text that was parsed, must outlive it.
class JsonValue {
 public:
  enum class Kind : std::uint8_t { Null, False, True, Number, String, Array, Object };
  [[nodiscard]] Kind kind() const;
  [[nodiscard]] bool is(Kind wanted) const { return kind() == wanted; }

  /// The number nearest to the text; none for what is no number, or beyond the largest one.
  template <class T>
  [[nodiscard]] std::optional<T> number() const;
  /// A string without quotes and escapes; what is no string, as it stands in the text.
  [[nodiscard]] std::string text() const;
  /// Of an array, in order; empty for what is none.
  [[nodiscard]] std::vector<JsonValue> elements() const;
  /// Of an object; of names given twice the last one counts.
  [[nodiscard]] std::optional<JsonValue> member(std::string_view name) const;
  /// "line 3, column 14": where the value begins.
  [[nodiscard]] std::string place() const;

 private:
  friend class JsonDocument;
  JsonValue(const JsonDocument& document, std::uint32_t node) : document_(&document), node_(node) {}
  const JsonDocument* document_;
  std::uint32_t node_;
};

/// All values of a text, in its order.
class JsonDocument {
 public:
  [[nodiscard]] JsonValue root() const { return {*this, 0}; }

 private:
  friend class JsonValue;
  friend class JsonParser;
  struct Node {
    JsonValue::Kind kind;
    std::uint32_t begin, end;  ///< in the text; of a string, within its quotes
    std::uint32_t next;        ///< the node behind all that this one holds
  };
  std::string_view text_;
  std::vector<Node> nodes_;
};

/// `text` must outlive the document. A byte-order mark is skipped. Errors: whatever RFC 8259 does
/// not allow, text that is no UTF-8, lone surrogates, and what is beyond the limits above.
[[nodiscard]] Result<JsonDocument> parse_json(std::string_view text);

}  // namespace bp
