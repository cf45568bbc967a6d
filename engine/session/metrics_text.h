// Metrics as plain text for a terminal; the table is scikit-learn's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/analysis/part_metrics.h"
#include "engine/data/datasets.h"

namespace bp {

/// scikit-learn's classification_report(…, digits=2, zero_division=0), to the letter.
[[nodiscard]] std::string classification_table(const ClassificationReport& report,
                                               const std::vector<std::string>& names);

/// All that is known of one part: the table, the confusion matrix and the figures of the curves, or
/// the regression's figures. Ends with a line break.
[[nodiscard]] std::string metrics_text(const PartMetrics& metrics,
                                       const std::vector<std::string>& names);

}  // namespace bp
