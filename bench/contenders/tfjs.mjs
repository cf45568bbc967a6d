// @ts-check
// TensorFlow.js as its own guides train: variables, tf.train's optimizers and tf.losses; batches lie
// ready as tensors. One of its backends, named by the option `backend`.

import { grid, layout } from '../lib/workloads.mjs';

/** @typedef {any} Tensor */

/** @type {Promise<any> | undefined} */
let library;

/** @param {import('../lib/measure.mjs').Environment} env */
async function load(env) {
  const folder = (/** @type {string} */ name) => `bench/node_modules/@tensorflow/${name}/dist/`;
  // Not the ES5 bundles: their runtime is set up by eval, which the page's policy forbids.
  env.script(`${folder('tfjs')}tf.es2017.min.js`);
  const tf = /** @type {any} */ (globalThis).tf;
  if (env.options['backend'] === 'wasm') {
    env.script(`${folder('tfjs-backend-wasm')}tf-backend-wasm.es2017.min.js`);
    tf.wasm.setWasmPaths(env.url(folder('tfjs-backend-wasm')));
  }
  await tf.setBackend(env.options['backend']);
  tf.enableProdMode();
  return tf;
}

/** Z of the last layer. @param {any} tf @param {Tensor[][]} layers @param {string} hidden @param {Tensor} x */
function logits(tf, layers, hidden, x) {
  let a = x;
  layers.forEach(([W, b], l) => {
    a = tf.add(tf.matMul(a, W), b);
    if (l < layers.length - 1) a = hidden === 'tanh' ? tf.tanh(a) : tf.relu(a);
  });
  return a;
}

/** @type {import('../lib/measure.mjs').ContenderModule['start']} */
export async function start(w, task, env) {
  const tf = await (library ??= load(env));
  const inputs = w.units[0] ?? 0;
  const layers = layout(w.units).map((layer) => [
    tf.variable(tf.tensor2d(task.weights.slice(layer.W, layer.b), [layer.inputs, layer.out])),
    tf.variable(tf.tensor1d(task.weights.slice(layer.b, layer.b + layer.out))),
  ]);
  const batches = Array.from({ length: Math.floor(w.samples / w.batch) }, (_, k) => ({
    x: tf.tensor2d(task.X.slice(k * w.batch * inputs, (k + 1) * w.batch * inputs), [w.batch, inputs]),
    y: tf.tensor2d(task.Y.slice(k * w.batch, (k + 1) * w.batch), [w.batch, 1]),
  }));
  const points = tf.tensor2d(grid(w.field), [w.field ** 2, 2]);
  const optimizer = w.optimizer === 'adam' ? tf.train.adam(w.rate, 0.9, 0.999, 1e-8)
    : tf.train.sgd(w.rate);
  let next = 0;
  const loss = () => {
    const { x, y } = /** @type {{ x: Tensor, y: Tensor }} */ (batches[next]);
    const z = logits(tf, layers, w.hidden, x);
    return w.loss === 'mse' ? tf.losses.meanSquaredError(y, z) : tf.losses.sigmoidCrossEntropy(y, z);
  };
  return {
    train(steps) {
      for (let i = 0; i < steps; i++) {
        optimizer.minimize(loss);
        next = (next + 1) % batches.length;
      }
      layers[0]?.[1].dataSync(); // whatever is still being computed
    },
    field: () =>
      tf.tidy(() => {
        const z = logits(tf, layers, w.hidden, points);
        return (w.output === 'logistic' ? tf.sigmoid(z) : z).dataSync();
      }),
    weights: () => Float32Array.from(layers.flatMap((pair) => pair.flatMap((v) => [...v.dataSync()]))),
    end() {
      tf.dispose([layers, batches, points]);
      optimizer.dispose();
    },
  };
}
