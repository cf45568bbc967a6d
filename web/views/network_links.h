// The lines between units: a weight, its gradient or its last update as width and colour.
#pragma once

#include <span>

#include "engine/session/snapshot.h"
#include "web/views/network_layout.h"

namespace bp {

enum class LinkMode { Weights, Gradients, Updates };  // rows of the field `links`

/// The flat array a mode shows; empty if it was not published.
[[nodiscard]] std::span<const float> link_values(const Snapshot& snapshot, LinkMode mode);
/// The value of a link, NaN if it is not there.
[[nodiscard]] float link_value(const Snapshot& snapshot, LinkMode mode, const LinkRef& link);
/// The bias of a unit in the array of a mode, NaN if it is not there.
[[nodiscard]] float bias_value(const Snapshot& snapshot, LinkMode mode, int layer, int unit);

/// What stands out: a unit, or a layer (its incoming links), or one link.
struct Emphasis {
  int layer = -2, unit = -1;
  LinkRef link;
  bool shows_silent = false;  ///< links of units that dropout silenced step back
};

void draw_links(const UiState& ui, ImDrawList& draw, const Snapshot& snapshot,
                const NetworkLayout& layout, LinkMode mode, const Emphasis& emphasis);

}  // namespace bp
