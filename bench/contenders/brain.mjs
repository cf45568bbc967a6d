// @ts-check
// brain.js. It knows the squared error, one activation for all layers, and an update after every
// sample: a step here is as many of its updates as the batch has samples. Not the same arithmetic,
// hence not compared in its values.

import { grid } from '../lib/workloads.mjs';

/** @type {any} */
let brain;

/** @type {import('../lib/measure.mjs').ContenderModule['start']} */
export function start(w, task, env) {
  const scope = /** @type {any} */ (globalThis);
  if (!brain) {
    scope.window = scope; // it looks for a page's global
    env.script('bench/node_modules/brain.js/browser.min.js');
    brain = scope.brain;
  }
  const net = new brain.NeuralNetwork({ activation: w.hidden });
  net.updateTrainingOptions({
    activation: w.hidden, learningRate: w.rate,
    ...(w.optimizer === 'adam' ? { praxis: 'adam' } : {}),
  });
  net.trainOpts.momentum = 0; // an option must be above 0
  net.sizes = w.units;
  net.initialize();
  const inputs = w.units[0] ?? 0;
  const samples = Array.from({ length: w.samples }, (_, i) => ({
    input: task.X.slice(i * inputs, (i + 1) * inputs), output: task.Y.slice(i, i + 1),
  }));
  const flat = grid(w.field);
  const points = Array.from({ length: w.field ** 2 }, (_, i) => flat.slice(2 * i, 2 * i + 2));
  const answers = new Float32Array(points.length);
  let next = 0;
  return {
    train(steps) {
      for (let i = 0; i < steps * w.batch; i++) {
        net.trainPattern(samples[next]);
        next = (next + 1) % samples.length;
      }
    },
    field() {
      for (let i = 0; i < points.length; i++) answers[i] = net.runInput(points[i])[0];
      return answers;
    },
    weights: null,
  };
}
