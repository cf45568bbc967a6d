// What the plane and the 1-D fit share: title with its legend, toggles under the picture.
#pragma once

#include "engine/session/command.h"
#include "engine/session/settings.h"
#include "engine/session/snapshot.h"
#include "web/views/ui_state.h"
#include "web/views/words.h"

namespace bp {

/// Title, "● train ○ test", and for classes the probability / classes switch.
void boundary_title(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                    CommandSink& sink);
/// Test points and truth on and off, at the cursor, in as many rows as the width asks for; `hint`
/// stands at the right end. A table's plane is chosen here, too.
void boundary_toggles(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                      CommandSink& sink, std::string_view hint);
/// Height of those rows in so much width.
[[nodiscard]] float toggles_height(const Snapshot& snapshot, const Settings& settings,
                                   const UiState& ui, float room);

/// Value, classes' outputs, error and place under the pointer, at shares of the plane.
void place_tip(const UiState& ui, const Snapshot& snapshot, const Settings& settings, float share_x,
               float share_y);

/// 1-D data: points, prediction and true function with axes, in the remaining region.
void fit_view(const Snapshot& snapshot, const Settings& settings, UiState& ui, CommandSink& sink);

}  // namespace bp
