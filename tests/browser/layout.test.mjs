// @ts-check
/// <reference path="../../web/embed/globals.d.ts" />
// Panels are rearranged by pointer and menu, the link remembers it, and each can be taken away as a
// picture or as data.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROWSER, picture, settled, step, useHarness, waitUntilIdle } from './harness.mjs';

const h = useHarness();

/** @typedef {import('puppeteer-core').Page} Page */

/** @param {Page} page @returns {Promise<string>} */
const layout = (page) => page.evaluate(() => window.playground.get().layout);

/** @param {Page} page @param {[number, number]} from @param {[number, number]} to */
async function drag(page, from, to) {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 6 });
  await waitUntilIdle(page, 150);
  await page.mouse.up();
  await waitUntilIdle(page, 150);
}

/** Width, height and number of colours of a panel's picture. @param {Page} page @param {string} panel */
const pictureOf = (page, panel) => page.evaluate(async (key) => {
  const blob = await window.playground.picture(key);
  const image = await createImageBitmap(blob);
  const surface = new OffscreenCanvas(image.width, image.height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (surface.getContext('2d'));
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const colours = new Set(new Uint32Array(data.buffer));
  return { type: blob.type, width: image.width, height: image.height, colours: colours.size };
}, panel);

test('a dragged border is kept in the address, which opens the same layout', async () => {
  const page = await h.open();
  assert.equal(await layout(page), 'student');
  await drag(page, [893, 300], [700, 300]); // between network and boundary
  const after = await layout(page);
  assert.match(after, /^r\(c\(network:\d+,gradients/);
  await page.waitForFunction(() => location.hash.includes('layout='));
  await page.reload();
  await page.evaluate(() => window.playground.ready);
  assert.equal(await layout(page), after);
  h.assertQuiet();
  await page.close();
});

test('the panel menu moves a tab beside the others, and the layout menu puts all back', async () => {
  const page = await h.open('panel=metrics');
  await page.mouse.move(884, 565); // the dots of the lower stack
  await waitUntilIdle(page, 150);
  await page.mouse.click(884, 565);
  await waitUntilIdle(page, 150);
  await picture(page, 'panel-menu');
  // The menu's lines are found by what they do: clicks from its end upwards until a split is made.
  for (let y = 540; y > 250 && await layout(page) === 'student'; y -= 12) {
    await page.mouse.click(760, y);
    await waitUntilIdle(page, 100);
    if (await layout(page) !== 'student') break;
    await page.keyboard.press('Escape');
    await page.mouse.click(884, 565);
    await waitUntilIdle(page, 100);
  }
  assert.notEqual(await layout(page), 'student');
  await page.evaluate(() => window.playground.set({ layout: 'student' }));
  assert.equal(await layout(page), 'student');
  h.assertQuiet();
  await page.close();
});

test('hostile layouts are put right with a notice', async () => {
  const page = await h.open();
  const set = (/** @type {string} */ text) =>
    page.evaluate((value) => window.playground.set({ layout: value }), text);
  assert.match((await set('r('))[0], /Layout: .*cannot be used/);
  assert.match((await set('loss'))[0], /Layout: loss is out of range/);
  assert.equal(await layout(page), 'r(c(loss:640,gradients:360):600,boundary:400)');
  h.assertQuiet();
  await page.close();
});

test("every panel's picture has its size in device pixels and is not empty", async () => {
  const ratio = BROWSER === 'chromium' ? 2 : 1;
  const page = await h.open('', { ratio });
  await step(page, 40);
  const boundary = await pictureOf(page, 'boundary');
  assert.equal(boundary.type, 'image/png');
  assert.ok(Math.abs(boundary.width - 386 * ratio) <= 3 * ratio, `${boundary.width} wide`);
  assert.ok(Math.abs(boundary.height - 460 * ratio) <= 3 * ratio, `${boundary.height} high`);
  // A plain panel has a handful: surface, text and its smoothing.
  assert.ok(boundary.colours > 1000, `${boundary.colours} colours`);
  for (const panel of ['network', 'gradients', 'loss', 'report', 'metrics']) {
    const { colours, width } = await pictureOf(page, panel);
    assert.ok(colours > 60 && width > 200, `${panel}: ${colours} colours, ${width} wide`);
  }
  await assert.rejects(() => page.evaluate(() => window.playground.picture('teapot')), /No panel/);
  assert.equal(await layout(page), 'student', 'taking pictures leaves everything as it was');
  h.assertQuiet();
  await page.close();
});

test("every panel's data begins with names and holds numbers", async () => {
  const page = await h.open();
  await step(page, 40);
  await settled(page);
  const data = (/** @type {string} */ panel) =>
    page.evaluate((key) => window.playground.data(key), panel);
  const expected = {
    loss: /^epoch,train loss \(.*\),test loss \(.*\),penalty\n\d/,
    gradients: /^step,norm of dL\/dW of layer 1: mean,.*update\/weight of output\n/,
    boundary: /^kind,x₁,x₂,target \(class from 0\),output\nfield,-/,
    network: /^layer,unit,input,w,dL\/dw of the last batch,last update of w\nlayer 1,1,bias,/,
    report: /^class,precision,recall,F1,support,predicted .*\n.*,0\.\d/,
    metrics: /^metric,train,test\nloss,0\.\d+,0\.\d+\n/,
  };
  for (const [panel, pattern] of Object.entries(expected)) assert.match(await data(panel), pattern);
  h.assertQuiet();
  await page.close();
});

for (const preset of ['student', 'lecture', 'debug']) {
  for (const dark of BROWSER === 'chromium' ? [false, true] : [false]) {
    test(`the preset ${preset}${dark ? ', dark' : ''}`, async () => {
      for (const [width, height] of [[1280, 800], [900, 700], [390, 844]]) {
        const page = await h.open(`layout=${preset}`, { width, height, dark });
        await step(page, 300);
        await waitUntilIdle(page);
        await picture(page, `layout-${preset}-${width}${dark ? '-dark' : ''}`);
        h.assertQuiet();
        await page.close();
      }
    });
  }
}
