// What a program gives the engine to learn from: arrays of samples, or CSV text.
#include <cmath>

#include "engine/core/text.h"
#include "engine/session/memory.h"
#include "engine/session/options.h"
#include "engine/session/plan.h"
#include "web/platform/web_engine.h"

namespace bp::web_engine {
namespace {

constexpr std::size_t kLongestName = 60;

/// The next line of `text`, which then begins after it.
std::string next_name(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string name = printable(text.substr(0, end), kLongestName);
  text.remove_prefix(std::min(end + 1, text.size()));
  return name;
}

std::string number(Index i) { return std::to_string(i); }

std::optional<Error> size_problem(const Samples& s) {
  if (s.count < 4) return Error{"At least 4 samples are needed to train and to test."};
  if (s.count > kMaxTableRows) {
    return Error{number(s.count) + " samples are too many, up to " + number(kMaxTableRows) +
                 " can be taken."};
  }
  if (s.columns < 1 || s.columns > kMaxTableColumns) {
    return Error{"A sample has 1 to " + number(kMaxTableColumns) + " inputs, not " +
                 number(s.columns) + "."};
  }
  if (s.classes != 0 && (s.classes < 2 || s.classes > kMaxClasses)) {
    return Error{"There must be 2 to " + number(kMaxClasses) + " classes, not " +
                 number(s.classes) + "."};
  }
  return std::nullopt;
}

std::optional<Error> value_problem(const Samples& s) {
  for (Index i = 0; i < s.count * s.columns; ++i) {
    if (std::isfinite(s.X[i])) continue;
    return Error{"X: input " + number(i % s.columns) + " of sample " + number(i / s.columns) +
                 " (counted from 0) is no finite number. Replace it or leave the sample out."};
  }
  bool differs = false;
  for (Index i = 0; i < s.count; ++i) {
    const float y = s.Y[i];
    differs = differs || y != s.Y[0];
    if (!std::isfinite(y)) {
      return Error{"Y: the value of sample " + number(i) +
                   " (counted from 0) is no finite number. Replace it or leave the sample out."};
    }
    if (s.classes == 0 || (y >= 0 && y < static_cast<float>(s.classes) && y == std::floor(y))) {
      continue;
    }
    return Error{"Y: sample " + number(i) + " (counted from 0) has class " + number_text(y) +
                 "; classes are whole numbers from 0 to " + number(s.classes - 1) + "."};
  }
  if (!differs) return Error{"Y is the same for every sample: there is nothing to learn."};
  return std::nullopt;
}

}  // namespace

Result<std::string> add_samples(const Samples& s, Tables& tables) {
  if (std::optional<Error> problem = size_problem(s)) return std::move(*problem);
  if (std::optional<Error> problem = value_problem(s)) return std::move(*problem);
  const Dataset& row = dataset(s.classes > 0 ? "own_classes" : "own_values");
  if (!can_hold(row, {s.count, s.columns, s.classes})) {
    return Error{"These samples need more memory than the " + std::to_string(kMaxMemory >> 20) +
                 " MB there are. Use fewer."};
  }
  Table table;
  table.task = row.task;
  table.X = Eigen::Map<const Matrix<float>>(s.X, s.columns, s.count);
  table.y = Eigen::Map<const Vector<float>>(s.Y, s.count);
  std::string_view names = s.names;
  for (Index i = 0; i < s.columns; ++i) table.feature_names.push_back(next_name(names));
  table.target_name = next_name(names);
  for (int k = 0; k < s.classes; ++k) table.class_names.push_back(next_name(names));
  table.given_train = s.train;
  table.given_validation = s.validation;
  tables.add(row.key, std::move(table));
  return std::string(row.key);
}

Result<std::string> add_csv(std::string_view key, std::string_view csv, std::string_view target,
                            bool drops_incomplete, Tables& tables) {
  const CsvOptions options{.target = target, .drop_incomplete = drops_incomplete};
  std::string used(key);
  if (used.empty()) {
    const Result<Table> table = parse_csv(csv, options);
    if (!table) return table.error();
    used = table.value().task == Task::Classification ? "own_classes" : "own_values";
  }
  Result<Table> table = read_table(dataset(used), csv, options);
  if (!table) return table.error();
  tables.add(used, std::move(table).value());
  return used;
}

}  // namespace bp::web_engine
