// @ts-check
// Every step of a run is found again, to the bit; runs are pinned and compared.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { picture, step, useHarness, waitUntilIdle } from './harness.mjs';

const h = useHarness();

/** @param {import('./harness.mjs').Page} page @param {number} to */
const seek = (page, to) => page.evaluate((n) => window.playground.seek(n), to);

test('scrubbing returns the same hash at every step, through changes of settings', async () => {
  const page = await h.open('dropout=20&norm=1&opt=adam&lr=0.02');
  const hashes = new Map();
  for (let i = 0; i < 5; ++i) {
    const s = await step(page, 37);
    hashes.set(s.step, s.hash);
    await page.evaluate((n) => window.playground.set({ lr: 0.02 / (n + 2), l2: 0.001 * n }), i);
  }
  const last = await step(page, 200);
  hashes.set(last.step, last.hash);
  for (const at of [111, 37, 148, 385, 74, 185, 385]) {
    const s = await seek(page, at);
    assert.equal(s.step, at);
    assert.equal(s.hash, hashes.get(at), `step ${at}`);
    assert.equal(s.timeline.last, 385);
    assert.equal(s.timeline.replaying, false);
  }
  const start = await seek(page, 0);
  assert.equal(start.settings['lr'], 0.02);
  assert.equal(start.hash, (await page.evaluate(async () => {
    window.playground.reset();
    return window.playground.settled();
  })).hash);
  h.assertQuiet();
  await page.close();
});

test('training on from an earlier step is another run', async () => {
  const page = await h.open('lr=0.1');
  await step(page, 100);
  await seek(page, 40);
  await page.evaluate(() => window.playground.set({ lr: 0.5 }));
  const branched = await step(page, 20);
  assert.equal(branched.step, 60);
  assert.equal(branched.timeline.last, 60);
  assert.deepEqual(branched.timeline.changes, [{ step: 40, key: 'lr', value: '0.5' }]);
  h.assertQuiet();
  await page.close();
});

test('a run is pinned, compared, and reproduced from its start and changes', async () => {
  const page = await h.open('lr=0.3&panel=compare');
  await step(page, 50);
  await page.evaluate(() => window.playground.set({ l2: 0.003 }));
  const first = await step(page, 50);
  assert.equal(await page.evaluate(() => window.playground.pin()), 'A');
  await page.evaluate(() => window.playground.set({ layers: [3], lr: 0.05 }));
  await step(page, 120);
  const [pin] = await page.evaluate(() => window.playground.pins());
  assert.equal(pin.hash, first.hash);
  assert.equal(pin.step, 100);
  assert.equal(pin.reproducible, true);
  const again = await page.evaluate(async (/** @type {any} */ p) => {
    window.playground.load(p.start);
    let at = 0;
    for (const change of p.changes) {
      if (change.step > at) await window.playground.step(change.step - at);
      at = change.step;
      window.playground.set({ [change.key]: change.value });
    }
    return window.playground.step(p.step - at);
  }, pin);
  assert.equal(again.hash, first.hash);
  await waitUntilIdle(page);
  await picture(page, 'compare');
  h.assertQuiet();
  await page.close();
});

test('the arrow keys, Home and End go through the run', async () => {
  const page = await h.open();
  await step(page, 25);
  await page.click('#canvas', { offset: { x: 700, y: 12 } });
  for (const [key, at] of /** @type {[import('puppeteer-core').KeyInput, number][]} */ ([
    ['ArrowLeft', 24], ['ArrowLeft', 23], ['ArrowRight', 24], ['Home', 0], ['End', 25],
  ])) {
    await page.keyboard.press(key);
    await page.waitForFunction((n) => {
      const s = window.playground.snapshot();
      return s.step === n && !s.timeline.replaying;
    }, {}, at);
  }
  h.assertQuiet();
  await page.close();
});
