// Cubic B-spline filtering of a grid, and lines along the zero of a smooth function.

// Weights and slopes (per cell) of the four cells around a place `f` of the way between the middle
// two.
struct Cubic {
  vec2 w[4];
  vec2 d[4];
};

Cubic cubic(vec2 f) {
  vec2 g = 1.0 - f;
  return Cubic(vec2[4](g * g * g / 6.0, (4.0 - 6.0 * f * f + 3.0 * f * f * f) / 6.0,
                       (4.0 - 6.0 * g * g + 3.0 * g * g * g) / 6.0, f * f * f / 6.0),
               vec2[4](-0.5 * g * g, (1.5 * f - 2.0) * f, (2.0 - 1.5 * g) * g, 0.5 * f * f));
}

// Cover of a line of `width` pixels along the zero of a function with this value and gradient.
float line_cover(float value, vec2 gradient, float width) {
  float slope = length(gradient);
  float away = abs(value) / max(slope, 1e-7);
  return clamp(0.5 * width + 0.5 - away, 0.0, 1.0) * step(1e-6, slope);
}

// 1 above the level, 0 below, blended over the one pixel the edge runs through.
float side(float value, vec2 gradient) {
  return clamp(0.5 + value / max(length(gradient), 1e-7), 0.0, 1.0);
}

// Dashes along a line, measured along the axis it mostly follows; near the diagonal both count, so
// that a normal that wavers there does not tear them.
float dash(vec2 pixel, vec2 normal, float period) {
  vec2 phase = abs(fract(pixel / period) - 0.5) * period;
  vec2 cover = clamp(phase - 0.2 * period + 0.5, 0.0, 1.0);
  vec2 n = abs(normal) / max(length(normal), 1e-7);
  return mix(cover.x, cover.y, smoothstep(-0.2, 0.2, n.x - n.y));
}

// Cover of the lines at several levels.
uniform float u_levels[12];
uniform int u_level_count;
float levels_cover(float value, vec2 gradient, float width) {
  float cover = 0.0;
  for (int i = 0; i < u_level_count; ++i) {
    cover = max(cover, line_cover(value - u_levels[i], gradient, width));
  }
  return cover;
}
