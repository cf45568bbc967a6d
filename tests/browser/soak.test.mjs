// @ts-check
// Memory does not grow while training goes on. The long run is soak.mjs by itself.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROWSER, useHarness } from './harness.mjs';
import { SOAK_LINK, draw, memory } from './soak.mjs';

const h = useHarness();

test('WebAssembly memory stays as it is once every panel has been open', async () => {
  const page = await h.open(SOAK_LINK);
  await page.evaluate(() => window.playground.play());
  await draw(page, 150); // until checkpoints and curves are full and every buffer has had its largest size
  const before = await memory(page);
  await draw(page, 120);
  const after = await memory(page);
  assert.ok(after.frames >= before.frames + 120);
  assert.ok(after.step > before.step);
  assert.ok(before.page > 0 && before.worker > 0);
  console.log(`${BROWSER}: ${after.frames - before.frames} frames, ${after.step - before.step} steps; ` +
    `page ${after.page >> 20} MB, worker ${after.worker >> 20} MB`);
  assert.equal(after.page - before.page, 0);
  assert.equal(after.worker - before.worker, 0);
  h.assertQuiet();
  await page.close();
});
