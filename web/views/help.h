// The overlay behind "?".
#pragma once

#include "web/views/ui_state.h"

namespace bp {

/// Draws the overlay in the middle of the display if it is open; closes on Escape or a click
/// outside.
void help_overlay(UiState& ui, ImVec2 display);

}  // namespace bp
