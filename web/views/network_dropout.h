// Dropout on the network picture: which units were silent, what the others were multiplied by, and
// the switch between training and evaluation.
#pragma once

#include "web/views/network_layout.h"
#include "web/views/views.h"

namespace bp {

/// Whether any hidden layer has a rate above 0.
[[nodiscard]] bool has_dropout(const Snapshot& snapshot, const Settings& settings);
/// Snapshot::masks of a hidden unit; NaN where there is none.
[[nodiscard]] float mask_of(const Snapshot& snapshot, int layer, int unit);
/// Whether the picture shows the units that were silent.
[[nodiscard]] bool shows_silent(const Snapshot& snapshot, const Settings& settings);
/// What a hidden unit's activation is multiplied by in the mode that is shown: in training 0 where
/// it was silent; NaN where there was no batch yet, or the unit is none of a hidden layer.
[[nodiscard]] float unit_factor(const Snapshot& snapshot, const Settings& settings, int layer,
                                int unit);

/// The switch and what it shows in words; nothing without dropout. Advances the cursor.
void dropout_row(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                 CommandSink& sink);
/// Darkens the silent units.
void draw_silent_units(const UiState& ui, ImDrawList& draw, const Snapshot& snapshot,
                       const Settings& settings, const NetworkLayout& layout);

}  // namespace bp
