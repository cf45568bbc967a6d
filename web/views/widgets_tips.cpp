// What comes and goes: tooltips, notices, the toast.
#include <algorithm>
#include <cmath>

#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kTipWidth = 280;

// A finger that is held counts as a pointer that rests (web/embed/input.js).
bool wants_help(UiState& ui) {
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) return false;
  if (ImGui::IsItemActive()) return false;
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled | ImGuiHoveredFlags_DelayNormal)) {
    return true;
  }
  ui.wants_frames = true;  // the delay must pass even if the pointer rests
  return false;
}

}  // namespace

void begin_tip(const UiState& ui) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(dp(ui, 12), dp(ui, 8)));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, dp(ui, 6));
  ImGui::BeginTooltip();
}

void end_tip() {
  ImGui::EndTooltip();
  ImGui::PopStyleVar(2);
}

void help_tooltip(UiState& ui, std::string_view help, std::string_view title,
                  const ImVec2* beside) {
  const std::string_view reason = ui.is_locked ? word(ui, Word::locked_help) : std::string_view{};
  if (!reason.empty() && title.empty()) help = {};  // what a click would do it does not do
  if ((help.empty() && reason.empty()) || !wants_help(ui)) return;
  const float room = dp(ui, kTipWidth + 32);
  if (beside && beside->x + room < ImGui::GetIO().DisplaySize.x) ImGui::SetNextWindowPos(*beside);
  begin_tip(ui);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  const float widest = std::max(measure(ui, Face::Regular, TextSize::Label, help).x,
                                measure(ui, Face::Regular, TextSize::Label, reason).x);
  const float heading = measure(ui, Face::Semibold, TextSize::Label, title).x;
  const float width = std::min(dp(ui, kTipWidth), std::ceil(std::max(widest, heading)) + 1);
  float y = pos.y;
  if (!title.empty()) {
    draw_text(ui, draw, {pos.x, y}, ui.theme->text, Face::Semibold, TextSize::Label, title);
    y += line_height(ui, TextSize::Label) + dp(ui, 4);
  }
  for (const std::string_view part : {help, reason}) {
    if (part.empty()) continue;
    if (part.data() == reason.data() && !help.empty()) y += dp(ui, 4);
    y += draw_wrapped(ui, &draw, {pos.x, y}, width,
                      part.data() == reason.data() ? ui.theme->accent : ui.theme->text,
                      Face::Regular, TextSize::Label, part);
  }
  ImGui::Dummy({width, y - pos.y});
  end_tip();
}

int notice_bar(UiState& ui, const char* id, std::string_view text,
               std::span<const std::string_view> buttons, bool is_warning) {
  const Theme& t = *ui.theme;
  ImGui::PushID(id);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float full = ImGui::GetContentRegionAvail().x, pad = dp(ui, 16), gap = dp(ui, 8);
  float buttons_width = 0;
  for (const std::string_view name : buttons) {
    buttons_width += button_width(ui, {.label = name, .height = 26}) + gap;
  }
  const float text_width = std::max(dp(ui, 120), full - 2 * pad - buttons_width);
  const float text_height =
      draw_wrapped(ui, nullptr, {}, text_width, 0, Face::Regular, TextSize::Body, text);
  const float height = std::max(text_height, dp(ui, finger(ui, 26))) + dp(ui, ui.touch ? 4 : 12);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(min, {min.x + full, min.y + height},
                     is_warning ? t.warning_surface : t.raised);
  hairline_h(ui, draw, min.x, min.x + full, min.y + height - 1);
  draw_wrapped(ui, &draw, {min.x + pad, std::round(min.y + (height - text_height) / 2)}, text_width,
               is_warning ? t.warning : t.text, Face::Regular, TextSize::Body, text);
  int clicked = -1;
  float x = min.x + full - pad - buttons_width + gap;
  for (int i = 0; i < static_cast<int>(buttons.size()); ++i) {
    const ButtonSpec spec{.label = buttons[static_cast<std::size_t>(i)], .height = 26};
    ImGui::SetCursorScreenPos({x, std::round(min.y + (height - dp(ui, finger(ui, 26))) / 2)});
    ImGui::PushID(i);
    if (button(ui, "button", spec)) clicked = i;
    ImGui::PopID();
    x += button_width(ui, spec) + gap;
  }
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy({full, height});
  ImGui::PopID();
  return clicked;
}

void say_briefly(UiState& ui, std::string_view text, double seconds) {
  ui.toast = text;
  ui.toast_until = ui.now + seconds;
}

void toast(UiState& ui, ImVec2 region_min, ImVec2 region_max) {
  if (ui.toast.empty()) return;
  const double left = ui.toast_until - ui.now;
  if (left <= 0) {
    ui.toast.clear();
    return;
  }
  const double fade = ui.reduced_motion ? 0 : 0.12;
  if (left > fade) {
    ui.wakes_at = std::min(ui.wakes_at, ui.toast_until - fade);
  } else {
    ui.wants_frames = true;
  }
  const float alpha = left < fade ? static_cast<float>(left / fade) : 1.0F;
  const ImVec2 text = measure(ui, Face::Regular, TextSize::Body, ui.toast);
  const ImVec2 size{text.x + dp(ui, 32), dp(ui, 36)};
  const ImVec2 min{std::round((region_min.x + region_max.x - size.x) / 2),
                   region_max.y - size.y - dp(ui, 24)};
  ImDrawList& draw = *ImGui::GetForegroundDrawList();
  const ImVec2 max{min.x + size.x, min.y + size.y};
  draw.AddRectFilled(min, max, with_alpha(ui.theme->text, alpha), dp(ui, 6));
  draw_text(ui, draw, {min.x + dp(ui, 16), min.y + std::round((size.y - text.y) / 2)},
            with_alpha(ui.theme->raised, alpha), Face::Regular, TextSize::Body, ui.toast);
  note_place(ui, "toast", min, max);
}

void note_place(UiState& ui, std::string_view name, ImVec2 min, ImVec2 max, int panel) {
  ui.places.push_back({name, panel, min, max});
}

}  // namespace bp
