// Columns of a table: "3 of 30 ▾" opens a check box for each, with the same as text: "1-2,7".
#include <algorithm>
#include <cmath>

#include "engine/session/codec.h"
#include "web/views/column_menu.h"
#include "web/views/controls.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kBoxRow = 32, kBox = 26, kHead = 36;

void post_columns(const ControlContext& c, const Field& field, const ColumnsKind& kind,
                  const ColumnSet& columns) {
  const int count = static_cast<int>(c.snapshot.column_names.size());
  Settings next = c.settings;
  next.*kind.member = as_setting(columns, count);
  c.sink.set(field.key, to_text(field, next));
}

// The text that a link has; returns what was typed.
std::string_view typed_columns(const ControlContext& c, const Field& field, ImVec2 right_top,
                               float height) {
  const std::string text = to_text(field, c.settings);
  ShortText cut;
  const std::string_view shown =
      shortened(c.ui, Face::Mono, TextSize::Label, text, dp(c.ui, 88), cut);
  return editable_value(c.ui, "typed", shown, text.c_str(), right_top, height);
}

// All, None, and the text.
void columns_head(const ControlContext& c, const Field& field, const ColumnsKind& kind,
                  float width) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float gap = dp(c.ui, 4), top = min.y + dp(c.ui, 5);
  const int count = static_cast<int>(c.snapshot.column_names.size());
  ColumnSet& draft = *c.ui.columns_draft;
  const std::string_view all = word(c.ui, Word::all_columns), none = word(c.ui, Word::no_columns);
  ImGui::SetCursorScreenPos({min.x + gap, top});
  if (chip(c.ui, "all", all, static_cast<int>(draft.count()) == count)) {
    draft = written_out({}, count);
    post_columns(c, field, kind, draft);
  }
  ImGui::SetCursorScreenPos({min.x + 2 * gap + chip_size(c.ui, all).x, top});
  if (chip(c.ui, "none", none, draft.none())) draft.reset();
  const float height = chip_size(c.ui, all).y, right = min.x + width - dp(c.ui, 8);
  if (draft.none()) {
    draw_text(c.ui, *ImGui::GetWindowDrawList(),
              {right, top + std::round((height - line_height(c.ui, TextSize::Small)) / 2)},
              c.ui.theme->warning, Face::Regular, TextSize::Small, word(c.ui, Word::columns_needed),
              Align::Right);
  } else {
    const std::string_view typed = typed_columns(c, field, {right, top}, height);
    if (!typed.empty()) {
      c.sink.set(field.key, std::string(typed));
      c.ui.columns_draft.reset();
    }
  }
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy({width, dp(c.ui, kHead)});
}

void columns_list(const ControlContext& c, const Field& field, const ColumnsKind& kind,
                  ImVec2 size) {
  const std::vector<std::string>& names = c.snapshot.column_names;
  if (ImGui::BeginChild("list", size)) {
    drag_to_scroll(c.ui);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(names.size()), dp(c.ui, finger(c.ui, kMenuItemHeight)));
    while (clipper.Step()) {
      for (int i = clipper.DisplayStart; i < clipper.DisplayEnd && c.ui.columns_draft; ++i) {
        const auto bit = static_cast<std::size_t>(i);
        ColumnSet& draft = *c.ui.columns_draft;
        const ItemMark mark = draft.test(bit) ? ItemMark::CheckedBox : ItemMark::EmptyBox;
        if (!column_item(c.ui, i, names[bit], mark, size.x - dp(c.ui, 8))) continue;
        draft.flip(bit);
        if (draft.any()) post_columns(c, field, kind, draft);
      }
    }
  }
  ImGui::EndChild();
}

void columns_popup(const ControlContext& c, const Field& field, const ColumnsKind& kind, ImVec2 min,
                   ImVec2 max) {
  const std::vector<std::string>& names = c.snapshot.column_names;
  const int count = static_cast<int>(names.size());
  if (!ImGui::IsPopupOpen("columns")) {
    c.ui.columns_draft.reset();
    return;
  }
  if (!c.ui.columns_draft) c.ui.columns_draft = written_out(c.settings.*kind.member, count);
  const float width = std::max(dp(c.ui, 240), column_menu_width(c.ui, names) + dp(c.ui, 8));
  const float room = ImGui::GetIO().DisplaySize.y - dp(c.ui, 32 + kHead);
  const float list = std::min(static_cast<float>(std::min(count, kMostColumnRows)) *
                                  dp(c.ui, finger(c.ui, kMenuItemHeight)),
                              room);
  if (!begin_popup(c.ui, "columns", min, max, {width, list + dp(c.ui, kHead)})) return;
  columns_head(c, field, kind, width);
  if (c.ui.columns_draft) columns_list(c, field, kind, {width, list});
  end_menu();
}

// "3 of 30 ▾"; opens the menu.
void columns_box(const ControlContext& c, ImVec2 min, ImVec2 max, std::string_view text) {
  ImGui::SetCursorScreenPos(min);
  if (ImGui::InvisibleButton("box", {max.x - min.x, max.y - min.y})) open_menu("columns");
  const bool is_hovered = ImGui::IsItemHovered(), is_open = ImGui::IsPopupOpen("columns");
  if (is_hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const Theme& t = *c.ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRect(min, max, is_open ? t.accent : is_hovered ? t.secondary : t.line, dp(c.ui, 6));
  const float middle = 0.5F * (min.y + max.y);
  draw_text(c.ui, draw,
            {min.x + dp(c.ui, 9), std::round(middle - line_height(c.ui, TextSize::Body) / 2)},
            t.text, Face::Regular, TextSize::Body, text);
  draw_icon(c.ui, draw, Icon::Down, {max.x - dp(c.ui, 13), middle}, dp(c.ui, 9), t.text);
}

}  // namespace

void columns_control(const ControlContext& c, const Field& field, const ColumnsKind& kind) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float height = dp(c.ui, kBoxRow);
  const std::string_view name = label(c.ui, field);
  ImGui::InvisibleButton("label", {c.width / 2, height});
  help_tooltip(c.ui, help(c.ui, field), name);
  draw_text(c.ui, *ImGui::GetWindowDrawList(),
            {min.x, min.y + std::round((height - line_height(c.ui, TextSize::Body)) / 2)},
            c.ui.theme->text, Face::Regular, TextSize::Body, name);
  const int count = static_cast<int>(c.snapshot.column_names.size());
  const ImVec2 right_top(min.x + c.width, min.y);
  if (count == 0) {  // a table that is not here yet
    const std::string_view typed = typed_columns(c, field, right_top, height);
    if (!typed.empty()) c.sink.set(field.key, std::string(typed));
  } else {
    Phrase phrase;
    NumberText some, all;
    const auto chosen = static_cast<long long>(written_out(c.settings.*kind.member, count).count());
    const std::string_view text = fill(phrase, word(c.ui, Word::columns_of),
                                       {format_count(some, chosen), format_count(all, count)});
    const float wide = measure(c.ui, Face::Regular, TextSize::Body, text).x + dp(c.ui, 31);
    const float box = std::min(std::max(dp(c.ui, 104), wide), c.width);
    const ImVec2 box_min(right_top.x - box, min.y + dp(c.ui, 3));
    const ImVec2 box_max(right_top.x, box_min.y + dp(c.ui, kBox));
    columns_box(c, box_min, box_max, text);
    columns_popup(c, field, kind, box_min, box_max);
  }
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy({c.width, height});
}

}  // namespace bp
