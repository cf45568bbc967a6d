#include "web/views/maths_header.h"

#include <algorithm>
#include <cmath>

#include "engine/session/options.h"
#include "engine/session/page_parts.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kRow = 23, kGap = 10;

/// Puts things in a row, and into the next one where there is no room.
struct Flow {
  const UiState& ui;
  ImVec2 origin;
  float width;
  float x = 0, y = 0;
  void place(float item) {
    if (x > 0 && x + item > width) {
      x = 0;
      y += dp(ui, ui.touch ? kFinger : kRow + 4);
    }
    ImGui::SetCursorScreenPos({origin.x + x, origin.y + y});
    x += item + dp(ui, kGap);
  }
};

/// A layer in its colour.
bool layer_chip(UiState& ui, std::string_view text, ImU32 color, bool is_on, float width) {
  const ImVec2 min = ImGui::GetCursorScreenPos(), size{width, dp(ui, finger(ui, kRow))};
  const ImVec2 max{min.x + size.x, min.y + size.y};
  const bool is_clicked = ImGui::InvisibleButton("layer", size);
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float radius = dp(ui, 4);
  const float inset = finger_inset(ui, kRow);
  const ImVec2 from{min.x, min.y + inset}, to{max.x, max.y - inset};
  if (is_on) draw.AddRectFilled(from, to, with_alpha(color, 0.18F), radius);
  draw.AddRect(from, to, is_on || ImGui::IsItemHovered() ? color : ui.theme->line, radius, 0,
               is_on ? 1.5F * ui.scale : 1.0F);
  draw_text(
      ui, draw,
      {min.x + width / 2, min.y + std::round((size.y - line_height(ui, TextSize::Label)) / 2)},
      ui.theme->text, is_on ? Face::Semibold : Face::Regular, TextSize::Label, text, Align::Center);
  return is_clicked;
}

/// `share`: of the width that may go into words.
void layers(const Snapshot& s, UiState& ui, Flow& flow, float share) {
  const int count = static_cast<int>(s.layers.size());
  const float gap = dp(ui, 3);
  // As long as there is room the words, else the numbers alone.
  Phrase phrase;
  float words = 0;
  for (int l = 0; l < count; ++l) {
    words += measure(ui, Face::Semibold, TextSize::Label,
                     layer_name(ui, s, static_cast<std::size_t>(l), phrase))
                 .x +
             dp(ui, 14) + gap;
  }
  const bool has_words = words < share * flow.width;
  for (int l = 0; l < count; ++l) {
    const auto k = static_cast<std::size_t>(l);
    NumberText number;
    const std::string_view text =
        has_words || l + 1 == count ? layer_name(ui, s, k, phrase) : format_count(number, l + 1);
    const float width =
        std::max(std::ceil(measure(ui, Face::Semibold, TextSize::Label, text).x) + dp(ui, 14),
                 dp(ui, finger(ui, 0)));
    flow.place(width);
    flow.x += gap - dp(ui, kGap);
    ImGui::PushID(l);
    const bool is_on = std::clamp(ui.selected_layer, 0, count - 1) == l;
    if (layer_chip(ui, text, ui.theme->layer(l), is_on, width)) {
      ui.selected_layer = l;
      ui.maths.chosen = {};
    }
    ImGui::PopID();
  }
  flow.x += dp(ui, kGap) - gap;
}

/// Where the derivation is, and how to get elsewhere.
void parts(const Maths& maths, UiState& ui, Flow& flow) {
  const std::array labels = {word(ui, Word::maths_forward), word(ui, Word::maths_backward),
                             word(ui, Word::maths_update)};
  const std::span<const std::string_view> shown(labels.data(), maths.is_sample ? 2 : 3);
  flow.place(segmented_size(ui, shown).x);
  const Phase top = static_cast<Phase>(std::max(ui.maths.top_phase, 0));
  const int current = top == Phase::Backward ? 1 : top == Phase::Step ? 2 : 0;
  const int clicked = segmented(ui, "parts", shown, current);
  if (clicked < 0) return;
  constexpr std::array kFirst = {Phase::Predict, Phase::Backward, Phase::Step};
  ui.maths.scroll_to = static_cast<int>(kFirst[static_cast<std::size_t>(clicked)]);
}

void choose_sample(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink& sink,
                   Flow& flow) {
  const Field& field = *find_field("sample");
  if (settings.shown_pass != kShowsSample || s.train_count == 0 || is_hidden(settings, field)) {
    return;
  }
  const int last = static_cast<int>(s.train_count) - 1;
  const auto go = [&](int to) { sink.set("sample", std::to_string(std::clamp(to, 0, last))); };
  NumberText number, edit;
  const std::string_view text = format_count(number, settings.sample);
  flow.place(2 * dp(ui, finger(ui, kRow)) + dp(ui, finger(ui, 34)));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool was_locked = begin_lock(ui, is_locked(settings, field));
  if (button(ui, "before",
             {.icon = Icon::Minus,
              .help = word(ui, Word::maths_sample_before),
              .look = ButtonLook::Quiet,
              .height = kRow})) {
    go(settings.sample - 1);
  }
  const float number_width = dp(ui, finger(ui, 34));
  ImGui::SetCursorScreenPos({at.x + dp(ui, finger(ui, kRow)), at.y});
  const std::string_view typed = editable_value(
      ui, "number", text, format_setting(edit, settings.sample),
      {at.x + dp(ui, finger(ui, kRow)) + number_width, at.y}, dp(ui, finger(ui, kRow)));
  if (!typed.empty()) sink.set("sample", std::string(typed));
  ImGui::SetCursorScreenPos({at.x + dp(ui, finger(ui, kRow)) + number_width, at.y});
  if (button(ui, "after",
             {.icon = Icon::Plus,
              .help = word(ui, Word::maths_sample_after),
              .look = ButtonLook::Quiet,
              .height = kRow})) {
    go(settings.sample + 1);
  }
  const float side = dp(ui, finger(ui, kRow));
  end_lock(ui, was_locked, at, {at.x + 2 * side + number_width, at.y + side}, LockSign::AtCorner);
}

/// The place's coordinates, which can be typed.
void choose_place(const Snapshot& s, const Settings& settings, UiState& ui, CommandSink& sink,
                  Flow& flow) {
  if (settings.shown_pass != kShowsPlace) return;
  const auto coordinate = [&](const char* key, float value) {
    const Field& field = *find_field(key);
    if (is_hidden(settings, field)) return;
    NumberText text, edit;
    const float width = dp(ui, 50);
    flow.place(width);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool was_locked = begin_lock(ui, is_locked(settings, field));
    const std::string_view typed =
        editable_value(ui, key, format_number(text, static_cast<double>(value), 3),
                       format_setting(edit, static_cast<double>(value)), {at.x + width, at.y},
                       dp(ui, finger(ui, kRow)));
    if (!typed.empty()) sink.set(key, std::string(typed));
    end_lock(ui, was_locked, at, {at.x + width, at.y + dp(ui, finger(ui, kRow))},
             LockSign::AtCorner);
  };
  coordinate("placex", settings.place_x);
  if (s.dims > 1) coordinate("placey", settings.place_y);
}

}  // namespace

float maths_header(const Snapshot& s, const Settings& settings, const Maths& maths, UiState& ui,
                   CommandSink& sink, float width) {
  Flow flow{ui, ImGui::GetCursorScreenPos(), width};
  layers(s, ui, flow, settings.shown_pass != 0 ? 0.2F : 0.3F);
  parts(maths, ui, flow);
  if (const Field* const pass = find_field("pass")) {
    flow.place(choice_segmented_width(ui, settings, *pass));
    choice_segmented(ui, settings, *pass, sink);
    // There is nothing to show of a sample before one is chosen.
    if (settings.shown_pass == kShowsSample && settings.sample < 0) sink.set("sample", "0");
  }
  choose_sample(s, settings, ui, sink, flow);
  choose_place(s, settings, ui, sink, flow);
  constexpr std::string_view kForm = "[b W]";
  const Field& form = *find_field("augment");
  if (const float form_width = flag_chip_width(ui, settings, form, kForm); form_width > 0) {
    flow.place(form_width);
    const std::size_t before = sink.commands().size();
    flag_chip(ui, settings, form, kForm, sink);
    if (sink.commands().size() > before) ui.maths.chosen = {};
  }
  return flow.y + dp(ui, finger(ui, kRow));
}

}  // namespace bp
