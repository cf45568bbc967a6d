// @ts-check
// Hidden, locked, and a goal: what the author of a page decides, at the hands of who uses it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { picture, settled, useHarness } from './harness.mjs';

const h = useHarness();

/** @typedef {import('puppeteer-core').Page} Page */

const WIDGET = 'hide=all~-boundary~-play~-lr';

test('a page trimmed to a boundary, a button and a slider works at every size', async () => {
  for (const [width, height] of [[320, 240], [560, 420], [390, 844], [1280, 800]]) {
    const page = await h.open(WIDGET, { width: Number(width), height: Number(height) });
    await page.evaluate(() => window.playground.epoch(5));
    await picture(page, `widget-${width}x${height}`);
    const places = await page.evaluate(() => window.playground.diagnostics().places);
    assert.ok(places['plane'], 'there is a plane');
    assert.ok(!Object.keys(places).some((name) => /^menu /.test(name)), 'no panel has a menu');
    const [left, top, right, bottom] = places['plane'];
    assert.ok(left >= 0 && top >= 0 && right <= Number(width) && bottom <= Number(height) - 40, `${places['plane']}`);
    assert.ok(bottom - top > 0.4 * Math.min(Number(width), Number(height)), `${bottom - top}`);
    h.assertQuiet();
    await page.close();
  }
});

test('what is hidden has no keys', async () => {
  const page = await h.open(`${WIDGET}~-timeline`);
  await page.evaluate(() => window.playground.step(5));
  await page.keyboard.press('r');
  await page.keyboard.press(' ');
  await page.waitForFunction(() => window.playground.snapshot().state === 'playing');
  await page.keyboard.press(' ');
  await page.waitForFunction(() => window.playground.snapshot().state === 'paused');
  assert.ok((await settled(page)).step > 5, 'r was no reset');
  await page.close();
});

test('what is locked is changed by no hand, no key and no file, but by the host', async () => {
  const page = await h.open('lock=data~lr~reset');
  const before = await page.evaluate(() => window.playground.step(3));
  await page.keyboard.press('r');
  await page.evaluate(() => {
    const files = new DataTransfer();
    files.items.add(new File(['a,b\n1,2\n3,4\n'], 'own.csv', { type: 'text/csv' }));
    document.querySelector('#stage')?.dispatchEvent(new DragEvent('drop', { dataTransfer: files, cancelable: true, bubbles: true }));
  });
  // All over the column of controls: nothing there is the learning rate's or the data's to change.
  for (let y = 110; y < 200; y += 8) await page.mouse.click(150, y);
  const after = await settled(page);
  assert.deepEqual([after.settings['data'], after.settings['lr']], ['river', before.settings['lr']]);
  await page.evaluate(() => window.playground.set({ lr: 0.5 }));
  assert.equal((await settled(page)).settings['lr'], 0.5);
  const access = await page.evaluate(() => window.playground.access());
  assert.deepEqual(access, { hidden: [], locked: ['data', 'lr', 'part.reset'].map((name) => name.replace('part.', '')) });
  h.assertQuiet();
  await page.close();
});

test('unknown names, and a goal that cannot be read, are told on the page', async () => {
  const page = await h.blank();
  await page.goto(`${h.server.url}#hide=menu~colour&goal=test.loss~hidden.le.4`);
  const notices = await page.evaluate(() => new Promise((resolve) => {
    window.playground.on('notice', resolve);
  }));
  assert.equal(notices.length, 2);
  assert.match(notices.join('\n'), /nothing called “colour”/);
  assert.match(notices.join('\n'), /condition "test\.loss" lacks a comparison/);
  await picture(page, 'unknown-part');
  await page.close();
});

test('a goal is told once a run, with a proof that the command line verifies', async () => {
  const page = await h.open('layers=3&goal=test.accuracy%3E=0.7~hidden%3C=4~edits=0');
  const proof = await page.evaluate(async () => {
    /** @type {any[]} */ const told = [];
    const times = () => told.length;
    window.playground.on('goal', (/** @type {any} */ detail) => told.push(detail));
    window.playground.set({ lr: 0.2 });
    await window.playground.step(9);
    window.playground.set({ lr: 0.1 });
    await window.playground.epoch(60);
    await window.playground.epoch(10);
    if (times() !== 1) throw new Error(`told ${times()} times`);
    window.playground.reset();
    await window.playground.epoch(70);
    if (times() !== 2) throw new Error(`told ${times()} times after a reset`);
    return told[0];
  });
  await picture(page, 'goal-reached');
  assert.equal(proof.goal, 'test.accuracy.ge.0.7~hidden.le.4~edits.eq.0');
  assert.equal(proof.verifiable, true);
  const shown = await settled(page);
  assert.ok(shown.goal?.reached);
  assert.deepEqual(shown.goal?.conditions.map((c) => c.condition), ['test.accuracy.ge.0.7', 'hidden.le.4', 'edits.eq.0']);
  const program = process.env['BP_CLI'] ?? 'build/native-release/playground-cli';
  const { status, stdout, stderr } = spawnSync(program, ['verify', '-'], { encoding: 'utf8', input: JSON.stringify(proof) });
  assert.equal(status, 0, `${stdout}${stderr}`);
  assert.match(stdout, /changes 2 on the way, 0 of them weights/);
  h.assertQuiet();
  await page.close();
});
