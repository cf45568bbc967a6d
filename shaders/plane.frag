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
uniform int u_mode;           // 0: the map, 1: the two classes, 2: how sure, 3: how wrong
uniform vec3 u_tone;          // of how sure and how wrong
uniform float u_is_class;     // 1: the truth is the sign, the answer that of two classes
uniform float u_has_edge;     // 1: the true edge is drawn
uniform float u_tint;         // of map_color()
uniform float u_line_px;      // contour width in pixels
uniform vec3 u_line;
uniform vec3 u_edge;
out vec4 o_color;

// Value and gradient (per pixel) of the spline at a point in grid cells.
vec3 spline(sampler2D grid, vec2 size, vec2 cell) {
  vec2 base = floor(cell - 0.5);
  Cubic c = cubic(cell - 0.5 - base);
  ivec2 last = ivec2(size) - 1;
  vec3 sum = vec3(0.0);
  for (int j = 0; j < 4; ++j) {
    for (int i = 0; i < 4; ++i) {
      ivec2 at = clamp(ivec2(base) + ivec2(i - 1, j - 1), ivec2(0), last);
      float value = texelFetch(grid, at, 0).r;
      sum += value * vec3(c.w[i].x * c.w[j].y, c.d[i].x * c.w[j].y, c.w[i].x * c.d[j].y);
    }
  }
  return vec3(sum.x, sum.yz * size / u_size);
}

void main() {
  vec2 pixel = vec2(gl_FragCoord.x, u_size.y - gl_FragCoord.y);  // bottom up, like the grid
  vec3 z = spline(u_field, u_grid, pixel / u_size * u_grid);
  float value = u_is_logit > 0.5 ? 1.0 / (1.0 + exp(-z.x)) : z.x;
  float t = (value - u_range.x) * u_range.y;
  float above = side(z.x - u_level.x, z.yz);
  vec3 truth = vec3(0.0);
  bool has_truth = u_truth_grid.x > 0.5;
  if (has_truth) truth = spline(u_truth, u_truth_grid, pixel / u_size * u_truth_grid);
  vec3 color = map_color(t, u_tint);
  if (u_mode == 1) color = mix(diverging(-1.0), diverging(1.0), above);
  if (u_mode == 2) color = sequential(u_tone, abs(t));
  if (u_mode == 3) {
    float target = u_is_class > 0.5 ? 2.0 * side(truth.x, truth.yz) - 1.0
                                    : (truth.x - u_range.x) * u_range.y;
    float error = abs(t - target) * (u_is_class > 0.5 ? 0.5 : 1.0);
    color = has_truth ? sequential(u_tone, error) : u_middle;
  }
  color = mix(color, u_line, 0.5 * levels_cover(z.x, z.yz, 0.67 * u_line_px));
  float cover = line_cover(z.x - u_level.x, z.yz, u_line_px) * u_level.y;
  color = mix(color, u_line, cover);
  if (has_truth && u_has_edge > 0.5) {
    float edge = line_cover(truth.x, truth.yz, u_line_px * 1.34);
    color = mix(color, u_edge, edge * dash(pixel, truth.yz, 6.0 * u_line_px));
  }
  o_color = vec4(color, 1.0);
}
