// The experiment as JSON, in one writer: what `playground-cli train --json` prints, the native
// program dumps and the page hands to scripts.
#pragma once

#include <string>

#include "engine/session/double_run.h"
#include "engine/session/session.h"

namespace bp {

/// Settings, permalink, state, step, epoch, losses, scores and metrics, per layer W (one array a
/// unit), b, last gradients, batch normalisation's statistics and layer statistics, and the hash of
/// all parameters. A network of any size is written whole.
[[nodiscard]] std::string report_json(Session& session);
/// The same of a run in double, weights and gradients with all their digits; without "details" and
/// the matrices. "precision" says so.
[[nodiscard]] std::string report_json(DoubleRun& run);
/// The same from a snapshot: of a large network without its values, which are not published.
[[nodiscard]] std::string report_json(const Snapshot& snapshot, const Settings& settings);
/// The same without values, metrics, details and passes, but with how fast it trains; `answered`:
/// commands the snapshot has seen.
[[nodiscard]] std::string summary_json(const Snapshot& snapshot, const Settings& settings,
                                       std::uint32_t answered);
/// The metrics of every part alone: {"metrics":{…}}, or {} while nobody asked the session for them.
[[nodiscard]] std::string figures_json(const Snapshot& snapshot);

}  // namespace bp
