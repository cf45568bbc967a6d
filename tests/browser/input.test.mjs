// @ts-check
// Keys, focus, wheel, touch and text.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROWSER, settled, step, useHarness, waitUntilIdle } from './harness.mjs';
import { readyFrame } from './host_page.mjs';

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
  for (const place of ['controls', 'after']) {
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), place);
  }
  await page.keyboard.down('Shift');
  for (const place of ['controls', 'canvas', 'skip']) {
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), place);
  }
  await page.keyboard.up('Shift');
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

/**
 * Presses the noise's value, which opens it for typing.
 * @param {import('puppeteer-core').Page} page @param {(x: number, y: number) => Promise<void>} press
 */
async function openValue(page, press) {
  const [left, top, right, bottom] = await page.evaluate(() => window.playground.diagnostics().places['noise']);
  await press((left + right) / 2, (top + bottom) / 2);
  await page.waitForFunction(() => window.playground.diagnostics().editing);
}

test('a value is typed, taken over, and given up', async () => {
  const page = await h.open();
  const get = () => page.evaluate(() => window.playground.get());
  const type = async (/** @type {string} */ text, /** @type {import('puppeteer-core').KeyInput} */ end) => {
    await openValue(page, (x, y) => page.mouse.click(x, y));
    await page.waitForFunction(() => document.activeElement?.id === 'field');
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    await page.keyboard.type(text);
    await page.keyboard.press(end);
    await page.waitForFunction(() => !window.playground.diagnostics().editing);
  };
  const before = await get();
  await type('33', 'Enter');
  assert.equal(await focused(page), 'canvas');
  const entered = await get();
  const key = Object.keys(before).find((k) => before[k] !== entered[k]) ?? '';
  assert.equal(entered[key], 33);
  await type('21r ', 'Escape'); // what is typed is no shortcut
  assert.deepEqual(await get(), entered);
  assert.equal((await settled(page)).state, 'paused');
  await type('12', 'Tab');
  assert.equal((await get())[key], 12);
  h.assertQuiet();
  await page.close();
});

test('text is pasted into a value', async () => {
  const page = await h.open();
  await openValue(page, (x, y) => page.mouse.click(x, y));
  await page.waitForFunction(() => document.activeElement?.id === 'field');
  await page.keyboard.down('Control');
  await page.keyboard.press('a'); // a slow machine may not have selected the old value yet
  await page.keyboard.up('Control');
  const before = await page.evaluate(() => window.playground.get());
  await page.evaluate(() => {
    const field = /** @type {HTMLInputElement} */ (document.getElementById('field'));
    document.execCommand('insertText', false, '17'); // what a paste does to the field
    return field.value;
  });
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !window.playground.diagnostics().editing);
  const after = await page.evaluate(() => window.playground.get());
  assert.deepEqual(Object.keys(after).filter((k) => after[k] !== before[k]).map((k) => after[k]), [17]);
  h.assertQuiet();
  await page.close();
});

test('text that is composed is taken when it is done', { skip: BROWSER === 'firefox' }, async () => {
  const page = await h.open();
  await openValue(page, (x, y) => page.mouse.click(x, y));
  await page.waitForFunction(() => document.activeElement?.id === 'field');
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
  const before = await page.evaluate(() => window.playground.get());
  const client = await page.createCDPSession();
  await client.send('Input.imeSetComposition', { text: '2', selectionStart: 1, selectionEnd: 1 });
  await client.send('Input.imeSetComposition', { text: '26', selectionStart: 2, selectionEnd: 2 });
  await client.send('Input.insertText', { text: '26' });
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !window.playground.diagnostics().editing);
  const after = await page.evaluate(() => window.playground.get());
  assert.deepEqual(Object.keys(after).filter((k) => after[k] !== before[k]).map((k) => after[k]), [26]);
  h.assertQuiet();
  await page.close();
});

test('a finger on a value gives the field the focus, so that a phone opens its keyboard', { skip: BROWSER === 'firefox' }, async () => {
  const page = await h.open('', { touch: true });
  await page.touchscreen.tap(640, 300); // the page knows of the finger: its targets grow
  await waitUntilIdle(page);
  await openValue(page, (x, y) => page.touchscreen.tap(x, y));
  await page.waitForFunction(() => document.activeElement?.id === 'field');
  await page.keyboard.press('Escape');
  h.assertQuiet();
  await page.close();
});

test("the wheel is the host's until the canvas was clicked", async () => {
  const page = await h.blank();
  await page.goto(`${h.server.url}nothing`).catch(() => null);
  await page.setContent(`<body style="height:3000px;margin:0">
    <iframe id="frame" width="700" height="500" src="${h.server.url}"></iframe></body>`);
  const frame = await readyFrame(await page.waitForSelector('#frame'));
  await page.mouse.move(350, 200);
  await page.mouse.wheel({ deltaY: 100 });
  await page.waitForFunction(() => scrollY > 0);
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForFunction(() => scrollY === 0);
  await page.mouse.click(350, 30);
  await frame.waitForFunction(() => document.activeElement?.id === 'canvas');
  await page.mouse.wheel({ deltaY: 100 });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  assert.equal(await page.evaluate(() => scrollY), 0);
  await page.keyboard.press('Escape');
  await page.mouse.wheel({ deltaY: 100 });
  await page.waitForFunction(() => scrollY > 0);
  await page.close();
  h.noise.splice(0); // the host page is no page of ours
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
    await page.touchscreen.tap(57, 816); // the fixed transport at the bottom
    await page.waitForFunction(() => window.playground.snapshot().state === 'playing');
    h.assertQuiet();
    await page.close();
  });
