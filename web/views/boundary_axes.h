// The axes of a table's plane: names that are menus of columns, ranges, and what is held fixed.
#pragma once

#include "engine/session/command.h"
#include "engine/session/settings.h"
#include "engine/session/snapshot.h"
#include "web/views/boundary_plane.h"
#include "web/views/marks.h"
#include "web/views/ui_state.h"

namespace bp {

/// Room the axes take at the left of the plane and under it; none for a plane of x₁ and x₂.
struct Gutters {
  float left = 0, bottom = 0;
};
[[nodiscard]] Gutters axis_gutters(const UiState& ui, const Snapshot& snapshot);
/// Ranges and names along the left and lower edge. A click on a name chooses another column.
void draw_axes(const Snapshot& snapshot, const Settings& settings, UiState& ui, CommandSink& sink,
               const Plane& plane);
/// What the plane shows and where the other columns are held, in the toggles' row from `left` on.
void plane_choices(const Settings& settings, UiState& ui, CommandSink& sink, ImVec2 left,
                   float right);
/// "x₁ = 0.5,  x₂ = −1" as lines of a tip, or the columns' names and values.
void tip_place(const UiState& ui, const Snapshot& snapshot, float x, float y);

}  // namespace bp
