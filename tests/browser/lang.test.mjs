// @ts-check
/// <reference path="../../web/embed/globals.d.ts" />
// The page in another language: which one it takes, and that every text of its scripts is translated.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { useHarness } from './harness.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const h = useHarness();
const ROOT = path.resolve(import.meta.dirname ?? '.', '../..');
const LANG = path.join(ROOT, 'web/lang');
const EMBED = path.join(ROOT, 'web/embed');
const files = readdirSync(LANG).map((name) => ({ language: name.replace('.txt', ''), text: readFileSync(path.join(LANG, name), 'utf8') }));

/** What scripts and the page say, by id. */
function said() {
  const found = new Map();
  // The page in words and the share dialog have tables of their own, for each language.
  for (const name of readdirSync(EMBED).filter((each) => /^(?!mirror|share).*\.m?js$/.test(each))) {
    const script = readFileSync(path.join(EMBED, name), 'utf8');
    for (const [, id, english] of script.matchAll(/\bsay\(\s*'([^']+)',\s*'((?:[^'\\]|\\.)*)'/g)) found.set(id, english);
  }
  const page = readFileSync(path.join(ROOT, 'index.html'), 'utf8');
  for (const [tag] of page.matchAll(/<[^>]*data-say[^>]*>/g)) found.set(/ id="([^"]+)"/.exec(tag)?.[1], '');
  return found;
}

/** @param {string} text */
const slots = (text) => [...text.matchAll(/\{\d\}/g)].map(String).sort().join();

test('every text of a script and of the page is in every language, with its slots', () => {
  const english = said();
  assert.ok(english.size > 8, 'the texts were found');
  for (const { language, text } of files) {
    const own = new Map([...text.matchAll(/^page\.(\S+) (.+)$/gm)].map((m) => [m[1], m[2] ?? '']));
    assert.deepEqual([...own.keys()].sort(), [...english.keys()].sort(), language);
    for (const [id, words] of own) if (english.get(id)) assert.equal(slots(words), slots(english.get(id)), `${language} ${id}`);
  }
});

test('scripts, schema and files know the same languages', () => {
  const options = readFileSync(path.join(ROOT, 'engine/session/options.h'), 'utf8');
  const rows = /kLanguages = \{([^;]*)\};/.exec(options)?.[1] ?? '';
  const schema = [...rows.matchAll(/Option\{"([^"]+)"/g)].map((m) => String(m[1])).filter((key) => key !== 'auto');
  const words = /LANGUAGES = \[([^\]]*)\]/.exec(readFileSync(path.join(EMBED, 'words.js'), 'utf8'))?.[1] ?? '';
  const posters = /POSTERS = \{([^;]*)\};/.exec(readFileSync(path.join(EMBED, 'element.mjs'), 'utf8'))?.[1] ?? '';
  assert.deepEqual([...words.matchAll(/'([^']+)'/g)].map((m) => m[1]), schema);
  assert.deepEqual([...posters.matchAll(/^ +(\w+): \{/gm)].map((m) => m[1]), schema);
  assert.deepEqual(['en', ...files.map((each) => each.language)], schema);
});

const told = () => ({
  language: window.playground.language(),
  html: document.documentElement.lang,
  canvas: document.getElementById('canvas')?.getAttribute('aria-label'),
  said: window.playground.say('loading', 'Loading …'),
});
const ENGLISH = { language: 'en', html: 'en', canvas: 'Backprop Playground: the experiment', said: 'Loading …' };
const GERMAN = { language: 'de', html: 'de', canvas: 'Backprop Playground: das Experiment', said: 'Lädt …' };

/** A page whose browser prefers these languages. @param {string[]} languages @param {RegExp} [noise] */
async function preferring(languages, noise) {
  const page = await h.blank(noise ? { expectsNoise: noise } : {});
  await page.evaluateOnNewDocument((/** @type {string[]} */ list) => {
    Object.defineProperty(navigator, 'languages', { get: () => list });
    Object.defineProperty(navigator, 'language', { get: () => list[0] });
  }, languages);
  return page;
}

test('the language is that of the link, else of the browser, else English', async () => {
  for (const [languages, link, expected, notices] of /** @type {[string[], string, object, number][]} */ ([
    [['en-US'], '', ENGLISH, 0],
    [['de-CH', 'en'], '', GERMAN, 0],
    [['fr', 'de', 'en'], '', GERMAN, 0],
    [['fr'], '', ENGLISH, 0],
    [['en-US'], 'lang=de', GERMAN, 0],
    [['en-US'], 'lang=de-AT', GERMAN, 0],
    [['de'], 'lang=en', ENGLISH, 0],
    [['en-US'], 'lang=fr', ENGLISH, 1],
    [['de'], 'lang=fr', GERMAN, 1],
  ])) {
    const page = await preferring(languages);
    await page.evaluateOnNewDocument(() => document.addEventListener('DOMContentLoaded', () => {
      // @ts-expect-error for this test
      window.heard = [];
      // @ts-expect-error for this test
      window.playground.on('notice', (list) => window.heard.push(...list));
    }));
    await h.go(page, link);
    assert.deepEqual(await page.evaluate(told), expected, `${languages} ${link}`);
    // @ts-expect-error for this test
    const heard = await page.evaluate(() => window.heard);
    assert.equal(heard.length, notices, `${languages} ${link}: ${heard}`);
    await page.close();
  }
  h.assertQuiet();
});

test('the language can change while the page is open, and English readers fetch none', async () => {
  const page = await preferring(['en']);
  /** @type {string[]} */ const fetched = [];
  page.on('request', (/** @type {any} */ request) => fetched.push(request.url()));
  await h.go(page, '');
  assert.ok(!fetched.some((url) => url.includes('/lang/')), 'no language is fetched');
  const change = (/** @type {string} */ lang) => page.evaluate((/** @type {string} */ to) => new Promise((resolve) => {
    const end = window.playground.on('language', (/** @type {string} */ language) => (end(), resolve(language)));
    window.playground.set({ lang: to });
  }), lang);
  const bar = async () =>
    Buffer.from(await page.screenshot({ clip: { x: 0, y: 0, width: 600, height: 48 } })).toString('base64');
  const before = await bar();
  assert.equal(await change('de'), 'de');
  assert.deepEqual(await page.evaluate(told), GERMAN);
  while ((await bar()) === before) await new Promise((resolve) => setTimeout(resolve, 50)); // the buttons say it in German
  assert.equal(await change('en'), 'en');
  assert.deepEqual(await page.evaluate(told), ENGLISH);
});

test('a language that cannot be fetched is told, and the page works in English', async () => {
  const page = await preferring(['de'], /ERR_FAILED|lang\/de/);
  await page.setRequestInterception(true);
  page.on('request', (/** @type {any} */ request) => (request.url().includes('/lang/') ? request.abort() : request.continue()));
  await page.evaluateOnNewDocument(() => document.addEventListener('DOMContentLoaded', () => {
    // @ts-expect-error for this test
    window.heard = [];
    // @ts-expect-error for this test
    window.playground.on('notice', (list) => window.heard.push(...list));
  }));
  await h.go(page, '');
  assert.deepEqual(await page.evaluate(told), ENGLISH);
  // @ts-expect-error for this test
  assert.match((await page.evaluate(() => window.heard)).join(), /language “de” could not be loaded/);
});
