// The panels as the layout names them, and what can be asked about one.
#pragma once

#include "web/views/views.h"

namespace bp {

/// The panel of an index into kPanels of engine/session/options.h, as layouts hold them.
[[nodiscard]] const Panel& panel_row(int panel);
/// That index for a key, or −1.
[[nodiscard]] int panel_index(std::string_view key);
/// Whether its view's code has been loaded; if not, it is sent for.
[[nodiscard]] Here panel_code(const UiState& ui, const Panel& panel);
[[nodiscard]] std::string_view panel_label(const UiState& ui, int panel);
/// One sentence: what am I looking at?
[[nodiscard]] std::string_view panel_about(const UiState& ui, int panel);

/// The layout on screen: what is being dragged, else the settings', without hidden panels.
[[nodiscard]] LayoutTree shown_layout(const Settings& settings, const UiState& ui);
/// The same without hidden panels; the boundary stays where none would be left.
[[nodiscard]] LayoutTree without_hidden(const LayoutTree& tree, const Settings& settings);
/// Whether panels may be carried about, closed and resized by hand.
[[nodiscard]] bool can_rearrange(const Settings& settings);
/// Opens a panel if it is closed, and shows it. The stack that held the last choice keeps it.
void choose_panel(const Settings& settings, int panel, CommandSink& sink);
void close_panel(const Settings& settings, int panel, CommandSink& sink);
void set_layout(const LayoutTree& tree, CommandSink& sink);

}  // namespace bp
