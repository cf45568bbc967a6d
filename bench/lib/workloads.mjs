// @ts-check
// The benchmark's networks, data and initial weights in JavaScript: bit for bit those of
// bench/workloads.cpp. Runs in Node and in the browser.

/**
 * A row of workloads.txt. `units`: inputs first; `field`: points on a side, 0 for a training step.
 * @typedef {{ id: string, units: number[], hidden: string, output: string, batch: number,
 *   samples: number, optimizer: string, rate: number, loss: string, field: number }} Workload
 */

/**
 * Samples (a sample's values side by side) and initial weights, layer by layer: W by columns (all
 * weights of the first input first), then b.
 * @typedef {{ X: Float32Array, Y: Float32Array, weights: Float32Array }} Task
 */

/**
 * What every JavaScript contender makes of a workload and its task. Times are taken around calls of
 * `train` and `field`; what these have begun is finished when their promise, if any, is fulfilled.
 * @typedef {object} Contender
 * @property {(steps: number) => void | Promise<void>} train
 * @property {(() => Float32Array | Promise<Float32Array>) | null} field answers at grid()'s points
 * @property {() => number[]} [range] of the field's plane where it is another one than grid()'s:
 *   lowest and highest first input, lowest and highest second
 * @property {(() => Float32Array) | null} weights laid out like the task's; null: not comparable
 * @property {() => void} [end]
 */

/** @param {string} line @returns {Workload} */
export function parseWorkload(line) {
  const [id = '', units = '', hidden = '', output = '', batch, samples, optimizer = '', rate,
    loss = '', field] = line.trim().split(/\s+/);
  return {
    id, units: units.split('-').map(Number), hidden, output, batch: Number(batch),
    samples: Number(samples), optimizer, rate: Number(rate), loss, field: Number(field),
  };
}

/** A row as parseWorkload() reads it. @param {Workload} w */
export const rowOf = (w) => [w.id, w.units.join('-'), w.hidden, w.output, w.batch, w.samples,
  w.optimizer, w.rate, w.loss, w.field].join(' ');

/** @param {string} text the contents of workloads.txt */
export const parseWorkloads = (text) =>
  text.split('\n').filter((line) => /^\w/.test(line)).map(parseWorkload);

/** Where layer l's weights and biases begin in the flat vector. @param {number[]} units */
export function layout(units) {
  let at = 0;
  return units.slice(1).map((out, l) => {
    const inputs = units[l] ?? 0;
    const layer = { inputs, out, W: at, b: at + inputs * out };
    at += (inputs + 1) * out;
    return layer;
  });
}

/** @param {number[]} units */
export const paramCount = (units) =>
  layout(units).reduce((sum, { inputs, out }) => sum + (inputs + 1) * out, 0);

/** Floating-point operations of one step or field. @param {Workload} w */
export const flopsOf = (w) =>
  w.field > 0 ? 2 * paramCount(w.units) * w.field ** 2 : 6 * paramCount(w.units) * w.batch;

/** Numerical Recipes' generator: upper 24 bits, in [−1, 1), exact in single precision. */
function generator() {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 8388608 - 1;
  };
}

/** @param {Workload} w @returns {Task} */
export function makeTask(w) {
  const draw = generator();
  const inputs = w.units[0] ?? 0;
  const X = Float32Array.from({ length: w.samples * inputs }, draw);
  const Y = Float32Array.from({ length: w.samples * (w.units.at(-1) ?? 0) }, () => {
    const value = draw();
    return w.loss === 'bce' ? Number(value >= 0) : value;
  });
  const weights = new Float32Array(paramCount(w.units));
  for (const layer of layout(w.units)) {
    const range = Math.sqrt(6 / (layer.inputs + layer.out));
    for (let i = layer.W; i < layer.b; ++i) weights[i] = range * draw();
  }
  return { X, Y, weights };
}

/**
 * Inputs at the cells' centres over a plane, the first one fastest.
 * @param {number} field @param {number[]} [range] [−1, 1]² if not given
 */
export function grid(field, [left = -1, right = 1, bottom = -1, top = 1] = []) {
  const points = new Float32Array(2 * field * field);
  const centre = (/** @type {number} */ i, /** @type {number} */ from, /** @type {number} */ to) =>
    (from + to) / 2 + ((to - from) / 2) * ((2 * i + 1) / field - 1);
  for (let i = 0; i < field * field; ++i) {
    points[2 * i] = centre(i % field, left, right);
    points[2 * i + 1] = centre(Math.floor(i / field), bottom, top);
  }
  return points;
}
