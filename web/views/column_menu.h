// Menus of a table's columns: one of them, or a check box each.
#pragma once

#include <imgui.h>

#include <span>
#include <string>

#include "engine/data/columns.h"
#include "web/views/ui_state.h"

namespace bp {

/// Lines a menu of columns shows; the others scroll.
inline constexpr int kMostColumnRows = 14;

/// The menu `id` under an anchor, opened by open_menu(): every column with its number from 1.
/// Returns the 0-based column chosen in this frame, or −1.
int column_menu(UiState& ui, const char* id, std::span<const std::string> names, int current,
                ImVec2 anchor_min, ImVec2 anchor_max);

/// One line of such a menu: number, name, and a check mark or box; returns true when clicked.
enum class ItemMark { None, Check, EmptyBox, CheckedBox };
bool column_item(UiState& ui, int i, std::string_view name, ItemMark mark, float width);
/// The width that shows every name, within reason.
[[nodiscard]] float column_menu_width(const UiState& ui, std::span<const std::string> names);

/// The columns a set means of `count`: none at all means every one.
[[nodiscard]] ColumnSet written_out(const ColumnSet& columns, int count);
/// As the settings have it: every one of `count` is the empty set.
[[nodiscard]] ColumnSet as_setting(const ColumnSet& columns, int count);

}  // namespace bp
