// Menus and the choices of the schema.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/session/codec.h"
#include "engine/session/page_parts.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"
#include "web/views/words.h"

namespace bp {
namespace {

constexpr std::size_t kMaxSegments = 8;

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
  return begin_popup(ui, id, anchor_min, anchor_max,
                     {width, static_cast<float>(items) * dp(ui, finger(ui, kMenuItemHeight))});
}

bool begin_popup(const UiState& ui, const char* id, ImVec2 anchor_min, ImVec2 anchor_max,
                 ImVec2 contents) {
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  const float width = contents.x;
  const float height = std::min(contents.y + dp(ui, 8), display.y - dp(ui, 16));
  float y = anchor_max.y + dp(ui, 4);
  if (y + height > display.y - dp(ui, 8)) {
    y = std::max(dp(ui, 8), anchor_min.y - dp(ui, 4) - height);
  }
  const float right = display.x - dp(ui, 8) - width - dp(ui, 8);
  ImGui::SetNextWindowPos({std::min(anchor_min.x, std::max(dp(ui, 8), right)), y});
  ImGui::SetNextWindowSizeConstraints({0, 0}, {display.x, height});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(dp(ui, 4), dp(ui, 4)));
  const bool is_open = ImGui::BeginPopup(id, ImGuiWindowFlags_NoMove);
  ImGui::PopStyleVar();
  if (is_open) drag_to_scroll(ui);
  return is_open;
}

void end_menu() { ImGui::EndPopup(); }

bool menu_item(UiState& ui, const char* id, std::string_view text, bool is_current, bool enabled,
               std::string_view help, float width, bool closes) {
  const ImVec2 min = ImGui::GetCursorScreenPos(), size{width, dp(ui, finger(ui, kMenuItemHeight))};
  ImGui::BeginDisabled(!enabled);
  const bool is_clicked = ImGui::InvisibleButton(id, size, ImGuiButtonFlags_EnableNav);
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
  if (is_clicked && enabled && closes) ImGui::CloseCurrentPopup();
  return is_clicked && enabled;
}

void draw_check_box(const UiState& ui, ImDrawList& draw, ImVec2 min, float side, bool is_on) {
  const Theme& t = *ui.theme;
  const ImVec2 max(min.x + side, min.y + side);
  if (!is_on) return draw.AddRect(min, max, t.secondary, dp(ui, 3));
  draw.AddRectFilled(min, max, t.accent, dp(ui, 3));
  draw_icon(ui, draw, Icon::Check, {0.5F * (min.x + max.x), 0.5F * (min.y + max.y)}, 0.62F * side,
            t.on_accent);
}

float choice_box_width(const UiState& ui, const Settings& settings, const Field& field,
                       bool is_quiet) {
  const auto* const kind = std::get_if<ChoiceKind>(&field.kind);
  if (!kind || is_hidden(settings, field)) return 0;
  const Option option = kind->options.at(settings.*kind->member);
  const Face face = is_quiet ? Face::Mono : Face::Regular;
  const float text = measure(ui, face, TextSize::Body, option_label(ui, field, option)).x;
  return std::ceil(text) + dp(ui, 31);
}

void choice_frame(UiState& ui, const Settings& settings, const Field& field, float width,
                  bool is_quiet) {
  const auto* const kind = std::get_if<ChoiceKind>(&field.kind);
  if (!kind) return;
  const ImVec2 min = ImGui::GetCursorScreenPos(), size{width, dp(ui, finger(ui, kChoiceHeight))};
  if (ImGui::InvisibleButton("box", size)) open_menu("menu");
  const float inset = finger_inset(ui, kChoiceHeight);
  const ImVec2 from{min.x, min.y + inset}, max{min.x + size.x, min.y + size.y - inset};
  const bool hovered = ImGui::IsItemHovered(), is_open = ImGui::IsPopupOpen("menu");
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const Theme& t = *ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (is_quiet && (hovered || is_open)) draw.AddRectFilled(from, max, t.accent_soft, dp(ui, 6));
  if (!is_quiet) {
    draw.AddRect(from, max, is_open ? t.accent : hovered ? t.secondary : t.line, dp(ui, 6));
  }
  const Option option = kind->options.at(settings.*kind->member);
  const float y = min.y + std::round((size.y - line_height(ui, TextSize::Body)) / 2);
  const Face face = is_quiet ? Face::Mono : Face::Regular;
  ShortText text;
  draw_text(ui, draw, {min.x + dp(ui, 9), y}, t.text, face, TextSize::Body,
            shortened(ui, face, TextSize::Body, option_label(ui, field, option), width - dp(ui, 30),
                      text));
  draw_icon(ui, draw, Icon::Down, {max.x - dp(ui, 13), min.y + size.y / 2}, dp(ui, 9),
            is_quiet ? t.secondary : t.text);
  if (!is_open) help_tooltip(ui, option_help(ui, field, option), option_label(ui, field, option));
}

void choice_box(UiState& ui, const Settings& settings, const Field& field, float width,
                CommandSink& sink, bool is_quiet) {
  const auto* const kind = std::get_if<ChoiceKind>(&field.kind);
  if (!kind || is_hidden(settings, field)) return;
  ImGui::PushID(field.key.data(), field.key.data() + field.key.size());
  const ImVec2 min = ImGui::GetCursorScreenPos(),
               max{min.x + width, min.y + dp(ui, finger(ui, kChoiceHeight))};
  const bool was_locked = begin_lock(ui, is_locked(settings, field));
  choice_frame(ui, settings, field, width, is_quiet);
  choice_menu(ui, settings, field, *kind, min, max, sink);
  end_lock(ui, was_locked, min, max, LockSign::AtCorner);
  ImGui::PopID();
}

float choice_segmented_width(const UiState& ui, const Settings& settings, const Field& field) {
  if (is_hidden(settings, field)) return 0;
  std::array<std::string_view, kMaxSegments> labels;
  const std::size_t n = segment_labels(ui, field, labels);
  return segmented_size(ui, {labels.data(), n}).x;
}

float choice_chip_width(const UiState& ui, const Settings& settings, const Field& field) {
  const auto* const kind = std::get_if<ChoiceKind>(&field.kind);
  if (!kind || is_hidden(settings, field)) return 0;
  const Option option = kind->options.at(settings.*kind->member);
  return chip_size(ui, option_label(ui, field, option)).x + dp(ui, 14);
}

float choice_chip(UiState& ui, const Settings& settings, const Field& field, CommandSink& sink) {
  const auto* const kind = std::get_if<ChoiceKind>(&field.kind);
  if (!kind || is_hidden(settings, field)) return 0;
  ImGui::PushID(field.key.data(), field.key.data() + field.key.size());
  const bool was_locked = begin_lock(ui, is_locked(settings, field));
  const Option option = kind->options.at(settings.*kind->member);
  const std::string_view text = option_label(ui, field, option);
  const float arrow = dp(ui, 14);
  const ImVec2 min = ImGui::GetCursorScreenPos(), chip = chip_size(ui, text);
  const ImVec2 max{min.x + chip.x + arrow, min.y + chip.y};
  if (ImGui::InvisibleButton("chip", {max.x - min.x, chip.y})) open_menu("menu");
  const bool is_hovered = ImGui::IsItemHovered(), is_open = ImGui::IsPopupOpen("menu");
  if (is_hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const Theme& t = *ui.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float inset = finger_inset(ui, 0);
  const ImVec2 from{min.x, min.y + inset}, to{max.x, max.y - inset};
  if (is_hovered || is_open) draw.AddRectFilled(from, to, t.accent_soft, dp(ui, 6));
  draw.AddRect(from, to, is_open ? t.accent : t.line, dp(ui, 6));
  const float y = min.y + std::round((chip.y - line_height(ui, TextSize::Label)) / 2);
  draw_text(ui, draw, {min.x + dp(ui, 8), y}, t.text, Face::Regular, TextSize::Label, text);
  draw_icon(ui, draw, Icon::Down, {max.x - dp(ui, 11), min.y + chip.y / 2}, dp(ui, 7), t.secondary);
  if (!is_open) help_tooltip(ui, help(ui, field), label(ui, field));
  choice_menu(ui, settings, field, *kind, min, max, sink);
  end_lock(ui, was_locked, min, max, LockSign::AtCorner);
  ImGui::PopID();
  return max.x - min.x;
}

void choice_segmented(UiState& ui, const Settings& settings, const Field& field,
                      CommandSink& sink) {
  const auto* const kind = std::get_if<ChoiceKind>(&field.kind);
  if (!kind || is_hidden(settings, field)) return;
  std::array<std::string_view, kMaxSegments> labels;
  const std::size_t n = segment_labels(ui, field, labels);
  ImGui::PushID(field.key.data(), field.key.data() + field.key.size());
  const std::span<const std::string_view> texts(labels.data(), n);
  const ImVec2 min = ImGui::GetCursorScreenPos(), size = segmented_size(ui, texts);
  const bool was_locked = begin_lock(ui, is_locked(settings, field));
  const int clicked = segmented(ui, "segments", texts, settings.*kind->member);
  end_lock(ui, was_locked, min, {min.x + size.x, min.y + size.y}, LockSign::AtCorner);
  ImGui::PopID();
  if (clicked >= 0) sink.set(field.key, std::string(kind->options.at(clicked).key));
}

float flag_chip_width(const UiState& ui, const Settings& settings, const Field& field,
                      std::string_view text) {
  return is_hidden(settings, field) ? 0 : chip_size(ui, text).x;
}

void flag_chip(UiState& ui, const Settings& settings, const Field& field, std::string_view text,
               CommandSink& sink) {
  const auto* const kind = std::get_if<FlagKind>(&field.kind);
  if (!kind || is_hidden(settings, field)) return;
  const bool is_on = settings.*kind->member;
  const ImVec2 min = ImGui::GetCursorScreenPos(), size = chip_size(ui, text);
  ImGui::PushID(field.key.data(), field.key.data() + field.key.size());
  const bool was_locked = begin_lock(ui, is_locked(settings, field));
  if (chip(ui, "flag", text, is_on)) sink.set(field.key, is_on ? "0" : "1");
  help_tooltip(ui, help(ui, field), label(ui, field));
  end_lock(ui, was_locked, min, {min.x + size.x, min.y + size.y}, LockSign::AtCorner);
  ImGui::PopID();
}

}  // namespace bp
