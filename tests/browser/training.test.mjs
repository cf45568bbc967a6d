// @ts-check
// Training happens in the worker, learns, goes on through changes, and is reproducible.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { settled, step, useHarness, waitUntilIdle } from './harness.mjs';

const h = useHarness();

test('the worker trains while the page stays free', async () => {
  const page = await h.open();
  const answer = await page.evaluate(async () => {
    window.playground.play();
    // A timer that fires proves the page's thread free between frames; the steps prove training.
    let ticks = 0;
    const timer = setInterval(() => { ticks += 1; }, 0);
    await new Promise((resolve) => window.playground.on('snapshot', (/** @type {any} */ s) => {
      if (s.step >= 2000 && ticks >= 20) resolve(undefined);
    }));
    clearInterval(timer);
    window.playground.pause();
    return { ticks, after: await window.playground.settled(), ...window.playground.diagnostics() };
  });
  assert.equal(answer.worker, true);
  assert.ok(answer.after.step >= 2000);
  if ('workers' in page && typeof page.workers === 'function' && page.workers().length > 0) {
    assert.equal(page.workers().length, 1);
  }
  h.assertQuiet();
  await page.close();
});

test('the river is learnt', async () => {
  const page = await h.open();
  const before = await settled(page);
  const after = await page.evaluate(() => window.playground.epoch(300));
  // Guessing costs ln 2 = 0.69; the best straight line stays above 0.6, since water lies between
  // two banks. Below 0.45 the network has bent its edge along both of them.
  assert.ok(before.test.loss > 0.6, `before: ${before.test.loss}`);
  assert.ok(after.test.loss < 0.45, `after: ${after.test.loss}`);
  assert.equal(after.epoch, 300);
  h.assertQuiet();
  await page.close();
});

test('a real data set is fetched when it is chosen, and what was asked meanwhile waits for it', async () => {
  const page = await h.open();
  const after = await page.evaluate(() => {
    window.playground.set({ data: 'breast_cancer', opt: 'adam', lr: 0.01 });
    return window.playground.epoch(20);
  });
  assert.equal(after.settings['data'], 'breast_cancer');
  assert.equal(after.epoch, 20);
  // Wolberg's own rules got 97 % right; a straight line gets 95.
  assert.ok((after.test.accuracy ?? 0) > 0.93, `accuracy: ${after.test.accuracy}`);
  h.assertQuiet();
  await page.close();
});

test('a link to a real data set trains to the bits of the command line', async () => {
  const link = 'data=iris&layers=6&opt=adam&lr=0.02';
  const page = await h.open(link);
  const after = await step(page, 100);
  const cli = process.env['BP_CLI'];
  if (cli && existsSync(cli)) {
    const told = execFileSync(cli, ['train', ...link.split('&'), '--steps', '100', '--json']);
    assert.equal(after.hash, JSON.parse(String(told)).hash);
  }
  assert.equal(after.settings['data'], 'iris');
  h.assertQuiet();
  await page.close();
});

test('a table of one\'s own is opened, and a broken one is told with its line', async () => {
  const page = await h.open();
  const after = await page.evaluate(async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i},${(i * 37) % 60},${3 * i + 0.5}`);
    await window.playground.open(['x,y,target', ...rows].join('\n'));
    window.playground.set({ layers: '', lr: 0.1 });
    return window.playground.epoch(100);
  });
  assert.equal(after.settings['data'], 'own_values');
  assert.ok((after.test.r2 ?? 0) > 0.99, `R²: ${after.test.r2}`);
  const kept = await page.evaluate(() => window.playground.open('x,y\n1,2\n3\n'));
  assert.equal(kept.settings['data'], 'own_values');
  h.assertQuiet();
  await page.close();
});

test('a live setting changes without a reset', async () => {
  const page = await h.open();
  const start = await settled(page);
  const before = await step(page, 100);
  const between = await page.evaluate(() => {
    window.playground.set({ lr: 0.02 });
    return window.playground.settled();
  });
  assert.equal(between.step, 100);
  assert.equal(between.hash, before.hash);
  const after = await step(page, 100);
  assert.equal(after.step, 200);
  assert.notEqual(after.hash, before.hash);
  const reset = await page.evaluate(() => {
    window.playground.reset();
    return window.playground.settled();
  });
  assert.equal(reset.step, 0);
  assert.equal(reset.hash, start.hash);
  const other = await page.evaluate(() => {
    window.playground.set({ layers: '5' });
    return window.playground.settled();
  });
  assert.notEqual(other.hash, start.hash);
  h.assertQuiet();
  await page.close();
});

const LINKS = [
  '',
  'v=1&data=v&layers=6:relu,4&opt=adam&lr=0.01&l2=0.001&batch=7&seed=7',
  'data=circles&features=x,y,xx,yy&layers=&loss=bce&opt=momentum&std=0',
  'data=spirals&classes=5&opt=lm&layers=7&jitter=3',
  'data=wine&members=3&vary=bootstrap&opt=lbfgs&layers=5',
  'data=digits&layers=12~20&act=relu&opt=adam&lr=0.01&rotate=10&shift=1&norm=1',
];

for (const link of LINKS) {
  test(`the same link gives the same parameters: "${link}"`, async () => {
    const page = await h.open(link);
    const first = await step(page, 137);
    const permalink = await page.evaluate(() => window.playground.link());
    await page.close();

    const second = await h.open(permalink);
    const again = await step(second, 137);
    assert.equal(again.hash, first.hash);
    assert.deepEqual(again.settings, first.settings);
    h.assertQuiet();
    await second.close();

    const cli = process.env['BP_CLI'] ?? 'build/native-release/playground-cli';
    if (!existsSync(cli)) return;
    const report = execFileSync(cli, ['train', `#${permalink}`, '--steps', '137', '--json']);
    assert.equal(JSON.parse(String(report)).hash, first.hash, 'the native program disagrees');
  });
}

for (const link of [
  'init=constant&layers=9,5&speed=max',
  'init=constant&layers=9,5:gelu&opt=adam&lr=0.01&norm=1&batch=30&l1=0.0001&speed=max',
]) {
  test(`equal weights stay equal for ten thousand steps: "${link}"`, async () => {
    const page = await h.open(link);
    const steps = await page.evaluate(async () => {
      window.playground.play(); // at full speed, in the worker, then to the very step
      await new Promise((resolve) => window.playground.on('snapshot', (/** @type {any} */ s) => {
        if (s.step > 2000) resolve(undefined);
      }));
      window.playground.pause();
      const { step } = await window.playground.settled();
      return (await window.playground.step(Math.max(1, 10_000 - step))).step;
    });
    assert.ok(steps >= 10_000);
    const report = await page.evaluate(() => window.playground.report());
    assert.equal(report.step, steps);
    // Every number is written with all its bits; -0 alone would be lost.
    for (const { W, b } of report.layers.slice(0, 2)) {
      assert.equal(new Set(W.map((/** @type {number[]} */ row) => JSON.stringify(row))).size, 1);
      assert.equal(new Set(b).size, 1);
    }
    assert.notEqual(report.layers[0].W[0][0], report.settings.scale);
    assert.equal(await page.evaluate(() => window.playground.diagnostics().worker), true);
    h.assertQuiet();
    await page.close();
  });
}

test('a paused page draws nothing', async () => {
  const page = await h.open();
  await page.evaluate(async () => {
    window.playground.play();
    await new Promise((resolve) => window.playground.on('snapshot', (/** @type {any} */ s) => {
      if (s.step > 500) resolve(undefined);
    }));
    window.playground.pause();
    await window.playground.settled();
  });
  await waitUntilIdle(page, 1000); // the design gives it a second to come to rest
  const before = await page.evaluate(() => window.playground.diagnostics().frames);
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1000)));
  const after = await page.evaluate(() => window.playground.diagnostics().frames);
  assert.equal(after - before, 0);
  h.assertQuiet();
  await page.close();
});
