// @ts-check
// Regularizers at work, from a link: silent units, the best step, an ensemble's members, and units
// that start alike until dropout treats them differently.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROWSER, picture, settled, useHarness, waitUntilIdle } from './harness.mjs';

const h = useHarness();

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {{ what: string, of: number, index: number, value: number }} Row */

/** A panel's data, line by line. @param {Page} page @param {string} panel @returns {Promise<string[][]>} */
async function cells(page, panel) {
  const text = /** @type {string} */ (
    await page.evaluate((key) => window.playground.data(key), panel));
  return text.trimEnd().split('\n').slice(1).map((line) => line.split(','));
}

/** @param {Page} page @returns {Promise<Row[]>} */
async function rows(page) {
  return (await cells(page, 'regularizers')).map(([what = '', of, index, value]) =>
    ({ what, of: Number(of), index: Number(index), value: Number(value) }));
}

/** @param {Page} page @returns {Promise<any>} */
const report = (page) => page.evaluate(() => window.playground.report());

/** @param {Page} page @param {Record<string, unknown>} values */
async function set(page, values) {
  await page.evaluate((v) => window.playground.set(v), values);
  await waitUntilIdle(page, 100);
}

/** @param {Page} page @param {number} count */
async function epochs(page, count) {
  await page.evaluate((n) => window.playground.epoch(n), count);
  await settled(page);
  await waitUntilIdle(page, 100);
}

test('dropout: factors of the last batch, and a switch that trains nothing', async () => {
  const page = await h.open('dropout=50&mode=train&panel=regularizers&layers=6,5');
  await page.evaluate(() => window.playground.step(5));
  await waitUntilIdle(page, 100);
  const factors = (await rows(page)).filter((row) => row.what === 'dropout factor');
  assert.equal(factors.length, 11);
  // Inverted: silent, or doubled.
  assert.ok(factors.every(({ value }) => value === 0 || value === 2));
  const { hash } = await report(page);
  const training = await page.evaluate(async () =>
    (await window.playground.picture('network')).size);
  await set(page, { mode: 'eval' });
  assert.equal((await report(page)).hash, hash);
  const evaluation = await page.evaluate(async () =>
    (await window.playground.picture('network')).size);
  assert.notEqual(training, evaluation, 'the picture follows the switch');
  h.assertQuiet();
  await page.close();
});

test('the best step: going back brings the weights that early stopping restores', async () => {
  const page = await h.open('patience=6&lr=1&seed=3&panel=regularizers');
  await epochs(page, 2000);
  const stopped = await report(page);
  assert.equal(stopped.best.stopped_early, true);
  assert.ok(stopped.best.step > 0 && stopped.best.step < stopped.step);
  await picture(page, 'regularizers-stopped');
  await page.evaluate((step) => window.playground.seek(step), stopped.best.step);
  await settled(page);
  const best = await report(page);
  assert.equal(best.step, stopped.best.step);
  assert.equal(best.hash, stopped.hash);
  h.assertQuiet();
  await page.close();
});

test("an ensemble's members and their disagreement", async () => {
  const page = await h.open('members=3&vary=bootstrap&panel=regularizers&reg=members');
  await epochs(page, 20);
  const all = await rows(page);
  const maps = [1, 2, 3].map((m) => all.filter((row) => row.what === 'member output' && row.of === m));
  for (const map of maps) assert.equal(map.length, 32 * 32);
  assert.notDeepEqual(maps[0].map((row) => row.value), maps[1].map((row) => row.value));
  const spread = all.filter((row) => row.what === 'disagreement').map((row) => row.value);
  assert.ok(spread.length > 1000 && spread.every((value) => value >= 0 && value <= 0.5));
  // The standard deviation of three answers between 0 and 1, somewhere more than nowhere.
  assert.ok(Math.max(...spread) > 0.01);
  h.assertQuiet();
  await page.close();
});

test('symmetry: units that start alike stay one until dropout is switched on', async () => {
  const page = await h.open('init=constant&bias=0.1&layers=6&data=circles&lr=0.3&panel=symmetry');
  const cosines = async () => (await cells(page, 'symmetry'))
    .filter(([layer]) => layer === '1').map((line) => Number(line[3]));
  await epochs(page, 5);
  const alike = await cosines();
  assert.equal(alike.length, 36);
  assert.ok(alike.every((cosine) => cosine > 1 - 1e-5), 'without dropout all are one');
  await picture(page, 'symmetry-alike');
  await set(page, { dropout: 50 });
  await epochs(page, 100);
  assert.ok(Math.min(...await cosines()) < 0.9, 'with dropout they part');
  await picture(page, 'symmetry-parted');
  h.assertQuiet();
  await page.close();
});

for (const dark of BROWSER === 'chromium' ? [false, true] : [false]) {
  test(`pictures${dark ? ', dark' : ''}`, async () => {
    const everything = 'dropout=30&mode=train&l2=0.003&jitter=8&patience=20&panel=regularizers';
    for (const [name, link] of [['all', everything], ['norm', 'norm=1&panel=regularizers&reg=norm'],
      ['members', 'members=5&vary=bootstrap&panel=regularizers&reg=members']]) {
      for (const [width, height] of [[1280, 800], [390, 844]]) {
        const page = await h.open(link, { width, height, dark });
        await epochs(page, 60);
        await picture(page, `regularizers-${name}-${width}${dark ? '-dark' : ''}`);
        h.assertQuiet();
        await page.close();
      }
    }
  });
}
