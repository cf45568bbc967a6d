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
constexpr float kChipGap = 4;

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

std::string_view truth_word(const UiState& ui, const Snapshot& s) {
  if (data_dims(s) == 1) return word(ui, Word::true_function);
  if (s.truth.maps == 0) return {};
  if (!is_classification(s)) return word(ui, Word::true_zero_line);
  return word(ui, class_count(s) > 2 ? Word::true_borders : Word::true_edge);
}

/// The switches under the picture, in as many rows as the width asks for.
struct Toggles {
  struct Entry {
    const Field* field;
    std::string_view text;
    ImVec2 at;  ///< from the first one's place
  };
  std::array<Entry, 5> entries{};
  std::size_t count = 0;
  ImVec2 end{};  ///< where the next one would stand
  float height = 0;
};

/// Where something as wide stands: after the others, or in the next row.
ImVec2 next_place(const UiState& ui, const Toggles& toggles, float width, float room) {
  if (toggles.end.x == 0 || toggles.end.x + width <= room) return toggles.end;
  return {0, toggles.end.y + chip_size(ui, {}).y + dp(ui, kChipGap)};
}

Toggles lay_toggles(const Snapshot& snapshot, const Settings& settings, const UiState& ui,
                    float room) {
  Toggles out;
  const auto next = [&](const char* key, std::string_view text) {
    const Field& field = *find_field(key);
    const float width = flag_chip_width(ui, settings, field, text);
    if (width == 0) return;
    const ImVec2 at = next_place(ui, out, width, room);
    out.entries[out.count++] = {&field, text, at};
    out.end = {at.x + width + dp(ui, kChipGap), at.y};
  };
  next("test", word(ui, Word::test));
  if (snapshot.validation_count > 0) next("valid", word(ui, Word::validation));
  if (const std::string_view truth = truth_word(ui, snapshot); !truth.empty()) next("edge", truth);
  if (data_dims(snapshot) > 1) next("contours", word(ui, Word::contours));
  if (find_field("moved")->is_relevant(settings)) next("moved", word(ui, Word::moved_points));
  if (is_table(snapshot)) {
    out.end = next_place(ui, out, choice_chip_width(ui, settings, *find_field("plane")), room);
  }
  if (out.count > 0) out.height = out.end.y + chip_size(ui, {}).y;
  return out;
}

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
                      CommandSink& sink, std::string_view hint) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float room = ImGui::GetContentRegionAvail().x, right = at.x + room;
  const Toggles toggles = lay_toggles(snapshot, settings, ui, room);
  for (std::size_t i = 0; i < toggles.count; ++i) {
    const Toggles::Entry& entry = toggles.entries[i];
    ImGui::SetCursorScreenPos({at.x + entry.at.x, at.y + entry.at.y});
    flag_chip(ui, settings, *entry.field, entry.text, sink);
  }
  if (toggles.count == 0) return;
  const ImVec2 end(at.x + toggles.end.x, at.y + toggles.end.y);
  if (is_table(snapshot)) {
    const float gap = toggles.end.x > 0 ? dp(ui, kChipGap) : 0;
    return plane_choices(settings, ui, sink, {end.x + gap, end.y}, right);
  }
  const ImVec2 size = measure_math(ui, TextSize::Small, hint);
  if (end.x + dp(ui, 8) + size.x > right) return;
  const float y = end.y + 0.5F * (chip_size(ui, {}).y - line_height(ui, TextSize::Small));
  draw_math(ui, *ImGui::GetWindowDrawList(), {right, y}, ui.theme->secondary, TextSize::Small, hint,
            Align::Right);
}

float toggles_height(const Snapshot& snapshot, const Settings& settings, const UiState& ui,
                     float room) {
  return lay_toggles(snapshot, settings, ui, room).height;
}

}  // namespace bp
