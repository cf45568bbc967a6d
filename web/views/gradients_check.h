// The gradients shown against central differences: a button asks, a table answers.
#pragma once

#include "engine/core/types.h"
#include "web/views/views.h"

namespace bp {

/// Asks the session and opens the table; closes it if it is open.
BP_APART void ask_check(const Snapshot& snapshot, UiState& ui, CommandSink& sink);
/// What came of it, one row a layer, in place of the history.
BP_APART void draw_check(const Snapshot& snapshot, UiState& ui, ImVec2 min, ImVec2 max);

}  // namespace bp
