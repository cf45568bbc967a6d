#include "web/views/boundary_axes.h"

#include <algorithm>
#include <cmath>

#include "engine/session/codec.h"
#include "engine/session/page_parts.h"
#include "web/views/column_menu.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kGutter = 18, kGap = 3;  // points

struct AxisText {
  NumberText low, high;
  ShortText name;
};

// The name's place on a line of `length`, between the two numbers at its ends.
struct NamePlace {
  float from = 0, width = 0;
  std::string_view text;
  bool is_menu = false;
};

NamePlace place_name(const UiState& ui, const SnapshotAxis& axis, float length, bool is_menu,
                     AxisText& out) {
  const auto width = [&](std::string_view text) {
    return measure(ui, Face::Regular, TextSize::Small, text).x;
  };
  const float low = width(format_setting(out.low, static_cast<double>(axis.min)));
  const float high = width(format_setting(out.high, static_cast<double>(axis.max)));
  const float arrow = is_menu ? dp(ui, 14) : 0;
  const float room = length - 2 * std::max(low, high) - dp(ui, 24) - arrow;
  NamePlace place;
  place.text = shortened(ui, Face::Regular, TextSize::Small, axis.name, room, out.name);
  place.width = width(place.text) + arrow;
  place.from = 0.5F * (length - place.width);
  place.is_menu = is_menu;
  return place;
}

// The name as a button; opens its menu. Returns the column chosen, or −1.
int name_menu(UiState& ui, const Snapshot& s, const Settings& settings, const SnapshotAxis& axis,
              int current, std::string_view id, ImVec2 min, ImVec2 max) {
  ImGui::PushID(id.data(), id.data() + id.size());
  const bool was_locked = begin_lock(ui, is_locked(settings, *find_field(id)));
  ImGui::SetCursorScreenPos(min);
  if (ImGui::InvisibleButton("name", {max.x - min.x, max.y - min.y})) open_menu("columns");
  const bool is_open = ImGui::IsPopupOpen("columns");
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (ImGui::IsItemHovered() || is_open) {
    ImGui::GetWindowDrawList()->AddRectFilled(min, max, ui.theme->accent_soft, dp(ui, 4));
  }
  if (!is_open) help_tooltip(ui, word(ui, Word::axis_help), axis.name);
  const int chosen = column_menu(ui, "columns", s.column_names, current, min, max);
  end_lock(ui, was_locked, min, max, LockSign::AtCorner);
  ImGui::PopID();
  return chosen;
}

void draw_x(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink& sink,
            const Plane& plane) {
  AxisText text;
  const bool is_menu =
      settings.plane == 0 && !s.column_names.empty() && !is_hidden(settings, *find_field("xaxis"));
  const float top = plane.max.y + dp(ui, kGap), length = plane.max.x - plane.min.x;
  const NamePlace name = place_name(ui, s.x_axis, length, is_menu, text);
  const ImVec2 min(plane.min.x + name.from, top);
  if (is_menu) {
    const int chosen = name_menu(ui, s, settings, s.x_axis, settings.axis_x - 1, "xaxis",
                                 {min.x - dp(ui, 4), top - dp(ui, 1)},
                                 {min.x + name.width + dp(ui, 4), top + dp(ui, kGutter - kGap)});
    if (chosen >= 0) sink.set("xaxis", std::to_string(chosen + 1));
  }
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const auto put = [&](float x, ImU32 ink, std::string_view words, Align align) {
    draw_text(ui, draw, {x, top}, ink, Face::Regular, TextSize::Small, words, align);
  };
  const ImU32 ink = ui.theme->secondary;
  put(plane.min.x, ink, format_setting(text.low, static_cast<double>(s.x_axis.min)), Align::Left);
  put(plane.max.x, ink, format_setting(text.high, static_cast<double>(s.x_axis.max)), Align::Right);
  put(min.x, ui.theme->text, name.text, Align::Left);
  if (!is_menu) return;
  draw_icon(ui, draw, Icon::Down,
            {min.x + name.width - dp(ui, 4), top + 0.5F * line_height(ui, TextSize::Small)},
            dp(ui, 7), ink);
}

void draw_y(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink& sink,
            const Plane& plane) {
  AxisText text;
  const bool is_menu =
      settings.plane == 0 && !s.column_names.empty() && !is_hidden(settings, *find_field("yaxis"));
  const float line = line_height(ui, TextSize::Small), length = plane.max.y - plane.min.y;
  const float left = plane.min.x - dp(ui, kGap) - line;
  const NamePlace name = place_name(ui, s.y_axis, length, is_menu, text);
  const float from = plane.max.y - name.from;  // upwards
  if (is_menu) {
    const int chosen = name_menu(ui, s, settings, s.y_axis, settings.axis_y - 1, "yaxis",
                                 {left - dp(ui, 2), from - name.width - dp(ui, 4)},
                                 {left + line + dp(ui, 1), from + dp(ui, 4)});
    if (chosen >= 0) sink.set("yaxis", std::to_string(chosen + 1));
  }
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const auto put = [&](float y, ImU32 ink, std::string_view words, Align align) {
    draw_text_up(ui, draw, {left, y}, ink, Face::Regular, TextSize::Small, words, align);
  };
  const ImU32 ink = ui.theme->secondary;
  put(plane.max.y, ink, format_setting(text.low, static_cast<double>(s.y_axis.min)), Align::Left);
  put(plane.min.y, ink, format_setting(text.high, static_cast<double>(s.y_axis.max)), Align::Right);
  put(from, ui.theme->text, name.text, Align::Left);
  if (!is_menu) return;
  draw_icon(ui, draw, Icon::Down, {left + 0.5F * line, from - name.width + dp(ui, 4)}, dp(ui, 7),
            ink);
}

// "others at  mean": a number that can be typed; the cross goes back to the mean.
void held_at(const Settings& settings, UiState& ui, CommandSink& sink, ImVec2 row, float right,
             float height) {
  const Field* const field = find_field("sample");
  if (field == nullptr || settings.plane != 0 || is_hidden(settings, *field)) return;
  const bool is_mean = settings.sample < 0;
  NumberText number;
  Phrase phrase;
  const std::string_view value = is_mean ? word(ui, Word::held_at_mean)
                                         : fill(phrase, word(ui, Word::held_at_sample),
                                                {format_count(number, settings.sample)});
  const std::string_view name = word(ui, Word::others_at);
  const ImVec2 size = measure(ui, Face::Regular, TextSize::Label, name);
  const float text = measure(ui, Face::Mono, TextSize::Label, value).x;
  const float cross = is_mean ? 0 : dp(ui, 20);
  const float left = right - cross - text - dp(ui, 8) - size.x;
  if (left < row.x) return;
  ImGui::SetCursorScreenPos({left, row.y});
  ImGui::InvisibleButton("held at", {size.x, height});
  help_tooltip(ui, help(ui, *field), word(ui, Word::others_held_at));
  draw_text(ui, *ImGui::GetWindowDrawList(), {left, row.y + std::round((height - size.y) / 2)},
            ui.theme->secondary, Face::Regular, TextSize::Label, name);
  const bool was_locked = begin_lock(ui, is_locked(settings, *field));
  const std::string edit = is_mean ? std::string("0") : to_text(*field, settings);
  const std::string_view typed =
      editable_value(ui, "held at value", value, edit, {right - cross, row.y}, height);
  if (!typed.empty()) sink.set("sample", std::string(typed));
  end_lock(ui, was_locked, {left, row.y}, {right - cross, row.y + height}, LockSign::AtCorner);
  if (is_mean) return;
  ImGui::SetCursorScreenPos({right - dp(ui, 18), row.y + std::round((height - dp(ui, 18)) / 2)});
  const ButtonSpec back{.icon = Icon::Close,
                        .help = word(ui, Word::hold_at_mean),
                        .look = ButtonLook::Quiet,
                        .height = 18};
  if (button(ui, "mean", locked_if(ui, is_locked(settings, *field), back)))
    sink.set("sample", "-1");
}

}  // namespace

Gutters axis_gutters(const UiState& ui, const Snapshot& snapshot) {
  if (!is_table(snapshot)) return {};
  return {dp(ui, kGutter), dp(ui, kGutter - kGap)};
}

void draw_axes(const Snapshot& snapshot, const Settings& settings, UiState& ui, CommandSink& sink,
               const Plane& plane) {
  if (!is_table(snapshot)) return;
  draw_x(snapshot, settings, ui, sink, plane);
  draw_y(snapshot, settings, ui, sink, plane);
}

void plane_choices(const Settings& settings, UiState& ui, CommandSink& sink, ImVec2 left,
                   float right) {
  const Field* const field = find_field("plane");
  if (field == nullptr) return;
  ImGui::SetCursorScreenPos(left);
  const float width = choice_chip(ui, settings, *field, sink);
  held_at(settings, ui, sink, {left.x + width + dp(ui, 8), left.y}, right,
          chip_size(ui, label(ui, *field)).y);
}

void tip_place(const UiState& ui, const Snapshot& snapshot, float x, float y) {
  NumberText first, second;
  TextLine line;
  if (!is_table(snapshot)) {
    line << "*x*_{1} = " << format_number(first, static_cast<double>(x), 2)
         << ",  *x*_{2} = " << format_number(second, static_cast<double>(y), 2);
    return tip_math(ui, line.view());
  }
  line << snapshot.x_axis.name << " = " << format_number(first, static_cast<double>(x));
  tip_text(ui, line.view(), TextSize::Small);
  line.clear();
  line << snapshot.y_axis.name << " = " << format_number(second, static_cast<double>(y));
  tip_text(ui, line.view(), TextSize::Small);
}

}  // namespace bp
