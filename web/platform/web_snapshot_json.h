// The snapshot as the page's script and its hosts see it: the command line's report (report.h)
// without matrices, with the state (docs/API.md).
#pragma once

#include <string>

#include "engine/session/settings.h"
#include "engine/session/snapshot.h"

namespace bp {

/// `answered`: how many posted commands the snapshot has seen.
[[nodiscard]] std::string snapshot_json(const Snapshot& snapshot, const Settings& settings,
                                        std::uint32_t answered);

}  // namespace bp
