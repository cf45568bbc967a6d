// The gradients by layer in one line, for where their panel is behind another.
#pragma once

#include "web/views/views.h"

namespace bp {

/// Draws it at `min`; whether it was clicked.
bool gradients_strip(const Snapshot& snapshot, UiState& ui, ImVec2 min, ImVec2 size);

}  // namespace bp
