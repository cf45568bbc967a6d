// The plane's own picture draped over the surface, shaded, with a lattice that shows its shape.
uniform sampler2D u_plane;  // first row at the top
uniform vec3 u_ink;
in vec2 v_share;
in vec3 v_normal;
out vec4 o_color;

const vec3 kLight = vec3(-0.42, -0.27, 0.87);

void main() {
  vec3 color = texture(u_plane, vec2(v_share.x, 1.0 - v_share.y)).rgb;
  vec2 cell = v_share * 12.0;
  vec2 away = abs(fract(cell - 0.5) - 0.5) / max(fwidth(cell), vec2(1e-5));
  float line = 1.0 - clamp(min(away.x, away.y), 0.0, 1.0);
  float light = 0.72 + 0.32 * max(dot(normalize(v_normal), kLight), 0.0);
  o_color = vec4(mix(color * min(light, 1.0), u_ink, 0.16 * line), 1.0);
}
