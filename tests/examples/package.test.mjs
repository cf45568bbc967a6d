// @ts-check
// dist/npm as npm hands it out: packed, installed into an empty project, used in Node and in a browser.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { DIST, useHarness } from '../browser/harness.mjs';
import { ROOT, playgroundFrame, site, temporary } from './site.mjs';

const h = useHarness();
const project = temporary('npm');
const PACKAGE = path.join(DIST, 'npm');
const installed = path.join(project, 'node_modules/backprop-playground');

/** @param {string} command @param {string[]} words */
const run = (command, words, cwd = project) => execFileSync(command, words, { cwd, encoding: 'utf8', stdio: 'pipe' });

before(() => {
  writeFileSync(path.join(project, 'package.json'), '{"private": true, "type": "module"}');
  const [{ filename }] = JSON.parse(run('npm', ['pack', PACKAGE, '--json']));
  // A tarball without dependencies: no registry is asked.
  run('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', filename]);
});

test('a dry run of packing names every file that dist/ needs, and the licences', () => {
  const [{ files, name, version }] = JSON.parse(run('npm', ['pack', PACKAGE, '--dry-run', '--json']));
  const names = new Set(files.map((/** @type {{ path: string }} */ file) => file.path));
  assert.equal(name, 'backprop-playground');
  assert.equal(version, JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version);
  for (const file of ['README.md', 'LICENSE', 'licenses/dear-imgui.txt', 'element.mjs', 'element.d.mts', 'engine.mjs',
    'engine.d.mts', 'engine.wasm', 'index.html', 'playground.wasm.lzma', 'later.wasm.lzma', 'data/iris.csv']) {
    assert.ok(names.has(file), file);
  }
  assert.ok(!names.has('backprop-playground.html'));
});

test('the engine trains in Node by the name of the package', () => {
  writeFileSync(path.join(project, 'train.mjs'), `
    import { Engine } from 'backprop-playground/engine';
    const engine = await Engine.create({ settings: 'data=iris&layers=4' });
    engine.train(50);
    console.log(engine.hash());`);
  const cli = process.env['BP_CLI'] ?? path.join(ROOT, 'build/native-release/playground-cli');
  const told = JSON.parse(run(cli, ['train', '#data=iris&layers=4', '--steps', '50', '--json']));
  assert.equal(run('node', ['train.mjs']).trim(), told.hash ?? told.final?.hash);
});

test('a TypeScript program is checked against the package\'s types', () => {
  writeFileSync(path.join(project, 'use.mts'), `
    import { Engine } from 'backprop-playground/engine';
    import { BackpropPlayground } from 'backprop-playground';
    const engine = await Engine.create({ settings: { layers: [4] } });
    const hash: string = engine.hash();
    const element: BackpropPlayground = document.querySelector('backprop-playground')!;
    element.addEventListener('epoch', ({ detail }) => console.log(detail.epoch + 1, hash));
    const { step } = await element.step(3, 'epoch');
    console.log(step + 1);
    // @ts-expect-error: there is no such kind
    await element.step(3, 'year');`);
  const tsc = path.join(ROOT, 'node_modules/.bin/tsc');
  run(tsc, ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'nodenext', 'use.mts']);
});

test('the element loads its page from the package, in a browser', async () => {
  const html = `<!doctype html><html lang="en"><title>Project</title>
    <script type="importmap">{"imports": {"backprop-playground": "./node_modules/backprop-playground/element.mjs"}}</script>
    <script type="module">import 'backprop-playground';</script>
    <backprop-playground data="xor" layers="4" load="eager"></backprop-playground></html>`;
  const server = await site([project], h.server.url, { 'index.html': html });
  const page = await h.blank();
  page.removeAllListeners('request');
  await page.goto(server.url);
  const frame = await playgroundFrame(page, `${server.url}node_modules/backprop-playground/index.html`);
  assert.equal((await frame.evaluate(() => window.playground.step(2))).step, 2);
  await frame.evaluate(() => window.playground.set('panel=maths')); // the later part is there too
  await frame.waitForFunction(() => window.playground.maths() !== null);
  h.assertQuiet();
  await page.close();
  await server.close();
  assert.ok(existsSync(path.join(installed, 'licenses')));
});
