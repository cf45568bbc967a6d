#include "engine/data/csv_target.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "engine/core/message.h"
#include "engine/core/number.h"
#include "engine/core/text.h"
#include "engine/data/datasets.h"

namespace bp {
namespace {

constexpr auto kMostClasses = static_cast<std::size_t>(kMaxClasses);
constexpr std::size_t kLongestName = 60;

bool is_text(const TargetCell& cell) { return is_csv_text(cell.number); }

/// Whether the numbers look like labels: few, and whole.
bool are_few_whole_numbers(const std::vector<TargetCell>& cells) {
  std::set<float> seen;
  for (const TargetCell& cell : cells) {
    if (cell.number != std::floor(cell.number)) return false;
    seen.insert(cell.number);
    if (seen.size() > kMostClasses) return false;
  }
  return true;
}

Error too_many_classes(std::string_view name) {
  return said(Message::csv_many_classes, {std::string(name), std::to_string(kMaxClasses)});
}

/// Classes by their first appearance.
Result<CsvTarget> text_classes(const std::vector<TargetCell>& cells, std::string_view name) {
  CsvTarget target{Task::Classification, Vector<float>(static_cast<Index>(cells.size())), {}};
  std::map<std::string, float> index;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto next = static_cast<float>(index.size());
    const auto [it, is_new] = index.emplace(cells[i].cell.text(), next);
    if (index.size() > kMostClasses) return too_many_classes(name);
    if (is_new) target.class_names.push_back(printable(it->first, kLongestName));
    target.y(static_cast<Index>(i)) = it->second;
  }
  return target;
}

/// Classes in the order of their numbers.
Result<CsvTarget> number_classes(const std::vector<TargetCell>& cells, std::string_view name) {
  std::set<float> seen;
  for (const TargetCell& cell : cells) {
    seen.insert(cell.number);
    if (seen.size() > kMostClasses) return too_many_classes(name);
  }
  CsvTarget target{Task::Classification, Vector<float>(static_cast<Index>(cells.size())), {}};
  for (const float number : seen) target.class_names.push_back(number_text(number));
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto position = std::distance(seen.begin(), seen.find(cells[i].number));
    target.y(static_cast<Index>(i)) = static_cast<float>(position);
  }
  return target;
}

CsvTarget values(const std::vector<TargetCell>& cells) {
  CsvTarget target{Task::Regression, Vector<float>(static_cast<Index>(cells.size())), {}};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    target.y(static_cast<Index>(i)) = cells[i].number;
  }
  return target;
}

Result<CsvTarget> decide(const std::vector<TargetCell>& cells, CsvOptions::TargetKind kind,
                         std::string_view name) {
  if (std::ranges::any_of(cells, is_text)) return text_classes(cells, name);
  switch (kind) {
    case CsvOptions::TargetKind::Classes:
      return number_classes(cells, name);
    case CsvOptions::TargetKind::Values:
      return values(cells);
    case CsvOptions::TargetKind::Auto:
      break;
  }
  return are_few_whole_numbers(cells) ? number_classes(cells, name) : values(cells);
}

}  // namespace

Result<CsvTarget> read_target(const std::vector<TargetCell>& cells, CsvOptions::TargetKind kind,
                              std::string_view name) {
  Result<CsvTarget> target = decide(cells, kind, name);
  if (!target) return target;
  const Vector<float>& y = target.value().y;
  if (std::ranges::all_of(y, [&](float v) { return v == y(0); })) {
    return said(Message::csv_constant, {std::string(name)});
  }
  return target;
}

}  // namespace bp
