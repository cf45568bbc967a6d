// The experiment as JSON: what `playground-cli train --json` prints and the native program dumps.
#pragma once

#include <string>

#include "engine/session/double_run.h"
#include "engine/session/session.h"

namespace bp {

/// Settings, permalink, step, epoch, losses (train, test, penalty), metrics, per layer W (one array
/// a unit), b, last gradients and statistics, and the hash of all parameters. What the session was
/// told is wanted is there too: "metrics", each layer's "details", and the matrices of "batch" and
/// "sample".
[[nodiscard]] std::string report_json(Session& session);
/// The same of a run in double, weights and gradients with all their digits; without "details" and
/// the matrices. "precision" says so.
[[nodiscard]] std::string report_json(DoubleRun& run);

}  // namespace bp
