// The lower row: which panel is open, and the tabs that choose it.
#pragma once

#include "web/views/views.h"

namespace bp {

[[nodiscard]] const Panel& current_panel(const Settings& settings);
void lower_tabs(const Settings& settings, UiState& ui, CommandSink& sink);

}  // namespace bp
