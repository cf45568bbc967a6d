// @ts-check
// The honest baseline: the engine's arithmetic as plain loops over Float32Array, as an experienced
// JavaScript programmer would write them. Nothing is allocated in a step; every inner loop runs over
// contiguous values; one function a layer kind, so that the compiler sees one type each. What it
// leaves out on purpose is what makes the engine fast: blocking for registers, and SIMD, which
// JavaScript does not have.

import { grid, layout } from '../lib/workloads.mjs';

/** @typedef {import('../lib/workloads.mjs').Workload} Workload */
/** @typedef {import('../lib/workloads.mjs').Task} Task */

/** A Float32Array; `any`, because its elements are numbers and never undefined: indices are within
 * bounds by construction. @typedef {any} Floats */

/**
 * Units × inputs, a unit's weights side by side (the flat vector has them by columns).
 * @typedef {{ inputs: number, out: number, W: Floats, b: Floats, dW: Floats, db: Floats, A: Floats,
 *   dZ: Floats, f: string, slots: { w: Floats, g: Floats, m: Floats, s: Floats }[] }} Layer
 */

/** @param {Workload} w @param {Task} task @param {number} rows samples at once @returns {Layer[]} */
function build(w, task, rows) {
  return layout(w.units).map(({ inputs, out, W, b }, l) => {
    const floats = (/** @type {number} */ n) => new Float32Array(n);
    const layer = {
      inputs, out, W: floats(out * inputs), b: task.weights.slice(b, b + out),
      dW: floats(out * inputs), db: floats(out), A: floats(rows * out), dZ: floats(rows * out),
      f: l === w.units.length - 2 ? w.output : w.hidden,
    };
    for (let i = 0; i < out; i++) {
      for (let j = 0; j < inputs; j++) layer.W[i * inputs + j] = task.weights[W + j * out + i] ?? 0;
    }
    const slot = (/** @type {Floats} */ v, /** @type {Floats} */ g) =>
      ({ w: v, g, m: floats(v.length), s: floats(v.length) });
    return { ...layer, slots: [slot(layer.W, layer.dW), slot(layer.b, layer.db)] };
  });
}

/** A = f(W x + b) for n samples. @param {Layer} layer @param {Floats} x @param {number} at @param {number} n */
function forward(layer, x, at, n) {
  const { inputs, out, W, b, A } = layer;
  for (let s = 0, z = 0; s < n; s++, at += inputs) {
    for (let i = 0, w = 0; i < out; i++, z++) {
      let sum = b[i];
      for (let j = 0; j < inputs; j++, w++) sum += W[w] * x[at + j];
      A[z] = sum;
    }
  }
  activate(layer.f, A, n * out);
}

/** @param {string} f @param {Floats} A @param {number} n */
function activate(f, A, n) {
  if (f === 'tanh') {
    for (let i = 0; i < n; i++) A[i] = Math.tanh(A[i]);
  } else if (f === 'relu') {
    for (let i = 0; i < n; i++) A[i] = A[i] > 0 ? A[i] : 0;
  } else if (f === 'logistic') {
    for (let i = 0; i < n; i++) A[i] = 1 / (1 + Math.exp(-A[i]));
  }
}

/** dZ of the output layer: MSE behind a linear, cross entropy behind a logistic output.
 * @param {Workload} w @param {Layer} layer @param {Floats} Y @param {number} at */
function outputGradient(w, layer, Y, at) {
  const { A, dZ } = layer;
  const scale = (w.loss === 'mse' ? 2 : 1) / w.batch;
  for (let s = 0; s < w.batch; s++) dZ[s] = (A[s] - Y[at + s]) * scale;
}

/** dW += dZ xᵀ, db += Σ dZ. @param {Layer} layer @param {Floats} x @param {number} at @param {number} n */
function weightGradient(layer, x, at, n) {
  const { inputs, out, dW, db, dZ } = layer;
  for (let s = 0, z = 0; s < n; s++, at += inputs) {
    for (let i = 0, w = 0; i < out; i++, z++) {
      const d = dZ[z];
      db[i] += d;
      if (d === 0) w += inputs;
      else for (let j = 0; j < inputs; j++, w++) dW[w] += d * x[at + j];
    }
  }
}

/** dZ of the layer below: (Wᵀ dZ) ⊙ f′. @param {Layer} layer @param {Layer} below @param {number} n */
function inputGradient(layer, below, n) {
  const { inputs, out, W, dZ } = layer;
  const dA = below.dZ;
  dA.fill(0, 0, n * inputs);
  for (let s = 0, z = 0, at = 0; s < n; s++, at += inputs) {
    for (let i = 0, w = 0; i < out; i++, z++) {
      const d = dZ[z];
      if (d === 0) w += inputs;
      else for (let j = 0; j < inputs; j++, w++) dA[at + j] += d * W[w];
    }
  }
  const { A, f } = below;
  if (f === 'tanh') {
    for (let i = 0; i < n * inputs; i++) dA[i] *= 1 - A[i] * A[i];
  } else if (f === 'relu') {
    for (let i = 0; i < n * inputs; i++) if (!(A[i] > 0)) dA[i] = 0;
  }
}

/** Updates and clears the gradient. @param {Floats} w @param {Floats} g @param {number} rate */
function sgd(w, g, rate) {
  for (let i = 0; i < w.length; i++) {
    w[i] -= rate * g[i];
    g[i] = 0;
  }
}

/** The same by Adam (Kingma, Ba 2015).
 * @param {Layer['slots'][0]} slot @param {number} rate @param {number} t */
function adam({ w, g, m, s }, rate, t) {
  const first = 1 / (1 - 0.9 ** t);
  const second = 1 / (1 - 0.999 ** t);
  for (let i = 0; i < w.length; i++) {
    const d = g[i];
    const moment = 0.9 * m[i] + 0.1 * d;
    const square = 0.999 * s[i] + 0.001 * d * d;
    m[i] = moment;
    s[i] = square;
    w[i] -= (rate * moment * first) / (Math.sqrt(square * second) + 1e-8);
    g[i] = 0;
  }
}

/** @param {Workload} w @param {Layer[]} layers */
function flatten(w, layers) {
  const flat = new Float32Array(layers.reduce((n, { inputs, out }) => n + (inputs + 1) * out, 0));
  layout(w.units).forEach((place, l) => {
    const { inputs, out, W, b } = /** @type {Layer} */ (layers[l]);
    flat.set(b, place.b);
    for (let i = 0; i < out; i++) {
      for (let j = 0; j < inputs; j++) flat[place.W + j * out + i] = W[i * inputs + j];
    }
  });
  return flat;
}

/** @param {Workload} w @param {Task} task @param {Layer[]} layers */
function trainer(w, task, layers) {
  const inputs = w.units[0] ?? 0;
  const last = /** @type {Layer} */ (layers.at(-1));
  let sample = 0;
  let t = 0;
  return () => {
    const at = sample * inputs;
    forwardAll(layers, task.X, at, w.batch);
    outputGradient(w, last, task.Y, sample);
    for (let l = layers.length - 1; l > 0; l--) {
      const layer = /** @type {Layer} */ (layers[l]);
      const below = /** @type {Layer} */ (layers[l - 1]);
      weightGradient(layer, below.A, 0, w.batch);
      inputGradient(layer, below, w.batch);
    }
    weightGradient(/** @type {Layer} */ (layers[0]), task.X, at, w.batch);
    t += 1;
    for (const { slots } of layers) {
      for (const slot of slots) {
        if (w.optimizer === 'adam') adam(slot, w.rate, t);
        else sgd(slot.w, slot.g, w.rate);
      }
    }
    sample += w.batch;
    if (sample + w.batch > w.samples) sample = 0;
  };
}

/** @param {Layer[]} layers @param {Floats} x @param {number} at @param {number} n */
function forwardAll(layers, x, at, n) {
  forward(/** @type {Layer} */ (layers[0]), x, at, n);
  for (let l = 1; l < layers.length; l++) {
    forward(/** @type {Layer} */ (layers[l]), /** @type {Layer} */ (layers[l - 1]).A, 0, n);
  }
}

/** @param {Workload} w @param {Task} task @returns {import('../lib/workloads.mjs').Contender} */
export function start(w, task) {
  const chunk = 256; // of a field's points: stays in the cache
  const layers = build(w, task, Math.max(w.batch, chunk));
  const step = trainer(w, task, layers);
  const points = grid(w.field);
  const answers = new Float32Array(w.field ** 2);
  return {
    train(steps) {
      for (let i = 0; i < steps; i++) step();
    },
    field() {
      for (let p = 0; p < answers.length; p += chunk) {
        const n = Math.min(chunk, answers.length - p);
        forwardAll(layers, points, 2 * p, n);
        answers.set(layers.at(-1)?.A.subarray(0, n), p);
      }
      return answers;
    },
    weights: () => flatten(w, layers),
  };
}
