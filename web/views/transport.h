// The parts of the transport that the layout places: bar, title, and what to say about a run.
#pragma once

#include "engine/session/command.h"
#include "engine/session/schema.h"
#include "engine/session/snapshot.h"
#include "web/views/ui_state.h"
#include "web/views/words.h"

namespace bp {

/// Heights in points.
inline constexpr float kTransportHeight = 48;
/// Of the single-column layout's transport on a screen of that height: a line of text more where
/// there is room for it.
[[nodiscard]] constexpr float compact_transport_height(float screen) {
  return screen >= 480 ? 112 : 96;
}

/// Single-column layout: title, share, theme and help, above the panels.
void title_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
/// Why training stopped, if it did; nothing otherwise.
void run_notice_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
/// The goal as a checklist, if there is one.
void goal_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
/// Notices about clamped values and the like, with a button to dismiss them.
void notices_view(const Snapshot&, const Settings&, UiState&, CommandSink&);
/// A notice in the language of the interface.
[[nodiscard]] std::string notice_sentence(const UiState& ui, const Notice& notice);

/// The layout (not in the single column), share, theme and help buttons with their right edge at
/// `right`; returns their left edge.
float menu_buttons(const Settings& settings, UiState& ui, CommandSink& sink, ImVec2 right_top,
                   bool has_words);
/// Whether any of those is to be seen; or any of what runs the training, its numbers left out.
[[nodiscard]] bool has_menu_buttons(const Settings& settings, const UiState& ui);
[[nodiscard]] bool has_transport(const Settings& settings);
/// Play, step, reset and speed in a row; returns its width.
float transport_row(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                    CommandSink& sink, ImVec2 pos, bool has_words);
/// "1 epoch", "0.5 epochs": the form of `forms` that goes with the rate as it is written.
std::string_view counted_rate(const UiState& ui, Word forms, float rate, Phrase& out);
/// How fast the run goes, in one small line.
void rates_line(const Snapshot& snapshot, const UiState& ui, ImVec2 pos);
/// Key numbers from `pos` as far as `right` allows.
void key_numbers(const Snapshot& snapshot, const Settings& settings, UiState& ui, ImVec2 pos,
                 float right, float gap);

}  // namespace bp
