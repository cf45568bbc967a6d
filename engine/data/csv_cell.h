// One cell of a CSV file, and what it means.
#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace bp {

/// A view of a cell's text, without its quotes and the spaces around it.
struct CsvCell {
  std::string_view raw;
  bool has_doubled_quotes = false;  ///< raw holds "" where " is meant
  [[nodiscard]] std::string text() const;
};
using CsvCells = std::vector<CsvCell>;

/// What csv_value() gives for a cell without a finite number.
inline constexpr float kCsvMissing = std::numeric_limits<float>::infinity();
inline constexpr float kCsvText = std::numeric_limits<float>::quiet_NaN();
[[nodiscard]] constexpr bool is_csv_missing(float value) { return value == kCsvMissing; }
[[nodiscard]] constexpr bool is_csv_text(float value) { return value != value; }

/// The cell's number; kCsvMissing if it is empty, infinite, beyond float or one of the words for
/// that; else kCsvText.
[[nodiscard]] float csv_value(std::string_view cell);

/// For messages: the text, cut where it is long, and "a, b, c".
[[nodiscard]] std::string csv_short(std::string_view text);
[[nodiscard]] std::string csv_list(const std::vector<std::string>& names);

}  // namespace bp
