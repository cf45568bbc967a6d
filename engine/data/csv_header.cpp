#include "engine/data/csv_header.h"

#include <algorithm>
#include <charconv>

#include "engine/core/message.h"
#include "engine/core/text.h"
#include "engine/data/csv_reader.h"
#include "engine/data/table.h"

namespace bp {
namespace {

constexpr std::size_t kLongestName = 60;

bool holds_text(const CsvCell& cell) { return is_csv_text(csv_value(cell.raw)); }

bool holds_number(const CsvCell& cell) {
  const float value = csv_value(cell.raw);
  return !is_csv_text(value) && !is_csv_missing(value);
}

/// All text, or text where the second line has a number: a line of data may hold text too, its
/// class's name, say.
bool is_header(const CsvCells& first, const CsvCells& second) {
  if (std::ranges::none_of(first, holds_number)) return std::ranges::any_of(first, holds_text);
  for (std::size_t i = 0; i < std::min(first.size(), second.size()); ++i) {
    if (holds_text(first[i]) && holds_number(second[i])) return true;
  }
  return false;
}

Error no_such_column(const std::string& which, const std::vector<std::string>& names) {
  return said(Message::csv_no_target, {which, csv_list(names)});
}

}  // namespace

Result<CsvHeader> read_header(std::string_view text, char separator) {
  CsvReader reader(text, separator);
  CsvCells first, second;
  const Result<bool> any = reader.next(first, kMaxTableColumns);
  if (!any) return any.error();
  if (!any.value()) return said(Message::csv_empty);
  if (first.size() < 2) {
    return said(Message::csv_one_column, {std::to_string(reader.line())});
  }
  const Result<bool> more = reader.next(second, kMaxTableColumns);
  if (!more) return more.error();
  if (!more.value()) second.clear();
  CsvHeader header;
  header.has_line = is_header(first, second);
  for (const CsvCell& cell : first) {
    std::string name;
    if (header.has_line) name = printable(cell.text(), kLongestName);
    if (name.empty()) name = 'V' + std::to_string(header.names.size() + 1);
    header.names.push_back(std::move(name));
  }
  return header;
}

Result<Index> find_target(const std::vector<std::string>& names, std::string_view target) {
  if (target.empty()) return static_cast<Index>(names.size()) - 1;
  const std::string wanted = printable(target, kLongestName);
  const auto it = std::ranges::find(names, wanted);
  if (it != names.end() && std::find(it + 1, names.end(), wanted) == names.end()) {
    return static_cast<Index>(it - names.begin());
  }
  if (it != names.end()) {
    return said(Message::csv_two_targets, {csv_short(target)});
  }
  std::int32_t number = 0;
  const char* last = target.data() + target.size();
  const auto [end, error] = std::from_chars(target.data(), last, number);
  if (error == std::errc() && end == last) return numbered_target(names, number);
  return no_such_column('"' + csv_short(target) + '"', names);
}

Result<Index> numbered_target(const std::vector<std::string>& names, Index number) {
  if (number >= 1 && number <= static_cast<Index>(names.size())) return number - 1;
  return no_such_column(std::to_string(number), names);
}

}  // namespace bp
