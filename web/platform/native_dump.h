// The snapshot on screen as JSON, under the names the command line's report uses.
#pragma once

#include <string>

#include "engine/session/settings.h"
#include "engine/session/snapshot.h"

namespace bp {

/// Weights and gradients are there as far as the snapshot publishes them.
[[nodiscard]] std::string dump_json(const Snapshot& snapshot, const Settings& settings);

}  // namespace bp
