// Bytes as text for links and commands: base64url without padding (RFC 4648, section 5).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bp {

[[nodiscard]] std::string base64url(std::span<const std::uint8_t> bytes);
/// Nothing if `text` is not what base64url() writes.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> from_base64url(std::string_view text);

}  // namespace bp
