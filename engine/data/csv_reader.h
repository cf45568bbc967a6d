// The text of a CSV file as rows of cells; knows nothing of what they mean.
#pragma once

#include <string_view>

#include "engine/core/result.h"
#include "engine/core/types.h"
#include "engine/data/csv_cell.h"

namespace bp {

class CsvReader {
 public:
  /// The text must outlive the reader and its cells.
  CsvReader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  /// Fills `cells` with the next row that is not blank (a row of empty cells is); false at the end
  /// of the file. Errors: a quote without end or with text behind it, more cells than `most`.
  [[nodiscard]] Result<bool> next(CsvCells& cells, Index most);
  /// Line on which the row last read begins, from 1.
  [[nodiscard]] Index line() const { return line_; }

 private:
  [[nodiscard]] Result<CsvCell> quoted_cell();
  [[nodiscard]] CsvCell plain_cell();
  [[nodiscard]] bool at_cell_end() const;
  void skip_spaces();
  [[nodiscard]] bool take_line_end();

  std::string_view text_;
  char separator_;
  std::size_t position_ = 0;
  Index line_ = 0, next_line_ = 1;
};

/// Comma, semicolon or tab: the one the first line that is not blank has most of outside quotes.
[[nodiscard]] char find_separator(std::string_view text);

}  // namespace bp
