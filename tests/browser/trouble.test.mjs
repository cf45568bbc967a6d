// @ts-check
// What goes wrong has a text and a way on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROWSER, picture, step, useHarness } from './harness.mjs';

const h = useHarness();

/** The visible text of the page. @param {import('puppeteer-core').Page} page */
const text = (page) => page.evaluate(() => document.body.innerText);

/** @param {import('puppeteer-core').Page} page */
const failure = (page) => page.evaluate(() =>
  window.playground.ready.then(() => '', (/** @type {Error} */ error) => error.message));

/** As in a browser without WebGL 2. @param {import('puppeteer-core').Page} page */
const withoutWebGl = (page) => page.evaluateOnNewDocument(() => {
  const original = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = /** @type {any} */ (
    function (/** @type {string} */ kind, /** @type {any} */ ...rest) {
      return kind === 'webgl2' ? null : original.call(this, kind, ...rest);
    });
});

test('without WebGL 2 the page says so, and goes on in words to the same bits', async () => {
  const other = await h.open('layers=3');
  const expected = await step(other, 60);
  await other.close();
  const page = await h.blank();
  await withoutWebGl(page);
  await h.go(page, 'layers=3');
  assert.match(await text(page), /cannot draw with WebGL 2/);
  assert.doesNotMatch(await text(page), /Loading/);
  assert.match(await text(page), /What is happening/);
  const after = await step(page, 60);
  assert.equal(after.hash, expected.hash);
  await page.waitForFunction(() => document.body.innerText.includes('step 60'));
  await page.$eval('#sheet [data-key="act"] select', (select) => {
    /** @type {HTMLSelectElement} */ (select).value = 'relu';
    select.dispatchEvent(new Event('change'));
  });
  assert.equal(await page.evaluate(() => window.playground.get().act), 'relu');
  assert.match(await page.evaluate(() => window.playground.data('report')), /precision/, 'values of a panel');
  const noPicture = () => window.playground.screenshot().then(() => '', (/** @type {Error} */ error) => error.message);
  assert.match(await page.evaluate(noPicture), /no picture without WebGL/);
  await picture(page, 'words');
  h.assertQuiet();
  await page.close();
});

test('while the WebGL context is lost the page says so, trains on, and can be used in words', async () => {
  const page = await h.blank({ expectsNoise: /WebGL|context/i });
  await h.go(page, 'layers=3');
  await step(page, 10);
  await page.evaluate(async () => {
    const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById('canvas'));
    const extension = canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context');
    /** @type {any} */ (window).giveBack = () => extension?.restoreContext();
    const lost = new Promise((resolve) => canvas.addEventListener('webglcontextlost', resolve, { once: true }));
    extension?.loseContext();
    await lost;
  });
  await page.waitForFunction(() => /took the picture away.*nothing is lost/s.test(document.body.innerText));
  assert.equal((await step(page, 30)).step, 40, 'training goes on');
  await page.click('#in-words');
  await page.waitForSelector('#sheet:not([hidden])');
  await picture(page, 'context-lost');
  await page.evaluate(() => window.playground.set({ lr: 0.02 }));
  await page.evaluate(() => /** @type {any} */ (window).giveBack());
  await page.waitForFunction(() => document.body.dataset['state'] === 'ready');
  assert.doesNotMatch(await text(page), /took the picture away/);
  const after = await step(page, 1);
  assert.deepEqual([after.step, after.settings['lr'], after.settings['layers']], [41, 0.02, '3']);
  h.assertQuiet();
  await page.close();
});

test('a program that does not load is told, and tried again', async () => {
  const page = await h.blank({ expectsNoise: /playground\.wasm|Failed to load|preload/ });
  await page.setRequestInterception(true);
  let isCut = true;
  page.on('request', (request) => {
    if (isCut && request.url().endsWith('.wasm.lzma')) request.abort();
    else request.continue();
  });
  await page.goto(`${h.server.url}#layers=3`);
  assert.match(await failure(page), /could not be loaded/);
  assert.match(await text(page), /Reload the page/);
  isCut = false;
  await Promise.all([page.waitForNavigation(), page.click('#again')]);
  await page.waitForFunction(() => document.body.dataset['state'] === 'ready');
  assert.equal(await page.evaluate(() => window.playground.get().layers), '3', 'its settings stand in the address');
  h.assertQuiet();
  await page.close();
});

test('without scripts the page says what it needs', { skip: BROWSER === 'firefox' }, async () => {
  const page = await h.blank();
  await page.setJavaScriptEnabled(false);
  await page.goto(h.server.url);
  const html = await page.content();
  assert.match(html, /Allow\s+JavaScript for this page/);
  h.assertQuiet();
  await page.close();
});

test('where no worker can start, the page trains by itself, to the same bits', async () => {
  const other = await h.open();
  const expected = await step(other, 60);
  await other.close();
  const page = await h.blank();
  await page.evaluateOnNewDocument(() => {
    /** @type {any} */ (window).Worker = class {
      constructor() {
        throw new DOMException('forbidden', 'SecurityError');
      }
    };
  });
  await h.go(page, '');
  assert.equal(await page.evaluate(() => window.playground.diagnostics().worker), false);
  assert.equal((await step(page, 60)).hash, expected.hash);
  h.assertQuiet();
  await page.close();
});

test('a worker that dies is told, and training goes on from where it was', async () => {
  const page = await h.blank();
  await page.evaluateOnNewDocument(() => {
    const Original = window.Worker;
    window.Worker = class extends Original {
      constructor(/** @type {string | URL} */ url, /** @type {WorkerOptions | undefined} */ options) {
        super(url, options);
        /** @type {any} */ (window).theWorker = this;
      }
    };
  });
  await h.go(page, 'layers=5');
  await step(page, 30);
  const told = await page.evaluate(async () => {
    const message = new Promise((resolve) => window.playground.on('error',
      (/** @type {Error} */ error) => resolve(error.message)));
    const event = new ErrorEvent('error', { message: 'killed by the test', cancelable: true });
    /** @type {any} */ (window).theWorker.dispatchEvent(event);
    return message;
  });
  assert.match(String(told), /goes on.*killed by the test/);
  const after = await step(page, 4);
  assert.equal(after.step, 34);
  const other = await h.open('layers=5');
  assert.equal(after.hash, (await step(other, 34)).hash);
  await other.close();
  assert.equal(after.settings['layers'], '5');
  h.assertQuiet();
  await page.close();
});
