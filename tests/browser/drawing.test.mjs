// @ts-check
// What is drawn is what was learnt, and a lost graphics context comes back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colours, picture, settled, step, useHarness, waitUntilIdle } from './harness.mjs';

const h = useHarness();

/** @typedef {{ left: number, top: number, width: number, height: number }} Box */

/**
 * Where the plane is: the box in which "classes only" changes most pixels, so that no layout is
 * written down here.
 * @param {import('puppeteer-core').Page} page
 * @returns {Promise<Box>}
 */
async function findPlane(page) {
  const shot = async (/** @type {boolean} */ isDiscrete) => {
    await page.evaluate(async (disc) => {
      window.playground.set({ disc });
      await window.playground.settled();
    }, isDiscrete);
    await waitUntilIdle(page);
    return Buffer.from(await page.screenshot()).toString('base64');
  };
  const images = [await shot(true), await shot(false)];
  return page.evaluate(async (pngs) => {
    const [a, b] = await Promise.all(pngs.map(async (png) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
      const surface = new OffscreenCanvas(image.width, image.height);
      const context = /** @type {any} */ (surface.getContext('2d', { willReadFrequently: true }));
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, image.width, image.height);
    }));
    const columns = new Array(a.width).fill(0), rows = new Array(a.height).fill(0);
    for (let i = 0; i < a.width * a.height; i += 1) {
      const difference = Math.abs(a.data[4 * i] - b.data[4 * i]) +
        Math.abs(a.data[4 * i + 2] - b.data[4 * i + 2]);
      if (difference < 12) continue;
      columns[i % a.width] += 1;
      rows[Math.floor(i / a.width)] += 1;
    }
    const span = (/** @type {number[]} */ counts) => {
      const most = Math.max(...counts);
      const first = counts.findIndex((n) => n > 0.3 * most);
      const fromEnd = [...counts].reverse().findIndex((n) => n > 0.3 * most);
      return [first, counts.length - fromEnd - first];
    };
    const [left = 0, width = 0] = span(columns);
    const [top = 0, height = 0] = span(rows);
    return { left, top, width, height };
  }, images);
}

test('the plane is blue in the water and orange on the banks', async () => {
  const page = await h.open('theme=light&test=0&noise=0&samples=1000');
  await page.evaluate(() => window.playground.epoch(30));
  const box = await findPlane(page);
  assert.ok(box.width > 150 && Math.abs(box.width - box.height) < 0.2 * box.width,
    `no square plane found: ${JSON.stringify(box)}`);
  await page.evaluate(() => window.playground.epoch(400));
  await waitUntilIdle(page);
  await picture(page, 'river-learnt');
  // The river is |y − 1.2 sin 1.2x| < 1.2 in the square from −3 to 3 (engine/data). Points cover
  // some places, so each side is looked at in many; the median decides.
  const xs = Array.from({ length: 41 }, (_, i) => -2.5 + i * 0.125);
  const at = (/** @type {number} */ x, /** @type {number} */ y) =>
    /** @type {[number, number]} */ ([
      box.left + (box.width * (x + 3)) / 6, box.top + (box.height * (3 - y)) / 6]);
  const middle = (/** @type {number} */ x) => 1.2 * Math.sin(1.2 * x);
  const water = xs.map((x) => at(x, middle(x)));
  const banks = xs.map((x) => at(x, middle(x) > 0 ? middle(x) - 1.9 : middle(x) + 1.9));
  const median = (/** @type {[number, number, number][]} */ list) => {
    const blueness = list.map(([r, , b]) => b - r).sort((a, b) => a - b);
    return blueness[Math.floor(blueness.length / 2)] ?? 0;
  };
  const wet = median(await colours(page, water)), dry = median(await colours(page, banks));
  assert.ok(wet > 20, `water: blue − red = ${wet}`);
  assert.ok(dry < -20, `banks: blue − red = ${dry}`);
  h.assertQuiet();
  await page.close();
});

/** The first classes' colours where the plane shows classes alone, as web/views/theme.cpp has them:
 * half way from the middle's colour to the class's. */
const CLASS_TONES = [0xc8590c, 0x1f66c4, 0x1c989c, 0x8f2e5d].map((hex) =>
  [16, 8, 0].map((shift, i) => (((hex >> shift) & 255) + ([0xfb, 0xfb, 0xfc][i] ?? 0)) / 2));

/** @param {[number, number, number]} colour */
const classOf = (colour) => CLASS_TONES.findIndex((tone) =>
  tone.every((value, i) => Math.abs((colour[i] ?? 0) - value) <= 3));

test('each of four classes has its colour where its cloud is', async () => {
  const page = await h.open('data=blobs&classes=4&theme=light&test=0&noise=0&layers=16&lr=0.3');
  // Before training, where no answer is sure, the two ways to draw the plane differ everywhere.
  const box = await findPlane(page);
  await page.evaluate(() => window.playground.epoch(100));
  await page.evaluate(async () => {
    window.playground.set({ disc: true });
    await window.playground.settled();
  });
  await waitUntilIdle(page);
  await picture(page, 'four-classes');
  // Class k lies in direction 90° · k of the square from −3.5 to 3.5 (engine/data); outside the
  // cloud of its points, at the radius 3.
  for (let k = 0; k < 4; k += 1) {
    const places = Array.from({ length: 21 }, (_, i) => {
      const angle = (Math.PI / 2) * k + (i - 10) * 0.04;
      const x = 3 * Math.cos(angle), y = 3 * Math.sin(angle);
      return /** @type {[number, number]} */ ([
        box.left + (box.width * (x + 3.5)) / 7, box.top + (box.height * (3.5 - y)) / 7]);
    });
    const found = (await colours(page, places)).map(classOf);
    const right = found.filter((seen) => seen === k).length;
    assert.ok(right > 10, `class ${k}: ${right} of 21 places, ${found.join(' ')}`);
  }
  h.assertQuiet();
  await page.close();
});

test('a lost WebGL context comes back with everything', async () => {
  const page = await h.blank({ expectsNoise: /WebGL|context/i });
  await h.go(page, 'theme=light');
  await step(page, 200);
  await waitUntilIdle(page);
  const before = await page.screenshot();
  const hash = (await settled(page)).hash;
  await page.evaluate(async () => {
    const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById('canvas'));
    const extension = canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context');
    const told = (/** @type {string} */ name) =>
      new Promise((resolve) => canvas.addEventListener(name, resolve, { once: true }));
    const lost = told('webglcontextlost'), restored = told('webglcontextrestored');
    extension?.loseContext();
    await lost;
    await new Promise((resolve) => setTimeout(resolve)); // it cannot come back within the event
    window.playground.step(1); // asked meanwhile, shown afterwards
    extension?.restoreContext();
    await restored;
    await window.playground.settled();
  });
  const after = await settled(page);
  assert.equal(after.step, 201);
  assert.notEqual(after.hash, hash);
  await page.evaluate(() => { window.playground.reset(); });
  await step(page, 200);
  await waitUntilIdle(page);
  assert.equal((await settled(page)).hash, hash);
  const picturesDiffer = Buffer.compare(Buffer.from(before), Buffer.from(await page.screenshot()));
  await picture(page, 'context-restored');
  assert.equal(picturesDiffer, 0, 'the picture after the loss is another one');
  h.assertQuiet();
  await page.close();
});
