#include "web/views/column_menu.h"

#include <algorithm>
#include <cmath>

#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kNumberWidth = 30, kMostName = 220;  // points

}  // namespace

bool column_item(UiState& ui, int i, std::string_view name, ItemMark mark, float width) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const bool is_current = mark == ItemMark::Check;
  ImGui::PushID(i);
  ShortText text;
  const Face face = is_current ? Face::Semibold : Face::Regular;
  const float room = width - dp(ui, kNumberWidth + 38);
  const std::string_view shown = shortened(ui, face, TextSize::Body, name, room, text);
  const bool is_clicked = menu_item(ui, "column", {}, is_current, true,
                                    shown == name ? std::string_view{} : name, width, false);
  ImGui::PopID();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float height = dp(ui, finger(ui, kMenuItemHeight));
  const auto line_top = [&](TextSize size) {
    return min.y + std::round((height - line_height(ui, size)) / 2);
  };
  NumberText number;
  draw_text(ui, draw, {min.x + dp(ui, kNumberWidth), line_top(TextSize::Small)},
            ui.theme->secondary, Face::Mono, TextSize::Small, format_count(number, i + 1),
            Align::Right);
  draw_text(ui, draw, {min.x + dp(ui, kNumberWidth + 8), line_top(TextSize::Body)}, ui.theme->text,
            face, TextSize::Body, shown);
  if (mark == ItemMark::EmptyBox || mark == ItemMark::CheckedBox) {
    const float side = dp(ui, 14);
    const ImVec2 box(min.x + width - dp(ui, 22), snap(ui, min.y + (height - side) / 2));
    draw_check_box(ui, draw, box, side, mark == ItemMark::CheckedBox);
  }
  return is_clicked;
}

float column_menu_width(const UiState& ui, std::span<const std::string> names) {
  float widest = 0;
  for (const std::string& name : names) {
    widest = std::max(widest, measure(ui, Face::Semibold, TextSize::Body, name).x);
  }
  return std::min(std::ceil(widest), dp(ui, kMostName)) + dp(ui, kNumberWidth + 46);
}

int column_menu(UiState& ui, const char* id, std::span<const std::string> names, int current,
                ImVec2 anchor_min, ImVec2 anchor_max) {
  if (!ImGui::IsPopupOpen(id)) return -1;
  const int count = static_cast<int>(names.size());
  const float width = column_menu_width(ui, names);
  const float row = dp(ui, finger(ui, kMenuItemHeight));
  const int rows = std::min(count, kMostColumnRows);
  if (!begin_menu(ui, id, anchor_min, anchor_max, width, rows)) return -1;
  if (ImGui::IsWindowAppearing()) {  // what is chosen stands in the middle
    ImGui::SetScrollY(row * (static_cast<float>(current) - 0.5F * static_cast<float>(rows)));
  }
  int chosen = -1;
  ImGuiListClipper clipper;
  clipper.Begin(count, row);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const ItemMark mark = i == current ? ItemMark::Check : ItemMark::None;
      if (!column_item(ui, i, names[static_cast<std::size_t>(i)], mark, width)) continue;
      chosen = i;
      ImGui::CloseCurrentPopup();
    }
  }
  end_menu();
  return chosen;
}

ColumnSet written_out(const ColumnSet& columns, int count) {
  ColumnSet out;
  for (int i = 0; i < count; ++i) {
    const auto bit = static_cast<std::size_t>(i);
    out.set(bit, columns.none() || columns.test(bit));
  }
  return out;
}

ColumnSet as_setting(const ColumnSet& columns, int count) {
  return static_cast<int>(columns.count()) == count ? ColumnSet{} : columns;
}

}  // namespace bp
