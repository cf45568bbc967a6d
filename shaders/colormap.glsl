// The colour maps: what is undecided is the middle's colour. The same formulas as diverging() and
// class_tone() in web/views/theme.h, mixed plainly in sRGB; the exponent opens the pale range around
// the middle a little.
uniform vec3 u_negative;
uniform vec3 u_middle;
uniform vec3 u_positive;
uniform vec3 u_classes[10];
uniform float u_strength;

const float kMapExponent = 0.85;

// What is not a number is undecided.
float finite(float value) {
  return isnan(value) ? 0.0 : value;
}

// -1 negative, 0 middle, +1 positive.
vec3 diverging(float value) {
  float t = clamp(finite(value), -1.0, 1.0);
  float amount = pow(abs(t), kMapExponent) * u_strength;
  return mix(u_middle, t < 0.0 ? u_negative : u_positive, amount);
}

// 0 middle, 1 the colour of class `k`.
vec3 class_tone(int k, float share) {
  float amount = pow(clamp(finite(share), 0.0, 1.0), kMapExponent) * u_strength;
  return mix(u_middle, u_classes[k], amount);
}

// 0 middle, 1 `tone`: how sure, how wrong.
vec3 sequential(vec3 tone, float share) {
  return mix(u_middle, tone, pow(clamp(finite(share), 0.0, 1.0), kMapExponent) * u_strength);
}

// The colour of a value from -1 to 1 in a map of its own: of class `tint`, or (-1) diverging.
vec3 map_color(float value, float tint) {
  if (tint < -0.5) return diverging(value);
  return class_tone(int(tint + 0.5), 0.5 * (finite(value) + 1.0));
}
