// @ts-check
// What the tests of the module share. Environment: BP_DIST (folder with engine.mjs) and BP_CLI.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = path.resolve(import.meta.dirname ?? '.', '../..');
export const DIST = path.resolve(process.env['BP_DIST'] ?? path.join(ROOT, 'dist'));
const CLI = process.env['BP_CLI'] ?? path.join(ROOT, 'build/native-release/playground-cli');

/** @typedef {import('../../web/embed/engine.d.mts').Engine} Engine */
/** @type {typeof import('../../web/embed/engine.d.mts')} */
const module = await import(pathToFileURL(path.join(DIST, 'engine.mjs')).href);
export const { Engine } = module;

/** A report of the command-line program. @param {string[]} words */
export function report(...words) {
  const text = execFileSync(CLI, ['train', ...words, '--json'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return JSON.parse(text);
}

/** Numbers of a committed golden table by its name. @param {string} text @param {string} name */
function golden(text, name) {
  const found = new RegExp(`${name}\\[\\] = \\{([^}]*)\\}`).exec(text)?.[1] ?? '';
  return found.split(',').filter((word) => word.trim() !== '').map(Number);
}

/** PyTorch's runs of tools/golden/make_golden.py: twelve points, 2-4-3-1 tanh. */
export function trajectories() {
  const text = readFileSync(path.join(ROOT, 'tests/golden/trajectories.inc'), 'utf8');
  const rows = text.matchAll(/\{"(\w+)", "(\w+)", ([^{]*)\{([^}]*)\},\s*\{([^}]*)\}/g);
  const list = (/** @type {string} */ words) => words.split(',').filter((w) => w.trim() !== '').map(Number);
  const runs = [...rows].map(([, opt = '', loss = '', head = '', after10 = '', after100 = '']) => {
    const [lr = 0, l1 = 0, l2 = 0, lastLoss = 0] = list(head);
    return { opt, loss, lr, l1, l2, lastLoss, after10: list(after10), after100: list(after100) };
  });
  return {
    inputs: golden(text, 'kGoldenInputs'), classes: golden(text, 'kGoldenClasses'),
    start: golden(text, 'kGoldenStart'), runs,
  };
}

/** Largest difference relative to the largest value. @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
export function deviation(a, b) {
  let worst = 0, largest = 0;
  for (let i = 0; i < b.length; ++i) {
    worst = Math.max(worst, Math.abs(Number(a[i]) - Number(b[i])));
    largest = Math.max(largest, Math.abs(Number(b[i])));
  }
  return worst / largest;
}

/** n samples of two inputs in [−1, 1], the same always; classes by x₁ x₂ > 0. @param {number} n */
export function corners(n) {
  const X = new Float32Array(2 * n), Y = new Uint8Array(n);
  for (let i = 0, seed = 1; i < 2 * n; ++i) {
    seed = (seed * 48271) % 2147483647; // Park & Miller 1988
    X[i] = (2 * seed) / 2147483647 - 1;
  }
  for (let i = 0; i < n; ++i) Y[i] = Number(X[2 * i]) * Number(X[2 * i + 1]) > 0 ? 1 : 0;
  return { X, Y };
}
