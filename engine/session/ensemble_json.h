// An ensemble's scores as JSON, the same in the report, the dump and the page's snapshot.
#pragma once

#include "engine/session/json.h"
#include "engine/session/settings.h"
#include "engine/session/snapshot.h"

namespace bp {

/// The member "ensemble": what members differ by, and on the test part loss and score of the mean
/// answer and of each member by itself. Nothing for a single network.
void write_ensemble(const Snapshot& s, const Settings& settings, JsonWriter& json);

}  // namespace bp
