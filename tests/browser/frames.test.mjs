// @ts-check
// Many playgrounds on one page, and pages with strict rules.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useHarness } from './harness.mjs';
import { goTo, seenElement as element, visit } from './host_page.mjs';

const h = useHarness();

/** @typedef {import('puppeteer-core').Page} Page */

const LOST = /CONTEXT_LOST|context (was )?lost|WebGL/i; // a frame that gives its context back may say so
const TOO_MANY = /too many|oldest context/i;

/** @param {number} i */
const frame = (i) => `<iframe id="g${i}" src="${h.server.url}#layers=3&seed=${i + 1}&hide=all~-boundary~-play" style="width:400px;height:300px;display:block"></iframe>`;

/** Colours of the canvas that differ: a picture is there. @param {import('puppeteer-core').Frame} guest */
const colours = (guest) => guest.evaluate(async () => {
  const image = await createImageBitmap(await window.playground.screenshot());
  const surface = new OffscreenCanvas(image.width, image.height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (surface.getContext('2d'));
  context.drawImage(image, 0, 0);
  return new Set(new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer)).size;
});

/** @param {Page} page @returns {string[]} */
function warnings(page) {
  /** @type {string[]} */ const list = [];
  page.on('console', (message) => list.push(message.text()));
  return list;
}

test('twenty plain frames on a page: each draws when it is seen, and those that are not give their context back', async () => {
  const many = Array.from({ length: 20 }, (_, i) => frame(i)).join('');
  await visit(h, many, async (page) => {
    const told = warnings(page);
    const first = await goTo(page, 0);
    const before = await first.evaluate(() => window.playground.step(25));
    for (let i = 1; i < 20; i += 1) {
      const guest = await goTo(page, i);
      assert.ok(await colours(guest) > 20, `frame ${i}`);
    }
    await first.waitForFunction(() => window.playground.diagnostics().contextLost);
    assert.ok(await first.evaluate(() => document.querySelectorAll('#stage > canvas').length) === 2, 'its last picture stays');
    await goTo(page, 0);
    assert.equal(await first.evaluate(() => document.querySelectorAll('#stage > canvas').length), 1);
    assert.ok(await colours(first) > 20);
    const after = await first.evaluate(() => window.playground.settled());
    assert.deepEqual([after.step, after.hash], [before.step, before.hash]);
    assert.deepEqual(told.filter((text) => TOO_MANY.test(text)), []);
  }, { options: { expectsNoise: LOST } });
});

test('a frame that gave its context back still answers', async () => {
  const body = `${frame(0)}<div style="height:4000px"></div>`;
  await visit(h, body, async (page) => {
    const guest = await goTo(page, 0);
    await page.evaluate(() => scrollTo(0, 3000));
    await guest.waitForFunction(() => window.playground.diagnostics().contextLost, { polling: 100 });
    const after = await guest.evaluate(() => window.playground.step(7));
    assert.equal(after.step, 7);
    await guest.waitForFunction(() => window.playground.diagnostics().contextLost, { polling: 100 });
    assert.ok(await colours(guest) > 20);
  }, { options: { expectsNoise: LOST } });
});

test('elements and frames live side by side', async () => {
  const script = `<script type="module" src="${h.server.url}element.mjs"></script>`;
  const many = Array.from({ length: 20 }, (_, i) => (i % 2 ? element(i) : frame(i))).join('');
  await visit(h, script + many, async (page) => {
    const told = warnings(page);
    for (let i = 0; i < 20; i += 1) await goTo(page, i);
    // The one that is put to rest keeps what it needs first.
    await page.waitForFunction(() => [...document.querySelectorAll('backprop-playground')]
      .filter((one) => /** @type {any} */ (one).isAlive).length <= 8, { polling: 100 });
    assert.deepEqual(told.filter((text) => TOO_MANY.test(text)), []);
  }, { options: { expectsNoise: LOST } });
});

test('in a cross-origin-isolated host it works as anywhere', async () => {
  const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
  const script = `<script type="module" src="${h.server.url}element.mjs"></script>`;
  await visit(h, script + element(0) + frame(1), async (page) => {
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
    const guest = await goTo(page, 0);
    assert.equal((await guest.evaluate(() => window.playground.step(3))).step, 3);
    await goTo(page, 1);
  }, { headers });
});
