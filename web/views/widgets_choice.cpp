// Menus and the choices of the schema.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/session/codec.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr std::size_t kMaxSegments = 6;

// Text in a box. Where it does not fit, a remark in brackets goes first ("Xavier (Glorot)"); what
// is still too long ends with an ellipsis.
void draw_elided(const UiState& ui, ImDrawList& draw, ImVec2 pos, float width, ImU32 color,
                 Face face, std::string_view text) {
  if (measure(ui, face, TextSize::Body, text).x > width) {
    text = text.substr(0, text.find(" ("));
  }
  if (measure(ui, face, TextSize::Body, text).x <= width) {
    draw_text(ui, draw, pos, color, face, TextSize::Body, text);
    return;
  }
  const float dots = measure(ui, face, TextSize::Body, "…").x;
  while (!text.empty() && measure(ui, face, TextSize::Body, text).x + dots > width) {
    while (text.size() > 1 && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) {
      text.remove_suffix(1);
    }
    text.remove_suffix(1);
  }
  const float x = pos.x + draw_text(ui, draw, pos, color, face, TextSize::Body, text);
  draw_text(ui, draw, {x, pos.y}, color, face, TextSize::Body, "…");
}

float widest_option(const UiState& ui, const Field& field, const ChoiceKind& kind) {
  float widest = 0;
  for (int i = 0; i < kind.options.count(); ++i) {
    const std::string_view text = option_label(ui, field, kind.options.at(i));
    widest = std::max(widest, measure(ui, Face::Regular, TextSize::Body, text).x);
  }
  return widest;
}

void choice_menu(UiState& ui, const Settings& settings, const Field& field, const ChoiceKind& kind,
                 ImVec2 min, ImVec2 max, CommandSink& sink) {
  const float width = std::max(max.x - min.x, widest_option(ui, field, kind) + dp(ui, 52));
  int shown = 0;
  for (int i = 0; i < kind.options.count(); ++i) {
    if (!kind.is_allowed || kind.is_allowed(settings, i)) ++shown;
  }
  if (!begin_menu(ui, "menu", min, max, width, shown)) return;
  for (int i = 0; i < kind.options.count(); ++i) {
    if (kind.is_allowed && !kind.is_allowed(settings, i)) continue;
    const Option option = kind.options.at(i);
    ImGui::PushID(i);
    if (menu_item(ui, "item", option_label(ui, field, option), settings.*kind.member == i, true,
                  option_help(ui, field, option), width)) {
      sink.set(field.key, std::string(option.key));
    }
    ImGui::PopID();
  }
  end_menu();
}

std::size_t segment_labels(const UiState& ui, const Field& field,
                           std::array<std::string_view, kMaxSegments>& labels) {
  const auto* const kind = std::get_if<ChoiceKind>(&field.kind);
  if (!kind) return 0;
  const std::size_t n = std::min(static_cast<std::size_t>(kind->options.count()), kMaxSegments);
  for (std::size_t i = 0; i < n; ++i) {
    labels[i] = option_label(ui, field, kind->options.at(static_cast<int>(i)));
  }
  return n;
}

}  // namespace

void open_menu(const char* id) { ImGui::OpenPopup(id); }

bool begin_menu(const UiState& ui, const char* id, ImVec2 anchor_min, ImVec2 anchor_max,
                float width, int items) {
  const float height = static_cast<float>(items) * dp(ui, kMenuItemHeight) + dp(ui, 8);
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  float y = anchor_max.y + dp(ui, 4);
  if (y + height > display.y - dp(ui, 8)) {
    y = std::max(dp(ui, 8), anchor_min.y - dp(ui, 4) - height);
  }
  const float right = display.x - dp(ui, 8) - width - dp(ui, 8);
  ImGui::SetNextWindowPos({std::min(anchor_min.x, std::max(dp(ui, 8), right)), y});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(dp(ui, 4), dp(ui, 4)));
  const bool is_open = ImGui::BeginPopup(id, ImGuiWindowFlags_NoMove);
  ImGui::PopStyleVar();
  return is_open;
}

void end_menu() { ImGui::EndPopup(); }

bool menu_item(UiState& ui, const char* id, std::string_view text, bool is_current, bool enabled,
               std::string_view help, float width) {
  const ImVec2 min = ImGui::GetCursorScreenPos(), size{width, dp(ui, kMenuItemHeight)};
  ImGui::BeginDisabled(!enabled);
  const bool is_clicked = ImGui::InvisibleButton(id, size);
  ImGui::EndDisabled();
  const Theme& t = *ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (enabled && ImGui::IsItemHovered()) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    draw.AddRectFilled(min, {min.x + size.x, min.y + size.y}, t.accent_soft, dp(ui, 4));
  }
  const float y = min.y + std::round((size.y - line_height(ui, TextSize::Body)) / 2);
  draw_text(ui, draw, {min.x + dp(ui, 8), y}, enabled ? t.text : t.secondary,
            is_current ? Face::Semibold : Face::Regular, TextSize::Body, text);
  if (is_current) {
    draw_icon(ui, draw, Icon::Check, {min.x + size.x - dp(ui, 14), min.y + size.y / 2}, dp(ui, 10),
              t.accent);
  }
  const ImVec2 beside{min.x + size.x + dp(ui, 12), min.y - dp(ui, 4)};
  help_tooltip(ui, help, {}, &beside);
  if (is_clicked && enabled) ImGui::CloseCurrentPopup();
  return is_clicked && enabled;
}

float choice_box_width(const UiState& ui, const Settings& settings, const Field& field,
                       bool is_quiet) {
  const auto* const kind = std::get_if<ChoiceKind>(&field.kind);
  if (!kind) return 0;
  const Option option = kind->options.at(settings.*kind->member);
  const Face face = is_quiet ? Face::Mono : Face::Regular;
  const float text = measure(ui, face, TextSize::Body, option_label(ui, field, option)).x;
  return std::ceil(text) + dp(ui, 31);
}

void choice_box(UiState& ui, const Settings& settings, const Field& field, float width,
                CommandSink& sink, bool is_quiet) {
  const auto* const kind = std::get_if<ChoiceKind>(&field.kind);
  if (!kind) return;
  ImGui::PushID(field.key.data(), field.key.data() + field.key.size());
  const ImVec2 min = ImGui::GetCursorScreenPos(), size{width, dp(ui, 26)};
  const ImVec2 max{min.x + size.x, min.y + size.y};
  if (ImGui::InvisibleButton("box", size)) open_menu("menu");
  const bool hovered = ImGui::IsItemHovered(), is_open = ImGui::IsPopupOpen("menu");
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const Theme& t = *ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (is_quiet && (hovered || is_open)) draw.AddRectFilled(min, max, t.accent_soft, dp(ui, 6));
  if (!is_quiet) {
    draw.AddRect(min, max, is_open ? t.accent : hovered ? t.secondary : t.line, dp(ui, 6));
  }
  const Option option = kind->options.at(settings.*kind->member);
  const float y = min.y + std::round((size.y - line_height(ui, TextSize::Body)) / 2);
  draw_elided(ui, draw, {min.x + dp(ui, 9), y}, width - dp(ui, 30), t.text,
              is_quiet ? Face::Mono : Face::Regular, option_label(ui, field, option));
  draw_icon(ui, draw, Icon::Down, {max.x - dp(ui, 13), min.y + size.y / 2}, dp(ui, 9),
            is_quiet ? t.secondary : t.text);
  if (!is_open) help_tooltip(ui, option_help(ui, field, option), option_label(ui, field, option));
  choice_menu(ui, settings, field, *kind, min, max, sink);
  ImGui::PopID();
}

float choice_segmented_width(const UiState& ui, const Field& field) {
  std::array<std::string_view, kMaxSegments> labels;
  const std::size_t n = segment_labels(ui, field, labels);
  return segmented_size(ui, {labels.data(), n}).x;
}

void choice_segmented(UiState& ui, const Settings& settings, const Field& field,
                      CommandSink& sink) {
  const auto* const kind = std::get_if<ChoiceKind>(&field.kind);
  if (!kind) return;
  std::array<std::string_view, kMaxSegments> labels;
  const std::size_t n = segment_labels(ui, field, labels);
  ImGui::PushID(field.key.data(), field.key.data() + field.key.size());
  const int clicked = segmented(ui, "segments", {labels.data(), n}, settings.*kind->member);
  ImGui::PopID();
  if (clicked >= 0) sink.set(field.key, std::string(kind->options.at(clicked).key));
}

}  // namespace bp
