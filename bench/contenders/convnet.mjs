// @ts-check
// ConvNetJS. Its squared error is half of ours, and it has no logistic output: two classes are a
// softmax of two units. Its Adam corrects its moments the wrong way round. Not the same arithmetic,
// hence not compared in its values.

import { grid } from '../lib/workloads.mjs';

/** @type {any} */
let library;

/** @type {import('../lib/measure.mjs').ContenderModule['start']} */
export function start(w, task, env) {
  const scope = /** @type {any} */ (globalThis);
  if (!library) {
    scope.window = scope; // it looks for a page's global
    // The file ends with code for the page that may look for more of it; the library is there then.
    env.script('bench/node_modules/convnetjs/build/convnet-min.js');
    library = scope.convnetjs;
  }
  const isClass = w.loss === 'bce';
  const net = new library.Net();
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: w.units[0] },
    ...w.units.slice(1, -1).map((units) => ({ type: 'fc', num_neurons: units, activation: w.hidden })),
    isClass ? { type: 'softmax', num_classes: 2 } : { type: 'regression', num_neurons: 1 },
  ]);
  const trainer = new library.Trainer(net, {
    method: w.optimizer, learning_rate: w.rate, momentum: 0, batch_size: w.batch, l2_decay: 0,
    ...(w.optimizer === 'adam' ? { beta1: 0.9, beta2: 0.999, eps: 1e-8 } : {}),
  });
  const volume = (/** @type {Float32Array} */ values) => {
    const vol = new library.Vol(1, 1, values.length, 0);
    vol.w.set(values);
    return vol;
  };
  const inputs = w.units[0] ?? 0;
  const samples = Array.from({ length: w.samples }, (_, i) => ({
    x: volume(task.X.slice(i * inputs, (i + 1) * inputs)),
    y: isClass ? task.Y[i] : [task.Y[i]],
  }));
  const flat = grid(w.field);
  const points = Array.from({ length: w.field ** 2 }, (_, i) => volume(flat.slice(2 * i, 2 * i + 2)));
  const answers = new Float32Array(points.length);
  let next = 0;
  return {
    train(steps) {
      for (let i = 0; i < steps * w.batch; i++) {
        const sample = samples[next];
        trainer.train(sample?.x, sample?.y);
        next = (next + 1) % samples.length;
      }
    },
    field() {
      for (let i = 0; i < points.length; i++) answers[i] = net.forward(points[i]).w[isClass ? 1 : 0];
      return answers;
    },
    weights: null,
  };
}
