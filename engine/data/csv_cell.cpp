#include "engine/data/csv_cell.h"

#include <algorithm>
#include <array>

#include "engine/core/number.h"
#include "engine/core/text.h"

namespace bp {
namespace {

constexpr std::array<std::string_view, 10> kMissingWords = {
    "", "?", "na", "n/a", "nan", "null", "inf", "-inf", "infinity", "-infinity"};

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

}  // namespace

std::string CsvCell::text() const {
  if (!has_doubled_quotes) return std::string(raw);
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    out += raw[i];
    if (raw[i] == '"') ++i;  // quotes come in pairs
  }
  return out;
}

float csv_value(std::string_view cell) {
  if (const std::optional<float> number = parse_float(cell)) return *number;
  if (parse_number(cell)) return kCsvMissing;  // beyond the largest float
  const bool is_word = std::ranges::any_of(
      kMissingWords, [cell](std::string_view word) { return equals_ignoring_case(cell, word); });
  return is_word ? kCsvMissing : kCsvText;
}

std::string csv_short(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  return printable(text, kLongest);
}

std::string csv_list(const std::vector<std::string>& names) {
  constexpr std::size_t kMostListed = 12;
  std::string out;
  const std::size_t shown = std::min(names.size(), kMostListed);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) out += ", ";
    out += names[i];
  }
  if (shown < names.size()) out += " … (+" + std::to_string(names.size() - shown) + ")";
  return out;
}

}  // namespace bp
