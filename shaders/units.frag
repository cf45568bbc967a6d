// The atlas of unit maps, one tile a unit. The maps lie one after another in a texture of fixed
// width; each has its own offset and scale, so that every tile uses the whole colour range.
uniform sampler2D u_values;
uniform sampler2D u_ranges;    // per map: value of the middle, 1 / half range
uniform ivec2 u_map_size;      // columns, rows of a map
uniform int u_map_count;
uniform int u_tile_px;
uniform int u_atlas_columns;
uniform int u_values_width;
uniform int u_ranges_width;
out vec4 o_color;

float value_at(int map, ivec2 cell) {
  ivec2 at = clamp(cell, ivec2(0), u_map_size - 1);
  int index = (map * u_map_size.y + at.y) * u_map_size.x + at.x;
  return texelFetch(u_values, ivec2(index % u_values_width, index / u_values_width), 0).r;
}

// Cubic B-spline, as the big plane: small maps keep smooth edges.
float smooth_value(int map, vec2 cell) {
  vec2 base = floor(cell - 0.5);
  vec2 f = cell - 0.5 - base;
  vec2 g = 1.0 - f;
  vec2 w[4] = vec2[4](g * g * g / 6.0, (4.0 - 6.0 * f * f + 3.0 * f * f * f) / 6.0,
                      (4.0 - 6.0 * g * g + 3.0 * g * g * g) / 6.0, f * f * f / 6.0);
  float sum = 0.0;
  for (int j = 0; j < 4; ++j) {
    for (int i = 0; i < 4; ++i) {
      sum += w[i].x * w[j].y * value_at(map, ivec2(base) + ivec2(i - 1, j - 1));
    }
  }
  return sum;
}

void main() {
  ivec2 pixel = ivec2(gl_FragCoord.xy);
  ivec2 tile = pixel / u_tile_px;
  int map = tile.y * u_atlas_columns + tile.x;
  if (tile.x >= u_atlas_columns || map >= u_map_count) {
    o_color = vec4(u_middle, 1.0);
    return;
  }
  vec2 inside = (vec2(pixel - tile * u_tile_px) + 0.5) / float(u_tile_px);
  inside.y = 1.0 - inside.y;
  vec2 range = texelFetch(u_ranges, ivec2(map % u_ranges_width, map / u_ranges_width), 0).rg;
  float value = smooth_value(map, inside * vec2(u_map_size));
  o_color = vec4(diverging((value - range.x) * range.y), 1.0);
}
