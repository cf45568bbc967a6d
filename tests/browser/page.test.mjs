// @ts-check
// The page loads, quietly, and shows what it should in every size.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROWSER, picture, settled, step, useHarness } from './harness.mjs';

const h = useHarness();

test('loads without errors, warnings, foreign requests or CSP violations', async () => {
  const page = await h.open();
  const { snapshot, diagnostics, overflow } = await page.evaluate(() => ({
    snapshot: window.playground.snapshot(),
    diagnostics: window.playground.diagnostics(),
    overflow: document.documentElement.scrollHeight > innerHeight,
  }));
  assert.equal(snapshot.state, 'paused');
  assert.equal(snapshot.step, 0);
  assert.equal(snapshot.settings.data, 'river');
  assert.equal(snapshot.settings.layers, '8,8');
  assert.equal(snapshot.parameters, 105); // 2·8+8 + 8·8+8 + 8+1
  assert.equal(diagnostics.worker, true);
  assert.equal(overflow, false);
  await step(page, 50);
  h.assertQuiet();
  await page.close();
});

test('get, set and schema speak the same keys', async () => {
  const page = await h.open();
  const { schema, settings } = await page.evaluate(() => ({
    schema: window.playground.schema(),
    settings: window.playground.get(),
  }));
  assert.deepEqual(Object.keys(settings).sort(),
    schema.fields.map((/** @type {{ key: string }} */ field) => field.key).sort());
  const answer = await page.evaluate(() => {
    const notices = window.playground.set({ lr: 0.03, layers: [4, 3], disc: true });
    return { notices, settings: window.playground.get() };
  });
  assert.deepEqual(answer.notices, []);
  assert.equal(answer.settings.lr, 0.03);
  assert.equal(answer.settings.layers, '4,3');
  assert.equal(answer.settings.disc, '1'); // the second choice; it was a yes or no once
  const shown = await settled(page);
  assert.equal(shown.settings['disc'], '1');
  await assert.rejects(page.evaluate(() => window.playground.step(-1)));
  await assert.rejects(page.evaluate(() => window.playground.on('nonsense', () => {})));
  h.assertQuiet();
  await page.close();
});

test('events tell of changes, states, snapshots and notices', async () => {
  const page = await h.open();
  const told = await page.evaluate(async () => {
    /** @type {Record<string, unknown[]>} */ const seen = {};
    for (const name of ['change', 'state', 'snapshot', 'notice']) {
      seen[name] = [];
      window.playground.on(name, (/** @type {unknown} */ detail) => seen[name]?.push(detail));
    }
    const stop = window.playground.on('state', () => seen['state']?.push('never'));
    stop();
    window.playground.set({ lr: 0.2, noise: 1000 });
    window.playground.play();
    await new Promise((resolve) => window.playground.on('snapshot', (/** @type {any} */ s) => {
      if (s.step > 0) resolve(undefined);
    }));
    window.playground.pause();
    await window.playground.settled();
    return seen;
  });
  const change = /** @type {Record<string, unknown>} */ (told['change']?.at(-1));
  assert.equal(change['lr'], 0.2);
  assert.deepEqual(told['state'], ['playing', 'paused']);
  assert.match(String(told['notice']?.[0]), /Noise: 1000 is out of range, 50 is used/);
  h.assertQuiet();
  await page.close();
});

/** @type {[string, import('./harness.mjs').PageOptions][]} */
const SIZES = [
  ['1280x800-light', {}],
  ['1280x800-dark', { dark: true }],
  ['1920x1080', { width: 1920, height: 1080 }],
  ['390x844-touch', { width: 390, height: 844, touch: true }],
  ['1280x800-ratio2', { ratio: 2 }],
  ['320x240', { width: 320, height: 240 }],
];

for (const [name, options] of SIZES) {
  const needsEmulation = options.touch === true || options.ratio !== undefined;
  test(`picture ${name}`, { skip: BROWSER === 'firefox' && needsEmulation }, async () => {
    const theme = options.dark ? 'dark' : 'light'; // Firefox's driver cannot choose the system's
    const page = await h.open(`theme=${theme}`, options);
    await page.evaluate(() => window.playground.epoch(120));
    await settled(page);
    await picture(page, name);
    const size = await page.evaluate(() => {
      const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('canvas'));
      const { width, height } = canvas.getBoundingClientRect();
      return { width, height, pixels: canvas.width, ratio: devicePixelRatio,
        windowWidth: innerWidth, windowHeight: innerHeight };
    });
    assert.equal(size.width, size.windowWidth);
    assert.equal(size.height, size.windowHeight);
    assert.equal(size.pixels, Math.floor(size.width * size.ratio));
    h.assertQuiet();
    await page.close();
  });
}
