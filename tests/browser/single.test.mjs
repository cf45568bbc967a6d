// @ts-check
// The page as one HTML file: from file://, alone in its folder, and inside a page that has no origin.

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { SINGLE_LARGEST, rewritten, singleFile } from '../../tools/publish/single_file.mjs';
import { hostPage } from './host_page.mjs';
import { DIST, picture, step, useHarness } from './harness.mjs';

const h = useHarness();
const SINGLE = path.join(DIST, 'backprop-playground.html');

const alone = mkdtempSync(path.join(tmpdir(), 'single-'));
copyFileSync(SINGLE, path.join(alone, 'page.html'));
after(() => rmSync(alone, { recursive: true }));

/** @typedef {import('puppeteer-core').Page} Page */

/** The file, opened from the folder in which it is alone. @param {string} link @param {(page: Page) => Promise<void>} use */
async function onFile(link, use) {
  const page = await h.blank();
  page.removeAllListeners('request');
  /** @type {string[]} */ const asked = [];
  page.on('request', (request) => {
    if (!/^(blob|data|about):/.test(request.url())) asked.push(request.url().split('#')[0] ?? '');
  });
  const address = pathToFileURL(path.join(alone, 'page.html')).href;
  await page.goto(`${address}${link ? `#${link}` : ''}`);
  await page.evaluate(() => window.playground.ready);
  await use(page);
  assert.deepEqual([...new Set(asked)].filter((url) => url !== address), [], 'it asked for another file');
  h.assertQuiet();
  await page.close();
}

test('the single file is no larger than a megabyte', (t) => {
  const { size } = statSync(SINGLE);
  t.diagnostic(`backprop-playground.html: ${(size / 1000).toFixed(0)} KB of ${SINGLE_LARGEST / 1000}`);
  assert.ok(size <= SINGLE_LARGEST);
});

test('from file:// it trains in a worker, to the bits of the hosted page', async () => {
  const other = await h.open('layers=5&seed=3');
  const expected = await step(other, 40);
  await other.close();
  await onFile('layers=5&seed=3', async (page) => {
    const told = await step(page, 40);
    assert.equal(told.hash, expected.hash);
    assert.equal(await page.evaluate(() => window.playground.diagnostics().worker), true);
    await page.evaluate(() => window.playground.set({ lr: 0.05 }));
    await page.waitForFunction(() => location.hash.includes('lr=0.05')); // the address holds the experiment
    await picture(page, 'single-file');
  });
});

test('from file:// panels that come later open, and real data sets are there', async () => {
  await onFile('', async (page) => {
    await page.evaluate(() => window.playground.set('panel=maths'));
    await step(page, 1);
    await page.waitForFunction(() => window.playground.maths() !== null);
    await page.evaluate(() => window.playground.set({ data: 'iris' }));
    const snapshot = await step(page, 2);
    await page.waitForFunction(async () => (await window.playground.settled()).train.samples > 0);
    assert.equal(snapshot.settings['data'], 'iris');
  });
  await onFile('panel=maths&data=wine', async (page) => assert.ok((await step(page, 3)).step >= 3));
});

test('code that is called before it was sent for is there at once', async () => {
  await onFile('', async (page) => {
    await step(page, 3);
    assert.match(await page.evaluate(() => window.playground.data('loss')), /^epoch,/);
  });
});

test('it runs in a sandbox of another page, given as text', async () => {
  const other = await h.open('layers=5&seed=3');
  const expected = await step(other, 40);
  await other.close();
  const host = await hostPage(`<!doctype html><html lang="en"><title>Course</title><link rel="icon" href="data:,">
    <iframe id="guest" sandbox="allow-scripts" style="width:800px;height:500px"></iframe></html>`);
  const page = await h.blank();
  page.removeAllListeners('request');
  await page.goto(host.url);
  const told = await page.evaluate(async (html) => {
    const guest = /** @type {HTMLIFrameElement} */ (document.querySelector('#guest'));
    const answer = new Promise((resolve) => addEventListener('message', ({ data, origin }) => {
      const send = (/** @type {object} */ m) => guest.contentWindow?.postMessage({ ns: data.ns, v: 1, ...m }, '*');
      if (data.type === 'ready') send({ id: 1, type: 'hello' });
      if (data.type === 'welcome') send({ id: 2, type: 'set', payload: 'panel=maths&layers=5&seed=3' });
      if (data.id === 2) send({ id: 3, type: 'step', payload: { n: 40 } });
      if (data.id === 3) resolve({ origin, hash: data.payload.hash, step: data.payload.step });
    }));
    guest.srcdoc = html;
    return answer;
  }, readFileSync(SINGLE, 'utf8'));
  assert.deepEqual(told, { origin: 'null', hash: expected.hash, step: 40 });
  h.assertQuiet();
  await page.close();
  await host.close();
});

test('modules that are imported on use, and what they import, are in the file', async () => {
  const dist = path.join(alone, 'small');
  mkdirSync(path.join(dist, 'licenses'), { recursive: true });
  const files = {
    'index.html': `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Small</title>
<script defer src="unpack.js"></script>
<script defer src="use.js"></script>
<link rel="manifest" href="app.webmanifest" data-hosted>
</head><body></body></html>`,
    'unpack.js': readFileSync(path.join(DIST, 'unpack.js'), 'utf8'),
    'use.js': `const say = (m) => { document.body.title += m.text; };
      import('./one.mjs').then(say);
      import(new URL('two.mjs', document.baseURI).href).then(say);
      document.title = '</script><!--';`,
    'one.mjs': "import { word } from './word.mjs'; export const text = `1 ${word} `;",
    'two.mjs': "export const { text } = await import('./one.mjs');",
    'word.mjs': "export const word = 'größer';",
    'LICENSE': 'free </script>',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(dist, name), text);
  const out = path.join(alone, 'small.html');
  assert.doesNotMatch(singleFile(dist, ['cat']), /id="file:word\.mjs"/); // it is within those that import it
  writeFileSync(out, singleFile(dist, ['xz', '--format=lzma', '-c']));
  rmSync(dist, { recursive: true });
  const page = await h.blank();
  page.removeAllListeners('request');
  await page.goto(pathToFileURL(out).href);
  await page.waitForFunction(() => document.body.title === '1 größer 1 größer ');
  assert.equal(await page.title(), '</script><!--');
  h.assertQuiet();
  await page.close();
});

test('addresses that a single file could not resolve stop the build', () => {
  assert.equal(rewritten('a=new URL(`data/${k}.csv`,document.baseURI)', 'a.js'), 'a=new URL(embedded(`data/${k}.csv`))');
  assert.equal(rewritten('import("./share.mjs")', 'a.js'), 'import(embedded("./share.mjs"))');
  for (const unknown of ['fetch(document.baseURI+"x")', 'import("elsewhere/a.mjs")', 'new URL("a", import.meta.url)']) {
    assert.throws(() => rewritten(unknown, 'a.js'), /cannot resolve this address/);
  }
});
