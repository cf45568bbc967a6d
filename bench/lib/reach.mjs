// @ts-check
// What the engine is to reach in headless Chromium, one worker, as ratios within one run.

/** Engine in Chromium ÷ peer. @type {{ work: string, peer: string, factor: number }[]} */
export const RATIOS = [
  ...['tf-playground', 'object-graph'].flatMap((peer) =>
    Object.entries({ W1: 12, W2: 30, W3: 50, W4: 75, W5: 110, G2: 50 })
      .map(([work, factor]) => ({ work, peer, factor }))),
  ...Object.entries({ W1: 5, W2: 8, W3: 8, W4: 8, W5: 11 })
    .map(([work, factor]) => ({ work, peer: 'typed-arrays', factor })),
  ...Object.entries({ W1: 12, W2: 12, W3: 12, W4: 3, W5: 0.55 })
    .map(([work, factor]) => ({ work, peer: 'torch', factor })),
  { work: 'G3', peer: 'tfjs-wasm', factor: 2 },
];

/** Share of the wasm SIMD peak in Chromium. */
export const SHARES = [{ work: 'W4', share: 0.5 }, { work: 'W5', share: 0.6 }];
