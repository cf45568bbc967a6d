// The whole interface of one frame: places the views in the layout and draws what is around them.
#pragma once

#include "engine/session/command.h"
#include "engine/session/settings.h"
#include "engine/session/snapshot.h"
#include "web/views/ui_state.h"

namespace bp {

void draw_screen(const Snapshot& snapshot, const Settings& settings, UiState& ui, CommandSink& sink,
                 ImVec2 size);
/// Space, →, R: only when nothing is being typed or dragged and no menu is open.
void keyboard_shortcuts(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                        CommandSink& sink);

}  // namespace bp
