#include "web/views/theme.h"

#include <algorithm>
#include <cmath>

namespace bp {
namespace {

/// Opens the pale range of the colour maps a little; as kMapExponent in shaders/colormap.glsl.
constexpr float kExponent = 0.85F;

constexpr ImU32 rgb(std::uint32_t hex) {
  return IM_COL32((hex >> 16) & 255U, (hex >> 8) & 255U, hex & 255U, 255);
}

constexpr Theme kLight = {
    .is_dark = false,
    .surface = rgb(0xf7f8fa),
    .raised = rgb(0xffffff),
    .line = rgb(0xdfe3e9),
    .text = rgb(0x1b2027),
    .secondary = rgb(0x5c6672),
    .accent = rgb(0x5a3fd8),
    .on_accent = rgb(0xffffff),
    .accent_soft = rgb(0xe6e1f9),
    .warning = rgb(0x8f4a00),
    .warning_surface = rgb(0xfff3e0),
    .negative = rgb(0xc8590c),
    .positive = rgb(0x1f66c4),
    .middle = rgb(0xfbfbfc),
    .validation = rgb(0x00857a),
    .test = rgb(0x5a3fd8),
    .pins = {rgb(0xb3306b), rgb(0x2f7a3a), rgb(0x8a5a00)},
    .plane_strength = 0.5F,
    .map_strength = 0.78F,
    // At least 3:1 on the surface; neighbours also differ in lightness, for colour-blind readers.
    .layers = {rgb(0x0f9d8c), rgb(0xb8469a), rgb(0x8b901c), rgb(0x612a6f), rgb(0x8a3324),
               rgb(0x35507a), rgb(0xc03a4b), rgb(0x3f6b2e), rgb(0x8a6fc8), rgb(0x633643),
               rgb(0x1c6f80), rgb(0x7d7f86)},
    // Found by search: at least 3:1 on the surface, and any two apart for normal, protanopic,
    // deuteranopic and tritanopic eyes, the first ones most (a test says how far).
    .classes = {rgb(0xc8590c), rgb(0x1f66c4), rgb(0x1c989c), rgb(0x8f2e5d), rgb(0x331590),
                rgb(0x997be9), rgb(0x3d480f), rgb(0xf24e71), rgb(0x5f055b), rgb(0xa624a0)},
};

constexpr Theme kDark = {
    .is_dark = true,
    .surface = rgb(0x0f1217),
    .raised = rgb(0x161a20),
    .line = rgb(0x2a313b),
    .text = rgb(0xe7ebf0),
    .secondary = rgb(0x98a3b1),
    .accent = rgb(0xa08bff),
    .on_accent = rgb(0x14101f),
    .accent_soft = rgb(0x2c2a42),
    .warning = rgb(0xffb45c),
    .warning_surface = rgb(0x2c2213),
    .negative = rgb(0xef8b3e),
    .positive = rgb(0x5fa3f5),
    .middle = rgb(0x14181d),
    .validation = rgb(0x35c2b0),
    .test = rgb(0xa08bff),
    .pins = {rgb(0xf27ba9), rgb(0x6cc074), rgb(0xd9b44a)},
    .plane_strength = 0.5F,
    .map_strength = 0.78F,
    .layers = {rgb(0x0f9d8c), rgb(0xb8469a), rgb(0x8b901c), rgb(0xb69ad6), rgb(0xd98a7a),
               rgb(0x8ea6cf), rgb(0xe0667a), rgb(0x7fb069), rgb(0x9d86e9), rgb(0xc9a0ae),
               rgb(0x4fb3c4), rgb(0xa9abb3)},
    .classes = {rgb(0xef8b3e), rgb(0x5fa3f5), rgb(0x7fd2aa), rgb(0xc2559c), rgb(0x7f52db),
                rgb(0xc2c5fe), rgb(0xd7d209), rgb(0xd72a1a), rgb(0xbe8d89), rgb(0x8dee9f)},
};

/// A projector washes colours out and lamps shine into the hall: text is nearly black on white,
/// lines are darker, and every mark keeps a contrast of 4.5:1 instead of 3:1.
constexpr Theme kProjector = {
    .is_dark = false,
    .surface = rgb(0xffffff),
    .raised = rgb(0xffffff),
    .line = rgb(0xa9b1bc),
    .text = rgb(0x05070a),
    .secondary = rgb(0x333b45),
    .accent = rgb(0x4023b8),
    .on_accent = rgb(0xffffff),
    .accent_soft = rgb(0xd9d1f7),
    .warning = rgb(0x6d3700),
    .warning_surface = rgb(0xffe9c7),
    .negative = rgb(0xb04a00),
    .positive = rgb(0x0d4fa8),
    .middle = rgb(0xffffff),
    .validation = rgb(0x00736a),
    .test = rgb(0x7a3ff0),
    .pins = {rgb(0x97175a), rgb(0x1d6329), rgb(0x6f4700)},
    .plane_strength = 0.6F,
    .map_strength = 0.9F,
    .layers = {rgb(0x08766a), rgb(0xa02f84), rgb(0x6a6e0c), rgb(0x571f66), rgb(0x7c2a1b),
               rgb(0x264170), rgb(0xb02a3c), rgb(0x336021), rgb(0x6a4fb0), rgb(0x5a2d3a),
               rgb(0x125e6e), rgb(0x5e6067)},
    // Found by the same search, apart from each other and at least 3:1 on white.
    .classes = {rgb(0xb04a00), rgb(0x0d4fa8), rgb(0x1d93de), rgb(0x330072), rgb(0x078198),
                rgb(0x792bff), rgb(0x003858), rgb(0x908f32), rgb(0x7c2388), rgb(0xca4785)},
};

float channel(ImU32 color, int shift) { return static_cast<float>((color >> shift) & 255U); }

ImU32 mix(ImU32 a, ImU32 b, float t) {
  ImU32 out = 0;
  for (const int shift : {IM_COL32_R_SHIFT, IM_COL32_G_SHIFT, IM_COL32_B_SHIFT}) {
    const float value = channel(a, shift) + (channel(b, shift) - channel(a, shift)) * t;
    out |= static_cast<ImU32>(value + 0.5F) << shift;
  }
  return out | IM_COL32_A_MASK;
}

void set_colors(ImGuiStyle& style, const Theme& theme) {
  const auto set = [&](ImGuiCol slot, ImU32 color) {
    style.Colors[slot] = ImGui::ColorConvertU32ToFloat4(color);
  };
  set(ImGuiCol_Text, theme.text);
  set(ImGuiCol_TextDisabled, theme.secondary);
  set(ImGuiCol_WindowBg, theme.surface);
  set(ImGuiCol_ChildBg, 0);
  set(ImGuiCol_PopupBg, theme.raised);
  set(ImGuiCol_Border, theme.line);
  set(ImGuiCol_BorderShadow, 0);
  set(ImGuiCol_FrameBg, theme.raised);
  set(ImGuiCol_FrameBgHovered, theme.raised);
  set(ImGuiCol_FrameBgActive, theme.raised);
  set(ImGuiCol_ScrollbarBg, 0);
  set(ImGuiCol_ScrollbarGrab, theme.line);
  set(ImGuiCol_ScrollbarGrabHovered, theme.secondary);
  set(ImGuiCol_ScrollbarGrabActive, theme.secondary);
  set(ImGuiCol_TextSelectedBg, theme.accent_soft);
  set(ImGuiCol_InputTextCursor, theme.accent);
  set(ImGuiCol_Header, theme.accent_soft);
  set(ImGuiCol_HeaderHovered, theme.accent_soft);
  set(ImGuiCol_HeaderActive, theme.accent_soft);
  set(ImGuiCol_NavCursor, theme.accent);
  set(ImGuiCol_ModalWindowDimBg, with_alpha(theme.surface, 0.6F));
}

}  // namespace

const Theme& light_theme() { return kLight; }
const Theme& dark_theme() { return kDark; }
const Theme& projector_theme() { return kProjector; }

ImU32 with_alpha(ImU32 color, float alpha) {
  const float a = channel(color, IM_COL32_A_SHIFT) * std::clamp(alpha, 0.0F, 1.0F);
  return (color & ~IM_COL32_A_MASK) | (static_cast<ImU32>(a + 0.5F) << IM_COL32_A_SHIFT);
}

ImU32 diverging(const Theme& theme, float value, float strength) {
  const float t = std::clamp(value, -1.0F, 1.0F);
  const float amount = std::pow(std::abs(t), kExponent) * strength;
  return mix(theme.middle, t < 0 ? theme.negative : theme.positive, amount);
}

ImU32 class_tone(const Theme& theme, int k, float share, float strength) {
  const float amount = std::pow(std::clamp(share, 0.0F, 1.0F), kExponent) * strength;
  return mix(theme.middle, theme.class_color(k), amount);
}

void apply_theme(const Theme& theme, float scale) {
  ImGuiStyle style;
  style.FontSizeBase = std::round(13 * scale);
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0;
  style.ChildBorderSize = 0;
  style.PopupBorderSize = 1;
  style.WindowRounding = 0;
  style.ChildRounding = 0;
  style.FrameRounding = style.PopupRounding = style.GrabRounding = 6 * scale;
  style.ScrollbarRounding = 3 * scale;
  style.ScrollbarSize = 6 * scale;
  style.FramePadding = {8 * scale, 4 * scale};
  style.ItemSpacing = {8 * scale, 0};
  style.ItemInnerSpacing = {4 * scale, 4 * scale};
  style.HoverStationaryDelay = 0.2F;
  style.HoverDelayNormal = 0.45F;
  set_colors(style, theme);
  ImGui::GetStyle() = style;
}

}  // namespace bp
