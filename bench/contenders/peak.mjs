// @ts-check
// The machine's ceiling for single-precision products and sums in wasm SIMD, as a contender whose
// step is kTurns turns of spin() (peak.h).

const kTurns = 10_000;
/** Of one step: 12 accumulators × 4 lanes × 2 in each turn. */
export const PEAK_FLOPS = kTurns * 12 * 4 * 2;

/** @type {Promise<WebAssembly.Instance> | undefined} */
let instance;

/** @type {import('../lib/measure.mjs').ContenderModule['start']} */
export async function start(_, __, env) {
  instance ??= env.bytes('peak.wasm')
    .then((bytes) => WebAssembly.instantiate(/** @type {BufferSource} */ (bytes)))
    .then((result) => result.instance);
  const { spin } = /** @type {{ spin: (n: number, m: number, s: number) => number }} */ (
    /** @type {unknown} */ ((await instance).exports));
  return {
    train(steps) {
      for (let i = 0; i < steps; i++) spin(kTurns, 0.999, 0.001);
    },
    field: null,
    weights: null,
  };
}
