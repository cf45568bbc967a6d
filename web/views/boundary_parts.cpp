#include "web/views/boundary_parts.h"

#include <algorithm>
#include <array>

#include "engine/session/page_parts.h"
#include "web/views/boundary_axes.h"
#include "web/views/boundary_maps.h"
#include "web/views/marks.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

// What an entry of the legend is wider than its word: the point before it, the gap after it.
constexpr float kPointRoom = 12, kEntryGap = 9;

/// Calls `each(part, word)` for the parts that are drawn.
template <class Each>
void each_part(const Settings& settings, Each each) {
  each(PointPart::Train, Word::train);
  if (settings.show_validation) each(PointPart::Validation, Word::validation);
  if (settings.show_test) each(PointPart::Test, Word::test);
}

float legend_width(const UiState& ui, const Settings& settings) {
  float width = -dp(ui, kEntryGap);
  each_part(settings, [&](PointPart, Word text) {
    width += dp(ui, kPointRoom + kEntryGap) +
             measure(ui, Face::Regular, TextSize::Small, word(ui, text)).x;
  });
  return width;
}

void draw_legend(const UiState& ui, ImVec2 at, const Settings& settings) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float line = line_height(ui, TextSize::Small);
  each_part(settings, [&](PointPart part, Word text) {
    PointLook look;
    mark_part(look, part);
    look.color = look.border = ui.theme->secondary;
    draw_point(ui, draw, {at.x + dp(ui, 4), at.y + 0.5F * line}, look);
    at.x += dp(ui, kPointRoom);
    at.x += draw_text(ui, draw, at, ui.theme->secondary, Face::Regular, TextSize::Small,
                      word(ui, text));
    at.x += dp(ui, kEntryGap);
  });
}

// What the colours say; returns its left end.
float mode_choice(const Settings& settings, UiState& ui, CommandSink& sink, ImVec2 row,
                  float right) {
  const Field* const field = find_field("disc");
  if (field == nullptr) return right;
  const float width = choice_chip_width(ui, settings, *field);
  if (width == 0) return right;
  ImGui::SetCursorScreenPos(
      {right - width, snap(ui, title_row_top(ui, row.y, chip_size(ui, {}).y))});
  choice_chip(ui, settings, *field, sink);
  return right - width;
}

/// The switches under the plane.
constexpr std::array<std::string_view, 5> kToggles = {"test", "valid", "edge", "contours", "moved"};

}  // namespace

void boundary_title(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                    CommandSink& sink) {
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float right = start.x + ImGui::GetContentRegionAvail().x;
  if (ui.is_untitled) return;
  const bool is_fit = data_dims(snapshot) == 1;
  const float end = panel_title(ui, word(ui, is_fit ? Word::fit : Word::boundary));
  const ImVec2 next = ImGui::GetCursorScreenPos();
  const float line = line_height(ui, TextSize::Small);
  const float stop = is_fit ? right : mode_choice(settings, ui, sink, start, right);
  // In a narrow panel the switch goes before: filled and open points are met in the help, too.
  const float from = end + dp(ui, 12);
  if (from + legend_width(ui, settings) + dp(ui, 4) <= stop) {
    draw_legend(ui, {from, start.y + 0.5F * (dp(ui, 21) - line)}, settings);
  }
  ImGui::SetCursorScreenPos(next);
}

void boundary_toggles(const Snapshot& snapshot, const Settings& settings, UiState& ui,
                      CommandSink& sink, std::string_view truth, std::string_view hint) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float right = at.x + ImGui::GetContentRegionAvail().x;
  if (toggles_height(ui, settings) == 0) return;
  float taken = 0;
  const auto next = [&](const char* key, std::string_view text) {
    const Field& field = *find_field(key);
    const float width = flag_chip_width(ui, settings, field, text);
    if (width == 0) return;
    ImGui::SetCursorScreenPos({at.x + taken, at.y});
    flag_chip(ui, settings, field, text, sink);
    taken += width + dp(ui, 4);
  };
  next("test", word(ui, Word::test));
  if (snapshot.validation_count > 0) next("valid", word(ui, Word::validation));
  if (!truth.empty()) next("edge", truth);
  if (data_dims(snapshot) > 1) next("contours", word(ui, Word::contours));
  const Field* const moved = find_field("moved");
  if (moved != nullptr && moved->is_relevant(settings)) next("moved", word(ui, Word::moved_points));
  taken += dp(ui, 8);
  if (is_table(snapshot)) {
    return plane_choices(settings, ui, sink, {at.x + taken, at.y}, right);
  }
  const ImVec2 size = measure_math(ui, TextSize::Small, hint);
  if (at.x + taken + size.x > right) return;
  draw_math(
      ui, *ImGui::GetWindowDrawList(),
      {right, at.y + 0.5F * (toggles_height(ui, settings) - line_height(ui, TextSize::Small))},
      ui.theme->secondary, TextSize::Small, hint, Align::Right);
}

float toggles_height(const UiState& ui, const Settings& settings) {
  const bool has_any = std::ranges::any_of(
      kToggles, [&](std::string_view key) { return !is_hidden(settings, *find_field(key)); });
  return has_any ? chip_size(ui, word(ui, Word::test)).y : 0;
}

}  // namespace bp
