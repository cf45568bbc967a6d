// @ts-check
// What a person does to the network by hand: checking its gradients, setting a weight, undoing it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { picture, settled, useHarness, waitUntilIdle } from './harness.mjs';

const h = useHarness();

/** @param {import('puppeteer-core').Page} page @returns {Promise<{W: number[][], b: number[]}[]>} */
const layers = (page) => page.evaluate(() => window.playground.report().layers);

test('the gradients shown are checked against differences in double precision', async () => {
  const page = await h.open('act=gelu&layers=4,3&dropout=20&l2=0.01');
  const none = await page.evaluate(() => window.playground.check());
  assert.equal(none.done, false, 'there is no batch yet');
  await page.evaluate(() => window.playground.step(20));
  const check = await page.evaluate(() => window.playground.check());
  assert.equal(check.done, true);
  assert.equal(check.step, 20);
  assert.equal(check.layers.length, 3);
  for (const layer of check.layers) {
    assert.equal(layer.judged, layer.parameters, 'GELU has no kink');
    assert.ok(layer.worst <= check.tolerance, `worst ${layer.worst}`);
  }
  await page.close();
});

test('a weight set by hand is part of the run, and Ctrl+Z takes it back', async () => {
  const page = await h.open('layers=3&panel=unit&ulayer=1&unit=2');
  await page.evaluate(() => window.playground.step(10));
  const before = await page.evaluate(() => window.playground.snapshot().hash);
  const edited = await page.evaluate(() =>
    window.playground.edit({ layer: 1, unit: 2, input: 1, value: -0.625 }));
  assert.notEqual(edited.hash, before);
  assert.equal((await layers(page))[0].W[1][0], -0.625);
  assert.deepEqual(edited.timeline.changes, [{ step: 10, key: 'edit:1.2.1', value: '-0.625' }]);
  const end = await page.evaluate(() => window.playground.step(10));
  await page.evaluate(() => window.playground.seek(5));
  const again = await page.evaluate(() => window.playground.seek(20));
  assert.equal(again.hash, end.hash, 'gone through again to the same bits');
  await waitUntilIdle(page, 100);
  await picture(page, 'unit');
  await page.close();
});

test('a slider of the unit panel moves its weight, and undo brings the same bits back', async () => {
  const page = await h.open('layers=3&panel=unit&ulayer=1&unit=2');
  await page.evaluate(() => window.playground.step(10));
  await waitUntilIdle(page, 100);
  const before = (await settled(page)).hash;
  let now = before;
  // The panel lies below the network; down its left half there are tracks.
  for (let y = 660; y < 790 && now === before; y += 5) {
    await page.mouse.click(400, y);
    await waitUntilIdle(page, 100);
    now = (await settled(page)).hash;
  }
  assert.notEqual(now, before, 'a weight was set');
  await page.keyboard.down('Control');
  await page.keyboard.press('z');
  await page.keyboard.up('Control');
  await waitUntilIdle(page, 100);
  assert.equal((await settled(page)).hash, before);
  h.assertQuiet();
  await page.close();
});
