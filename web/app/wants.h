// Which grids the session should publish, and how fine: what the pictures can show, as far as the
// network is small enough to be evaluated that often.
#pragma once

#include "engine/session/settings.h"
#include "engine/session/snapshot.h"
#include "web/views/ui_state.h"

namespace bp {

struct Wants {
  int field = 0, units = 0;  ///< resolutions; 0: none
  int members = 0;           ///< resolution, of each member's map
  bool metrics = false, matrices = false, details = false, unit = false;
  std::int64_t unfold = 0;  ///< unfold_request()
  bool operator==(const Wants&) const = default;
};

[[nodiscard]] Wants wants_of(const Requests& requests, const Settings& settings,
                             const Snapshot& snapshot);

}  // namespace bp
