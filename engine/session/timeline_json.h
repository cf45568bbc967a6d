// A timeline for programs.
#pragma once

#include "engine/session/json.h"
#include "engine/session/snapshot_timeline.h"

namespace bp {

/// The member "changes": what was set on the way, up to `step`.
void write_changes(const TimelinePart& timeline, std::int64_t step, JsonWriter& json);
/// The member "timeline": where the run can be gone to, and what was changed on the way.
void write_timeline(const TimelinePart& timeline, JsonWriter& json);

}  // namespace bp
