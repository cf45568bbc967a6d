// @ts-check
/// <reference path="../../web/embed/globals.d.ts" />
// A panel's data on the clipboard: in the page, in frames with and without the permission, refused.
import assert from 'node:assert/strict';
import test from 'node:test';

import { BROWSER, step, useHarness, waitUntilIdle } from './harness.mjs';
import { shownFrame, visit } from './host_page.mjs';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('puppeteer-core').Frame} Frame */

const h = useHarness();

/** Clicks in the middle of something drawn. @param {Page} page @param {string} name @param {Page | Frame} [guest] */
async function click(page, name, guest = page) {
  await waitUntilIdle(/** @type {Page} */ (guest), 120);
  const at = await guest.evaluate((n) => window.playground.diagnostics().places[n], name);
  assert.ok(at, `nothing called “${name}” is drawn`);
  const [left, top, right, bottom] = at;
  const box = guest === page ? { x: 0, y: 0 } : await page.evaluate(() => {
    const { x, y } = /** @type {Element} */ (document.querySelector('iframe')).getBoundingClientRect();
    return { x, y };
  });
  await page.mouse.move(box.x + (left + right) / 2, box.y + (top + bottom) / 2);
  await waitUntilIdle(/** @type {Page} */ (guest), 60);
  await page.mouse.click(box.x + (left + right) / 2, box.y + (top + bottom) / 2);
  await waitUntilIdle(/** @type {Page} */ (guest), 120);
}

/** What the page's clipboard is given from now on; each refusal is asked for. @param {Page} page */
const listen = (page) => page.evaluate(() => {
  const kept = /** @type {any} */ (window);
  kept.copied = [];
  kept.refuses = false;
  Object.defineProperty(navigator, 'clipboard', { value: {
    writeText: async (/** @type {string} */ text) => {
      if (kept.refuses) throw new Error('no');
      kept.copied.push(text);
    },
  } });
  const { execCommand } = document;
  document.execCommand = (...args) => !kept.refuses && execCommand.apply(document, args);
});

/** Cells of a plain CSV and of a table with tabs. @param {string} text @param {string} by */
const cells = (text, by) => text.trim().split('\n').map((line) => line.split(by));

test('the maths panel copies its matrices as tables: the numbers of its CSV, cell by cell', async () => {
  const page = await h.open('panel=maths&layers=3,2');
  await step(page, 3);
  await listen(page);
  await click(page, 'menu maths');
  await click(page, 'copy data');
  await page.waitForFunction(() => /** @type {any} */ (window).copied.length === 1);
  const [copied, csv] = await page.evaluate(async () =>
    [/** @type {any} */ (window).copied[0], await window.playground.data('maths')]);
  assert.match(copied, /\t-?\d/);
  // Names of matrices stand in quotes where they have commas; numbers never do.
  const numbers = (/** @type {string[][]} */ rows) => rows.filter((row) => row.every((cell) => /^-?[\d.e+-]*$/.test(cell)));
  const table = numbers(cells(copied, '\t')), saved = numbers(cells(csv, ','));
  assert.ok(table.length > 10, `${table.length} rows of numbers`);
  assert.deepEqual(table, saved);
  h.assertQuiet();
  await page.close();
});

test('where the clipboard is refused the page says so, in the picture and in words', async () => {
  const page = await h.open('lang=de');
  await step(page, 3);
  await listen(page);
  const shown = async () => Buffer.from(await page.screenshot({ clip: { x: 340, y: 700, width: 600, height: 100 } }));
  await click(page, 'menu loss');
  await click(page, 'copy data');
  await page.waitForFunction(() => /** @type {any} */ (window).copied.length === 1);
  const told = await shown();
  await page.evaluate(() => { /** @type {any} */ (window).refuses = true; });
  await click(page, 'menu loss');
  await click(page, 'copy data');
  assert.ok(!told.equals(await shown()), 'another sentence');
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).copied.length), 1);
  await page.keyboard.press('Escape');
  await page.$eval('#controls', (button) => /** @type {HTMLElement} */ (button).click());
  await page.waitForSelector('#sheet details[data-part=loss]');
  const press = () => page.$eval('#sheet details[data-part=loss]', (details) => {
    /** @type {HTMLDetailsElement} */ (details).open = true;
    [...details.querySelectorAll('button')].find((each) => each.textContent === 'Daten kopieren')?.click();
  });
  const says = (/** @type {string} */ text) => page.waitForFunction((expected) =>
    document.querySelector('#sheet details[data-part=loss] .told')?.textContent?.includes(expected), {}, text);
  await press();
  await says('darf die Zwischenablage nicht benutzen');
  await page.evaluate(() => { /** @type {any} */ (window).refuses = false; });
  await press();
  await says('in der Zwischenablage');
  const [first, second] = await page.evaluate(() => /** @type {any} */ (window).copied);
  assert.equal(second.trim(), first.trim(), 'both ways copy the same');
  h.assertQuiet();
  await page.close();
});

for (const [kind, attributes] of [['allowed', 'allow="clipboard-write"'], ['sandboxed', 'sandbox="allow-scripts"']]) {
  test(`in a frame of another origin that is ${kind}, what is copied can be pasted beside it`, async () => {
    const html = `<textarea id="paper" style="width:300px;height:60px"></textarea><br>
      <iframe ${attributes} src="${h.server.url}#layers=3,2" style="width:900px;height:640px;border:0"></iframe>`;
    await visit(h, html, async (page) => {
      const guest = await shownFrame(await page.waitForSelector('iframe'));
      await guest.evaluate(() => window.playground.step(3));
      await click(page, 'menu network', guest);
      await click(page, 'copy data', guest);
      await page.click('#paper');
      await page.keyboard.down('Control');
      await page.keyboard.press('KeyV', BROWSER === 'chromium' ? { commands: ['Paste'] } : {});
      await page.keyboard.up('Control');
      await page.waitForFunction(() => /** @type {HTMLTextAreaElement} */ (document.querySelector('#paper')).value !== '');
      const pasted = await page.$eval('#paper', (paper) => /** @type {HTMLTextAreaElement} */ (paper).value);
      const csv = await guest.evaluate(() => window.playground.data('network'));
      assert.deepEqual(cells(pasted, '\t'), cells(csv, ','));
    }, { options: { expectsNoise: /./ } });
  });
}
