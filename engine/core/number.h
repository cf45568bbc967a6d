// Numbers as text, the same on every machine and in every locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bp {

/// Reads a decimal number that fills the whole text ("0.1", "-3", "+2", "1e-3"), of less than 64
/// characters; NaN, infinity and what is beyond the largest number are no numbers here. What is
/// nearer to 0 than to any other number is 0.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);
/// The float nearest to the text. Not always that of parse_number(): 7.038531e-26 lies so close to
/// the middle of two floats that rounding to double first ends at the other one.
[[nodiscard]] std::optional<float> parse_float(std::string_view text);

/// Shortest text that reads back to the same float; "null" where JSON has no number for it is up to
/// the caller.
[[nodiscard]] std::string number_text(float value);
[[nodiscard]] std::string number_text(double value);
[[nodiscard]] inline std::string number_text(int value) { return std::to_string(value); }

/// 16 hexadecimal digits: how a parameter hash is written everywhere.
[[nodiscard]] std::string hash_text(std::uint64_t hash);

}  // namespace bp
