// @ts-check
// Examples that are pages as they stand: plain HTML, a page of Moodle, one of Canvas, a deck of slides.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { DIST, picture, useHarness } from '../browser/harness.mjs';
import { EXAMPLES, playgroundFrame, site } from './site.mjs';

const h = useHarness();
/** @typedef {import('puppeteer-core').Page} Page */

/**
 * @param {string[]} folders @param {(page: Page, url: string) => Promise<void>} use
 * @param {Record<string, string>} [pages]
 */
async function onSite(folders, use, pages) {
  const course = await site(folders, h.server.url, pages);
  const page = await h.blank();
  page.removeAllListeners('request'); // the course is of another origin
  try {
    await use(page, course.url);
    h.assertQuiet();
  } finally {
    await page.close();
    await course.close();
  }
}

test('plain HTML: the element loads when pressed and tells its epochs, the frame needs nothing', async () => {
  await onSite([path.join(EXAMPLES, 'html')], async (page, url) => {
    await page.goto(url);
    await page.click('backprop-playground');
    await page.waitForFunction(() => /after \d+ epochs/.test(document.querySelector('#loss')?.textContent ?? ''));
    await page.$eval('iframe', (frame) => frame.scrollIntoView());
    const frame = await playgroundFrame(page, `${h.server.url}#data=river`);
    assert.equal(await frame.evaluate(() => window.playground.get().layers), '4,2');
    await picture(page, 'example-html');
  });
});

test('Moodle: what is pasted into a page shows the experiment', async () => {
  const pasted = readFileSync(path.join(EXAMPLES, 'lms/moodle.html'), 'utf8');
  const moodle = `<!doctype html><html lang="en"><title>Moodle</title><main>${pasted}</main></html>`;
  await onSite([], async (page, url) => {
    await page.goto(`${url}course.html`);
    const frame = await playgroundFrame(page, h.server.url);
    assert.equal(await frame.evaluate(() => window.playground.get().data), 'river');
    assert.equal(await page.$eval('a', (link) => link.href), `${h.server.url}#data=river&layers=4,2`);
  }, { 'course.html': moodle });
});

test('Canvas: the page between asks for the height that fits the width, and hands the settings on', async () => {
  const canvas = `<!doctype html><html lang="en"><title>Canvas</title><body style="margin:0">
    <iframe src="canvas.html#data=xor&layers=3" style="width:100%;height:150px;border:0"></iframe>
    <script>addEventListener('message', ({ data }) => {
      if (data.subject === 'lti.frameResize') document.querySelector('iframe').style.height = data.height + 'px';
    })</script></html>`;
  await onSite([path.join(EXAMPLES, 'lms'), DIST], async (page, url) => {
    const height = () => page.$eval('iframe', (frame) => frame.clientHeight);
    await page.goto(`${url}course.html`);
    const frame = await playgroundFrame(page, `${url}index.html`);
    assert.equal(await frame.evaluate(() => window.playground.get().layers), '3');
    await page.waitForFunction(() => document.querySelector('iframe')?.clientHeight === 640);
    await page.setViewport({ width: 390, height: 844 });
    await page.waitForFunction(() => document.querySelector('iframe')?.clientHeight === 900);
    assert.equal(await height(), 900);
    assert.equal(await frame.evaluate(() => innerHeight), 900);
  }, { 'course.html': canvas });
});

/**
 * Clicks onto the picture of the network until the experiment has the focus: while a slide still moves,
 * the browser may send a click to where the frame was.
 * @param {Page} page @param {import('puppeteer-core').Frame} frame
 */
async function focusByClick(page, frame) {
  const hasFocus = () => document.activeElement?.id === 'canvas' && document.hasFocus();
  for (let tries = 0; tries < 15; tries += 1) {
    const at = await page.$eval('backprop-playground', (each) => each.getBoundingClientRect().toJSON());
    await page.mouse.click(at.x + at.width * 0.4, at.y + at.height * 0.45);
    if (await frame.waitForFunction(hasFocus, { timeout: 2000 }).then(() => true, () => false)) return;
  }
  assert.fail('no click gave the experiment the focus');
}

test('reveal.js: keys move the deck until the experiment has the focus, and again after Escape', async () => {
  await onSite([path.join(EXAMPLES, 'reveal'), EXAMPLES], async (page, url) => {
    const slide = () => page.evaluate(() =>
      [...document.querySelectorAll('.slides > section')].findIndex((each) => each.classList.contains('present')));
    await page.goto(url);
    await page.waitForSelector('.reveal.ready');
    await page.keyboard.press('ArrowRight');
    assert.equal(await slide(), 1);
    await page.evaluate(() => document.querySelector('backprop-playground')?.shadowRoot?.querySelector('button')?.focus());
    await page.keyboard.press('Space'); // presses the button, and does not leave the slide
    assert.equal(await slide(), 1);
    const frame = await playgroundFrame(page, h.server.url);
    await page.waitForFunction(() => !document.querySelector('backprop-playground')?.shadowRoot?.querySelector('button'));
    await picture(page, 'example-reveal');
    await focusByClick(page, frame);
    await frame.evaluate(() => window.playground.pause());
    const before = (await frame.evaluate(() => window.playground.settled())).step;
    await page.keyboard.press('ArrowRight'); // steps a batch
    await frame.waitForFunction((step) => window.playground.snapshot().step > step, {}, before);
    assert.equal(await slide(), 1);
    await page.keyboard.press('Escape'); // gives the keyboard back
    await page.evaluate(() => window.focus());
    await page.mouse.click(5, 5);
    await page.keyboard.press('ArrowRight');
    assert.equal(await slide(), 2);
  });
});
