// @ts-check
// The engine as a module in a page without the playground, and in a module worker.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { useHarness } from './harness.mjs';

const h = useHarness();

/** Links and hashes that hold in every build. */
const GOLDEN = (() => {
  const file = path.resolve(import.meta.dirname ?? '.', '../golden/session_hashes.inc');
  const rows = readFileSync(file, 'utf8').matchAll(/Golden\{"([^"]*)", "(\w{16})"\}/g);
  return [...rows].map(([, link = '', hash = '']) => ({ link, hash })).filter((_, i) => i % 6 === 0);
})();

/** A page of the server that is not the playground. */
async function plainPage() {
  // A picture names no icon, so browsers look for /favicon.ico.
  const page = await h.blank({ expectsNoise: /404 \(Not Found\)/ });
  await page.goto(`${h.server.url}icon.svg`);
  return page;
}

test('in a page the engine gives the committed hashes', async () => {
  const page = await plainPage();
  const hashes = await page.evaluate(async (links, url) => {
    const { Engine } = await import(url);
    const found = [];
    for (const settings of links) {
      const engine = await Engine.create({ settings });
      engine.train(150);
      found.push(engine.hash());
      engine.dispose();
    }
    return found;
  }, GOLDEN.map(({ link }) => link), `${h.server.url}engine.mjs`);
  assert.ok(GOLDEN.length > 10);
  assert.deepEqual(hashes, GOLDEN.map(({ hash }) => hash));
  h.assertQuiet();
  await page.close();
});

test('in a module worker it learns own data, and typed arrays come back', async () => {
  const page = await plainPage();
  const answer = await page.evaluate((url) => new Promise((resolve, reject) => {
    const source = `
      import { Engine } from ${JSON.stringify(url)};
      const X = new Float32Array(400), Y = new Uint8Array(200);
      for (let i = 0; i < 200; ++i) {
        X.set([Math.cos(i) * (1 + i % 2), Math.sin(i) * (1 + i % 2)], 2 * i); // two circles
        Y[i] = i % 2;
      }
      const engine = await Engine.create({ data: { X, Y }, settings: { layers: [8], opt: 'adam', lr: 0.05 } });
      const { epoch, state } = engine.epoch(100);
      const field = engine.field({ resolution: 32 });
      postMessage({ epoch, state, accuracy: engine.evaluate().test.accuracy, field }, [field.values.buffer]);
      engine.dispose();`;
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })), { type: 'module' });
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve({ ...data, field: { ...data.field, values: data.field.values.length, kind: data.field.values.constructor.name } });
    };
  }), `${h.server.url}engine.mjs`);
  const { epoch, state, accuracy, field } = /** @type {any} */ (answer);
  assert.deepEqual([epoch, state], [100, 'paused']);
  assert.ok(accuracy > 0.95, `accuracy: ${accuracy}`); // the circles do not touch
  assert.deepEqual([field.width, field.height, field.values, field.kind], [32, 32, 1024, 'Float32Array']);
  h.assertQuiet();
  await page.close();
});

test('it is loaded by nobody who does not ask for it', async () => {
  const page = await h.open();
  const names = await page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
  assert.ok(names.every((name) => !/engine\.(mjs|wasm)/.test(name)), names.join(' '));
  await page.close();
});
