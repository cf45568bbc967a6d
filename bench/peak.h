// As many single-precision multiplications and additions as four-lane SIMD can do: the ceiling that
// the engine's speed is measured against. Native and wasm (peak_wasm.cpp).
#pragma once

namespace bp::bench {

/// Multiplications and additions of one turn of spin(): 12 accumulators of 4 lanes, 2 each.
constexpr int kFlopsPerTurn = 12 * 4 * 2;

/// x ← x · factor + term, `turns` times in 12 accumulators. A product and a sum take 4 cycles each
/// on present processors, which start two of them a cycle: 8 chains would fill them, 12 leave
/// room, and with the two constants they are within SSE2's 16 registers. The two roundings are
/// those of the engine: no fused multiply-add.
inline float spin(int turns, float factor, float term) {
  using Lanes = float __attribute__((vector_size(16)));
  const Lanes m = {factor, factor, factor, factor};
  const Lanes s = {term, term, term, term};
  Lanes a = s, b = a + s, c = b + s, d = c + s, e = d + s, f = e + s;
  Lanes g = f + s, h = g + s, i = h + s, j = i + s, k = j + s, l = k + s;
  for (int turn = 0; turn < turns; ++turn) {
    a = a * m + s;
    b = b * m + s;
    c = c * m + s;
    d = d * m + s;
    e = e * m + s;
    f = f * m + s;
    g = g * m + s;
    h = h * m + s;
    i = i * m + s;
    j = j * m + s;
    k = k * m + s;
    l = l * m + s;
  }
  const Lanes sum = (((a + b) + (c + d)) + ((e + f) + (g + h))) + ((i + j) + (k + l));
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

}  // namespace bp::bench
