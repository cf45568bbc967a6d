// The plane of several classes at the pixels it is shown with: the colour of the largest output,
// paler where it is less sure, with a line where the largest changes; true borders over it.
//
// Outputs are stored in a scale in which they are smooth (log p, a logit, or the value), four
// classes a texel, one block of rows after another for every four classes.
uniform sampler2D u_field;
uniform sampler2D u_truth;
uniform vec2 u_size;         // pixels of the target
uniform vec2 u_grid;         // columns, rows of a block of the field
uniform vec2 u_truth_grid;   // of the truth, 0 if there is none
uniform int u_count;         // classes
uniform int u_scale;         // 0: log p of probabilities that sum to 1, 1: a logit each, 2: values
uniform float u_per_value;   // 1 / range of values
uniform int u_mode;          // 0: the class by its lead, 1: the class alone, 2: how sure, 3: how wrong
uniform vec3 u_tone;         // of how sure and how wrong
uniform float u_has_edge;    // 1: the true borders are drawn
uniform vec2 u_range;        // a value's largest, 1 / range of values
uniform float u_line_px;
uniform vec3 u_line;
uniform vec3 u_edge;
out vec4 o_color;

// The two largest outputs with their gradients (per pixel), and how much the first leads.
struct Ranking {
  vec3 first;
  vec3 second;
  int best;
  int next;
  float total;  // sum of exp(output - first)
};

void consider(inout Ranking r, vec3 z, int k) {
  if (z.x > r.first.x) {
    r.total = r.total * exp(r.first.x - z.x) + 1.0;
    r.second = r.first;
    r.next = r.best;
    r.first = z;
    r.best = k;
    return;
  }
  r.total += exp(z.x - r.first.x);
  if (z.x > r.second.x) {
    r.second = z;
    r.next = k;
  }
}

Ranking rank(sampler2D grid, vec2 size, vec2 pixel) {
  vec2 cell = pixel / u_size * size;
  vec2 base = floor(cell - 0.5);
  Cubic c = cubic(cell - 0.5 - base);
  ivec2 last = ivec2(size) - 1;
  vec2 per_pixel = size / u_size;
  Ranking r = Ranking(vec3(-1e30, 0.0, 0.0), vec3(-1e30, 0.0, 0.0), 0, 0, 0.0);
  for (int first = 0; first < u_count; first += 4) {
    ivec2 block = ivec2(0, first / 4 * int(size.y));
    vec4 value = vec4(0.0), dx = vec4(0.0), dy = vec4(0.0);
    for (int j = 0; j < 4; ++j) {
      for (int i = 0; i < 4; ++i) {
        ivec2 at = clamp(ivec2(base) + ivec2(i - 1, j - 1), ivec2(0), last) + block;
        vec4 texel = texelFetch(grid, at, 0);
        value += c.w[i].x * c.w[j].y * texel;
        dx += c.d[i].x * c.w[j].y * texel;
        dy += c.w[i].x * c.d[j].y * texel;
      }
    }
    for (int k = 0; k < 4 && first + k < u_count; ++k) {
      consider(r, vec3(value[k], vec2(dx[k], dy[k]) * per_pixel), first + k);
    }
  }
  return r;
}

// How much surer the first is than the second: 0 at a border, 1 where there is no doubt.
float margin(Ranking r) {
  if (u_scale == 0) return (1.0 - exp(r.second.x - r.first.x)) / r.total;
  if (u_scale == 1) return 1.0 / (1.0 + exp(-r.first.x)) - 1.0 / (1.0 + exp(-r.second.x));
  return (r.first.x - r.second.x) * u_per_value;
}

// The output for class `k`, as a share of its range.
float share_of(int k, vec2 pixel, Ranking r) {
  vec2 cell = pixel / u_size * u_grid;
  vec2 base = floor(cell - 0.5);
  Cubic c = cubic(cell - 0.5 - base);
  ivec2 last = ivec2(u_grid) - 1;
  ivec2 block = ivec2(0, k / 4 * int(u_grid.y));
  float z = 0.0;
  for (int j = 0; j < 4; ++j) {
    for (int i = 0; i < 4; ++i) {
      ivec2 at = clamp(ivec2(base) + ivec2(i - 1, j - 1), ivec2(0), last) + block;
      z += c.w[i].x * c.w[j].y * texelFetch(u_field, at, 0)[k % 4];
    }
  }
  if (u_scale == 0) return exp(z - r.first.x) / r.total;
  if (u_scale == 1) return 1.0 / (1.0 + exp(-z));
  return 1.0 - (u_range.x - z) * u_range.y;
}

// How sure: 0 a guess, 1 no doubt.
float confidence(Ranking r) {
  if (u_scale == 2) return margin(r);
  float p = u_scale == 0 ? 1.0 / r.total : 1.0 / (1.0 + exp(-r.first.x));
  float guess = 1.0 / float(u_count);
  return (p - guess) / (1.0 - guess);
}

void main() {
  vec2 pixel = vec2(gl_FragCoord.x, u_size.y - gl_FragCoord.y);  // bottom up, like the grid
  Ranking r = rank(u_field, u_grid, pixel);
  vec3 lead = r.first - r.second;
  float above = side(lead.x, lead.yz);
  vec3 color = class_tone(r.best, margin(r));
  bool has_truth = u_truth_grid.x > 0.5;
  Ranking truth;
  if (has_truth) truth = rank(u_truth, u_truth_grid, pixel);
  if (u_mode == 1) color = mix(class_tone(r.next, 1.0), class_tone(r.best, 1.0), above);
  if (u_mode == 2) color = sequential(u_tone, confidence(r));
  if (u_mode == 3) {
    color = has_truth ? sequential(u_tone, 1.0 - share_of(truth.best, pixel, r)) : u_middle;
  }
  color = mix(color, u_line, 0.5 * levels_cover(r.first.x, r.first.yz, 0.67 * u_line_px));
  color = mix(color, u_line, line_cover(lead.x, lead.yz, u_line_px));
  if (has_truth && u_has_edge > 0.5) {
    vec3 ahead = truth.first - truth.second;
    float edge = line_cover(ahead.x, ahead.yz, u_line_px * 1.34);
    color = mix(color, u_edge, edge * dash(pixel, ahead.yz, 6.0 * u_line_px));
  }
  o_color = vec4(color, 1.0);
}
