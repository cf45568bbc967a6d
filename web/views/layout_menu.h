// The menu of arrangements and panels in the header.
#pragma once

#include "web/views/views.h"

namespace bp {

/// A square button at the cursor and its menu.
void layout_menu_button(const Settings& settings, UiState& ui, CommandSink& sink);

}  // namespace bp
