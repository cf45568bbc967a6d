// @ts-check
// The part of the program that is fetched when a panel needs it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { picture, useHarness, waitUntilIdle } from './harness.mjs';

const h = useHarness();
const LATER = 'later.wasm.lzma';
const opened = 'panel=maths';

/** Names of files fetched so far. @param {import('puppeteer-core').Page} page */
const fetched = (page) => page.evaluate(() =>
  performance.getEntriesByType('resource').map((entry) => entry.name.split('/').at(-1) ?? ''));

test('a panel that is not open at first brings its code when it is opened', async () => {
  const page = await h.open('');
  await waitUntilIdle(page);
  assert.ok(!(await fetched(page)).includes(LATER));
  await page.evaluate((link) => window.playground.set(link), opened);
  await page.waitForFunction((name) =>
    performance.getEntriesByType('resource').some((entry) => entry.name.endsWith(name)), {}, LATER);
  await page.evaluate(() => window.playground.step(1));
  await page.waitForFunction(() => window.playground.maths() !== null);
  await waitUntilIdle(page);
  await picture(page, 'later');
  h.assertQuiet();
  await page.close();
});

test('a link that opens such a panel is ready when it is there', async () => {
  const page = await h.open(opened);
  assert.ok((await fetched(page)).includes(LATER));
  h.assertQuiet();
  await page.close();
});

test('data of a panel is there at once, its code too', async () => {
  const page = await h.open('');
  await page.evaluate(() => window.playground.step(3));
  const csv = await page.evaluate(() => window.playground.data('loss'));
  assert.match(csv, /^epoch,/);
  assert.ok((await fetched(page)).includes(LATER));
  h.assertQuiet();
  await page.close();
});

test('a picture of a panel waits for its code', async () => {
  const page = await h.open('');
  await page.evaluate(() => window.playground.step(3));
  const size = () =>
    page.evaluate(async () => (await window.playground.picture('symmetry')).size);
  const first = await size();
  assert.ok((await fetched(page)).includes(LATER));
  assert.equal(await size(), first);
  h.assertQuiet();
  await page.close();
});

test('a panel whose code does not come says so, all else goes on, and it is tried again', async () => {
  const page = await h.blank({ expectsNoise: /could not be loaded|Failed to load|NetworkError|later\.wasm/ });
  await page.setRequestInterception(true);
  let isBroken = true;
  let attempts = 0;
  page.on('request', (request) => {
    const isLater = request.url().endsWith(LATER);
    attempts += Number(isLater);
    if (isLater && isBroken) void request.abort();
    else void request.continue();
  });
  await h.go(page, opened);
  await picture(page, 'later-failed');
  assert.equal(attempts, 1);
  assert.equal((await page.evaluate(() => window.playground.step(2))).step, 2);
  isBroken = false;
  await page.waitForFunction(() => {
    window.dispatchEvent(new Event('resize'));
    document.querySelector('canvas')?.dispatchEvent(new PointerEvent('pointermove', { clientX: 9, clientY: 9 }));
    return performance.getEntriesByType('resource').some((entry) =>
      entry.name.endsWith('later.wasm.lzma') && /** @type {PerformanceResourceTiming} */ (entry).decodedBodySize > 0);
  }, { polling: 200 });
  // The panel draws: until then maths() has nothing. (Waiting for frames would wait for ever: an idle page draws none.)
  await page.waitForFunction(() => window.playground.maths() !== null);
  assert.ok(attempts >= 2);
  h.assertQuiet();
  await page.close();
});
