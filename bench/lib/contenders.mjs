// @ts-check
// Who runs, where, and how they are started.

import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineHost, NodeHost } from './hosts.mjs';

/** @typedef {import('./hosts.mjs').Host} Host */
/** @typedef {'native' | 'node' | 'chromium'} Place */

/**
 * `needs`: an npm package of bench/package.json. `role`: peers run on request only; a place's peak is
 * measured beside each of its contenders. `differs`: it cannot do the same arithmetic, so that its
 * values are not compared.
 * @typedef {{ name: string, label: string, place: Place, role: 'engine' | 'peer' | 'peak',
 *   module?: string, options?: Record<string, string>, needs?: string, differs?: boolean }} Contender
 */

/** @type {Contender[]} */
export const CONTENDERS = [
  { name: 'engine-chromium', label: 'engine, wasm in Chromium', place: 'chromium', role: 'engine',
    module: 'engine.mjs' },
  { name: 'engine-node', label: 'engine, wasm in Node', place: 'node', role: 'engine',
    module: 'engine.mjs' },
  { name: 'engine-native', label: 'engine, native', place: 'native', role: 'engine' },
  { name: 'tf-playground', label: "object graph in TF Playground's loop", place: 'chromium',
    role: 'peer', module: 'tf_playground.mjs' },
  { name: 'object-graph', label: 'object graph alone', place: 'chromium', role: 'peer',
    module: 'object_graph.mjs' },
  { name: 'typed-arrays', label: 'plain typed-array loops', place: 'chromium', role: 'peer',
    module: 'typed_arrays.mjs' },
  { name: 'tfjs-wasm', label: 'TensorFlow.js, wasm', place: 'chromium', role: 'peer',
    module: 'tfjs.mjs', options: { backend: 'wasm' }, needs: '@tensorflow/tfjs-backend-wasm' },
  { name: 'tfjs-cpu', label: 'TensorFlow.js, cpu', place: 'chromium', role: 'peer',
    module: 'tfjs.mjs', options: { backend: 'cpu' }, needs: '@tensorflow/tfjs-backend-cpu' },
  { name: 'brain', label: 'brain.js', place: 'chromium', role: 'peer', module: 'brain.mjs',
    needs: 'brain.js', differs: true },
  { name: 'convnet', label: 'ConvNetJS', place: 'chromium', role: 'peer', module: 'convnet.mjs',
    needs: 'convnetjs', differs: true },
  { name: 'torch', label: 'PyTorch, native, 1 thread', place: 'native', role: 'peer' },
  { name: 'peak-chromium', label: 'wasm SIMD peak in Chromium', place: 'chromium', role: 'peak',
    module: 'peak.mjs' },
  { name: 'peak-node', label: 'wasm SIMD peak in Node', place: 'node', role: 'peak',
    module: 'peak.mjs' },
  { name: 'peak-native', label: 'SSE2 peak, native', place: 'native', role: 'peak' },
];

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const SITE = path.join(ROOT, 'build/bench/site');
const NATIVE = process.env['BP_BENCH'] ?? path.join(ROOT, 'build/native-release/bp_bench');
const PYTHON = process.env['BP_PYTHON'] ?? '/usr/bin/python3';

/** Why a contender cannot run here, or null. @param {Contender} contender */
export function whyNot({ name, needs, place, module }) {
  if (needs && !existsSync(path.join(ROOT, 'bench/node_modules', needs))) {
    return 'not installed (npm ci --ignore-scripts in bench/)';
  }
  if (name === 'torch') {
    const found = spawnSync(PYTHON, ['-c', 'import torch'], { stdio: 'ignore' });
    return found.status === 0 ? null : `${PYTHON} has no torch`;
  }
  if (place === 'native' && !existsSync(NATIVE)) return 'not built';
  if (module === 'engine.mjs' && !existsSync(path.join(SITE, 'engine/engine.wasm'))) return 'not built';
  return null;
}

/**
 * @param {Contender} contender @param {import('./hosts.mjs').Browser} browser
 * @returns {Promise<Host>}
 */
export async function startHost({ name, place, module = '', options = {} }, browser) {
  if (name === 'torch') {
    return new LineHost(PYTHON, [path.join(ROOT, 'bench/contenders/torch_host.py')]);
  }
  if (place === 'native') return new LineHost(NATIVE, ['--serve']);
  if (place === 'node') return new NodeHost(SITE, { module, ...options });
  return browser.worker(name, { module, ...options });
}
