// @ts-check
// Memory does not grow while training goes on. The long run is soak.mjs by itself.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROWSER, useHarness } from './harness.mjs';
import { SOAK_LINK, draw, memory } from './soak.mjs';

const h = useHarness();

// Every round shows each panel for some frames. What a panel needs when it comes again may not fit where it
// was the first time (seen with Unfold, in both browsers); WebAssembly then grows by a fifth at once.
const FRAMES_A_ROUND = 96;
const MOST_ROUNDS = 6;

test('WebAssembly memory comes to rest: a round through all panels asks for no more than those before', async () => {
  const page = await h.open(SOAK_LINK);
  await page.evaluate(() => window.playground.play());
  await draw(page, FRAMES_A_ROUND); // until checkpoints and curves are full
  let before = await memory(page);
  const sizes = [before.page + before.worker];
  for (let round = 2; round <= MOST_ROUNDS; round += 1) {
    await draw(page, FRAMES_A_ROUND);
    const after = await memory(page);
    assert.ok(after.frames >= before.frames + FRAMES_A_ROUND);
    assert.ok(after.step > before.step);
    assert.ok(after.page > 0 && after.worker > 0);
    sizes.push(after.page + after.worker);
    before = after;
    if (sizes.at(-1) === sizes.at(-2)) break;
  }
  console.log(`${BROWSER}: ${before.frames} frames, ${before.step} steps; page ${before.page >> 20} MB, worker ` +
    `${before.worker >> 20} MB; in all after each round: ${sizes.map((size) => (size / 1048576).toFixed(1)).join(', ')}`);
  assert.equal(sizes.at(-1), sizes.at(-2));
  h.assertQuiet();
  await page.close();
});
