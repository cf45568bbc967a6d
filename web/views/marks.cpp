#include "web/views/marks.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "web/views/boundary_legend.h"
#include "web/views/network_layout.h"
#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kTipWidth = 300, kTipLeading = 3;

// A name and a value in line with those of other lines; where a mark before them goes.
ImVec2 tip_pair(const UiState& ui, std::string_view name, std::string_view value) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float swatch = dp(ui, 14), column = dp(ui, 64);
  const float name_width = measure(ui, Face::Regular, TextSize::Body, name).x;
  const float value_x = at.x + swatch + std::max(column, name_width + dp(ui, 12));
  const float value_width = measure(ui, Face::Mono, TextSize::Body, value).x;
  const float line = line_height(ui, TextSize::Body);
  ImGui::Dummy({value_x + value_width - at.x, line + dp(ui, kTipLeading)});
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw_text(ui, draw, {at.x + swatch, at.y}, ui.theme->text, Face::Regular, TextSize::Body, name);
  draw_text(ui, draw, {value_x, at.y}, ui.theme->text, Face::Mono, TextSize::Body, value);
  return {at.x, at.y + 0.5F * line};
}

}  // namespace

bool has_room(const ImDrawList& draw) {
  constexpr unsigned kNearlyFull = 52000;
  if constexpr (sizeof(ImDrawIdx) > 2) return true;
  return (draw.Flags & ImDrawListFlags_AllowVtxOffset) != 0 || draw._VtxCurrentIdx < kNearlyFull;
}

ImU32 mixed(ImU32 a, ImU32 b, float share) {
  const ImVec4 x = ImGui::ColorConvertU32ToFloat4(a);
  const ImVec4 y = ImGui::ColorConvertU32ToFloat4(b);
  return ImGui::ColorConvertFloat4ToU32({x.x + (y.x - x.x) * share, x.y + (y.y - x.y) * share,
                                         x.z + (y.z - x.z) * share, x.w + (y.w - x.w) * share});
}

ImU32 layer_text_color(const UiState& ui, Index layer) {
  return mixed(ui.theme->layer(layer), ui.theme->text, 0.4F);
}

std::string_view layer_name(const UiState& ui, const Snapshot& snapshot, std::size_t layer,
                            Phrase& out) {
  if (layer + 1 == snapshot.layers.size()) return word(ui, Word::output_layer);
  NumberText number;
  return fill(out, word(ui, Word::layer_n),
              {format_count(number, static_cast<long long>(layer) + 1)});
}

std::string_view unit_name(const UiState& ui, const Snapshot& snapshot, int layer, int unit,
                           Phrase& out) {
  Phrase name;
  NumberText number;
  const auto l = static_cast<std::size_t>(layer);
  const std::string_view of = layer_name(ui, snapshot, l, name);
  if (l + 1 == snapshot.layers.size() && outputs_are_classes(snapshot)) {
    return fill(out, word(ui, Word::output_of_class), {of, class_name(ui, snapshot, unit)});
  }
  return fill(out, word(ui, Word::unit_n_of), {of, format_count(number, unit + 1)});
}

void draw_color_bar(const UiState& ui, ImDrawList& draw, ImVec2 min, ImVec2 max, float strength,
                    bool is_stepped) {
  const int steps = is_stepped ? 2 : 48;
  const float width = (max.x - min.x) / static_cast<float>(steps);
  const auto value = [&](float i) { return 2.0F * i / static_cast<float>(steps) - 1.0F; };
  for (int i = 0; i < steps; ++i) {
    const float k = static_cast<float>(i);
    const float x0 = min.x + k * width;
    const float x1 = i + 1 == steps ? max.x : x0 + width;
    const ImU32 left =
        diverging(*ui.theme, is_stepped ? (i == 0 ? -1.0F : 1.0F) : value(k), strength);
    const ImU32 right = is_stepped ? left : diverging(*ui.theme, value(k + 1), strength);
    draw.AddRectFilledMultiColor({x0, min.y}, {x1, max.y}, left, right, right, left);
  }
}

void draw_warning_sign(const UiState& ui, ImDrawList& draw, ImVec2 center, float size) {
  const float r = 0.5F * size;
  draw.AddTriangleFilled({center.x, center.y - r}, {center.x + 1.1F * r, center.y + 0.9F * r},
                         {center.x - 1.1F * r, center.y + 0.9F * r}, ui.theme->warning);
  const float w = std::max(1.0F / ui.pixel_ratio, 0.09F * size);
  const ImU32 ink = ui.theme->raised;
  draw.AddRectFilled({center.x - w, center.y - 0.3F * r}, {center.x + w, center.y + 0.4F * r}, ink);
  draw.AddRectFilled({center.x - w, center.y + 0.53F * r}, {center.x + w, center.y + 0.75F * r},
                     ink);
}

TextLine& TextLine::operator<<(std::string_view text) {
  const std::size_t n = std::min(text.size(), buffer_.size() - size_);
  std::memcpy(buffer_.data() + size_, text.data(), n);
  size_ += n;
  return *this;
}

TextLine& TextLine::operator<<(long long number) {
  NumberText text;
  return *this << format_count(text, number);
}

void tip_text(const UiState& ui, std::string_view text, TextSize size) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 room = measure(ui, Face::Regular, size, text);
  ImGui::Dummy({room.x, room.y + dp(ui, kTipLeading)});
  draw_text(ui, *ImGui::GetWindowDrawList(), at,
            size == TextSize::Small ? ui.theme->secondary : ui.theme->text, Face::Regular, size,
            text);
}

void tip_math(const UiState& ui, std::string_view markup) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 size = measure_math(ui, TextSize::Body, markup);
  ImGui::Dummy({size.x, size.y + dp(ui, kTipLeading)});
  draw_math(ui, *ImGui::GetWindowDrawList(), at, ui.theme->text, TextSize::Body, markup);
}

void tip_point(const UiState& ui, const PointLook& look, std::string_view name,
               std::string_view value) {
  const ImVec2 middle = tip_pair(ui, name, value);
  draw_point(ui, *ImGui::GetWindowDrawList(), {middle.x + dp(ui, 4.5F), middle.y}, look);
}

void tip_value(const UiState& ui, ImU32 color, std::string_view name, std::string_view value) {
  const ImVec2 middle = tip_pair(ui, name, value);
  ImGui::GetWindowDrawList()->AddRectFilled({middle.x, middle.y - dp(ui, 1)},
                                            {middle.x + dp(ui, 9), middle.y + dp(ui, 1)}, color);
}

void tip_wrapped(const UiState& ui, ImU32 color, std::string_view text) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width =
      std::min(dp(ui, kTipWidth), measure(ui, Face::Regular, TextSize::Body, text).x + 1);
  const float height =
      draw_wrapped(ui, nullptr, at, width, color, Face::Regular, TextSize::Body, text);
  ImGui::Dummy({width, height});
  draw_wrapped(ui, ImGui::GetWindowDrawList(), at, width, color, Face::Regular, TextSize::Body,
               text);
}

}  // namespace bp
