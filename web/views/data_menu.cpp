#include "web/views/data_menu.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/session/options.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kPicture = 26, kRow = 36, kHeading = 24, kPad = 8;  // points
constexpr int kMostColumns = 3;

// How the cells are laid out: columns of equal width, as many as the display allows.
struct MenuShape {
  int columns = 1;
  float cell = 0, width = 0, height = 0;
};

int count_in(DataGroup group) {
  int count = 0;
  for (const Dataset& set : datasets()) count += group_of(set) == group ? 1 : 0;
  return count;
}

MenuShape menu_shape(const UiState& ui, const Field& field, const OptionTable& options) {
  float widest = 0;
  for (int i = 0; i < options.count(); ++i) {
    const std::string_view text = option_label(ui, field, options.at(i));
    widest = std::max(widest, measure(ui, Face::Semibold, TextSize::Body, text).x);
  }
  MenuShape shape;
  shape.cell = std::ceil(widest) + dp(ui, kPicture + 3 * kPad);
  const float room = ImGui::GetIO().DisplaySize.x - dp(ui, 40);
  shape.columns = std::clamp(static_cast<int>(room / shape.cell), 1, kMostColumns);
  shape.width = static_cast<float>(shape.columns) * shape.cell;
  for (int g = 0; g < kDataGroups; ++g) {
    const int rows = (count_in(static_cast<DataGroup>(g)) + shape.columns - 1) / shape.columns;
    shape.height += dp(ui, kHeading) + static_cast<float>(rows) * dp(ui, kRow);
  }
  return shape;
}

bool data_cell(UiState& ui, const Dataset& set, const Option& shown, bool is_current, ImVec2 min,
               const MenuShape& shape, float popup_right) {
  const ImVec2 max(min.x + shape.cell, min.y + dp(ui, kRow));
  ImGui::SetCursorScreenPos(min);
  const bool is_clicked = ImGui::InvisibleButton("set", {max.x - min.x, max.y - min.y});
  const Theme& t = *ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (ImGui::IsItemHovered()) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    draw.AddRectFilled(min, max, t.accent_soft, dp(ui, 4));
  }
  if (is_current) draw.AddRect(min, max, t.accent, dp(ui, 4));
  const float side = dp(ui, kPicture), middle = 0.5F * (min.y + max.y);
  draw_data_picture(ui, draw, set,
                    {min.x + dp(ui, kPad) / 2 + dp(ui, 1), snap(ui, middle - side / 2)}, side);
  draw_text(ui, draw,
            {min.x + side + dp(ui, 1.75F * kPad),
             std::round(middle - line_height(ui, TextSize::Body) / 2)},
            t.text, is_current ? Face::Semibold : Face::Regular, TextSize::Body, shown.label);
  const ImVec2 beside{popup_right + dp(ui, 12), min.y - dp(ui, 4)};
  help_tooltip(ui, shown.help, {}, &beside);
  if (is_clicked) ImGui::CloseCurrentPopup();
  return is_clicked;
}

// One group: its heading, then its cells row by row from `top`; returns where it ends.
float group_cells(UiState& ui, const Field& field, const ChoiceKind& kind, const Settings& settings,
                  DataGroup group, ImVec2 top, const MenuShape& shape, CommandSink& sink) {
  const float line = line_height(ui, TextSize::Small);
  draw_text(ui, *ImGui::GetWindowDrawList(),
            {top.x + dp(ui, kPad) / 2, top.y + std::round((dp(ui, kHeading) - line) / 2)},
            ui.theme->secondary, Face::Semibold, TextSize::Small, word(ui, heading_of(group)));
  const float y0 = top.y + dp(ui, kHeading);
  int place = 0;
  for (int i = 0; i < kind.options.count(); ++i) {
    const Dataset& set = at(datasets(), i);
    if (group_of(set) != group) continue;
    const Option row = kind.options.at(i);
    const Option shown{row.key, option_label(ui, field, row), option_help(ui, field, row)};
    const ImVec2 min(top.x + static_cast<float>(place % shape.columns) * shape.cell,
                     y0 + static_cast<float>(place / shape.columns) * dp(ui, kRow));
    ImGui::PushID(i);
    const bool is_current = settings.*kind.member == i;
    if (data_cell(ui, set, shown, is_current, min, shape, top.x + shape.width)) {
      sink.set(field.key, std::string(row.key));
    }
    ImGui::PopID();
    ++place;
  }
  return y0 + static_cast<float>((place + shape.columns - 1) / shape.columns) * dp(ui, kRow);
}

void data_menu(UiState& ui, const Settings& settings, const Field& field, const ChoiceKind& kind,
               ImVec2 anchor_min, ImVec2 anchor_max, CommandSink& sink) {
  if (!ImGui::IsPopupOpen("menu")) return;
  const MenuShape shape = menu_shape(ui, field, kind.options);
  if (!begin_popup(ui, "menu", anchor_min, anchor_max, {shape.width, shape.height})) return;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  ImVec2 top = start;
  for (int g = 0; g < kDataGroups; ++g) {
    top.y = group_cells(ui, field, kind, settings, static_cast<DataGroup>(g), top, shape, sink);
  }
  ImGui::SetCursorScreenPos(start);
  ImGui::Dummy({shape.width, top.y - start.y});
  end_menu();
}

}  // namespace

DataGroup group_of(const Dataset& set) {
  if (set.is_table()) return set.columns > 0 ? DataGroup::Real : DataGroup::Own;
  if (set.task == Task::Regression) return DataGroup::Regression;
  return set.classes == 2 ? DataGroup::TwoClasses : DataGroup::SeveralClasses;
}

Word heading_of(DataGroup group) {
  switch (group) {
    case DataGroup::TwoClasses:
      return Word::data_two_classes;
    case DataGroup::SeveralClasses:
      return Word::data_several_classes;
    case DataGroup::Regression:
      return Word::data_regression;
    case DataGroup::Real:
      return Word::data_real;
    case DataGroup::Own:
      return Word::data_own;
  }
  return Word::none;
}

void data_box(UiState& ui, const Settings& settings, const Field& field, float width,
              CommandSink& sink) {
  const auto* const kind = std::get_if<ChoiceKind>(&field.kind);
  if (!kind) return;
  ImGui::PushID(field.key.data(), field.key.data() + field.key.size());
  const ImVec2 min = ImGui::GetCursorScreenPos();
  choice_frame(ui, settings, field, width);
  data_menu(ui, settings, field, *kind, min,
            {min.x + width, min.y + dp(ui, finger(ui, kChoiceHeight))}, sink);
  ImGui::PopID();
}

}  // namespace bp
