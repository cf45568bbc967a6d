// The boundary plane at the pixels it is shown with: colour map, classes, contour, true edge.
//
// The field is stored as z, a value in which the network's answer is smooth: for a logistic output
// its logit (so that a steep edge between two grid points is placed where it is, not half-way), else
// the output itself. Cubic B-spline filtering makes z and its gradient continuous, hence the contour.
uniform sampler2D u_field;
uniform sampler2D u_truth;
uniform vec2 u_size;          // pixels of the target
uniform vec2 u_grid;          // columns, rows of the field
uniform vec2 u_truth_grid;    // columns, rows of the truth, 0 if there is none
uniform float u_is_logit;     // 1: z is a logit
uniform vec2 u_range;         // value of the middle of the map, 1 / half its range
uniform vec2 u_level;         // decision level in z, 1 if a contour is wanted
uniform float u_classes;      // 1: the two classes instead of the map
uniform float u_line_px;      // contour width in pixels
uniform vec3 u_line;
uniform vec3 u_edge;
out vec4 o_color;

// Value and gradient (per pixel) of the spline at a point in grid cells.
vec3 spline(sampler2D grid, vec2 size, vec2 cell) {
  vec2 base = floor(cell - 0.5);
  vec2 f = cell - 0.5 - base;
  vec2 g = 1.0 - f;
  vec2 w[4] = vec2[4](g * g * g / 6.0, (4.0 - 6.0 * f * f + 3.0 * f * f * f) / 6.0,
                      (4.0 - 6.0 * g * g + 3.0 * g * g * g) / 6.0, f * f * f / 6.0);
  vec2 d[4] = vec2[4](-0.5 * g * g, (1.5 * f - 2.0) * f, (2.0 - 1.5 * g) * g, 0.5 * f * f);
  ivec2 last = ivec2(size) - 1;
  vec3 sum = vec3(0.0);
  for (int j = 0; j < 4; ++j) {
    for (int i = 0; i < 4; ++i) {
      ivec2 at = clamp(ivec2(base) + ivec2(i - 1, j - 1), ivec2(0), last);
      float value = texelFetch(grid, at, 0).r;
      sum += value * vec3(w[i].x * w[j].y, d[i].x * w[j].y, w[i].x * d[j].y);
    }
  }
  return vec3(sum.x, sum.yz * size / u_size);
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

// Dashes along a line, measured along the axis it mostly follows.
float dash(vec2 pixel, vec2 normal, float period) {
  float along = abs(normal.x) > abs(normal.y) ? pixel.y : pixel.x;
  float phase = abs(fract(along / period) - 0.5) * period;
  return clamp(phase - 0.2 * period + 0.5, 0.0, 1.0);
}

void main() {
  vec2 pixel = vec2(gl_FragCoord.x, u_size.y - gl_FragCoord.y);  // bottom up, like the grid
  vec3 z = spline(u_field, u_grid, pixel / u_size * u_grid);
  float value = u_is_logit > 0.5 ? 1.0 / (1.0 + exp(-z.x)) : z.x;
  float t = clamp((value - u_range.x) * u_range.y, -1.0, 1.0);
  float above = side(z.x - u_level.x, z.yz);
  vec3 color = diverging(t);
  color = mix(color, mix(diverging(-1.0), diverging(1.0), above), u_classes);
  float cover = line_cover(z.x - u_level.x, z.yz, u_line_px) * u_level.y;
  color = mix(color, u_line, cover);
  if (u_truth_grid.x > 0.5) {
    vec3 truth = spline(u_truth, u_truth_grid, pixel / u_size * u_truth_grid);
    float edge = line_cover(truth.x, truth.yz, u_line_px * 1.34);
    color = mix(color, u_edge, edge * dash(pixel, truth.yz, 6.0 * u_line_px));
  }
  o_color = vec4(color, 1.0);
}
