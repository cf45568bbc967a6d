// @ts-check
// The hosted page without a network, and when a newer version comes. At localhost the page keeps
// nothing, so these tests ask for it at 127.0.0.1.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { keptFiles } from '../../tools/publish/service_worker.mjs';
import { serve } from '../../tools/serve.mjs';
import { hostPage } from './host_page.mjs';
import { DIST, step, useHarness } from './harness.mjs';

const h = useHarness();
const folder = mkdtempSync(path.join(tmpdir(), 'offline-'));
/** @type {Awaited<ReturnType<typeof serve>>} */ let hosted;

before(async () => {
  cpSync(DIST, folder, { recursive: true });
  hosted = await serve({ dir: folder, host: '127.0.0.1' });
});
after(async () => {
  await hosted.close();
  rmSync(folder, { recursive: true });
});

/** @typedef {import('puppeteer-core').Page} Page */

/** A page whose requests go to this test's own server. */
async function blank() {
  const page = await h.blank();
  page.removeAllListeners('request');
  return page;
}

/** @param {Page} page @param {string} [link] */
async function visit(page, link = '') {
  await page.goto(`${hosted.url}${link}`);
  await page.waitForFunction(() => window.playground?.ready);
}

/** Version of the page as it is published. */
const published = () =>
  /VERSION="(\w+)"/.exec(readFileSync(path.join(folder, 'service_worker.js'), 'utf8'))?.[1] ?? '';

/** Waits until the published version is kept. @param {Page} page */
const kept = (page) => page.evaluate(async (version) => {
  for (;;) {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update().catch(() => {});
    const isKept = (await caches.keys()).some((name) => name.endsWith(version));
    const isBusy = registration?.installing || registration?.waiting;
    if (isKept && registration?.active?.state === 'activated' && !isBusy) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}, published());

/** The same page, changed and published anew: its script says which it is. @param {string} mark */
function publish(mark) {
  const file = path.join(folder, 'tables.js');
  writeFileSync(file, `${readFileSync(path.join(DIST, 'tables.js'), 'utf8')}\nwindow.mark = '${mark}';`);
  const script = path.join(folder, 'service_worker.js');
  writeFileSync(script, readFileSync(path.join(DIST, 'service_worker.js'), 'utf8').replace(/^self\.VERSION.*\n/, ''));
  execFileSync('node', [path.resolve(import.meta.dirname ?? '.', '../../tools/publish/service_worker.mjs'), folder]);
}

/** @param {Page} page */
const mark = (page) => page.evaluate(() => /** @type {any} */ (window).mark);

test('every file that the page may ask for is kept, and nothing that is for other pages', () => {
  const names = Object.keys(keptFiles(DIST));
  for (const name of ['./', 'boot.js', 'playground.wasm.lzma', 'later.wasm.lzma', 'data/iris.csv', 'app.webmanifest', 'icon-192.png']) {
    assert.ok(names.includes(name), name);
  }
  for (const name of ['engine.mjs', 'engine.wasm', 'element.d.mts', 'npm/package.json', 'backprop-playground.html', 'service_worker.js', 'index.html']) {
    assert.ok(!names.includes(name), name);
  }
});

test('without a network the page comes, trains, opens what it never opened, and has its data', async () => {
  const page = await blank();
  await visit(page, '#layers=5&seed=3');
  const expected = await step(page, 30);
  await kept(page);
  await hosted.close();
  await page.reload();
  await page.waitForFunction(() => window.playground?.ready);
  assert.equal((await step(page, 30)).hash, expected.hash);
  await page.evaluate(() => window.playground.set('panel=maths'));
  await step(page, 1);
  await page.waitForFunction(() => window.playground.maths() !== null);
  await page.evaluate(() => window.playground.set({ data: 'digits' }));
  assert.equal((await step(page, 2)).settings['data'], 'digits');
  const other = await blank(); // a link that was never opened before
  await visit(other, '?from=course#data=wine&panel=report');
  await step(other, 1);
  await other.close();
  const port = Number(new URL(hosted.url).port);
  hosted = await serve({ dir: folder, host: '127.0.0.1', port });
  h.assertQuiet();
  await page.close();
});

test('a newer version is taken by the next visit; a window that is open keeps its own, whole', async () => {
  const page = await blank();
  await visit(page);
  await kept(page);
  publish('two');
  await page.reload(); // from the version that is kept
  await page.waitForFunction(() => window.playground?.ready);
  assert.equal(await mark(page), undefined);
  await kept(page);
  // What it asks for now still comes from its own version.
  const text = () => page.evaluate(async () => (await fetch('tables.js')).text());
  assert.doesNotMatch(await text(), /window\.mark/);
  await page.evaluate(() => window.playground.set('panel=maths'));
  await step(page, 1);
  const other = await blank();
  await visit(other);
  assert.equal(await mark(other), 'two');
  assert.doesNotMatch(await text(), /window\.mark/);
  await other.close();
  await page.reload();
  await page.waitForFunction(() => window.playground?.ready);
  assert.equal(await mark(page), 'two');
  publish('three');
  await kept(page); // the first is let go of with it
  const count = await page.evaluate(async () => (await caches.keys()).filter((name) => !name.endsWith(' visits')).length);
  assert.equal(count, 2);
  h.assertQuiet();
  await page.close();
});

test('half a version is never kept', async () => {
  const page = await blank();
  await visit(page);
  const before = await page.evaluate(() => caches.keys());
  publish('four');
  writeFileSync(path.join(folder, 'tables.js'), 'the server is being copied to');
  const failed = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update().catch(() => {});
    while (registration?.installing) await new Promise((resolve) => setTimeout(resolve, 50));
    return caches.keys();
  });
  assert.deepEqual(failed, before);
  publish('four');
  await page.close();
  h.noise.splice(0); // browsers may tell of the installation that failed
});

test('as a guest of another page it keeps nothing, and is not served from what is kept', async () => {
  const unvisited = await serve({ dir: folder, host: '127.0.0.1' });
  const host = await hostPage(`<!doctype html><html lang="en"><title>Course</title><link rel="icon" href="data:,">
    <iframe id="guest" src="${unvisited.url}#layers=2" style="width:800px;height:500px"></iframe></html>`);
  const page = await blank();
  await page.goto(host.url);
  await page.evaluate(() => new Promise((resolve) => addEventListener('message', ({ data }) => {
    if (data.type === 'ready') resolve(undefined);
  })));
  const guest = page.frames().find((frame) => frame.url().startsWith(unvisited.url));
  assert.equal(await guest?.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  // On a page of the same site, where a visit has registered it: the frame still asks the network.
  const own = await blank();
  await visit(own);
  await kept(own);
  publish('five');
  const fromNetwork = await own.evaluate(async () => {
    const frame = document.createElement('iframe');
    frame.src = './#layers=2';
    document.body.append(frame);
    await new Promise((resolve) => addEventListener('message', ({ data }) => data.type === 'ready' && resolve(undefined)));
    return /** @type {any} */ (frame.contentWindow).mark;
  });
  assert.equal(fromNetwork, 'five');
  h.assertQuiet();
  await own.close();
  await page.close();
  await host.close();
  await unvisited.close();
});

test('at localhost the page keeps nothing', async () => {
  const page = await h.open();
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  h.assertQuiet();
  await page.close();
});

test('the page can be installed: its manifest is complete and its icons are what it says', async () => {
  const page = await blank();
  await visit(page);
  const manifest = await page.evaluate(async () => {
    const link = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel=manifest]'));
    const response = await fetch(link.href);
    const told = await response.json();
    const icons = await Promise.all(told.icons.map(async (/** @type {any} */ icon) => {
      const image = new Image();
      image.src = icon.src;
      await image.decode();
      return { ...icon, real: `${image.naturalWidth}x${image.naturalHeight}` };
    }));
    return { ...told, icons, type: response.headers.get('content-type') };
  });
  assert.match(manifest.type, /^application\/manifest\+json/);
  assert.ok(manifest.name && manifest.start_url && manifest.display === 'standalone');
  for (const icon of manifest.icons) if (icon.sizes !== 'any') assert.equal(icon.real, icon.sizes, icon.src);
  assert.ok(manifest.icons.some((/** @type {any} */ icon) => icon.purpose === 'maskable'));
  if (h.browser.process()?.spawnfile.includes('chrom')) {
    const session = await page.createCDPSession();
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // Headless windows are incognito ones, which is said here and is no fault of the page.
    assert.deepEqual(installabilityErrors.map((each) => each.errorId).filter((id) => id !== 'in-incognito'), []);
    const { errors } = await session.send('Page.getAppManifest');
    assert.deepEqual(errors, []);
  }
  h.assertQuiet();
  await page.close();
});
