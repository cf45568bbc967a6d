// Text from outside: UTF-8 that is valid, and short enough to be shown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bp {

/// Bytes of the character `text` begins with, or 0 if it does not begin with valid UTF-8 (RFC
/// 3629).
[[nodiscard]] std::size_t utf8_length(std::string_view text);
[[nodiscard]] bool is_utf8(std::string_view text);
/// `code` is a Unicode scalar value: at most 0x10FFFF and no surrogate.
void append_utf8(std::string& out, char32_t code);

/// `text` as it can be shown: bytes that are no UTF-8 are read as Latin-1, control characters
/// become spaces, and "…" stands for what is beyond `most` bytes.
[[nodiscard]] std::string printable(std::string_view text, std::size_t most);

}  // namespace bp
