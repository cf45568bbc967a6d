#include "engine/data/csv.h"

#include <algorithm>
#include <optional>

#include "engine/core/message.h"
#include "engine/data/csv_cell.h"
#include "engine/data/csv_header.h"
#include "engine/data/csv_reader.h"
#include "engine/data/csv_target.h"

namespace bp {
namespace {

struct Column {
  std::string name;
  bool has_text = false;
  Index missing = 0;  ///< rows left out for the lack of it
};

/// Reads row by row into one array of values, then takes what is to be kept.
class CsvParser {
 public:
  CsvParser(std::string_view text, const CsvOptions& options)
      : text_(text), options_(options), separator_(find_separator(text)) {}

  Result<Table> parse(Remarks* remarks);

 private:
  [[nodiscard]] std::optional<Error> read_columns();
  [[nodiscard]] std::optional<Error> read_rows();
  [[nodiscard]] std::optional<Error> add_row(const CsvCells& cells, Index line);
  [[nodiscard]] std::optional<Error> refusal(const CsvCell& cell, float value, Index column,
                                             Index line) const;
  [[nodiscard]] static Error no_number(const CsvCell& cell, std::vector<std::string> place);
  void choose_rows();
  [[nodiscard]] std::optional<Error> check_rest() const;
  [[nodiscard]] Result<Table> take() const;
  void tell_left_out(Remarks& remarks) const;

  [[nodiscard]] Index width() const { return static_cast<Index>(columns_.size()); }
  [[nodiscard]] const Column& column(Index j) const {
    return columns_[static_cast<std::size_t>(j)];
  }
  [[nodiscard]] float value(Index row, Index j) const {
    return values_[static_cast<std::size_t>(row) * columns_.size() + static_cast<std::size_t>(j)];
  }
  [[nodiscard]] bool is_kept(Index j) const { return j == target_ || !column(j).has_text; }

  std::string_view text_;
  CsvOptions options_;
  char separator_;
  std::vector<Column> columns_;
  bool has_header_ = false;
  Index first_line_ = 1, target_ = 0;
  std::vector<float> values_;     ///< row by row
  std::vector<CsvCell> targets_;  ///< of each row
  std::vector<Index> lines_;      ///< of each row
  std::vector<Index> kept_rows_;
  Index first_incomplete_ = -1, lacks_ = -1;  ///< a row, and a column it lacks
};

std::optional<Error> CsvParser::read_columns() {
  Result<CsvHeader> header = read_header(text_, separator_);
  if (!header) return header.error();
  const std::vector<std::string>& names = header.value().names;
  const Result<Index> target = options_.target_column != 0
                                   ? numbered_target(names, options_.target_column)
                                   : find_target(names, options_.target);
  if (!target) return target.error();
  for (const std::string& name : names) columns_.push_back({name});
  has_header_ = header.value().has_line;
  target_ = target.value();
  return std::nullopt;
}

std::optional<Error> CsvParser::read_rows() {
  CsvReader reader(text_, separator_);
  CsvCells cells;
  bool is_first = true;
  while (true) {
    const Result<bool> more = reader.next(cells, kMaxTableColumns);
    if (!more) return more.error();
    if (!more.value()) return std::nullopt;
    if (is_first) first_line_ = reader.line();
    if (!is_first || !has_header_) {
      if (std::optional<Error> error = add_row(cells, reader.line())) return error;
    }
    is_first = false;
  }
}

std::optional<Error> CsvParser::add_row(const CsvCells& cells, Index line) {
  if (cells.size() != columns_.size()) {
    return said(Message::csv_ragged, {std::to_string(cells.size()), std::to_string(line),
                                      std::to_string(first_line_), std::to_string(width())});
  }
  if (static_cast<Index>(lines_.size()) == kMaxTableRows) {
    return said(Message::csv_many_rows, {std::to_string(line), std::to_string(kMaxTableRows)});
  }
  for (Index j = 0; j < width(); ++j) {
    const CsvCell& cell = cells[static_cast<std::size_t>(j)];
    const float number = csv_value(cell.raw);
    if (std::optional<Error> error = refusal(cell, number, j, line)) return error;
    if (is_csv_text(number)) columns_[static_cast<std::size_t>(j)].has_text = true;
    values_.push_back(number);
  }
  targets_.push_back(cells[static_cast<std::size_t>(target_)]);
  lines_.push_back(line);
  return std::nullopt;
}

/// Why the cell ends it all, if it does.
std::optional<Error> CsvParser::refusal(const CsvCell& cell, float number, Index j,
                                        Index line) const {
  const auto place = [&] {
    return std::vector<std::string>{std::to_string(line), std::to_string(j + 1), column(j).name,
                                    csv_short(cell.raw)};
  };
  const bool is_target = j == target_;
  const bool takes_text = is_target && options_.target_kind != CsvOptions::TargetKind::Values;
  if (is_csv_text(number) && !takes_text && (is_target || !options_.drop_incomplete)) {
    return no_number(cell, place());
  }
  if (is_csv_missing(number) && !options_.drop_incomplete) {
    return said(cell.raw.empty() ? Message::csv_empty_cell : Message::csv_not_finite, place());
  }
  return std::nullopt;
}

Error CsvParser::no_number(const CsvCell& cell, std::vector<std::string> place) {
  std::string with_point(cell.raw.substr(0, 40));
  std::ranges::replace(with_point, ',', '.');
  if (cell.raw.find(',') != std::string_view::npos && !is_csv_text(csv_value(with_point))) {
    place.push_back(with_point);
    return said(Message::csv_comma, std::move(place));
  }
  return said(Message::csv_text, std::move(place));
}

/// Rows that have a value in every column that is kept.
void CsvParser::choose_rows() {
  for (Index i = 0; i < static_cast<Index>(lines_.size()); ++i) {
    Index lacking = -1;
    for (Index j = 0; j < width() && lacking < 0; ++j) {
      if (is_kept(j) && is_csv_missing(value(i, j))) lacking = j;
    }
    if (lacking < 0) {
      kept_rows_.push_back(i);
      continue;
    }
    ++columns_[static_cast<std::size_t>(lacking)].missing;
    if (first_incomplete_ < 0) {
      first_incomplete_ = i;
      lacks_ = lacking;
    }
  }
}

/// Whether what is kept is enough to learn from.
std::optional<Error> CsvParser::check_rest() const {
  if (lines_.empty()) {
    return said(Message::csv_no_rows);
  }
  Index features = 0;
  for (Index j = 0; j < width(); ++j) features += j != target_ && is_kept(j) ? 1 : 0;
  if (features == 0) {
    return said(Message::csv_all_text);
  }
  if (kept_rows_.size() < 2 && first_incomplete_ >= 0) {
    const auto worst = std::ranges::max_element(columns_, {}, &Column::missing);
    return said(Message::csv_incomplete,
                {worst->name, std::to_string(worst->missing), std::to_string(lines_.size())});
  }
  if (kept_rows_.size() < 2) {
    return said(Message::csv_one_row);
  }
  return std::nullopt;
}

void CsvParser::tell_left_out(Remarks& remarks) const {
  const auto left_out = static_cast<Index>(lines_.size() - kept_rows_.size());
  if (left_out > 0) {
    const bool is_only_one = column(lacks_).missing == left_out;
    remarks.push_back(said(is_only_one ? Message::csv_left_rows : Message::csv_left_incomplete,
                           {std::to_string(left_out), column(lacks_).name,
                            std::to_string(lines_[static_cast<std::size_t>(first_incomplete_)])}));
  }
  std::vector<std::string> names;
  for (Index j = 0; j < width(); ++j) {
    if (!is_kept(j)) names.push_back(column(j).name);
  }
  if (names.empty()) return;
  remarks.push_back(
      said(Message::csv_left_columns, {std::to_string(names.size()), csv_list(names)}));
}

Result<Table> CsvParser::take() const {
  const auto n = static_cast<Index>(kept_rows_.size());
  std::vector<TargetCell> cells;
  cells.reserve(kept_rows_.size());
  for (const Index row : kept_rows_) {
    cells.push_back({targets_[static_cast<std::size_t>(row)], value(row, target_)});
  }
  Table table;
  table.target_name = column(target_).name;
  Result<CsvTarget> target = read_target(cells, options_.target_kind, table.target_name);
  if (!target) return target.error();
  table.task = target.value().task;
  table.y = target.value().y;
  table.class_names = target.value().class_names;
  std::vector<Index> features;
  for (Index j = 0; j < width(); ++j) {
    if (j == target_ || !is_kept(j)) continue;
    features.push_back(j);
    table.feature_names.push_back(column(j).name);
  }
  table.X.resize(static_cast<Index>(features.size()), n);
  float* x = table.X.data();
  for (const Index row : kept_rows_) {
    for (const Index j : features) *x++ = value(row, j);
  }
  return table;
}

Result<Table> CsvParser::parse(Remarks* remarks) {
  if (std::optional<Error> error = read_columns()) return std::move(*error);
  if (std::optional<Error> error = read_rows()) return std::move(*error);
  choose_rows();
  if (std::optional<Error> error = check_rest()) return std::move(*error);
  Result<Table> table = take();
  if (table && remarks) tell_left_out(*remarks);
  return table;
}

}  // namespace

Result<Table> parse_csv(std::string_view text, const CsvOptions& options, Remarks* remarks) {
  if (text.size() > kMaxCsvBytes) {
    return said(Message::csv_large, {std::to_string(kMaxCsvBytes >> 20)});
  }
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ||
      text.find('\0') != std::string_view::npos) {
    return said(Message::csv_encoding);
  }
  return CsvParser(text, options).parse(remarks);
}

}  // namespace bp
