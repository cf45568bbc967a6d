// CSV (RFC 4180) → Table. Hostile input: capped, and refused with line and column.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/table.h"

namespace bp {

/// Sentences about what was left out.
using Remarks = std::vector<Error>;

inline constexpr std::size_t kMaxCsvBytes = std::size_t{64} << 20;

struct CsvOptions {
  /// Name of the target's column, or its 1-based number as text; empty: the last column.
  std::string_view target = {};
  /// The target's column, counted from 1, whatever the columns are called; 0: as `target` says.
  Index target_column = 0;
  /// What the target's values are. Auto: classes if any of them is text, or if they are at most
  /// kMaxClasses different whole numbers; else values.
  enum class TargetKind { Auto, Classes, Values };
  TargetKind target_kind = TargetKind::Auto;
  /// Leaves out feature columns that hold text, and then rows that lack a value, instead of
  /// refusing them.
  bool drop_incomplete = false;
};

/// The first line holds the columns' names if it is all text, or text above a column's number.
/// Separated by comma, semicolon or tab, whichever the first line has most of; quotes, CRLF and a
/// byte-order mark are read, blank lines skipped. Missing is what is empty, "?", "NA", "N/A",
/// "NaN", "null", infinite or beyond float. A feature column that holds text, a missing value, a
/// ragged row, too many rows, columns or classes, a target that is the same everywhere, and a file
/// without data are errors that name line and column and say what to do.
///
/// Classes that are numbers are in the order of numbers, other ones in that of their first
/// appearance. What drop_incomplete left out is told in `remarks`.
[[nodiscard]] Result<Table> parse_csv(std::string_view text, const CsvOptions& options = {},
                                      Remarks* remarks = nullptr);

}  // namespace bp
