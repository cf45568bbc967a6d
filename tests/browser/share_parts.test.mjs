// @ts-check
/// <reference path="../../web/embed/globals.d.ts" />
// The share dialog's boxes, one by one: what a link hides and locks. And its QR code, read back by a
// decoder that knows nothing of what drew it.

import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import readCode from 'qr/decode.js';
import { shownFrame } from './host_page.mjs';
import { BROWSER, DIST, picture, useHarness } from './harness.mjs';

const h = useHarness();
const KINDS = /** @type {const} */ (['hide', 'lock']);

/** @typedef {import('puppeteer-core').Page} Page */

/** Opens the dialog. @param {Page} page */
async function dialog(page) {
  await page.evaluate(() => window.playground.share());
  await page.waitForSelector('#share[open]');
}
const text = (/** @type {Page} */ page) =>
  page.$eval('#share textarea', (area) => /** @type {HTMLTextAreaElement} */ (area).value);
/** @param {Page} page @param {string} form */
const choose = (page, form) =>
  page.$eval(`#share [name=share-form][value=${form}]`, (input) => /** @type {HTMLElement} */ (input).click());
/** Ticks the boxes of these names, or takes the ticks away. @param {Page} page @param {'hide' | 'lock'} kind @param {string[]} names */
async function tick(page, kind, ...names) {
  for (const name of names) await page.$eval(`#share [data-${kind}="${name}"]`, (box) => /** @type {HTMLElement} */ (box).click());
}
/** The link's part of that key. @param {string} link @param {string} key */
const partOf = (link, key) => new RegExp(`[#&]${key}=([^&"]*)`).exec(link)?.[1] ?? '';

test('the dialog’s names are all that the page can hide and lock, and mean the same there', async () => {
  const page = await h.open('');
  await page.evaluate(async () => {
    const { groupsOf, readerOf, writeParts } = await import(new URL('share_parts.mjs', document.baseURI).href);
    const read = readerOf(window.playground);
    const groups = groupsOf(window.playground.schema().fields, read, (/** @type {string} */ key) => key);
    Object.assign(window, { parts: {
      groups, read: (/** @type {any} */ kind, /** @type {string} */ text) => [...read(kind, text)],
      write: (/** @type {any} */ kind, /** @type {string[]} */ names) => writeParts(groups, read, kind, new Set(names)),
    } });
  });
  const groups = /** @type {import('../../web/embed/share_parts.mjs').Group[]} */ (await page.evaluate(() => /** @type {any} */ (window).parts.groups));
  const readParts = (/** @type {string} */ kind, /** @type {string} */ given) =>
    page.evaluate((key, said) => /** @type {any} */ (window).parts.read(key, said), kind, given);
  const writeParts = (/** @type {string} */ kind, /** @type {Iterable<string>} */ names) =>
    page.evaluate((key, wanted) => /** @type {any} */ (window).parts.write(key, wanted), kind, [...names]);
  const access = async (/** @type {string} */ hide, /** @type {string} */ lock) => page.evaluate((hidden, locked) => {
    const told = window.playground.set({ hide: hidden, lock: locked });
    return { told, ...window.playground.access() };
  }, hide, lock);
  const parts = groups.flatMap((group) => group.parts);
  const NOT_CHOSEN = ['hide', 'lock', 'transport', 'menu']; // no controls, and names that only speak for others
  const all = (await access('all', '')).hidden.filter((/** @type {string} */ name) => !NOT_CHOSEN.includes(name));
  assert.deepEqual(parts.map(({ name }) => name).filter((name) => name !== 'goal').sort(), all.sort());
  // Any choice of boxes, by a fixed row of pseudo-random numbers, from few to nearly all.
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let round = 0; round < 24; round += 1) {
    const share = (round % 8) / 7;
    const pick = (/** @type {'mayHide' | 'mayLock'} */ may) => new Set(groups.flatMap((group) => {
      const isWhole = random() < 0.3; // all of a group or nothing of it, as often as a mixture
      const isIn = random() < share;
      return group.parts.filter((part) => part[may] && (isWhole ? isIn : random() < share)).map(({ name }) => name);
    }));
    const wanted = { hide: pick('mayHide'), lock: pick('mayLock') };
    const hide = await writeParts('hide', wanted.hide), lock = await writeParts('lock', wanted.lock);
    const is = await access(hide, lock);
    assert.deepEqual(is.told, [], `${hide} | ${lock}`);
    const chosen = { hide: parts.filter(({ mayHide }) => mayHide), lock: parts.filter(({ mayLock }) => mayLock) };
    for (const kind of KINDS) {
      const list = kind === 'hide' ? is.hidden : is.locked;
      const seen = chosen[kind].map(({ name }) => name).filter((name) => list.includes(name));
      assert.deepEqual(seen.sort(), [...wanted[kind]].sort(), `${kind}=${kind === 'hide' ? hide : lock}`);
      const back = await readParts(kind, await page.evaluate((key) => window.playground.get()[key], kind));
      assert.deepEqual([...back].filter((name) => chosen[kind].some((part) => part.name === name)).sort(), [...wanted[kind]].sort());
    }
  }
  assert.equal(await writeParts('hide', await readParts('hide', 'all~-boundary~-play')), 'all~-boundary~-play');
  assert.equal(await writeParts('lock', await readParts('lock', 'training~-lr')), 'training~-lr');
  h.assertQuiet();
  await page.close();
});

test('what is ticked box by box stands in every text, and the preview follows', async () => {
  const page = await h.open('data=v&lock=batch');
  await dialog(page);
  const select = (/** @type {string} */ name) => page.$eval(`#share [name=${name}]`, (each) => /** @type {HTMLSelectElement} */ (each).value);
  assert.equal(await select('lock'), 'own', 'what the page itself locks is no preset');
  assert.equal(partOf(await text(page), 'lock'), 'batch');
  await tick(page, 'hide', 'histograms', 'panel.loss', 'seed');
  await tick(page, 'lock', 'lr', 'batch');
  assert.equal(await select('hide'), 'own');
  for (const form of ['link', 'iframe', 'element', 'markdown']) {
    await choose(page, form);
    const written = (await text(page)).replaceAll('&amp;', '&');
    assert.equal(partOf(written, 'lock').replace(/[)\s].*/s, ''), 'lr', form);
    assert.deepEqual(partOf(written, 'hide').replace(/[)\s].*/s, '').split('~').sort(), ['histograms', 'panel.loss', 'seed'], form);
  }
  await choose(page, 'iframe');
  await page.$eval('#share .preview button', (button) => /** @type {HTMLElement} */ (button).click());
  const shown = async () => (await shownFrame(await page.waitForSelector('#share .preview iframe'))).evaluate(() => window.playground.access());
  assert.deepEqual(await shown(), { hidden: ['seed', 'histograms', 'panel.loss'], locked: ['lr'] });
  await tick(page, 'hide', 'seed');
  await page.waitForFunction(() => !document.querySelector('#share .preview iframe')?.getAttribute('src')?.includes('seed'));
  assert.deepEqual((await shown()).hidden, ['histograms', 'panel.loss']);
  // A preset sets the boxes; the group's box speaks for all of it.
  await page.select('#share [name=lock]', 'all');
  assert.equal(await page.$eval('#share [data-lock=lr]', (box) => /** @type {HTMLInputElement} */ (box).checked), true);
  await tick(page, 'lock', 'lr');
  assert.equal(partOf((await text(page)).replaceAll('&amp;', '&'), 'lock'), 'all~-lr');
  const box = await page.$eval('#share [aria-label="Training: Locked"]', (each) => {
    const { checked, indeterminate } = /** @type {HTMLInputElement} */ (each);
    return { checked, indeterminate };
  });
  assert.deepEqual(box, { checked: false, indeterminate: true });
  await page.select('#share [name=lock]', '');
  await page.select('#share [name=hide]', '');
  assert.doesNotMatch(await text(page), /lock=|hide=/, 'nothing, although the page itself locks something');
  h.assertQuiet();
  await page.close();
});

test('the dialog speaks the browser’s language where none is asked for', async () => {
  const page = await h.blank();
  await page.evaluateOnNewDocument(() => Object.defineProperty(navigator, 'languages', { get: () => ['de-DE'] }));
  await h.go(page, '');
  assert.equal(await page.evaluate(() => window.playground.get().lang), 'auto');
  await dialog(page);
  assert.equal(await page.$eval('#share h2', (title) => title.textContent), 'Teilen');
  h.assertQuiet();
  await page.close();
});

test('the boxes speak the page’s language, are named, and have room for fingers', async () => {
  for (const [name, link, options] of /** @type {[string, string, import('./harness.mjs').PageOptions][]} */ ([
    ['parts-light', '', {}], ['parts-dark', 'lang=de', { dark: true }],
    ['parts-phone', 'lang=de', { width: 390, height: 844, touch: BROWSER === 'chromium' }], ['parts-small', '', { width: 320, height: 560 }]])) {
    const page = await h.open(link, options);
    await dialog(page);
    await page.$eval('#share .access', (details) => {
      /** @type {HTMLDetailsElement} */ (details).open = true;
      for (const toggle of details.querySelectorAll('.toggle')) /** @type {HTMLElement} */ (toggle).click();
      details.scrollIntoView({ block: 'start' });
    });
    await picture(page, name);
    const { labels, over, small } = await page.$eval('#share .access', (details) => ({
      labels: [...details.querySelectorAll('input')].map((box) => box.getAttribute('aria-label') ?? ''),
      over: [...details.querySelectorAll('*')].filter((each) => each.getBoundingClientRect().right > details.getBoundingClientRect().right + 0.5)
        .map((each) => each.outerHTML.slice(0, 80)),
      small: !matchMedia('(pointer: coarse)').matches ? [] : [...details.querySelectorAll('label, .toggle, summary')]
        .filter((each) => each.getBoundingClientRect().height < 44 || each.getBoundingClientRect().width < 44).map((each) => each.outerHTML.slice(0, 80)),
    }));
    assert.ok(labels.length > 100 && labels.every((label) => /^.+: (Shown|Locked|Sichtbar|Gesperrt)$/.test(label)));
    assert.ok(labels.includes(link ? 'Lernrate: Gesperrt' : 'Learning rate: Locked'), labels.slice(0, 5).join());
    assert.ok(labels.includes(link ? 'Daten: Sichtbar' : 'Data: Shown'));
    assert.deepEqual(over, []);
    assert.deepEqual(small, []);
    h.assertQuiet();
    await page.close();
  }
});

/** @param {number} length @param {(i: number) => boolean} isDark */
const rgba = (length, isDark) => Uint8ClampedArray.from({ length }, (_, i) => (i % 4 < 3 && isDark(i >> 2) ? 0 : 255));

/** What another decoder reads in the dialog's code, as the browser draws it. @param {Page} page @param {number} points a square */
async function decoded(page, points) {
  await page.waitForSelector('#share .code svg:not([data-read])'); // not the one of the link before
  const { pixels, size } = await page.evaluate(async (scale) => {
    const svg = /** @type {SVGElement} */ (document.querySelector('#share .code svg'));
    svg.dataset['read'] = '';
    const copy = /** @type {SVGElement} */ (svg.cloneNode(true));
    const side = Number(svg.getAttribute('viewBox')?.split(' ')[2]) * scale;
    copy.setAttribute('width', String(side));
    copy.setAttribute('height', String(side));
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
    await image.decode();
    const context = /** @type {CanvasRenderingContext2D} */ (Object.assign(document.createElement('canvas'), { width: side, height: side }).getContext('2d'));
    context.fillStyle = getComputedStyle(svg).backgroundColor; // the quiet zone
    context.fillRect(0, 0, side, side);
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, side, side);
    let grey = '';
    for (let i = 0; i < data.length; i += 4) grey += Number(data[i]) < 128 ? '1' : '0';
    return { pixels: grey, size: side };
  }, points);
  return readCode({ width: size, height: size, data: rgba(4 * size * size, (i) => pixels[i] === '1') });
}

test('the QR code is read back by another decoder: short links, long ones, the longest', async () => {
  const page = await h.open('data=v', { dark: true });
  await dialog(page);
  assert.equal(await decoded(page, 4), await text(page));
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('#share'));
  /** @type {number[]} */ const lengths = [];
  for (const layers of ['4', '16,8', '24,18']) { // weights make a link as long as one likes
    await page.evaluate((link) => window.playground.load(link), `data=river&layers=${layers}`);
    await page.evaluate(() => window.playground.step(3));
    await dialog(page);
    await decoded(page, 3);
    await page.select('#share [name=carried]', 'weights');
    assert.equal(await decoded(page, 3), await text(page));
    lengths.push((await text(page)).length);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('#share'));
  }
  assert.ok(lengths.some((n) => n > 2500 && n <= 2900), `${lengths}`);
  h.assertQuiet();
  await page.close();
});

test('codes of every length up to the longest are read back by another decoder', async () => {
  const { encode } = await import(path.join(DIST, 'qr.mjs'));
  const scale = 3;
  for (const length of [20, 120, 499, 500, 900, 1082, 1800, 2400, 2900]) { // share.mjs: MOST_IN_QR
    const link = Array.from({ length }, (_, i) => 'https://example.org/#w='[i] ?? 'ABCxyz019_-'[(i * i + 7 * i) % 11]).join('');
    const { size, data } = encode(link, { ecc: length < 500 ? 'M' : 'L', border: 4 });
    const side = size * scale;
    const isDark = (/** @type {number} */ i) => data[Math.floor(i / side / scale)][Math.floor((i % side) / scale)];
    assert.equal(readCode({ width: side, height: side, data: rgba(4 * side * side, isDark) }), link, `${length} characters`);
  }
});
