// The target column of a CSV file: classes or values?
#pragma once

#include <vector>

#include "engine/core/result.h"
#include "engine/data/csv.h"
#include "engine/data/csv_cell.h"

namespace bp {

/// One a sample; `number` is kCsvText where the cell is text.
struct TargetCell {
  CsvCell cell;
  float number = 0;
};

struct CsvTarget {
  Task task = Task::Regression;
  Vector<float> y;
  std::vector<std::string> class_names;
};

/// Decides as CsvOptions::TargetKind says. Errors: more than kMaxClasses classes, or the same
/// everywhere; `name` is the column's, for the message.
[[nodiscard]] Result<CsvTarget> read_target(const std::vector<TargetCell>& cells,
                                            CsvOptions::TargetKind kind, std::string_view name);

}  // namespace bp
