// CSV (RFC 4180) → Table. Hostile input: capped, and refused with line and column.
#pragma once

#include <string_view>

#include "engine/core/result.h"
#include "engine/data/table.h"

namespace bp {

inline constexpr std::size_t kMaxCsvBytes = std::size_t{64} << 20;

struct CsvOptions {
  /// Name of the target's column, or its 1-based number as text; empty: the last column.
  std::string_view target;
  /// What the target's values are. Auto: classes if any of them is text, or if they are at most 10
  /// different whole numbers; else values.
  enum class TargetKind { Auto, Classes, Values };
  TargetKind target_kind = TargetKind::Auto;
};

/// The first line holds the columns' names if any of its cells is not a number. Separated by comma,
/// semicolon or tab, whichever the first line has most of; quotes, CRLF and a byte-order mark are
/// read. A feature column that holds text, an empty cell, a ragged row, too many rows or columns,
/// and a file without data are errors that name line and column and say what to do.
[[nodiscard]] Result<Table> parse_csv(std::string_view text, const CsvOptions& options = {});

}  // namespace bp
