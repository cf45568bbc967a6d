// A value or a message for a person: the only way an error crosses the engine's boundary.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bp {

/// What happened, why, and what to do, in one or two sentences. What is said() can be said in other
/// languages too: by the key of its row in messages.inc, and what fills its slots.
struct Error {
  std::string message;
  std::string_view key{};
  std::vector<std::string> parts{};
};

/// Holds either a `T` or an `Error`; `value()` asserts that there is one.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor): reads as T
  Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] const T& value() const& {
    assert(ok());
    return *value_;
  }
  [[nodiscard]] T&& value() && {
    assert(ok());
    return std::move(*value_);
  }
  [[nodiscard]] const Error& error() const { return error_; }

 private:
  std::optional<T> value_;
  Error error_;
};

}  // namespace bp
