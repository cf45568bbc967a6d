// The answer over the plane as a surface: a lattice of squares made from the vertex number alone,
// lifted to the heights of a texture, seen from far away without perspective.
uniform sampler2D u_heights;  // -1 ... 1 over the output's range
uniform vec2 u_grid;          // columns, rows
uniform int u_side;           // squares a side
uniform float u_lift;         // height of 1 where the plane is 2 wide
uniform vec3 u_right;         // axes of the picture, scaled to it
uniform vec3 u_up;
uniform vec3 u_forward;
out vec2 v_share;
out vec3 v_normal;

// Height and slope (per share of the plane) of the spline.
vec3 height_at(vec2 share) {
  vec2 cell = share * u_grid;
  vec2 base = floor(cell - 0.5);
  Cubic c = cubic(cell - 0.5 - base);
  ivec2 last = ivec2(u_grid) - 1;
  vec3 sum = vec3(0.0);
  for (int j = 0; j < 4; ++j) {
    for (int i = 0; i < 4; ++i) {
      ivec2 at = clamp(ivec2(base) + ivec2(i - 1, j - 1), ivec2(0), last);
      float value = texelFetch(u_heights, at, 0).r;
      sum += value * vec3(c.w[i].x * c.w[j].y, c.d[i].x * c.w[j].y, c.w[i].x * c.d[j].y);
    }
  }
  return vec3(sum.x, sum.yz * u_grid);
}

void main() {
  int square = gl_VertexID / 6, corner = gl_VertexID % 6;
  // 0 1 2, 2 1 3 of the corners (0, 0), (1, 0), (0, 1), (1, 1)
  int which = corner < 3 ? corner : (corner == 3 ? 2 : corner == 4 ? 1 : 3);
  ivec2 at = ivec2(square % u_side, square / u_side) + ivec2(which & 1, which >> 1);
  v_share = vec2(at) / float(u_side);
  vec3 height = height_at(v_share);
  vec3 place = vec3(2.0 * v_share - 1.0, height.x * u_lift);
  v_normal = vec3(-0.5 * u_lift * height.yz, 1.0);
  // Upside down: a picture's first row is its top.
  gl_Position = vec4(dot(place, u_right), -dot(place, u_up), 0.3 * dot(place, u_forward), 1.0);
}
