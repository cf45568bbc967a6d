// Menus of a table's columns: one of them, or a check box each.
#pragma once

#include <imgui.h>

#include <span>
#include <string>

#include "engine/data/columns.h"
#include "web/views/ui_state.h"

namespace bp {

/// The menu `id` under an anchor, opened by open_menu(): every column with its number from 1.
/// Returns the 0-based column chosen in this frame, or −1.
int column_menu(UiState& ui, const char* id, std::span<const std::string> names, int current,
                ImVec2 anchor_min, ImVec2 anchor_max);

/// How many of `count` columns a set means: none at all means every one.
[[nodiscard]] int chosen_columns(const ColumnSet& columns, int count);
/// The same with column `i` changed; written out, so that all of them are bits.
[[nodiscard]] ColumnSet with_column(const ColumnSet& columns, int count, int i, bool is_on);

}  // namespace bp
