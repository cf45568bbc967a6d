// @ts-check
/// <reference path="../../web/embed/globals.d.ts" />
// What the network learned, by pointer: modes of the plane, a point's way through the network, the
// report's threshold and cells, the surface, and what panels give away to keep.
import assert from 'node:assert/strict';
import test from 'node:test';

import { BROWSER, picture, settled, step, useHarness, waitUntilIdle } from './harness.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const h = useHarness();

/** Where something was drawn. @param {Page} page @param {string} name */
async function place(page, name) {
  await waitUntilIdle(page, 120);
  const at = await page.evaluate((n) => window.playground.diagnostics().places[n], name);
  assert.ok(at, `nothing called “${name}” is drawn`);
  const [left, top, right, bottom] = at;
  /** @param {number} x @param {number} y shares of it */
  return (x = 0.5, y = 0.5) => /** @type {[number, number]} */ (
    [left + x * (right - left), top + y * (bottom - top)]);
}

/** @param {Page} page @param {string} name @param {number} [x] @param {number} [y] */
async function click(page, name, x, y) {
  const at = (await place(page, name))(x, y);
  await page.mouse.move(...at);
  await waitUntilIdle(page, 60);
  await page.mouse.click(...at);
  await waitUntilIdle(page, 120);
}

/** @param {Page} page @returns {Promise<Record<string, unknown>>} */
const settings = (page) => page.evaluate(() => window.playground.get());

test('a picture and data chosen in the menu are downloaded', async () => {
  const page = await h.open();
  await step(page, 5);
  await page.evaluate(() => {
    /** @type {any} */ (window).kept = [];
    HTMLAnchorElement.prototype.click = function click() {
      const { download, href } = this;
      fetch(href).then((answer) => answer.blob()).then(async (blob) => {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        /** @type {any} */ (window).kept.push({ name: download, type: blob.type, size: blob.size,
          start: String.fromCharCode(...bytes.slice(0, 60)) });
      });
    };
  });
  for (const panel of ['boundary', 'network', 'loss', 'gradients']) {
    for (const what of ['picture', 'data']) {
      await click(page, `menu ${panel}`);
      await click(page, `save ${what}`);
      await page.waitForFunction(() => /** @type {any} */ (window).kept.length > 0,
        { timeout: 60000 });
      const kept = await page.evaluate(() => /** @type {any} */ (window).kept.shift());
      const ending = what === 'picture' ? 'png' : 'csv';
      assert.equal(kept.name, `backprop-${panel}-step-5.${ending}`);
      assert.ok(kept.size > 60, `${kept.name} has ${kept.size} bytes`);
      if (what === 'picture') assert.equal(kept.start.slice(1, 4), 'PNG');
      else assert.match(kept.start, /^[a-z].*,.*\n|^[a-z].*,/i);
    }
  }
  // What the page says about it goes away though nothing happens.
  await page.waitForFunction(() => !window.playground.diagnostics().places['toast']);
  h.assertQuiet();
  await page.close();
});

test("a click on the plane shows the place's way through the network, with the engine's numbers", async () => {
  const page = await h.open('v=1&data=circles&test=0');
  await step(page, 60);
  await click(page, 'plane', 0.93, 0.06);
  let now = await settings(page);
  if (now['pass'] === 'sample') {
    // A training point lies there: then it is that sample's.
    assert.ok(Number(now['sample']) >= 0);
  } else {
    assert.equal(now['pass'], 'place');
    assert.ok(Math.abs(Number(now['placex']) - (-3 + 6 * 0.93)) < 0.1, String(now['placex']));
    assert.ok(Math.abs(Number(now['placey']) - (3 - 6 * 0.06)) < 0.1, String(now['placey']));
  }
  assert.equal(now['panel'], 'maths');
  await settled(page);
  // Layer 1's input is the place, standardised; its A = tanh(Z).
  const maths = await page.evaluate(() => window.playground.maths());
  assert.equal(maths.pass, String(now['pass']));
  const terms = maths.equations.flatMap((/** @type {any} */ e) => e.terms);
  const value = (/** @type {string} */ key) =>
    terms.find((/** @type {any} */ t) => t.key === key)?.values.flat();
  const z = value('Z'), a = value('A');
  assert.ok(z?.length > 0 && a?.length === z.length);
  z.forEach((/** @type {number} */ each, /** @type {number} */ i) => {
    assert.ok(Math.abs(Math.tanh(each) - a[i]) < 1e-5);
  });
  await picture(page, 'seen-place');
  await click(page, 'plane', 0.93, 0.06);
  now = await settings(page);
  assert.equal(now['pass'], 'batch', 'another click lets go');
  h.assertQuiet();
  await page.close();
});

test('the threshold is dragged along the curve, and the report follows', async () => {
  const page = await h.open(
    'v=1&data=river&noise=20&panel=report&layout=r(c(boundary:600,gradients:400):350,report:650)');
  await step(page, 100);
  await settled(page);
  const at = await place(page, 'roc');
  await page.mouse.move(...at(0.5, 0.2));
  await page.mouse.down();
  await page.mouse.move(...at(0.9, 0.03), { steps: 4 });
  await waitUntilIdle(page, 120);
  await page.mouse.up();
  await settled(page);
  const now = await settings(page);
  assert.ok(Number(now['threshold']) < 0.5, `threshold ${now['threshold']}`);
  // Many false alarms, nearly all hits.
  const { metrics } = await page.evaluate(() => window.playground.report());
  const [, positives] = metrics.test.classes;
  assert.ok(Math.abs(metrics.test.threshold - Number(now['threshold'])) < 1e-6);
  assert.ok(positives.recall > 0.85, `recall ${positives.recall}`);
  assert.match(await page.evaluate(() => window.playground.link()), /threshold=/);
  await picture(page, 'seen-threshold');
  await click(page, 'confusion', 0.25, 0.25);
  await picture(page, 'seen-lit');
  h.assertQuiet();
  await page.close();
});

test('each mode of the plane is another picture, and contour lines are drawn over it', async () => {
  const page = await h.open('v=1&data=circles&test=0');
  await step(page, 100);
  await settled(page);
  const seen = new Set();
  for (const disc of ['0', '1', 'confidence', 'error']) {
    for (const contours of [false, true]) {
      await page.evaluate((changes) => window.playground.set(changes), { disc, contours });
      await waitUntilIdle(page, 150);
      const bytes = await page.evaluate(async () => {
        const blob = await window.playground.picture('boundary');
        const image = await createImageBitmap(blob);
        const surface = new OffscreenCanvas(image.width, image.height);
        const context = /** @type {OffscreenCanvasRenderingContext2D} */ (surface.getContext('2d'));
        context.drawImage(image, 0, 0);
        const { data } = context.getImageData(0, 40, image.width, image.width);
        let sum = 0;
        for (let i = 0; i < data.length; i += 1) sum = (sum * 31 + Number(data[i])) % 1000000007;
        return sum;
      });
      seen.add(bytes);
    }
  }
  assert.equal(seen.size, 8);
  h.assertQuiet();
  await page.close();
});

test('the surface is turned by the pointer and by the arrow keys', async () => {
  const page = await h.open('v=1&data=circles&panel=surface');
  await step(page, 200);
  await settled(page);
  const look = async () => {
    await page.mouse.move(5, 5);
    await waitUntilIdle(page, 150);
    return Buffer.from(await page.screenshot({ type: 'png' })).toString('base64');
  };
  const first = await look();
  const at = await place(page, 'surface');
  await page.mouse.move(...at(0.5, 0.5));
  await page.mouse.down();
  await page.mouse.move(...at(0.6, 0.5), { steps: 3 });
  await page.mouse.up();
  const second = await look();
  assert.notEqual(first, second);
  const before = (await page.evaluate(() => window.playground.snapshot())).step;
  await page.keyboard.press('ArrowRight');
  const third = await look();
  assert.notEqual(second, third);
  assert.equal((await page.evaluate(() => window.playground.snapshot())).step, before,
    'the arrow key turned the surface, not the timeline');
  await picture(page, 'seen-surface');
  h.assertQuiet();
  await page.close();
});

test('what was added is usable on a phone', { skip: BROWSER === 'firefox' }, async () => {
  const page = await h.open('v=1&data=circles&contours=1', { width: 390, height: 844, touch: true });
  await step(page, 60);
  await settled(page);
  const at = await place(page, 'plane');
  await page.touchscreen.tap(...at(0.5, 0.5));
  await waitUntilIdle(page, 200);
  assert.match(String((await settings(page))['pass']), /^(sample|place)$/);
  await picture(page, 'seen-phone');
  h.assertQuiet();
  await page.close();
});
