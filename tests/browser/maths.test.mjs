// @ts-check
// Stepping through the loop: the maths panel's numbers are the engine's, and they are right.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { picture, settled, useHarness, waitUntilIdle } from './harness.mjs';

const h = useHarness();

/** @typedef {{ key: string, rows: number, columns: number, values: (number | null)[][] }} Term */
/** @typedef {{ phase: string, terms: Term[] }} Equation */
/** @typedef {{ step: number, next_phase: string, next_layer: number, layer: number, pass: string,
 *   weights: string, samples: number[], equations: Equation[] }} Maths */

/** @param {import('puppeteer-core').Page} page @returns {Promise<Maths>} */
const maths = (page) => page.evaluate(() => window.playground.maths());

/** The panel draws in the frame after a snapshot. @param {import('puppeteer-core').Page} page */
async function phases(page, count = 1) {
  await page.evaluate((n) => window.playground.phase(n), count);
  await waitUntilIdle(page, 100);
  return maths(page);
}

/** @param {Maths} all @param {string} key @returns {number[][]} */
function matrix(all, key) {
  const terms = all.equations.flatMap((equation) => equation.terms);
  const term = terms.find((t) => t.key === key);
  assert.ok(term, `no matrix ${key}`);
  return /** @type {number[][]} */ (term.values);
}

test('phase by phase, matrices appear as the loop computes them', async () => {
  const page = await h.open('panel=maths&layers=4,3');
  assert.equal(await maths(page), null);
  let now = await phases(page); // predict
  assert.equal(now.next_phase, 'loss');
  assert.equal(matrix(now, 'A').length, now.layer === 3 ? 1 : 4);
  assert.equal(matrix(now, 'dZ').length, 0);
  now = await phases(page, 2); // loss, zero_grad
  assert.equal(now.next_phase, 'backward');
  for (const layer of [3, 2, 1]) {
    now = await phases(page);
    assert.equal(now.layer, layer, 'the panel follows backward from layer to layer');
    assert.notEqual(matrix(now, 'dW_data').length, 0);
    assert.equal(matrix(now, 'W_next').length, 0);
  }
  await picture(page, 'maths-backward');
  now = await phases(page); // step
  assert.equal(now.step, 1);
  assert.equal(now.weights, 'before');
  assert.notEqual(matrix(now, 'W_next').length, 0);
  h.assertQuiet();
  await page.close();
});

test('the numbers shown are the run\'s: report() has the same, digit for digit', async () => {
  const page = await h.open('panel=maths&layers=4&l2=0.01');
  await page.evaluate(() => window.playground.step(25));
  await waitUntilIdle(page, 100);
  const now = await maths(page);
  const report = await page.evaluate(() => window.playground.report());
  const layer = report.layers[now.layer - 1];
  assert.deepEqual(matrix(now, 'W_next'), layer.W);
  assert.deepEqual(matrix(now, 'dW'), layer.dW);
  assert.deepEqual(matrix(now, 'b_next').map((row) => row[0]), layer.b);
  assert.deepEqual(matrix(now, 'Z'), report.batch.layers[now.layer - 1].Z);
  h.assertQuiet();
  await page.close();
});

test('the gradient shown is the slope of the loss: central differences of the chosen sample', async () => {
  const page = await h.open('panel=maths&layers=3&pass=sample&sample=5');
  await page.evaluate(() => window.playground.step(10));
  await settled(page);
  await waitUntilIdle(page, 100);
  const now = await maths(page);
  assert.deepEqual([now.pass, now.samples], ['sample', [5]]);
  assert.equal(now.layer, 1);
  const report = await page.evaluate(() => window.playground.report());
  const [first, second] = report.layers;
  const x = matrix(now, 'input').map((row) => row[0] ?? 0);
  const y = /** @type {number} */ (report.sample.target[0][0]);
  /** Cross entropy of 2–3–1, tanh and logistic, in double. @param {number[][]} W */
  const lossOf = (W) => {
    const a = W.map((row, i) => Math.tanh(row.reduce((z, w, j) => z + w * (x[j] ?? 0), first.b[i])));
    const z = second.W[0].reduce((/** @type {number} */ sum, /** @type {number} */ w,
      /** @type {number} */ i) => sum + w * (a[i] ?? 0), second.b[0]);
    return Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - y * z;
  };
  assert.ok(Math.abs(lossOf(first.W) - report.sample.loss) < 1e-6);
  const dW = matrix(now, 'dW_data');
  const step = 1e-4;
  for (let i = 0; i < 3; i += 1) {
    for (let j = 0; j < 2; j += 1) {
      const moved = (/** @type {number} */ by) => lossOf(first.W.map(
        (/** @type {number[]} */ row, /** @type {number} */ r) =>
          row.map((w, c) => (r === i && c === j ? w + by : w))));
      const slope = (moved(step) - moved(-step)) / (2 * step);
      // The differences are good to 1e-8 in double; the shown gradient is a float's, 1e-7 of numbers
      // up to 1.
      assert.ok(Math.abs(slope - (dW[i]?.[j] ?? NaN)) < 1e-6, `dW ${i} ${j}: ${slope}`);
    }
  }
  h.assertQuiet();
  await page.close();
});
