// What the maths panel shows: layer, part of the loop, batch or sample, the form of the bias.
#pragma once

#include "engine/session/command.h"
#include "web/views/maths_model.h"
#include "web/views/ui_state.h"

namespace bp {

/// Returns its height.
float maths_header(const Snapshot& snapshot, const Settings& settings, const Maths& maths,
                   UiState& ui, CommandSink& sink, float width);

}  // namespace bp
