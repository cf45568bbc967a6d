// The snapshot's optional parts as JSON. Members that are not defined are null or left out: log
// loss and calibration where outputs are no probabilities.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/session/json.h"
#include "engine/session/snapshot_parts.h"

namespace bp {

/// The member `name`: report, confusion matrix, curves and calibration, or the regression's
/// figures.
void write_metrics(std::string_view name, const PartMetrics& metrics,
                   const std::vector<std::string>& class_names, JsonWriter& json);

}  // namespace bp
