// @ts-check
// A network of node and link objects, walked sample by sample: the cost structure of TensorFlow
// Playground's nn.ts (which no package holds), written anew after it. Like there: every unit an
// object with its links in and out, every link an object with its weight and two accumulators,
// activations and losses as pairs of functions behind a reference, derivatives computed from the
// total input, all in double precision. Unlike there: initial weights are given, batches come in
// order, and Adam and the cross entropy exist, as the workloads ask for them.

import { grid, layout } from '../lib/workloads.mjs';

/** @typedef {import('../lib/workloads.mjs').Workload} Workload */
/** @typedef {import('../lib/workloads.mjs').Task} Task */
/** @typedef {{ output: (z: number) => number, der: (z: number) => number }} Activation */

/** @type {Record<string, Activation>} */
const ACTIVATIONS = {
  tanh: {
    output: (z) => Math.tanh(z),
    der: (z) => {
      const a = Math.tanh(z);
      return 1 - a * a;
    },
  },
  relu: { output: (z) => Math.max(0, z), der: (z) => (z <= 0 ? 0 : 1) },
  logistic: {
    output: (z) => 1 / (1 + Math.exp(-z)),
    der: (z) => {
      const a = 1 / (1 + Math.exp(-z));
      return a * (1 - a);
    },
  },
  linear: { output: (z) => z, der: () => 1 },
};

/** ∂ℓ/∂a. @type {Record<string, (a: number, y: number) => number>} */
export const LOSSES = {
  mse: (a, y) => 2 * (a - y),
  bce: (a, y) => (a - y) / (a * (1 - a)),
};

/** @typedef {{ der: (w: number) => number }} Regularization none of the workloads has one */

class Unit {
  /** @type {Link[]} */ inputLinks = [];
  /** @type {Link[]} */ outputs = [];
  bias = 0;
  totalInput = 0;
  output = 0;
  outputDer = 0;
  inputDer = 0;
  accInputDer = 0;
  numAccumulatedDers = 0;
  moment = 0;
  square = 0;

  /** @param {string} id @param {Activation} activation */
  constructor(id, activation) {
    this.id = id;
    this.activation = activation;
  }

  updateOutput() {
    this.totalInput = this.bias;
    for (let j = 0; j < this.inputLinks.length; j++) {
      const link = /** @type {Link} */ (this.inputLinks[j]);
      this.totalInput += link.weight * link.source.output;
    }
    this.output = this.activation.output(this.totalInput);
  }
}

class Link {
  errorDer = 0;
  accErrorDer = 0;
  numAccumulatedDers = 0;
  moment = 0;
  square = 0;

  regularization = /** @type {Regularization | null} */ (null);

  /** @param {Unit} source @param {Unit} dest @param {number} weight */
  constructor(source, dest, weight) {
    this.id = `${source.id}-${dest.id}`;
    this.source = source;
    this.dest = dest;
    this.weight = weight;
  }
}

/** @param {Workload} w @param {Float32Array} weights @returns {Unit[][]} */
export function build(w, weights) {
  const layers = layout(w.units);
  const units = w.units.map((count, l) => {
    const name = l === w.units.length - 1 ? w.output : w.hidden;
    return Array.from({ length: count },
      (_, i) => new Unit(`${l}.${i}`, /** @type {Activation} */ (ACTIVATIONS[name])));
  });
  layers.forEach((layer, l) => {
    units[l + 1]?.forEach((unit, i) => {
      unit.bias = weights[layer.b + i] ?? 0;
      units[l]?.forEach((source, j) => {
        const link = new Link(source, unit, weights[layer.W + j * layer.out + i] ?? 0);
        source.outputs.push(link);
        unit.inputLinks.push(link);
      });
    });
  });
  return units;
}

/** A list of its own for each sample, as TF Playground makes. @param {Float32Array} x @param {number} at @param {number} n */
function constructInput(x, at, n) {
  const input = [];
  for (let i = 0; i < n; i++) input.push(x[at + i] ?? 0);
  return input;
}

/** @param {Unit[][]} network @param {number[]} input */
export function forwardProp(network, input) {
  const inputs = /** @type {Unit[]} */ (network[0]);
  if (input.length !== inputs.length) throw new Error('wrong number of inputs');
  for (let i = 0; i < inputs.length; i++) /** @type {Unit} */ (inputs[i]).output = input[i] ?? 0;
  for (let l = 1; l < network.length; l++) {
    const layer = /** @type {Unit[]} */ (network[l]);
    for (let i = 0; i < layer.length; i++) /** @type {Unit} */ (layer[i]).updateOutput();
  }
  return /** @type {Unit} */ (network[network.length - 1]?.[0]).output;
}

/** @param {Unit[]} layer */
function accumulate(layer) {
  for (let i = 0; i < layer.length; i++) {
    const unit = /** @type {Unit} */ (layer[i]);
    unit.inputDer = unit.outputDer * unit.activation.der(unit.totalInput);
    unit.accInputDer += unit.inputDer;
    unit.numAccumulatedDers++;
  }
  for (let i = 0; i < layer.length; i++) {
    const unit = /** @type {Unit} */ (layer[i]);
    for (let j = 0; j < unit.inputLinks.length; j++) {
      const link = /** @type {Link} */ (unit.inputLinks[j]);
      link.errorDer = unit.inputDer * link.source.output;
      link.accErrorDer += link.errorDer;
      link.numAccumulatedDers++;
    }
  }
}

/** @param {Unit[][]} network @param {number} y @param {(a: number, y: number) => number} lossDer */
export function backProp(network, y, lossDer) {
  const output = /** @type {Unit} */ (network[network.length - 1]?.[0]);
  output.outputDer = lossDer(output.output, y);
  for (let l = network.length - 1; l >= 1; l--) {
    accumulate(/** @type {Unit[]} */ (network[l]));
    if (l === 1) continue;
    const below = /** @type {Unit[]} */ (network[l - 1]);
    for (let i = 0; i < below.length; i++) {
      const unit = /** @type {Unit} */ (below[i]);
      unit.outputDer = 0;
      for (let j = 0; j < unit.outputs.length; j++) {
        const link = /** @type {Link} */ (unit.outputs[j]);
        unit.outputDer += link.weight * link.dest.inputDer;
      }
    }
  }
}

/**
 * What is subtracted from a parameter with mean gradient g.
 * @typedef {(holder: Unit | Link, g: number) => number} Rule
 */

/** @param {number} rate @returns {Rule} */
const sgd = (rate) => (_, g) => rate * g;

/** Kingma, Ba 2015. @param {number} rate @param {number} t @returns {Rule} */
function adam(rate, t) {
  const first = 1 - 0.9 ** t;
  const second = 1 - 0.999 ** t;
  return (holder, g) => {
    holder.moment = 0.9 * holder.moment + 0.1 * g;
    holder.square = 0.999 * holder.square + 0.001 * g * g;
    return (rate * (holder.moment / first)) / (Math.sqrt(holder.square / second) + 1e-8);
  };
}

/** Of step t, from 1 on. @param {Workload} w @param {number} t */
export const ruleOf = (w, t) => (w.optimizer === 'adam' ? adam(w.rate, t) : sgd(w.rate));

/** @param {Unit[][]} network @param {Rule} rule */
export function updateWeights(network, rule) {
  for (let l = 1; l < network.length; l++) {
    const layer = /** @type {Unit[]} */ (network[l]);
    for (let i = 0; i < layer.length; i++) {
      const unit = /** @type {Unit} */ (layer[i]);
      if (unit.numAccumulatedDers > 0) {
        unit.bias -= rule(unit, unit.accInputDer / unit.numAccumulatedDers);
        unit.accInputDer = 0;
        unit.numAccumulatedDers = 0;
      }
      for (let j = 0; j < unit.inputLinks.length; j++) {
        const link = /** @type {Link} */ (unit.inputLinks[j]);
        const penalty = link.regularization ? link.regularization.der(link.weight) : 0;
        if (link.numAccumulatedDers > 0) {
          link.weight -= rule(link, (link.accErrorDer + penalty) / link.numAccumulatedDers);
          link.accErrorDer = 0;
          link.numAccumulatedDers = 0;
        }
      }
    }
  }
}

/** @param {Unit[][]} network @param {Workload} w */
export function flatten(network, w) {
  const flat = new Float32Array(layout(w.units).reduce((n, { inputs, out }) => n + (inputs + 1) * out, 0));
  layout(w.units).forEach((layer, l) => {
    network[l + 1]?.forEach((unit, i) => {
      flat[layer.b + i] = unit.bias;
      unit.inputLinks.forEach((link, j) => {
        flat[layer.W + j * layer.out + i] = link.weight;
      });
    });
  });
  return flat;
}

/**
 * @param {Workload} w @param {Task} task @param {unknown} [range] of the field, if it is a list
 * @returns {import('../lib/workloads.mjs').Contender}
 */
export function start(w, task, range) {
  const network = build(w, task.weights);
  const lossDer = /** @type {(a: number, y: number) => number} */ (LOSSES[w.loss]);
  const inputs = w.units[0] ?? 0;
  const points = grid(w.field, Array.isArray(range) ? range : []);
  const answers = new Float32Array(w.field ** 2);
  let sample = 0;
  let t = 0;
  const step = () => {
    for (let i = 0; i < w.batch; i++) {
      forwardProp(network, constructInput(task.X, sample * inputs, inputs));
      backProp(network, task.Y[sample] ?? 0, lossDer);
      sample = (sample + 1) % w.samples;
    }
    t += 1;
    updateWeights(network, ruleOf(w, t));
  };
  return {
    train(steps) {
      for (let i = 0; i < steps; i++) step();
    },
    field() {
      for (let i = 0; i < answers.length; i++) {
        answers[i] = forwardProp(network, constructInput(points, 2 * i, 2));
      }
      return answers;
    },
    weights: () => flatten(network, w),
  };
}
