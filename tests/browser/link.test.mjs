// @ts-check
// The address holds the settings; nothing in it can do harm.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled, useHarness } from './harness.mjs';
import { readyFrame } from './host_page.mjs';

const h = useHarness();

/** @param {import('puppeteer-core').Page} page */
const get = (page) => page.evaluate(() => window.playground.get());

test('the address follows the settings and reopens them', async () => {
  const page = await h.open();
  await page.evaluate(() => window.playground.set({ data: 'v', lr: 0.03, layers: '5:relu' }));
  const link = await page.evaluate(() => window.playground.link());
  await page.waitForFunction((expected) => location.hash === `#${expected}`, {}, link);
  const before = await get(page);
  await page.reload();
  await page.evaluate(() => window.playground.ready);
  assert.deepEqual(await get(page), before);
  await page.close();

  const other = await h.open(link);
  assert.deepEqual(await get(other), before);
  h.assertQuiet();
  await other.close();
});

test('Share copies an address that opens the same settings', async () => {
  const page = await h.open('data=v&lr=0.03');
  await page.setViewport({ width: 1280, height: 800 });
  await page.evaluate(() => {
    const copied = { writeText: async (/** @type {string} */ text) => { document.title = text; } };
    Object.defineProperty(navigator, 'clipboard', { value: copied });
  });
  await page.mouse.click(1138, 24); // Share, in the target layout
  await page.waitForFunction(() => document.title.startsWith('http'));
  const link = await page.evaluate(() => `${location.href.split('#')[0]}#${window.playground.link()}`);
  assert.equal(await page.title(), link);
  assert.match(link, /#v=1&data=v&lr=0\.03$/);
  h.assertQuiet();
  await page.close();
});

test('a changed address loads', async () => {
  const page = await h.open();
  await page.evaluate(() => { location.hash = 'data=xor&seed=3'; });
  await page.waitForFunction(() => window.playground.get().data === 'xor');
  const { settings, step } = await settled(page);
  assert.equal(settings['seed'], 3);
  assert.equal(step, 0);
  h.assertQuiet();
  await page.close();
});

const HOSTILE = [
  ['lr=1e99', /Learning rate: 1e99 is out of range/],
  ['lr=NaN', /Learning rate: .NaN. cannot be used/],
  ['samples=-5', /Samples: -5 is out of range/],
  ['layers=8,8,8,8,8,8,8,8,8,8,8,8,8', /Hidden layers/],
  ['data=%3Cscript%3E', /Data set: .<script>. cannot be used/],
  ['nonsense=1', /.nonsense. is not a setting/],
  [`seed=${'9'.repeat(20000)}`, /too long|Seed/],
];

for (const [link, notice] of HOSTILE) {
  test(`a bad value is told and made harmless: ${String(link).slice(0, 40)}`, async () => {
    const page = await h.blank();
    await page.evaluateOnNewDocument(() => {
      addEventListener('DOMContentLoaded', () => {
        /** @type {any} */ (window).told = [];
        window.playground.on('notice', (/** @type {string[]} */ texts) => {
          /** @type {any} */ (window).told.push(...texts);
        });
      });
    });
    await h.go(page, String(link));
    const told = await page.evaluate(() => /** @type {any} */ (window).told);
    assert.match(told.join('\n'), /** @type {RegExp} */ (notice));
    const after = await page.evaluate(() => window.playground.step(3));
    assert.equal(after.step, 3);
    h.assertQuiet();
    await page.close();
  });
}

test('an embedded page leaves addresses and focus alone', async () => {
  const page = await h.blank();
  await page.goto(`${h.server.url}licenses/`, { waitUntil: 'load' }).catch(() => null);
  await page.setContent(
    `<input id="own"><iframe id="frame" width="700" height="500" src="${h.server.url}#seed=5"></iframe>`);
  await page.focus('#own');
  const frame = await readyFrame(await page.waitForSelector('#frame'));
  await frame.evaluate(async () => {
    window.playground.set({ lr: 0.3 });
    await window.playground.settled();
    await new Promise((resolve) => setTimeout(resolve, 600)); // longer than the address would take
  });
  assert.equal(await frame.evaluate(() => location.hash), '#seed=5');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'own');
  await page.keyboard.type('r 1');
  await page.keyboard.press('Backspace');
  const own = await page.evaluate(() => /** @type {any} */ (document.getElementById('own')).value);
  assert.equal(own, 'r ');
  assert.equal(await frame.evaluate(() => window.playground.snapshot().state), 'paused');
  await page.close();
  h.noise.splice(0); // the host page is about:blank here, which has its own warnings
});

test('out of sight nothing trains, and it goes on when it comes back', async () => {
  const page = await h.blank();
  await page.goto(`${h.server.url}nothing`).catch(() => null);
  await page.setContent(`<body style="margin:0"><div style="height:3000px"></div>
    <iframe id="frame" width="700" height="500" src="${h.server.url}"></iframe></body>`);
  await page.evaluate(() => scrollTo(0, 3000)); // a frame begins when it is seen
  const frame = await readyFrame(await page.waitForSelector('#frame'));
  await page.evaluate(() => scrollTo(0, 0));
  await frame.waitForFunction(() => !window.playground.diagnostics().shown);
  await frame.evaluate(async () => {
    window.playground.play();
    await new Promise((resolve) => setTimeout(resolve, 600));
  });
  assert.equal(await frame.evaluate(() => window.playground.snapshot().step), 0);
  await page.evaluate(() => scrollTo(0, 3000));
  await frame.waitForFunction(() => window.playground.snapshot().step > 100);
  await page.evaluate(() => scrollTo(0, 0));
  const steps = () => frame.evaluate(() => window.playground.snapshot().step);
  for (let before = -1; before !== (await steps()); ) {
    before = await steps(); // comes to rest
    await new Promise((resolve) => setTimeout(resolve, 600));
  }
  await page.close();
  h.noise.splice(0); // the host page is no page of ours
});
