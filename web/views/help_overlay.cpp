#include <algorithm>
#include <array>

#include "web/views/help.h"
#include "web/views/text.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr float kWidth = 520, kPad = 24;

constexpr std::array kParagraphs = {Word::help_what,      Word::help_boundary, Word::help_network,
                                    Word::help_gradients, Word::help_loss,     Word::help_settings};

struct KeyRow {
  Word key, does;
};
constexpr std::array kKeys = {
    KeyRow{Word::key_space, Word::key_space_does}, KeyRow{Word::key_right, Word::key_right_does},
    KeyRow{Word::key_left, Word::key_left_does},   KeyRow{Word::key_home, Word::key_home_does},
    KeyRow{Word::key_reset, Word::key_reset_does}, KeyRow{Word::key_layout, Word::key_layout_does},
    KeyRow{Word::key_panel, Word::key_panel_does}, KeyRow{Word::key_border, Word::key_border_does},
    KeyRow{Word::key_units, Word::key_units_does}, KeyRow{Word::key_escape, Word::key_escape_does},
};

float paragraph(const UiState& ui, ImDrawList& draw, ImVec2 pos, float width, Word text) {
  return draw_wrapped(ui, &draw, pos, width, ui.theme->text, Face::Regular, TextSize::Body,
                      word(ui, text)) +
         dp(ui, 8);
}

float key_row(const UiState& ui, ImDrawList& draw, ImVec2 pos, float width, const KeyRow& row) {
  const std::string_view key = word(ui, row.key);
  const float cap = measure(ui, Face::Mono, TextSize::Label, key).x + dp(ui, 16);
  const float height = dp(ui, 22), indent = dp(ui, 72);
  draw.AddRect(pos, {pos.x + cap, pos.y + height}, ui.theme->line, dp(ui, 4));
  draw_text(ui, draw, {pos.x + dp(ui, 8), pos.y + dp(ui, 4)}, ui.theme->text, Face::Mono,
            TextSize::Label, key);
  const float text =
      draw_wrapped(ui, &draw, {pos.x + indent, pos.y + dp(ui, 3)}, width - indent, ui.theme->text,
                   Face::Regular, TextSize::Body, word(ui, row.does));
  return std::max(height, text + dp(ui, 3)) + dp(ui, 6);
}

float keys(const UiState& ui, ImDrawList& draw, ImVec2 pos, float width) {
  draw_text(ui, draw, pos, ui.theme->text, Face::Semibold, TextSize::Title,
            word(ui, Word::help_keys));
  float y = pos.y + dp(ui, 26);
  for (const KeyRow& row : kKeys) y += key_row(ui, draw, {pos.x, y}, width, row);
  return y - pos.y;
}

void contents(UiState& ui, float width) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw_text(ui, draw, origin, ui.theme->text, Face::Semibold, TextSize::Key,
            word(ui, Word::help_title));
  ImGui::SetCursorScreenPos(
      {origin.x + width - dp(ui, finger(ui, 24)), origin.y - dp(ui, ui.touch ? 14 : 4)});
  if (button(ui, "close",
             {.icon = Icon::Close,
              .help = word(ui, Word::close),
              .look = ButtonLook::Quiet,
              .height = 24})) {
    ui.help_open = false;
  }
  float y = origin.y + dp(ui, 32);
  for (const Word text : kParagraphs) y += paragraph(ui, draw, {origin.x, y}, width, text);
  if (!ui.touch) y += keys(ui, draw, {origin.x, y + dp(ui, 8)}, width);
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({width, y - origin.y});
}

}  // namespace

void help_overlay(UiState& ui, ImVec2 display) {
  if (!ui.help_open) return;
  const float pad = dp(ui, kPad);
  const float width = std::min(dp(ui, kWidth), display.x - 2 * dp(ui, 16));
  ImGui::SetNextWindowPos({display.x / 2, display.y / 2}, ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSizeConstraints({width, 0}, {width, display.y - 2 * dp(ui, 16)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(pad, pad));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, dp(ui, 6));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, ui.theme->raised);
  const ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                 ImGuiWindowFlags_NoSavedSettings |
                                 ImGuiWindowFlags_AlwaysAutoResize;
  ImGui::SetNextWindowFocus();
  ImGui::Begin("help", nullptr, flags & ~ImGuiWindowFlags_NoScrollbar);
  const bool is_outside = ImGui::IsMouseClicked(0) &&
                          !ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) &&
                          !ImGui::IsWindowAppearing();
  contents(ui, width - 2 * pad);
  ImGui::End();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(3);
  if (is_outside || ImGui::IsKeyPressed(ImGuiKey_Escape, false)) ui.help_open = false;
}

}  // namespace bp
