// @ts-check
/// <reference path="../../web/embed/globals.d.ts" />
// A page in German is German in all it says: to bad links, values, files and commands, in the page in
// words and in the share dialog; and the open dialog follows a change of the language.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { step, useHarness } from './harness.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const h = useHarness();
const EMBED = path.resolve(import.meta.dirname ?? '.', '../../web/embed');
/** Words that an English sentence hardly does without and a German one never has. */
const ENGLISH = /\b(the|is|are|and|not|of|with|cannot|has|there|this|from|which|must|needs?|instead|first)\b/i;

/** @param {string[]} texts @param {string} [where] */
function assertGerman(texts, where) {
  assert.ok(texts.length > 0, `${where}: something was said`);
  assert.deepEqual(texts.filter((text) => ENGLISH.test(text)), [], where);
}

/** What a page tells from its first moment on. @param {string} link @param {any} [options] @returns {Promise<Page>} */
async function listening(link, options) {
  const page = await h.blank(options);
  await page.evaluateOnNewDocument(() => document.addEventListener('DOMContentLoaded', () => {
    // @ts-expect-error for this test
    const heard = (window.heard = []);
    window.playground.on('notice', (/** @type {string[]} */ list) => heard.push(...list));
    window.playground.on('error', (/** @type {Error} */ error) => heard.push(error.message));
  }));
  await h.go(page, link);
  return page;
}

// @ts-expect-error for this test
const heard = (/** @type {Page} */ page) => page.evaluate(() => window.heard.splice(0));

/** The messages of calls that fail. @param {Page} page @param {string[]} calls */
const failures = (page, calls) => page.evaluate((bodies) => Promise.all(bodies.map((body) =>
  new Function(`return (async () => ${body})()`)().then(() => `${body}: the text of no failure`, (/** @type {Error} */ e) => e.message))), calls);

test('a link’s mistakes are told in German', async () => {
  const page = await listening('lang=de&v=99&bogus=1&lr=1e9&opt=none&hide=colour&goal=nonsense&act=5&data=own_values');
  const told = await heard(page);
  assert.ok(told.length >= 6, told.join('\n'));
  assertGerman(told, 'at the start');
  for (const link of ['w=AAAA', 'at=x', 'log=3,lr', 'at=3&hash=1234']) {
    await page.evaluate((text) => {
      window.playground.load(`data=v&lang=de&${text}`);
      return window.playground.settled();
    }, link);
    await page.waitForFunction(() => /** @type {any} */ (window).heard.length > 0);
    assertGerman(await heard(page), link);
  }
  h.assertQuiet();
  await page.close();
});

test('bad values and commands of a script are answered in German', async () => {
  const page = await listening('lang=de');
  for (const [key, value] of /** @type {[string, unknown][]} */ ([
    ['lr', 1e9], ['lr', 'fast'], ['colour', 'red'], ['opt', 'lm'], ['goal', 'test.loss'], ['goal', 'test.loss<=x'],
    ['lock', 'colour'], ['layers', '999'], ['opt', 'lbfgs~'],
  ])) {
    const notices = await page.evaluate((k, v) => window.playground.set({ [String(k)]: v }), key, value);
    if (key !== 'opt') assert.ok(notices.length > 0, `${key}=${value}`);
    assert.deepEqual(notices.filter((/** @type {string} */ text) => ENGLISH.test(text)), [], `${key}=${value}`);
  }
  assertGerman(await failures(page, [
    "window.playground.step('x')", 'window.playground.epoch(-1)',
  ]), 'commands');
  h.assertQuiet();
  await page.close();
});

/** Drops files; returns what is said. @param {Page} page @param {string} name @param {string} text @param {string} [target] */
async function dropped(page, name, text, target = '#stage') {
  await heard(page);
  await page.evaluate((as, content, where) => {
    const files = new DataTransfer();
    files.items.add(new File([content], as));
    document.querySelector(where)?.dispatchEvent(new DragEvent('drop', { dataTransfer: files, cancelable: true, bubbles: true }));
  }, name, text, target);
  await page.waitForFunction(() => /** @type {any} */ (window).heard.length > 0);
  return heard(page);
}

test('a file that is none of ours is refused by what can be opened, and nothing is lost', async () => {
  for (const lang of ['en', 'de']) {
    const page = await listening(`lang=${lang}&data=v&layers=3`);
    const before = await step(page, 7);
    for (const [name, text] of [
      ['photo.png', '\u0089PNG\r\n\u001a\n'], ['weights.py', 'import torch\n'], ['dictionary.py', '{"a": 1}'],
      ['table.xlsx', 'PK\u0003\u0004'], ['slides.pdf', '%PDF-1.7'],
    ]) {
      const told = await dropped(page, String(name), String(text));
      assert.equal(told.length, 1, told.join('\n'));
      for (const part of [String(name), '.json', '.npz', '.csv']) assert.ok(told[0].includes(part), `${part} in ${told[0]}`);
      if (lang === 'de') assertGerman(told, name);
    }
    const now = await page.evaluate(() => window.playground.settled());
    assert.deepEqual([now.hash, now.step], [before.hash, 7]);
    await page.close();
  }
  h.assertQuiet();
});

test('files of ours that are broken are refused in German', async () => {
  const page = await listening('lang=de&data=v&layers=3');
  const saved = await page.evaluate(async () => (await window.playground.export('json')).text());
  const experiment = (/** @type {object} */ changes) => JSON.stringify({ ...JSON.parse(saved), ...changes });
  for (const [name, text] of [
    ['a.json', '{"format": '], ['b.json', '{"a": 1}'], ['c.json', experiment({ version: 9 })], ['d.json', experiment({ link: 3 })],
    ['e.json', experiment({ table: 3 })], ['f.json', experiment({ layers: [{ W: 1 }] })],
    ['g.json', experiment({ layers: [{ W: [['x']], b: [1] }] })], ['h.json', experiment({ link: 'v=1&data=v&layers=2&lang=de' })],
    ['i.npz', 'text'], ['j.npz', 'PK\u0003\u0004'],
  ]) assertGerman(await dropped(page, String(name), String(text)), name);
  h.assertQuiet();
  await page.close();
});

test('what is wrong with a table, and what of it is left out, is told in German', async () => {
  const page = await listening('lang=de&data=v');
  for (const [text, words] of /** @type {[string, RegExp][]} */ ([
    ['', /ist leer/], ['a,b\n1,2\n3\n', /Zeile 3 hat 1 Zelle, Zeile 1 aber 2/], ['a,b\n1,2\n', /nur eine Zeile mit Daten/],
    ['a,b\nx,1\ny,2\n', /Jede Spalte außer dem Ziel enthält Text/], ['a,b\n1,2\n3,2\n', /in jeder Zeile gleich/],
    ['a,b,y\n1,k,2.5\n,l,3\n3,m,4.5\n4,n,5\n5,o,6\n', /1 Zeile ohne a .*weggelassen/],
  ])) {
    const told = await dropped(page, 'werte.csv', text);
    assertGerman(told, text);
    assert.match(told.join('\n'), words);
  }
  assert.equal((await page.evaluate(() => window.playground.settled())).settings['data'], 'own_values', 'the last one is open');
  h.assertQuiet();
  await page.close();
});

test('the page in words and the share dialog have no English sentence in German', async () => {
  const page = await listening('lang=de&data=v&layers=3');
  await step(page, 3);
  await page.evaluate(() => document.getElementById('controls')?.click());
  await page.waitForSelector('#sheet:not([hidden])');
  await page.evaluate(() => {
    for (const each of document.querySelectorAll('#sheet details')) /** @type {HTMLDetailsElement} */ (each).open = true;
  });
  const said = (/** @type {string} */ where) => page.$eval(where, (root) => {
    const texts = [...root.querySelectorAll(':not(noscript)')].flatMap((each) => [
      ...[...each.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent ?? ''),
      ...['aria-label', 'alt', 'title', 'placeholder'].map((name) => each.getAttribute(name) ?? '')]);
    return texts.map((text) => text.trim()).filter(Boolean);
  });
  assertGerman(await said('#sheet'), 'the sheet');
  await page.evaluate(() => window.playground.share());
  await page.waitForSelector('#share[open]');
  assertGerman(await said('#share'), 'the dialog');
  assertGerman(await said('body'), 'the page');
  h.assertQuiet();
  await page.close();
});

test('the open share dialog follows the language, and keeps what was chosen', async () => {
  const page = await h.open('lang=en&data=v');
  await step(page, 12);
  await page.focus('#canvas');
  await page.evaluate(() => window.playground.share());
  await page.waitForSelector('#share[open]');
  await page.evaluate(() => {
    const dialog = /** @type {HTMLElement} */ (document.getElementById('share'));
    const press = (/** @type {string} */ what) => /** @type {HTMLElement} */ (dialog.querySelector(what)).click();
    press('[name=share-form][value=element]');
    press('.access summary');
    press('.access button');
    press('.access input[data-hide=boundary], .access input[data-hide]:not([data-hide=""])');
  });
  for (const [name, value] of [['theme', 'dark'], ['carried', 'weights'], ['start', 'click'], ['lock', 'all']]) {
    await page.select(`#share [name=${name}]`, String(value));
  }
  await page.focus('#share [name=height]');
  const seen = () => page.evaluate(() => {
    const dialog = /** @type {HTMLElement} */ (document.getElementById('share'));
    return {
      choices: [...dialog.querySelectorAll('select, input:not([type=file])')].map((each) => {
        const { name, value, checked } = /** @type {HTMLInputElement} */ (each);
        return `${name}=${value} ${checked}`;
      }),
      isOpen: dialog.querySelector('details')?.open,
      groups: [...dialog.querySelectorAll('.toggle')].map((each) => each.getAttribute('aria-expanded')),
      focus: /** @type {HTMLInputElement} */ (document.activeElement).name,
      text: /** @type {HTMLTextAreaElement} */ (dialog.querySelector('textarea')).value.replace(/(^|&amp;|&)lang=\w+/, ''),
    };
  });
  const before = await seen();
  assert.match(before.text, /hide=/);
  await page.evaluate(() => window.playground.set({ lang: 'de' }));
  await page.waitForFunction(() => document.querySelector('#share h2')?.textContent === 'Teilen');
  assert.equal(await page.$$eval('#share', (all) => all.length), 1);
  assert.deepEqual(await seen(), before);
  await page.evaluate(() => window.playground.set({ lang: 'en' }));
  await page.waitForFunction(() => document.querySelector('#share h2')?.textContent === 'Share');
  assert.deepEqual(await seen(), before);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.getElementById('share'));
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'canvas');
  h.assertQuiet();
  await page.close();
});

/** What only a programmer's mistake, or a page whose files are missing, can bring up. */
const FOR_PROGRAMMERS = [
  /^The playground is not ready/, /^repeat: /, /^No (event|panel|PNG|request)/, /^export: /, /^playground\.js$/, /\.wasm: \$/,
  /^\$\{url\} is not that of version/, /^later\.wasm has not come/, /is a whole number from 1 on/, /^set: /, /^step: /,
  /^The words of the language/, // there is no other language then
];

test('no script of the page fails in words that no language has', () => {
  const scripts = readdirSync(EMBED).filter((name) => /\.m?js$/.test(name) && !/^(element|engine)\.mjs$/.test(name)); // for hosts' programs
  const bare = scripts.flatMap((name) => {
    const script = readFileSync(path.join(EMBED, name), 'utf8');
    const thrown = [...script.matchAll(/(?:Error|tell)\(\s*(?:'((?:[^'\\]|\\.)*)'|`([^`]*)`)/g)].map((m) => m[1] ?? m[2] ?? '');
    return thrown.filter((text) => text.includes(' ') && !FOR_PROGRAMMERS.some((each) => each.test(text))).map((text) => `${name}: ${text}`);
  });
  assert.deepEqual(bare, []);
});
