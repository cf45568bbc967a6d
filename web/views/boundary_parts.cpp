#include "web/views/boundary_parts.h"

#include <array>

#include "web/views/boundary_axes.h"
#include "web/views/boundary_maps.h"
#include "web/views/marks.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

// What an entry of the legend is wider than its word: the point before it, the gap after it.
constexpr float kPointRoom = 12, kEntryGap = 9;

float legend_width(const UiState& ui, bool shows_test) {
  const auto width = [&](Word text) {
    return dp(ui, kPointRoom) + measure(ui, Face::Regular, TextSize::Small, word(ui, text)).x;
  };
  return width(Word::train) + (shows_test ? dp(ui, kEntryGap) + width(Word::test) : 0);
}

void draw_legend(const UiState& ui, ImVec2 at, bool shows_test) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float line = line_height(ui, TextSize::Small);
  const auto entry = [&](bool is_filled, Word text) {
    PointLook look;
    look.is_filled = is_filled;
    look.color = look.border = ui.theme->secondary;
    draw_point(ui, draw, {at.x + dp(ui, 4), at.y + 0.5F * line}, look);
    at.x += dp(ui, kPointRoom);
    at.x += draw_text(ui, draw, at, ui.theme->secondary, Face::Regular, TextSize::Small,
                      word(ui, text));
    at.x += dp(ui, kEntryGap);
  };
  entry(true, Word::train);
  if (shows_test) entry(false, Word::test);
}

// Returns its left end.
float classes_switch(const Settings& settings, UiState& ui, CommandSink& sink, ImVec2 row,
                     float right) {
  const std::array labels{word(ui, Word::probability), word(ui, Word::classes)};
  const ImVec2 size = segmented_size(ui, labels);
  ImGui::SetCursorScreenPos({right - size.x, snap(ui, row.y + 0.5F * (dp(ui, 20) - size.y))});
  const int clicked = segmented(ui, "disc", labels, settings.discretise ? 1 : 0);
  if (clicked >= 0 && (clicked == 1) != settings.discretise) {
    sink.set("disc", clicked == 1 ? "1" : "0");
  }
  return right - size.x;
}

void toggle(const Settings& settings, UiState& ui, CommandSink& sink, const char* key,
            std::string_view text) {
  const Field* field = find_field(key);
  if (field == nullptr) return;
  const bool is_on = settings.*std::get<FlagKind>(field->kind).member;
  if (chip(ui, key, text, is_on)) sink.set(key, is_on ? "0" : "1");
  help_tooltip(ui, help(ui, *field), label(ui, *field));
}

}  // namespace

void boundary_title(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                    CommandSink& sink) {
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float right = start.x + ImGui::GetContentRegionAvail().x;
  const bool is_fit = data_dims(snapshot) == 1;
  const float end = panel_title(ui, word(ui, is_fit ? Word::fit : Word::boundary));
  const ImVec2 next = ImGui::GetCursorScreenPos();
  const float line = line_height(ui, TextSize::Small);
  const bool has_switch = is_classification(snapshot) && !is_fit;
  const float stop = has_switch ? classes_switch(settings, ui, sink, start, right) : right;
  // In a narrow panel the switch goes before: filled and open points are met in the help, too.
  const float from = end + dp(ui, 12);
  if (from + legend_width(ui, settings.show_test) + dp(ui, 4) <= stop) {
    draw_legend(ui, {from, start.y + 0.5F * (dp(ui, 21) - line)}, settings.show_test);
  }
  ImGui::SetCursorScreenPos(next);
}

void boundary_toggles(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                      CommandSink& sink, std::string_view truth, std::string_view hint) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float right = at.x + ImGui::GetContentRegionAvail().x;
  const std::string_view test = word(ui, Word::test_points);
  toggle(settings, ui, sink, "test", test);
  float taken = chip_size(ui, test).x + dp(ui, 4);
  if (!truth.empty()) {
    ImGui::SetCursorScreenPos({at.x + taken, at.y});
    toggle(settings, ui, sink, "edge", truth);
    taken += chip_size(ui, truth).x + dp(ui, 12);
  }
  const Field* const moved = find_field("moved");
  if (moved != nullptr && moved->is_relevant(settings)) {
    const std::string_view text = word(ui, Word::moved_points);
    ImGui::SetCursorScreenPos({at.x + taken, at.y});
    toggle(settings, ui, sink, "moved", text);
    taken += chip_size(ui, text).x + dp(ui, 12);
  }
  if (is_table(snapshot)) {
    return plane_choices(settings, ui, sink, {at.x + taken, at.y}, right);
  }
  const ImVec2 size = measure_math(ui, TextSize::Small, hint);
  if (at.x + taken + size.x > right) return;
  draw_math(ui, *ImGui::GetWindowDrawList(),
            {right, at.y + 0.5F * (chip_size(ui, test).y - line_height(ui, TextSize::Small))},
            ui.theme->secondary, TextSize::Small, hint, Align::Right);
}

float toggles_height(const UiState& ui) { return chip_size(ui, word(ui, Word::test_points)).y; }

}  // namespace bp
