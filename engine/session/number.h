// Numbers as text, the same on every machine and in every locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bp {

/// Reads a decimal number that fills the whole text ("0.1", "-3", "1e-3"); NaN and infinity are no
/// numbers here.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

/// Shortest text that reads back to the same float; "null" where JSON has no number for it is up to
/// the caller.
[[nodiscard]] std::string number_text(float value);
[[nodiscard]] std::string number_text(double value);
[[nodiscard]] inline std::string number_text(int value) { return std::to_string(value); }

/// 16 hexadecimal digits: how a parameter hash is written everywhere.
[[nodiscard]] std::string hash_text(std::uint64_t hash);

}  // namespace bp
