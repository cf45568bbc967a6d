// The columns of a CSV file: their names, and which of them is the target.
#pragma once

#include "engine/core/result.h"
#include "engine/core/types.h"
#include "engine/data/csv_cell.h"

namespace bp {

struct CsvHeader {
  std::vector<std::string> names;  ///< "V3" where the file gives none, as R has it
  bool has_line = false;           ///< the first line holds them, not data
};

/// Errors: no line at all, fewer than two columns, more than kMaxTableColumns.
[[nodiscard]] Result<CsvHeader> read_header(std::string_view text, char separator);

/// Position of the column that `target` names or numbers (CsvOptions::target).
[[nodiscard]] Result<Index> find_target(const std::vector<std::string>& names,
                                        std::string_view target);

/// The same for a number that is meant as one, whatever the columns are called.
[[nodiscard]] Result<Index> numbered_target(const std::vector<std::string>& names, Index number);

}  // namespace bp
