// @ts-check
// The engine, through the ES module that anyone uses (docs/ENGINE.md).

import { rowOf } from '../lib/workloads.mjs';

/** @typedef {import('../../web/embed/engine.d.mts').Engine} Engine */
/** @typedef {import('../lib/workloads.mjs').Workload} Workload */

/** @type {Promise<{ Engine: typeof import('../../web/embed/engine.d.mts').Engine, wasm: WebAssembly.Module }> | undefined} */
let library;
/** Kept, so that all share one instance and what the compiler has learnt of it. @type {Map<string, Engine>} */
const engines = new Map();

/** @param {import('../lib/measure.mjs').Environment} env */
async function load(env) {
  const { Engine } = await import(env.url('engine/engine.mjs'));
  const bytes = /** @type {BufferSource} */ (await env.bytes('engine/engine.wasm'));
  return { Engine, wasm: await WebAssembly.compile(bytes) };
}

/** @param {Workload} w @param {import('../lib/workloads.mjs').Task} task @param {import('../lib/measure.mjs').Environment} env */
async function make(w, task, env) {
  const { Engine, wasm } = await (library ??= load(env));
  const data = { X: task.X, Y: task.Y, ...(w.loss === 'bce' ? { classes: 2 } : {}) };
  return Engine.create({
    settings: {
      layers: w.units.slice(1, -1), act: w.hidden, loss: w.loss, opt: w.optimizer, lr: w.rate,
      batch: w.batch, std: false,
    },
    data: { ...data, test: data }, weights: task.weights, order: 'sequential', wasm,
  });
}

/** @type {import('../lib/measure.mjs').ContenderModule['start']} */
export async function start(w, task, env) {
  const key = rowOf(w);
  const engine = engines.get(key) ?? (await make(w, task, env));
  engines.set(key, engine);
  engine.reset({ weights: task.weights });
  const into = new Float32Array(w.field ** 2);
  return {
    train: (steps) => void engine.train(steps),
    field: w.field === 0 ? null : () => engine.field({ resolution: w.field, into }).values,
    range: () => {
      const { x, y } = engine.field({ resolution: w.field });
      return [...x, ...(y ?? [])];
    },
    weights: () => engine.weights(),
  };
}
