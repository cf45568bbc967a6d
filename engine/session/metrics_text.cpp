#include "engine/session/metrics_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace bp {
namespace {

/// Places a text takes on screen: UTF-8's continuation bytes take none.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string right_aligned(std::string_view text, std::size_t width) {
  const std::size_t own = width_of(text);
  return std::string(width > own ? width - own : 0, ' ') + std::string(text);
}

std::string two_digits(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", value);
  return text.data();
}

/// Cells are nine wide, a blank before each, and one more after the name, as scikit-learn has it.
std::string line(std::string_view name, std::size_t width,
                 const std::array<std::string, 4>& cells) {
  std::string text = right_aligned(name, width) + ' ';
  for (const std::string& cell : cells) text += ' ' + right_aligned(cell, 9);
  return text + '\n';
}

std::string line(std::string_view name, std::size_t width, const ClassRow& row) {
  return line(name, width,
              {two_digits(row.precision), two_digits(row.recall), two_digits(row.f1),
               std::to_string(row.support)});
}

std::string confusion_table(const ClassificationReport& report,
                            const std::vector<std::string>& names) {
  std::size_t width = 0;
  for (const std::string& name : names) width = std::max(width, width_of(name));
  const std::size_t column = std::max<std::size_t>(width, 6) + 2;
  std::string text = "confusion: a row is a true class, a column a predicted one\n";
  text += std::string(width, ' ');
  for (const std::string& name : names) text += right_aligned(name, column);
  text += '\n';
  for (std::size_t t = 0; t < report.classes; ++t) {
    text += right_aligned(names[t], width);
    for (std::size_t p = 0; p < report.classes; ++p) {
      text += right_aligned(std::to_string(report.confusion[p + report.classes * t]), column);
    }
    text += '\n';
  }
  if (report.undecided > 0)
    text += "without a prediction: " + std::to_string(report.undecided) + '\n';
  return text;
}

std::string figure(std::string_view name, double value) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%-20.*s %.6g\n", static_cast<int>(name.size()),
                name.data(), value);
  return std::isnan(value) ? std::string(name) + " is not defined here\n" : text.data();
}

std::string regression_text(const RegressionReport& r) {
  return figure("MSE", r.mse) + figure("RMSE", r.rmse) + figure("MAE", r.mae) + figure("R2", r.r2) +
         figure("explained variance", r.explained_variance) +
         figure("residuals, mean", r.residual_mean) +
         figure("residuals, deviation", r.residual_deviation);
}

}  // namespace

std::string classification_table(const ClassificationReport& report,
                                 const std::vector<std::string>& names) {
  constexpr std::string_view kWeighted = "weighted avg";
  std::size_t width = kWeighted.size();
  for (const std::string& name : names) width = std::max(width, width_of(name));
  std::string text = line("", width, {"precision", "recall", "f1-score", "support"}) + '\n';
  for (std::size_t c = 0; c < report.rows.size(); ++c)
    text += line(names[c], width, report.rows[c]);
  text += '\n';
  text += line("accuracy", width,
               {"", "", two_digits(report.accuracy), std::to_string(report.samples)});
  return text + line("macro avg", width, report.macro) + line(kWeighted, width, report.weighted);
}

std::string metrics_text(const PartMetrics& m, const std::vector<std::string>& names) {
  if (m.report.classes == 0) return regression_text(m.regression);
  std::string text = classification_table(m.report, names) + '\n';
  text += confusion_table(m.report, names) + '\n';
  text += figure(m.roc.areas.size() > 1 ? "ROC AUC, mean" : "ROC AUC", m.roc.macro_area);
  text += figure(m.roc.areas.size() > 1 ? "AP, mean" : "average precision",
                 m.precision_recall.macro_area);
  if (m.has_probabilities == 0) {
    return text + "log loss and calibration: the output is no probability\n";
  }
  return text + figure("log loss", m.log_loss) + figure("calibration error", m.calibration.error);
}

}  // namespace bp
