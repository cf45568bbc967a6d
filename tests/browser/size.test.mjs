// @ts-check
// What a first visit downloads, and how soon it shows something once it is there.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { BUDGET, zipped } from '../../tools/size/budget.mjs';
import { BROWSER, DIST, useHarness } from './harness.mjs';

const h = useHarness();
const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KB`;

test('a first visit, with the default experiment training, downloads no more than its budget', async (t) => {
  const page = await h.blank();
  /** @type {Set<string>} */ const fetched = new Set();
  page.on('request', (request) => {
    if (!request.url().startsWith(h.server.url)) return; // the worker's source: nothing is fetched
    fetched.add(new URL(request.url()).pathname.slice(1) || 'index.html');
  });
  await h.go(page, '');
  await page.evaluate(async () => {
    window.playground.play();
    await new Promise((resolve) => window.playground.on('snapshot', (/** @type {any} */ s) => {
      if (s.step > 100) resolve(undefined);
    }));
  });
  let total = 0;
  for (const name of fetched) {
    // Browsers ask for this by themselves where they do not show the page's own icon.
    if (name === 'favicon.ico') continue;
    const size = zipped(readFileSync(path.join(DIST, name)));
    total += size;
    t.diagnostic(`${kilobytes(size)} ${name}`);
  }
  t.diagnostic(`first visit: ${kilobytes(total)} after gzip, of ${kilobytes(BUDGET)}`);
  assert.ok(fetched.has('playground.wasm.lzma'));
  assert.ok(!fetched.has('later.wasm.lzma'), 'what no first visit needs is fetched');
  assert.ok(total <= BUDGET, `a first visit downloads ${kilobytes(total)} after gzip, more than ` +
    `${kilobytes(BUDGET)}: ./playground size tells what the bytes are`);
  h.assertQuiet();
  await page.close();
});

test('tells how long the first picture takes once the bytes are there', async (t) => {
  for (const visit of ['first', 'second']) {
    const page = await h.open();
    const { arrived, ready } = await page.evaluate(() => ({
      // The last file the page waited for; a cached one arrives at once.
      arrived: Math.max(...performance.getEntriesByType('resource')
        .map((entry) => /** @type {PerformanceResourceTiming} */ (entry).responseEnd)),
      ready: performance.getEntriesByName('ready')[0]?.startTime ?? NaN,
    }));
    t.diagnostic(`${BROWSER}, ${visit} visit: first picture ${Math.round(ready - arrived)} ms after the ` +
      `bytes had arrived, ${Math.round(ready)} ms after the start (aim: at most 1000 ms)`);
    assert.ok(ready >= arrived);
    h.assertQuiet();
    await page.close();
  }
});
