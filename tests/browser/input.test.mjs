// @ts-check
// Keys, focus, wheel, touch and text.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROWSER, settled, step, useHarness, waitUntilIdle } from './harness.mjs';

const h = useHarness();

/** @param {import('puppeteer-core').Page} page */
const focused = (page) => page.evaluate(() => document.activeElement?.id ?? '');

test('Space, → and R act, and only while the canvas has the focus', async () => {
  const page = await h.open();
  assert.equal(await focused(page), 'canvas'); // a page of its own takes the keyboard
  const start = await settled(page);
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => window.playground.snapshot().step === 1);
  await page.keyboard.press(' ');
  await page.waitForFunction(() => window.playground.snapshot().state === 'playing');
  await page.keyboard.press(' ');
  await page.waitForFunction(() => window.playground.snapshot().state === 'paused');
  await page.keyboard.press('r');
  await page.waitForFunction(() => window.playground.snapshot().step === 0);
  assert.equal((await settled(page)).hash, start.hash);

  await page.keyboard.press('Escape');
  assert.notEqual(await focused(page), 'canvas');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press(' ');
  await waitUntilIdle(page);
  const after = await settled(page);
  assert.equal(after.step, 0);
  assert.equal(after.state, 'paused');
  h.assertQuiet();
  await page.close();
});

test("the browser's own shortcuts are none of ours", async () => {
  const page = await h.open();
  await step(page, 5);
  await page.keyboard.down('Control');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.up('Control');
  await waitUntilIdle(page);
  assert.equal((await settled(page)).step, 5);
  await page.close();
});

test('Tab enters and leaves the canvas', async () => {
  const page = await h.open();
  await page.evaluate(() => {
    const after = document.createElement('button');
    after.id = 'after';
    document.body.append(after);
  });
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'after');
  await page.keyboard.down('Shift');
  await page.keyboard.press('Tab');
  await page.keyboard.up('Shift');
  assert.equal(await focused(page), 'canvas');
  h.assertQuiet();
  await page.close();
});

test('a click takes the focus without scrolling, and the hover ends with the pointer', async () => {
  const page = await h.open();
  await page.keyboard.press('Escape');
  await page.mouse.click(640, 300);
  assert.equal(await focused(page), 'canvas');
  assert.equal(await page.evaluate(() => scrollY), 0);
  await page.mouse.move(640, 320);
  await waitUntilIdle(page, 1000);
  h.assertQuiet();
  await page.close();
});

test('a finger scrolls the column and taps what it meets', { skip: BROWSER === 'firefox' },
  async () => {
    const page = await h.open('', { width: 390, height: 844, touch: true });
    const before = await page.screenshot();
    await page.touchscreen.touchStart(195, 600);
    for (let y = 580; y >= 200; y -= 20) await page.touchscreen.touchMove(195, y);
    await page.touchscreen.touchEnd();
    await waitUntilIdle(page, 500);
    const after = await page.screenshot();
    assert.notEqual(Buffer.compare(Buffer.from(before), Buffer.from(after)), 0, 'nothing moved');
    assert.equal(await page.evaluate(() => window.playground.snapshot().step), 0);
    h.assertQuiet();
    await page.close();
  });
