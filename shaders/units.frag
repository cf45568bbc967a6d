// The atlas of unit maps, one tile a unit. The maps lie one after another in a texture of fixed
// width; each has its own offset and scale, so that every tile uses the whole colour range.
uniform sampler2D u_values;
uniform sampler2D u_ranges;    // per map: value of the middle, 1 / half range, tint of map_color()
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
  Cubic c = cubic(cell - 0.5 - base);
  float sum = 0.0;
  for (int j = 0; j < 4; ++j) {
    for (int i = 0; i < 4; ++i) {
      sum += c.w[i].x * c.w[j].y * value_at(map, ivec2(base) + ivec2(i - 1, j - 1));
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
  vec3 range = texelFetch(u_ranges, ivec2(map % u_ranges_width, map / u_ranges_width), 0).rgb;
  float value = smooth_value(map, inside * vec2(u_map_size));
  o_color = vec4(map_color((value - range.x) * range.y, range.z), 1.0);
}
