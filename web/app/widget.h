// A page whose author left one panel and a few controls: the panel, and under it a bar with the
// rest.
#pragma once

#include "web/app/stage.h"

namespace bp {

/// The panel that is left where that is so, else −1.
[[nodiscard]] int widget_panel(const Settings& settings);
/// Draws both into `area`.
void draw_widget(const Stage& s, int panel, const Rect& area);

}  // namespace bp
