// Headings over the columns: names, − / + units, remove and add a layer.
#pragma once

#include "engine/session/command.h"
#include "engine/session/settings.h"
#include "web/views/network_layout.h"

namespace bp {

[[nodiscard]] LayerList with_units(LayerList list, int layer, int units);
[[nodiscard]] LayerList without_layer(LayerList list, int layer);
/// A new hidden layer before `layer` (its units: those of the neighbour at the left, or 8).
[[nodiscard]] LayerList with_layer_at(LayerList list, int layer);

void draw_heads(const Snapshot& snapshot, const Settings& settings, UiState& ui, CommandSink& sink,
                const NetworkLayout& layout);

}  // namespace bp
