// @ts-check
// TensorFlow Playground's step as its user gets it: the object graph, and around it what its page
// computes in any case (written anew after its playground.ts; drawing is left out). A sample's inputs
// come from a dictionary of features; after every epoch the losses of the training part and of a test
// part as large are computed; a field is taken as the map of every unit, kept in lists by the unit's
// name.

import { grid } from '../lib/workloads.mjs';
import { LOSSES, backProp, build, flatten, forwardProp, ruleOf, updateWeights } from './object_graph.mjs';

/** @typedef {(x: ArrayLike<number>, at: number) => number} Feature */

/** @param {Record<string, Feature>} features @param {Record<string, boolean>} chosen
 * @param {ArrayLike<number>} x @param {number} at */
function constructInput(features, chosen, x, at) {
  const input = [];
  for (const name in features) {
    if (chosen[name]) input.push(/** @type {Feature} */ (features[name])(x, at));
  }
  return input;
}

/** Its seven features of two coordinates, of which x and y are chosen; of more inputs one each.
 * @param {number} inputs */
function featuresOf(inputs) {
  /** @type {Record<string, Feature>} */
  const features = {};
  for (let i = 0; i < inputs; i++) features[`x${i}`] = (x, at) => x[at + i] ?? 0;
  const chosen = Object.fromEntries(Object.keys(features).map((name) => [name, true]));
  if (inputs === 2) {
    features['xSquared'] = (x, at) => (x[at] ?? 0) ** 2;
    features['ySquared'] = (x, at) => (x[at + 1] ?? 0) ** 2;
    features['xTimesY'] = (x, at) => (x[at] ?? 0) * (x[at + 1] ?? 0);
    features['sinX'] = (x, at) => Math.sin(x[at] ?? 0);
    features['sinY'] = (x, at) => Math.sin(x[at + 1] ?? 0);
  }
  return { features, chosen };
}

/** ℓ(a, y). @type {Record<string, (a: number, y: number) => number>} */
const VALUES = {
  mse: (a, y) => Math.pow(a - y, 2),
  bce: (a, y) => -(y * Math.log(a) + (1 - y) * Math.log(1 - a)),
};

/** @type {import('../lib/measure.mjs').ContenderModule['start']} */
export function start(w, task) {
  const network = build(w, task.weights);
  const { features, chosen } = featuresOf(w.units[0] ?? 0);
  const inputs = w.units[0] ?? 0;
  const lossDer = /** @type {(a: number, y: number) => number} */ (LOSSES[w.loss]);
  const lossOf = /** @type {(a: number, y: number) => number} */ (VALUES[w.loss]);
  const answer = (/** @type {ArrayLike<number>} */ x, /** @type {number} */ at) =>
    forwardProp(network, constructInput(features, chosen, x, at));
  const losses = { train: 0, test: 0 };
  const getLoss = () => {
    let loss = 0;
    for (let i = 0; i < w.samples; i++) loss += lossOf(answer(task.X, i * inputs), task.Y[i] ?? 0);
    return loss / w.samples;
  };
  let sample = 0;
  let t = 0;
  const step = () => {
    for (let i = 0; i < w.batch; i++) {
      answer(task.X, sample * inputs);
      backProp(network, task.Y[sample] ?? 0, lossDer);
      sample += 1;
    }
    t += 1;
    updateWeights(network, ruleOf(w, t));
    if (sample < w.samples) return;
    sample = 0;
    losses.train = getLoss();
    losses.test = getLoss(); // of as many samples: these once more
  };
  const points = grid(w.field);
  /** @type {Record<string, number[][]>} */
  const boundary = {};
  const hidden = network.slice(1).flat();
  for (const { id } of hidden) boundary[id] = Array.from({ length: w.field }, () => new Array(w.field).fill(0));
  const output = network.at(-1)?.[0]?.id ?? '';
  return {
    train(steps) {
      for (let i = 0; i < steps; i++) step();
    },
    field() {
      for (let i = 0; i < w.field; i++) {
        for (let j = 0; j < w.field; j++) {
          answer(points, 2 * (i * w.field + j));
          for (const unit of hidden) /** @type {any} */ (boundary)[unit.id][i][j] = unit.output;
        }
      }
      return Float32Array.from(/** @type {number[][]} */ (boundary[output]).flat());
    },
    weights: () => flatten(network, w),
  };
}
