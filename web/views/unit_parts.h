// What the network's picture and the unit panel share: a unit's map, the inspected unit, weights
// set by hand.
#pragma once

#include "web/views/views.h"

namespace bp {

/// The unit that the settings name, in a network that may be smaller.
struct InspectedUnit {
  int layer = 0, unit = 0;  ///< 0-based
};
[[nodiscard]] InspectedUnit inspected_unit(const Snapshot& snapshot, const Settings& settings);
/// Makes it the inspected one and opens the panel; where the open panel follows the chosen layer
/// (maths, symmetry) only when the unit is chosen a second time.
void inspect_unit(const Settings& settings, const UiState& ui, CommandSink& sink, int layer,
                  int unit);

/// What unit `unit` of layer `layer` (−1: inputs) answers over the plane.
void draw_unit_map(const UiState& ui, ImDrawList& draw, const Snapshot& snapshot, int layer,
                   int unit, ImVec2 min, ImVec2 max);

/// A weight, as the command names it: counted from 1, input 0 is the bias.
struct WeightRef {
  int layer = 1, unit = 1, input = 0;
};
[[nodiscard]] float weight_value(const Snapshot& snapshot, const WeightRef& weight);
/// Sets it; `is_new` starts another entry to undo, else the last one goes on.
void set_weight(const Snapshot& snapshot, UiState& ui, CommandSink& sink, const WeightRef& weight,
                float value, bool is_new);
[[nodiscard]] bool can_undo_weight(const Snapshot& snapshot, const Settings& settings,
                                   const UiState& ui);
/// Takes the last one back, at the step where it was set.
void undo_weight(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                 CommandSink& sink);

}  // namespace bp
