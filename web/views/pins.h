// Runs that were pinned: frozen copies to compare the present one with. They live in the interface
// alone, so they survive whatever happens to training.
#pragma once

#include <span>
#include <string_view>

#include "engine/session/command.h"
#include "engine/session/schema.h"
#include "engine/session/snapshot.h"
#include "web/views/plot.h"
#include "web/views/ui_state.h"

namespace bp {

struct PinnedRun {
  Settings settings;  ///< when it was pinned
  Snapshot shown;     ///< what is compared: field, points, curves, scores, timeline
};

/// "A", "B", "C".
[[nodiscard]] std::string_view pin_letter(std::size_t slot);
[[nodiscard]] ImU32 pin_color(const Theme& theme, std::size_t slot);
[[nodiscard]] std::size_t pin_count(const UiState& ui);
/// Keeps the run as it is shown, in the first free place; returns the place, or −1 if there is none
/// or nothing to keep.
int pin_run(const Snapshot& snapshot, const Settings& settings, UiState& ui);
void unpin(UiState& ui, std::size_t slot);
/// Whether the pin's start and its setting changes lead to the same bits again.
[[nodiscard]] bool is_reproducible(const PinnedRun& pin);
/// Asks for the pinned run anew: its start, its changes, up to its step. View settings stay.
void go_back_to(const PinnedRun& pin, const Settings& now, CommandSink& sink);
/// The first training fields in which a pin differs from the present settings; how many.
std::size_t differing_fields(const UiState& ui, const Settings& now, std::span<const Field*> out);

/// Pinned loss curves in a plot of the present ones: dashed the test, dotted the training curve.
void draw_pinned_curves(const UiState& ui, ImDrawList& draw, const Plot& plot);
/// Takes them into the ranges of the axes.
void add_pinned_extent(const UiState& ui, bool is_log, Extent& y, double& last_epoch);

}  // namespace bp
