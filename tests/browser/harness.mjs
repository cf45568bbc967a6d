// @ts-check
/// <reference path="../../web/embed/globals.d.ts" />
// One browser, one server, and pages that must stay quiet: what every browser test starts from.
// Environment: BP_DIST (folder with the page), BP_OUTPUT (where pictures go), BP_BROWSER (chromium
// or firefox) and BP_BROWSER_PATH; ./playground test sets them.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before } from 'node:test';
import puppeteer from 'puppeteer-core';
import { serve } from '../../tools/serve.mjs';

const ROOT = path.resolve(import.meta.dirname ?? '.', '../..');
const OUTPUT = path.join(process.env['BP_OUTPUT'] ?? path.join(ROOT, 'build'), 'screenshots');
export const DIST = process.env['BP_DIST'] ?? path.join(ROOT, 'dist');
export const BROWSER = process.env['BP_BROWSER'] === 'firefox' ? 'firefox' : 'chromium';

/** Some waits are for work, not for time; this only ends a test that hangs. */
export const PATIENCE_MS = 120_000;

const CHROMIUM_ARGUMENTS = [
  '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic',
  '--disable-background-networking', '--disable-component-update', '--no-first-run',
  '--force-color-profile=srgb', '--hide-scrollbars',
];

/** @returns {Promise<import('puppeteer-core').Browser>} */
async function launch() {
  if (BROWSER === 'firefox') {
    return puppeteer.launch({
      browser: 'firefox',
      executablePath: process.env['BP_BROWSER_PATH'] ?? '/usr/bin/firefox-esr',
      headless: false, // it has no WebGL 2 without a window; ./playground test gives it Xvfb
      env: { ...process.env, LIBGL_ALWAYS_SOFTWARE: '1' },
      extraPrefsFirefox: {
        'webgl.force-enabled': true,
        'gfx.color_management.mode': 0,
        'datareporting.policy.dataSubmissionEnabled': false,
        'app.normandy.enabled': false,
      },
      protocolTimeout: PATIENCE_MS,
    });
  }
  return puppeteer.launch({
    executablePath: process.env['BP_BROWSER_PATH'] ?? '/usr/bin/chromium',
    headless: true,
    args: CHROMIUM_ARGUMENTS,
    protocolTimeout: PATIENCE_MS,
  });
}

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {{ width?: number, height?: number, ratio?: number, touch?: boolean, dark?: boolean,
 *   reducedMotion?: boolean, expectsNoise?: RegExp }} PageOptions */

/** Firefox's driver cannot emulate these; the page then stays as the machine has it. */
const canEmulate = BROWSER === 'chromium';

export class Harness {
  browser = /** @type {import('puppeteer-core').Browser} */ (/** @type {unknown} */ (null));
  server = /** @type {Awaited<ReturnType<typeof serve>>} */ (/** @type {unknown} */ (null));
  /** @type {string[]} */ noise = [];

  async start() {
    this.server = await serve({ dir: DIST });
    this.browser = await launch();
  }

  async stop() {
    await this.browser?.close();
    await this.server?.close();
  }

  /** A blank page that records errors, warnings and requests. @param {PageOptions} options */
  async blank(options = {}) {
    const { width = 1280, height = 800, ratio = 1, touch = false } = options;
    const page = await this.browser.newPage();
    if (canEmulate || (ratio === 1 && !touch)) {
      const viewport = canEmulate ? { width, height, deviceScaleFactor: ratio, hasTouch: touch }
        : { width, height };
      await page.setViewport(viewport);
    }
    if (canEmulate) {
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: options.dark ? 'dark' : 'light' },
        { name: 'prefers-reduced-motion', value: options.reducedMotion ? 'reduce' : 'no-preference' },
      ]);
    }
    this.listen(page, options.expectsNoise);
    return page;
  }

  /** @param {Page} page @param {RegExp} [expected] */
  listen(page, expected) {
    const note = (/** @type {string} */ text) => {
      if (!expected?.test(text)) this.noise.push(text);
    };
    page.on('console', (message) => {
      if (['error', 'warn', 'assert'].includes(message.type())) {
        note(`console.${message.type()}: ${message.text()}`);
      }
    });
    page.on('pageerror', (error) => note(`uncaught: ${/** @type {Error} */ (error).message}`));
    page.on('request', (request) => {
      const isOurs = /^(blob|data|about):/.test(request.url()) ||
        request.url().startsWith(this.server.url);
      if (!isOurs) note(`third-party request: ${request.url()}`);
    });
  }

  /** The playground, ready. @param {string} [link] @param {PageOptions} [options] */
  async open(link = '', options = {}) {
    const page = await this.blank(options);
    await this.go(page, link);
    return page;
  }

  /** @param {Page} page @param {string} link */
  async go(page, link) {
    await page.goto(`${this.server.url}${link ? `#${link}` : ''}`);
    await page.evaluate(async () => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
      });
      await window.playground.ready;
    });
  }

  /** Fails if any page had anything to complain about since the last call. */
  assertQuiet() {
    const noise = this.noise.splice(0);
    assert.deepEqual(noise, []);
  }
}

/** A harness for the tests of one file. */
export function useHarness() {
  const h = new Harness();
  before(() => h.start());
  after(() => h.stop());
  return h;
}

/** Runs `steps` steps and returns the snapshot after them. @param {Page} page @param {number} steps */
export const step = (page, steps) => page.evaluate((n) => window.playground.step(n), steps);

/** @param {Page} page @returns {Promise<PlaygroundSnapshot>} */
export const settled = (page) => page.evaluate(() => window.playground.settled());

/** Waits until the page has drawn nothing for `quiet_ms`. @param {Page} page */
export async function waitUntilIdle(page, quietMs = 400) {
  await page.evaluate(async (quiet) => {
    const frames = () => window.playground.diagnostics().frames;
    for (let before = -1; before !== frames(); ) {
      before = frames();
      await new Promise((resolve) => setTimeout(resolve, quiet));
    }
  }, quietMs);
}

/**
 * Waits until `frames` more have been drawn, a few at a time: a busy machine may need minutes for
 * them, and a call into a page only lasts PATIENCE_MS.
 * @param {Page} page @param {number} frames
 */
export async function drawn(page, frames) {
  for (let left = frames; left > 0; left -= 10) {
    await page.evaluate(async (count) => {
      const { diagnostics } = window.playground;
      const end = diagnostics().frames + count;
      while (diagnostics().frames < end) await new Promise((resolve) => setTimeout(resolve, 20));
    }, Math.min(left, 10));
  }
}

/** Keeps a picture as test output. @param {Page} page @param {string} name */
export async function picture(page, name) {
  const png = await page.screenshot({ type: 'png' });
  mkdirSync(OUTPUT, { recursive: true });
  writeFileSync(path.join(OUTPUT, `${BROWSER}-${name}.png`), png);
  return png;
}

/**
 * Colours of a screenshot, read in the browser itself: no image library is needed.
 * @param {Page} page @param {[number, number][]} points in CSS pixels
 * @returns {Promise<[number, number, number][]>}
 */
export async function colours(page, points) {
  const png = Buffer.from(await page.screenshot({ type: 'png' })).toString('base64');
  return page.evaluate(async (data, at) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const surface = new OffscreenCanvas(image.width, image.height);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
      surface.getContext('2d', { willReadFrequently: true }));
    context.drawImage(image, 0, 0);
    const ratio = image.width / innerWidth;
    return at.map(([x, y]) => {
      const [r = 0, g = 0, b = 0] = context.getImageData(x * ratio, y * ratio, 1, 1).data;
      return /** @type {[number, number, number]} */ ([r, g, b]);
    });
  }, png, points);
}
