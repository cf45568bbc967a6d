// CSV files: refused with a message, or a table that keeps its promises. The input's first
// character chooses the options ('0', say: the defaults).
#include <cmath>

#include "engine/data/csv.h"
#include "engine/data/datasets.h"
#include "tests/fuzz/checks.h"
#include "tests/fuzz/targets.h"

namespace bp_fuzz {
namespace {

using namespace bp;

CsvOptions options_of(char c) {
  constexpr std::array<std::string_view, 4> kTargets = {"", "y", "2", "1"};
  constexpr std::array kKinds = {CsvOptions::TargetKind::Auto, CsvOptions::TargetKind::Classes,
                                 CsvOptions::TargetKind::Values, CsvOptions::TargetKind::Auto};
  const auto bits = static_cast<unsigned>(static_cast<unsigned char>(c));
  CsvOptions options;
  options.drop_incomplete = (bits & 1U) != 0;
  options.target_kind = kKinds[bits >> 1U & 3U];
  options.target = kTargets[bits >> 3U & 1U];
  if ((bits & 0x40U) != 0) options.target = kTargets[2 + (bits >> 3U & 1U)];
  return options;
}

std::string check_classes(const Table& t) {
  const auto classes = static_cast<Index>(t.class_names.size());
  if (classes < 2 || classes > kMaxClasses) return "the number of classes is wrong";
  Vector<float> seen = Vector<float>::Zero(classes);
  for (const float y : t.y) {
    const auto index = static_cast<Index>(y);
    if (static_cast<float>(index) != y || index < 0 || index >= classes) return "no such class";
    seen(index) = 1;
  }
  if (seen.minCoeff() == 0) return "a class has no sample";
  for (const std::string& name : t.class_names) {
    if (!can_be_shown(name)) return "a class's name cannot be shown";
  }
  return {};
}

std::string check_table(const Table& t) {
  if (t.count() < 2 || t.count() > kMaxTableRows) return "the number of samples is wrong";
  if (t.X.rows() < 1 || t.X.rows() >= kMaxTableColumns) return "the number of features is wrong";
  if (static_cast<Index>(t.feature_names.size()) != t.X.rows()) return "names do not match X";
  if (t.y.size() != t.count()) return "y does not match X";
  for (const float v : t.X.reshaped()) {
    if (!std::isfinite(v)) return "a feature is not finite";
  }
  for (const float v : t.y) {
    if (!std::isfinite(v)) return "a target is not finite";
  }
  for (const std::string& name : t.feature_names) {
    if (!can_be_shown(name)) return "a name cannot be shown";
  }
  if (!can_be_shown(t.target_name)) return "the target's name cannot be shown";
  if (t.task == Task::Regression) return t.class_names.empty() ? "" : "values have classes";
  return check_classes(t);
}

bool same(const Table& a, const Table& b) {
  return a.X == b.X && a.y == b.y && a.feature_names == b.feature_names &&
         a.class_names == b.class_names && a.task == b.task;
}

}  // namespace

std::string csv(std::string_view input) {
  if (input.empty()) return {};
  CsvOptions options = options_of(input.front());
  const std::string_view text = input.substr(1);
  Remarks remarks;
  const Result<Table> table = parse_csv(text, options, &remarks);
  for (const Error& remark : remarks) {
    if (!can_be_shown(remark.message)) return "a remark cannot be shown";
  }
  if (!table) return can_be_shown(table.error().message) ? "" : "an error cannot be shown";
  std::string wrong = check_table(table.value());
  if (!wrong.empty() || (options.drop_incomplete && !remarks.empty())) return wrong;
  if (!remarks.empty()) return "there is a remark, but nothing was to be left out";
  // What is complete is the same with either option.
  options.drop_incomplete = !options.drop_incomplete;
  const Result<Table> other = parse_csv(text, options);
  return other && same(table.value(), other.value()) ? "" : "leaving out changes what is complete";
}

}  // namespace bp_fuzz
