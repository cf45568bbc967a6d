// @ts-check
// What goes wrong has a text and a way on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROWSER, step, useHarness } from './harness.mjs';

const h = useHarness();

/** The visible text of the page. @param {import('puppeteer-core').Page} page */
const text = (page) => page.evaluate(() => document.body.innerText);

/** @param {import('puppeteer-core').Page} page */
const failure = (page) => page.evaluate(() =>
  window.playground.ready.then(() => '', (/** @type {Error} */ error) => error.message));

test('without WebGL 2 the page says so', async () => {
  const page = await h.blank();
  await page.evaluateOnNewDocument(() => {
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = /** @type {any} */ (
      function (/** @type {string} */ kind, /** @type {any} */ ...rest) {
        return kind === 'webgl2' ? null : original.call(this, kind, ...rest);
      });
  });
  await page.goto(h.server.url);
  assert.match(await failure(page), /WebGL 2/);
  assert.match(await text(page), /cannot draw with WebGL 2/);
  assert.doesNotMatch(await text(page), /Loading/);
  h.assertQuiet();
  await page.close();
});

test('a program that does not load is told', async () => {
  const page = await h.blank({ expectsNoise: /playground\.wasm|Failed to load|preload/ });
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (request.url().endsWith('.wasm.lzma')) request.abort();
    else request.continue();
  });
  await page.goto(h.server.url);
  assert.match(await failure(page), /could not be loaded/);
  assert.match(await text(page), /Reload the page/);
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

test('a worker that dies is told, and training can start again', async () => {
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
  assert.match(String(told), /starts again.*killed by the test/);
  const after = await step(page, 4);
  assert.equal(after.step, 4);
  assert.equal(after.settings['layers'], '5');
  h.assertQuiet();
  await page.close();
});
