// @ts-check
// Before anything is timed: do the contenders compute the same? The reference is the object graph,
// in double precision.

import * as reference from '../contenders/object_graph.mjs';
import { makeTask, paramCount } from './workloads.mjs';

/** @typedef {import('./workloads.mjs').Workload} Workload */

/**
 * How far weights may lie from the reference's after some steps, relative to the way that they have
 * come (Euclidean norms). Single precision leaves 1e-6 to 1e-5 under plain gradient descent. Adam's
 * first steps have the length of the rate whatever the gradient, so that where it is all but zero
 * its rounding decides the direction: one weight in 6000 the wrong way is 1e-2.
 */
const WEIGHT_TOLERANCE = { sgd: 1e-4, adam: 3e-2 };
/** Of an answer at any of the grid's points: some hundred roundings of values up to 10. */
const FIELD_TOLERANCE = 1e-4;

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

/** @typedef {{ isRight: boolean, error: number }} Verdict */

/** @param {import('./hosts.mjs').Host} host @param {Workload} w @returns {Promise<Verdict>} */
async function checkField(host, w) {
  const { values = [], range } = await host.ask({ verb: 'field', work: w });
  const wanted = expected(w, range);
  let error = values.length === wanted.length ? 0 : Infinity;
  values.forEach((v, i) => { error = Math.max(error, Math.abs(v - (wanted[i] ?? 0))); });
  return { isRight: error <= FIELD_TOLERANCE, error };
}

/** @param {import('./hosts.mjs').Host} host @param {Workload} w @returns {Promise<Verdict>} */
async function checkSteps(host, w) {
  const { values = [] } = await host.ask({ verb: 'weights', steps: stepsOf(w), work: w });
  const wanted = expected(w);
  if (values.length !== wanted.length) return { isRight: false, error: Infinity };
  const error = distance(values, wanted) / distance(makeTask(w).weights, wanted);
  const tolerance = w.optimizer === 'adam' ? WEIGHT_TOLERANCE.adam : WEIGHT_TOLERANCE.sgd;
  return { isRight: error <= tolerance, error };
}

/**
 * How far off a contender's values are, and whether that is within the tolerance. What is trained by
 * Adam is trained by gradient descent too: there the gradients themselves are compared.
 * @param {import('./hosts.mjs').Host} host @param {Workload} w @returns {Promise<Verdict>}
 */
export async function check(host, w) {
  if (w.field > 0) return checkField(host, w);
  const verdict = await checkSteps(host, w);
  if (w.optimizer === 'sgd' || !verdict.isRight) return verdict;
  const plain = await checkSteps(host, { ...w, id: `${w.id}-sgd`, optimizer: 'sgd', rate: 0.03 });
  return { isRight: plain.isRight, error: Math.max(verdict.error, plain.error) };
}
