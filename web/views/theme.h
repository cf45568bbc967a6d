// One table of colour tokens, three themes. No other file names a colour.
#pragma once

#include <imgui.h>

#include "engine/core/types.h"

namespace bp {

inline constexpr int kClassColors = 10;

struct Theme {
  bool is_dark;
  ImU32 surface, raised, line, text, secondary, accent, on_accent, accent_soft;
  ImU32 warning, warning_surface;
  ImU32 negative, positive;     ///< class 0 / negative weights (orange), class 1 / positive (blue)
  ImU32 middle;                 ///< centre of the diverging map
  ImU32 validation;             ///< validation curve
  ImU32 test;                   ///< test curve
  ImU32 pins[3];                ///< curves of pinned runs
  float plane_strength;         ///< of the map under points (paler) …
  float map_strength;           ///< … and in the units' maps
  ImU32 layers[12];             ///< layer 1 … n; the qualitative, colour-blind-safe set
  ImU32 classes[kClassColors];  ///< class 0 … 9; the first two are `negative` and `positive`
  [[nodiscard]] ImU32 layer(Index l) const { return layers[l % 12]; }
  [[nodiscard]] ImU32 class_color(int k) const { return classes[k % kClassColors]; }
};

[[nodiscard]] const Theme& light_theme();
[[nodiscard]] const Theme& dark_theme();
/// For a hall: strong colours on white. Its text is larger by kProjectorScale.
[[nodiscard]] const Theme& projector_theme();
inline constexpr float kProjectorScale = 1.35F;
/// `color` with its alpha multiplied by `alpha` (0 … 1).
[[nodiscard]] ImU32 with_alpha(ImU32 color, float alpha);
/// The diverging map: −1 negative, 0 middle, +1 positive. Same formula as shaders/colormap.glsl.
[[nodiscard]] ImU32 diverging(const Theme& theme, float value, float strength);
/// A class's own scale: 0 the middle's colour, 1 the class's. Same formula as the shader.
[[nodiscard]] ImU32 class_tone(const Theme& theme, int k, float share, float strength);
/// Sets ImGui's style from the tokens (rounding 6, hairlines, 8-pixel grid × scale).
void apply_theme(const Theme& theme, float scale);

}  // namespace bp
