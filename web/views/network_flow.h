// What the last phase of the loop did, on the network's picture: values forward, sensitivities
// back.
#pragma once

#include "engine/session/snapshot.h"
#include "web/views/network_layout.h"
#include "web/views/phases.h"

namespace bp {

/// Arrows between the columns that the phase worked on, with what they carry, over the lower edge
/// of the units' area.
void draw_flow(UiState& ui, ImDrawList& draw, const Snapshot& snapshot, const NetworkLayout& layout,
               const ShownPhase& shown);

}  // namespace bp
