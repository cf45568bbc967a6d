// The diverging map: -1 negative, 0 middle, +1 positive, mixed plainly in sRGB. The same formula as
// diverging() in web/views/theme.h; the exponent opens the pale range around zero a little.
uniform vec3 u_negative;
uniform vec3 u_middle;
uniform vec3 u_positive;
uniform float u_strength;

const float kDivergingExponent = 0.85;

vec3 diverging(float value) {
  float t = clamp(value, -1.0, 1.0);
  float amount = pow(abs(t), kDivergingExponent) * u_strength;
  return mix(u_middle, t < 0.0 ? u_negative : u_positive, amount);
}
