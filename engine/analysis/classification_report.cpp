#include "engine/analysis/classification_report.h"

#include <cassert>

namespace bp {
namespace {

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

/// Adds `weight` times a class to an average.
void add(const ClassRow& row, double weight, ClassRow& average) {
  average.precision += weight * row.precision;
  average.recall += weight * row.recall;
  average.f1 += weight * row.f1;
  average.support += row.support;
  average.predicted += row.predicted;
}

void divide(ClassRow& average, double weights) {
  for (double* value : {&average.precision, &average.recall, &average.f1}) {
    *value = ratio(*value, weights);
  }
}

}  // namespace

ClassificationReport classification_report(std::span<const std::uint32_t> predicted,
                                           std::span<const std::uint32_t> labels, Index classes) {
  assert(predicted.size() == labels.size());
  const auto k = static_cast<std::size_t>(classes);
  ClassificationReport report;
  report.classes = static_cast<std::uint32_t>(classes);
  report.samples = static_cast<std::uint32_t>(labels.size());
  report.confusion.assign(k * k, 0);
  report.rows.resize(k);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    assert(labels[i] < k && predicted[i] <= k);
    ++report.rows[labels[i]].support;
    if (predicted[i] == k) {
      ++report.undecided;
      continue;
    }
    ++report.rows[predicted[i]].predicted;
    ++report.confusion[predicted[i] + k * labels[i]];
  }
  double all_right = 0;
  for (std::size_t c = 0; c < k; ++c) {
    ClassRow& row = report.rows[c];
    const double right = report.confusion[c + k * c];
    all_right += right;
    row.precision = ratio(right, row.predicted);
    row.recall = ratio(right, row.support);
    row.f1 = ratio(2 * right, static_cast<double>(row.predicted) + row.support);
    add(row, 1, report.macro);
    add(row, row.support, report.weighted);
  }
  divide(report.macro, static_cast<double>(k));
  divide(report.weighted, report.samples);
  report.accuracy = ratio(all_right, report.samples);
  return report;
}

}  // namespace bp
