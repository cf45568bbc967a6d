#include "web/views/marks.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "web/views/theme.h"
#include "web/views/widgets.h"

namespace bp {
namespace {

constexpr float kCircleRadius = 3.25F;  // points
constexpr float kSquareHalf = 2.75F;    // as large to the eye as the circle
constexpr float kLine = 1.5F, kEdge = 0.75F;
constexpr float kTipWidth = 300, kTipLeading = 3;

// Enough segments for a round circle at this radius in framebuffer pixels, no more.
int segments(const UiState& ui, float radius) {
  return std::clamp(static_cast<int>(radius * ui.pixel_ratio * 2.0F) + 6, 10, 32);
}

// Squares lie on the pixel grid, so that every side is equally sharp: centred on a pixel, their
// half sides a whole number of pixels and a half.
void draw_square(const UiState& ui, ImDrawList& draw, ImVec2 center, const PointLook& look,
                 float half) {
  const float px = 1.0F / ui.pixel_ratio;
  const ImVec2 c(snap(ui, center.x - 0.5F * px) + 0.5F * px,
                 snap(ui, center.y - 0.5F * px) + 0.5F * px);
  if (!look.is_filled) {
    draw.PathRect({c.x - half, c.y - half}, {c.x + half, c.y + half});
    draw.PathStroke(look.color, ImDrawFlags_Closed, kLine * ui.scale);
    return;
  }
  const auto fill = [&](float reach, ImU32 color) {
    draw.AddRectFilled({c.x - reach, c.y - reach}, {c.x + reach, c.y + reach}, color);
  };
  const float side = (std::floor(half / px) + 0.5F) * px;
  if (look.border != 0)
    fill(side + std::max(1.0F, std::floor(kEdge * ui.scale / px)) * px, look.border);
  fill(side, look.color);
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

void draw_point(const UiState& ui, ImDrawList& draw, ImVec2 center, const PointLook& look,
                float size) {
  if (!has_room(draw)) return;
  if (look.symbol == Symbol::Square) {
    return draw_square(ui, draw, center, look, kSquareHalf * size * ui.scale);
  }
  const float radius = kCircleRadius * size * ui.scale;
  const int n = segments(ui, radius);
  if (!look.is_filled) return draw.AddCircle(center, radius, look.color, n, kLine * ui.scale);
  if (look.border != 0) draw.AddCircleFilled(center, radius + kEdge * ui.scale, look.border, n);
  draw.AddCircleFilled(center, radius, look.color, n);
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

void tip_value(const UiState& ui, ImU32 color, std::string_view name, std::string_view value) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float swatch = dp(ui, 14), column = dp(ui, 64);
  const float name_width = measure(ui, Face::Regular, TextSize::Body, name).x;
  const float value_x = at.x + swatch + std::max(column, name_width + dp(ui, 12));
  const float value_width = measure(ui, Face::Mono, TextSize::Body, value).x;
  const float line = line_height(ui, TextSize::Body);
  ImGui::Dummy({value_x + value_width - at.x, line + dp(ui, kTipLeading)});
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float middle = at.y + 0.5F * line;
  draw.AddRectFilled({at.x, middle - dp(ui, 1)}, {at.x + dp(ui, 9), middle + dp(ui, 1)}, color);
  draw_text(ui, draw, {at.x + swatch, at.y}, ui.theme->text, Face::Regular, TextSize::Body, name);
  draw_text(ui, draw, {value_x, at.y}, ui.theme->text, Face::Mono, TextSize::Body, value);
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
