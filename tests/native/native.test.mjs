// The desktop program on a display without a GPU: it draws, trains, dumps and explains itself.
// BP_NATIVE: the program; BP_CLI: the command-line program; BP_OUTPUT: where pictures are kept.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { colours, readPng } from './picture.mjs';

const program = process.env.BP_NATIVE ?? 'build/native-release/playground-native';
const cli = process.env.BP_CLI;
const output = process.env.BP_OUTPUT ?? mkdtempSync(join(tmpdir(), 'native-'));
mkdirSync(output, { recursive: true });

/** The boundary panel of the wide layout. */
const BOUNDARY = { x0: 0.71, y0: 0.12, x1: 0.98, y1: 0.55 };
const NETWORK = { x0: 0.2, y0: 0.12, x1: 0.67, y1: 0.64 };

/** @param {string[]} args */
function run(...args) {
  const result = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 180_000,
    env: { ...process.env, LIBGL_ALWAYS_SOFTWARE: '1' },
  });
  if (result.error) throw result.error;
  return result;
}

/**
 * @param {string} name
 * @param {string[]} args
 */
function picture(name, ...args) {
  const path = join(output, `native-${name}.png`);
  const result = run(...args, '--screenshot', path);
  assert.equal(result.status, 0, result.stderr);
  assert.doesNotMatch(result.stderr, /GL /);
  return readPng(path);
}

test('the initial screen is drawn', () => {
  const drawn = picture('initial');
  assert.equal(drawn.width, 1280);
  assert.equal(drawn.height, 800);
  assert.ok(colours(drawn, { x0: 0, y0: 0, x1: 1, y1: 1 }).distinct > 500);
});

test('after training the boundary has both classes and units have maps', () => {
  const drawn = picture('trained', '--do', 'step 2000');
  const plane = colours(drawn, BOUNDARY);
  assert.ok(plane.orange > 0.15, `orange: ${plane.orange}`);
  assert.ok(plane.blue > 0.15, `blue: ${plane.blue}`);
  const units = colours(drawn, NETWORK);
  assert.ok(units.orange > 0.01 && units.blue > 0.01);
});

test('dark theme, pixel ratio 2, single column', () => {
  const dark = picture('dark', '#v=1&theme=dark', '--size', '1920x1080', '--do', 'step 500');
  const at = (600 * dark.width + 700) * 3;
  assert.ok(dark.rgb[at] < 80, 'the surface is dark');
  const phone = picture('phone', '--size', '780x1688', '--ratio', '2', '--do', 'step 500');
  assert.equal(phone.width, 780);
  const plane = colours(phone, { x0: 0.08, y0: 0.11, x1: 0.92, y1: 0.48 });
  assert.ok(plane.orange > 0.1 && plane.distinct > 200);
});

test('the dump is JSON with weights, and agrees with the command line', () => {
  const result = run('#v=1&data=river&seed=7', '--do', 'step 200', '--dump', '-', '--hidden');
  assert.equal(result.status, 0, result.stderr);
  const dump = JSON.parse(result.stdout);
  assert.equal(dump.step, 200);
  assert.equal(dump.settings.seed, 7);
  assert.equal(dump.layers.length, 3);
  assert.equal(dump.layers[0].W.length, 8);
  assert.equal(dump.layers[0].W[0].length, 2);
  if (!cli) return;
  const report = JSON.parse(
    spawnSync(cli, ['train', 'seed=7', '--steps', '200', '--json'], { encoding: 'utf8' }).stdout,
  );
  // One writer: all that is in the one is in the other, but for how it was asked for.
  assert.deepEqual(Object.keys(dump), Object.keys(report).filter((key) => key !== 'metrics'));
  for (const key of ['hash', 'learning_rate', 'train', 'validation', 'test', 'penalty', 'batch_loss']) {
    assert.deepEqual(dump[key], report[key], key);
  }
  for (const [l, layer] of report.layers.entries()) {
    for (const key of ['activation', 'W', 'b', 'dW', 'db']) assert.deepEqual(dump.layers[l][key], layer[key]);
  }
});

test('the dump says what the report says of early stopping, budgets and batch norm', () => {
  const link = '#v=1&patience=1&lr=3&budget=l2&radius=2&norm=1';
  const result = run(link, '--do', 'step 4000', '--dump', '-', '--hidden');
  assert.equal(result.status, 0, result.stderr);
  const dump = JSON.parse(result.stdout);
  assert.equal(dump.state, 'finished');
  assert.ok(dump.best.epoch > 0 && dump.best.stopped_early);
  assert.ok(dump.budget.size > 0);
  assert.equal(dump.layers[0].running_variance.length, 8);
  assert.equal(dump.layers[0].batch_mean.length, 8);
});

test('a diverged run is trapped with layer and step', () => {
  const result = run('#v=1&act=relu&init=normal&scale=20&lr=10', '--do', 'step 3000', '--dump', '-');
  assert.match(result.stderr, /diverged at step \d+ in layer \d+/);
  const dump = JSON.parse(result.stdout);
  assert.ok(dump.diverged.step >= 0);
});

test('wrong use is answered with what to do', () => {
  assert.equal(run('--size', 'big').status, 2);
  assert.equal(run('--nonsense').status, 2);
  assert.match(run('--do', 'dance').stderr, /./);
  const help = run('--help');
  assert.equal(help.status, 0);
  assert.match(help.stdout, /--screenshot/);
});

/** Colours of the first classes on a plane that shows classes alone (web/views/theme.cpp): half way
 * from the middle's colour to the class's. */
const CLASS_TONES = [0xc8590c, 0x1f66c4, 0x1c989c, 0x8f2e5d, 0x331590].map((hex) =>
  [16, 8, 0].map((shift, i) => (((hex >> shift) & 255) + [0xfb, 0xfb, 0xfc][i]) / 2),
);

/**
 * The share of a region that each class colours.
 * @param {import('./picture.mjs').Picture} drawn
 * @param {{ x0: number, y0: number, x1: number, y1: number }} area
 */
function classShares(drawn, area) {
  const counts = CLASS_TONES.map(() => 0);
  let all = 0;
  for (let y = Math.floor(area.y0 * drawn.height); y < area.y1 * drawn.height; ++y) {
    for (let x = Math.floor(area.x0 * drawn.width); x < area.x1 * drawn.width; ++x) {
      const at = (y * drawn.width + x) * 3;
      const k = CLASS_TONES.findIndex((tone) =>
        tone.every((value, i) => Math.abs(drawn.rgb[at + i] - value) <= 2),
      );
      if (k >= 0) ++counts[k];
      ++all;
    }
  }
  return counts.map((count) => count / all);
}

test('every class has its part of the plane, in its colour', () => {
  const link = '#v=1&data=blobs&classes=5&disc=1&test=0&noise=0&theme=light&layers=16&lr=0.3';
  for (const ratio of ['1', '2']) {
    const size = ratio === '1' ? '1280x800' : '2560x1600';
    const drawn = picture(`classes-${ratio}`, link, '--do', 'epoch 100', '--size', size, '--ratio',
      ratio);
    // Five sectors of 72 degrees cover about a fifth of the square each; points cover some of it.
    for (const [k, share] of classShares(drawn, BOUNDARY).entries()) {
      assert.ok(share > 0.08, `class ${k} covers ${share}`);
    }
  }
});

test('two classes colour the plane as one output does', () => {
  const shares = ['bce', 'softmax_ce'].map((loss) => {
    const link = `#v=1&data=circles&loss=${loss}&disc=1&test=0&theme=light&lr=0.3`;
    return classShares(picture(`two-${loss}`, link, '--do', 'epoch 100'), BOUNDARY);
  });
  for (const [outside, inside, third] of shares) {
    assert.ok(outside > 0.3 && inside > 0.05, `${outside} and ${inside}`);
    assert.equal(third, 0);
  }
});
