#include "web/views/column_menu.h"

#include <algorithm>
#include <cmath>

#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kNumberWidth = 30, kMostName = 220;  // points

float names_width(const UiState& ui, std::span<const std::string> names) {
  float widest = 0;
  for (const std::string& name : names) {
    widest = std::max(widest, measure(ui, Face::Regular, TextSize::Body, name).x);
  }
  return std::min(std::ceil(widest), dp(ui, kMostName));
}

// One line: number, name, and a check mark.
bool column_item(UiState& ui, int i, std::string_view name, bool is_current, float width) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  ImGui::PushID(i);
  ShortText text;
  const float room = width - dp(ui, kNumberWidth + 36);
  const std::string_view shown = shortened(ui, Face::Regular, TextSize::Body, name, room, text);
  const bool is_clicked = menu_item(ui, "column", {}, is_current, true,
                                    shown == name ? std::string_view{} : name, width);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float height = dp(ui, kMenuItemHeight);
  NumberText number;
  draw_text(ui, draw,
            {min.x + dp(ui, kNumberWidth),
             min.y + std::round((height - line_height(ui, TextSize::Small)) / 2)},
            ui.theme->secondary, Face::Mono, TextSize::Small, format_count(number, i + 1),
            Align::Right);
  draw_text(ui, draw,
            {min.x + dp(ui, kNumberWidth + 8),
             min.y + std::round((height - line_height(ui, TextSize::Body)) / 2)},
            ui.theme->text, is_current ? Face::Semibold : Face::Regular, TextSize::Body, shown);
  ImGui::PopID();
  return is_clicked;
}

}  // namespace

int column_menu(UiState& ui, const char* id, std::span<const std::string> names, int current,
                ImVec2 anchor_min, ImVec2 anchor_max) {
  if (!ImGui::IsPopupOpen(id)) return -1;
  const int count = static_cast<int>(names.size());
  const float width = names_width(ui, names) + dp(ui, kNumberWidth + 44);
  if (!begin_menu(ui, id, anchor_min, anchor_max, width, count)) return -1;
  int chosen = -1;
  ImGuiListClipper clipper;
  clipper.Begin(count, dp(ui, kMenuItemHeight));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      if (column_item(ui, i, names[static_cast<std::size_t>(i)], i == current, width)) chosen = i;
    }
  }
  end_menu();
  return chosen;
}

int chosen_columns(const ColumnSet& columns, int count) {
  if (columns.none()) return count;
  int chosen = 0;
  for (int i = 0; i < count; ++i) chosen += columns.test(static_cast<std::size_t>(i)) ? 1 : 0;
  return chosen;
}

ColumnSet with_column(const ColumnSet& columns, int count, int i, bool is_on) {
  ColumnSet out = columns;
  if (columns.none()) {
    for (int k = 0; k < count; ++k) out.set(static_cast<std::size_t>(k));
  }
  out.set(static_cast<std::size_t>(i), is_on);
  return out;
}

}  // namespace bp
