// Where the unfolded plane and its points stand between two layers. No drawing in here.
#pragma once

#include <imgui.h>

#include <array>

#include "engine/session/settings.h"
#include "engine/session/snapshot.h"
#include "web/views/marks.h"
#include "web/views/ui_state.h"

namespace bp {

/// How long the way to a chosen layer takes, in seconds.
inline constexpr double kUnfoldSeconds = 0.12;

/// Whether the part that is there belongs to the network that is shown.
[[nodiscard]] bool has_unfolding(const Snapshot& snapshot);
/// The axes the settings ask for.
[[nodiscard]] UnfoldAxes chosen_axes(const Settings& settings);

/// Between layer `layer` (t = 0) and the next one (t = 1); 0 is the input.
struct UnfoldPlace {
  std::size_t layer = 0;
  float t = 0;
  [[nodiscard]] bool is_at_layer() const { return t == 0; }
};
/// Follows what was chosen; asks for frames while it is under way.
[[nodiscard]] UnfoldPlace unfold_place(std::size_t layers, UiState& ui);

/// A part of the data among the unfolded points: `count` of them from `first` on.
struct UnfoldedPart {
  DrawnPart drawn;
  std::size_t first = 0, count = 0;
};
/// In the order they are drawn.
[[nodiscard]] std::array<UnfoldedPart, 3> unfolded_parts(const Snapshot& snapshot,
                                                         const Settings& settings);

/// Point i (lattice, training, validation, test) in the unit square's coordinates, −1 … 1 each way,
/// y upwards.
[[nodiscard]] ImVec2 unfolded(const Unfolding& seen, const UnfoldPlace& place, std::size_t i);

/// The part of a·x + b·y = c inside −1 … 1; false where there is none.
[[nodiscard]] bool clip_line(float a, float b, float c, ImVec2& from, ImVec2& to);
/// The separating line's part inside the last hidden layer's square.
[[nodiscard]] bool shown_line(const Unfolding& seen, ImVec2& from, ImVec2& to);
/// Where no line meets it: whether the answer is above the line's in the middle of that square, and
/// so in all of the shown plane.
[[nodiscard]] bool is_all_above(const Unfolding& seen);

}  // namespace bp
