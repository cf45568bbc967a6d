// Data for tests: the sets that need no table, and a table made up for each that does.
#pragma once

#include <string>
#include <vector>

#include "engine/core/rng.h"
#include "engine/data/datasets.h"
#include "engine/data/table.h"

namespace bp {

inline std::vector<Dataset> generated_sets() {
  std::vector<Dataset> rows;
  for (const Dataset& row : datasets()) {
    if (!row.is_table()) rows.push_back(row);
  }
  return rows;
}

/// So many classes a set has with these parameters.
inline int classes_of(const Dataset& set, const DataParams& params = {}) {
  return set.classes == Dataset::kChosen ? params.classes : set.classes;
}

/// `count` samples of `features` columns, each with its own mean and spread; `classes` classes, or
/// values if 0, that depend on the first columns.
inline Table made_up_table(Index features, Index count, int classes) {
  Table table;
  Rng rng(11);
  table.X.resize(features, count);
  table.y.resize(count);
  for (Index row = 0; row < features; ++row) {
    table.feature_names.push_back("column " + std::to_string(row + 1));
  }
  for (Index i = 0; i < count; ++i) {
    for (Index row = 0; row < features; ++row) {
      const auto r = static_cast<float>(row);
      table.X(row, i) = 10 * r + (1 + r) * rng.normal();
    }
    const float x = table.X(0, i), y = features > 1 ? table.X(1, i) - 10 : 0;
    const float value = x + 0.5F * y;
    table.y(i) = classes == 0 ? value : static_cast<float>(i % classes);
    if (classes > 0) table.X(0, i) += 3 * table.y(i);
  }
  table.task = classes == 0 ? Task::Regression : Task::Classification;
  table.target_name = "target";
  for (int k = 0; k < classes; ++k) table.class_names.push_back("class " + std::to_string(k));
  return table;
}

/// One for every data set that needs one.
inline Tables made_up_tables() {
  Tables tables;
  for (const Dataset& row : datasets()) {
    if (!row.is_table()) continue;
    const Index columns = row.columns > 0 ? row.columns : 5;
    tables.add(row.key, made_up_table(columns, 150, classes_of(row)));
  }
  return tables;
}

}  // namespace bp
