// Values under the cursor in the report's pictures.
#pragma once

#include "engine/session/snapshot.h"
#include "web/views/plot.h"
#include "web/views/ui_state.h"

namespace bp {

/// The matrix begins at `min`, its cells are `cell` wide.
void confusion_tip(const UiState& ui, const Snapshot& snapshot, ImVec2 min, float cell);
void roc_tip(const UiState& ui, const Snapshot& snapshot, const Plot& plot);
void predicted_tip(const UiState& ui, const Snapshot& snapshot, const Plot& plot);
void residuals_tip(const UiState& ui, const Snapshot& snapshot, ImVec2 min, ImVec2 max);

}  // namespace bp
