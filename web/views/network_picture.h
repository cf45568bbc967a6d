// Inputs that are the pixels of a picture: their weights, drawn as a picture.
#pragma once

#include <imgui.h>

#include <vector>

#include "web/views/network_links.h"

namespace bp {

/// How much an input weighs: its signed weight into a unit of the first layer; for unit −1 the
/// length of all weights that leave it. Not a number where weights are not published.
[[nodiscard]] float input_weight(const Snapshot& snapshot, int unit, int input);
/// What to divide input_weight() by.
[[nodiscard]] float largest_input_weight(const Snapshot& snapshot, int unit);

/// The square of pixels with a caption under it. While a unit of the first layer stands out, the
/// weights are its own.
void draw_picture_column(const UiState& ui, ImDrawList& draw, const Snapshot& snapshot,
                         const Column& column, const Emphasis& emphasis);

}  // namespace bp
