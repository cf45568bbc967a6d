// Raw DEFLATE (RFC 1951), the reading half: what a browser compressed is read here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bp {

/// Nothing if `packed` is no whole DEFLATE stream, or holds more than `most` bytes.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> inflate(std::span<const std::uint8_t> packed,
                                                               std::size_t most);

}  // namespace bp
