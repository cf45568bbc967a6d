// @ts-check
// Before anything is timed: do the contenders compute the same? The reference is the object graph,
// in double precision.

import * as reference from '../contenders/object_graph.mjs';
import { makeTask, paramCount } from './workloads.mjs';

/** @typedef {import('./workloads.mjs').Workload} Workload */

/**
 * How far weights may lie from the reference's after some steps, relative to the way that they have
 * come (Euclidean norms). Single precision leaves 1e-6 to 1e-5; Adam's first steps have the length of
 * the rate whatever the gradient, so that of the few gradients that are all but zero the rounding
 * decides the direction. Wrong by one sample, a factor or a bias correction is 1e-2 and more.
 */
export const WEIGHT_TOLERANCE = 1e-3;
/** Of an answer at any of the grid's points: some hundred roundings of values up to 10. */
export const FIELD_TOLERANCE = 1e-4;

/** Few where a step of the reference takes a second. @param {Workload} w */
const stepsOf = (w) => (paramCount(w.units) > 5000 ? 3 : 10);

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
const distance = (a, b) => {
  let sum = 0;
  for (let i = 0; i < a.length; ++i) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return Math.sqrt(sum);
};

/** @type {Map<string, Float32Array>} */
const known = new Map();

/** @param {Workload} w @param {number[]} [range] */
function expected(w, range) {
  const key = `${w.id} ${range}`;
  const found = known.get(key);
  if (found) return found;
  const run = reference.start(w, makeTask(w), range);
  if (w.field === 0) run.train(stepsOf(w));
  const values = /** @type {Float32Array} */ (w.field > 0 ? run.field?.() : run.weights?.());
  known.set(key, values);
  return values;
}

/**
 * How far off a contender's values are, and whether that is within the tolerance.
 * @param {import('./hosts.mjs').Host} host @param {Workload} w
 */
export async function check(host, w) {
  const { values = [], range } = await host.ask(w.field > 0 ? { verb: 'field', work: w }
    : { verb: 'weights', steps: stepsOf(w), work: w });
  const wanted = expected(w, range);
  if (values.length !== wanted.length) {
    return { isRight: false, error: NaN };
  }
  if (w.field > 0) {
    const error = values.reduce((most, v, i) => Math.max(most, Math.abs(v - (wanted[i] ?? 0))), 0);
    return { isRight: error <= FIELD_TOLERANCE, error };
  }
  const error = distance(values, wanted) / distance(makeTask(w).weights, wanted);
  return { isRight: error <= WEIGHT_TOLERANCE, error };
}
