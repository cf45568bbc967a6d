// @ts-check
// The benchmark, without timing anything: do its contenders train the same network on the same data?

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as graph from '../../bench/contenders/object_graph.mjs';
import * as loop from '../../bench/contenders/tf_playground.mjs';
import * as typed from '../../bench/contenders/typed_arrays.mjs';
import { drawCharts } from '../../bench/lib/chart.mjs';
import { check } from '../../bench/lib/check.mjs';
import { parseCsv } from '../../bench/lib/csv.mjs';
import { LineHost } from '../../bench/lib/hosts.mjs';
import { answer } from '../../bench/lib/measure.mjs';
import { parseOptions } from '../../bench/lib/options.mjs';
import { csv, ratio } from '../../bench/lib/report.mjs';
import { figure, median, table } from '../../bench/lib/statistics.mjs';
import { grid, makeTask, paramCount, parseWorkloads, rowOf } from '../../bench/lib/workloads.mjs';
import { cliffs } from '../../bench/scaling.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const works = parseWorkloads(readFileSync(path.join(root, 'bench/workloads.txt'), 'utf8'));
const [first] = works;
assert.ok(first);

const native = new LineHost(process.env['BP_BENCH'] ?? path.join(root, 'build/native-release/bp_bench'), ['--serve']);
after(() => native.end());

/** A contender in this process. @param {import('../../bench/lib/measure.mjs').ContenderModule} module */
const here = (module) => ({
  ask: (/** @type {import('../../bench/lib/measure.mjs').Request} */ request) =>
    answer(module, request, /** @type {any} */ ({ clock: async () => performance.now() / 1000, options: {} })),
  end: async () => {},
});

test('the workloads are those of the table', () => {
  assert.deepEqual(works.map((w) => `${w.id} ${w.units.join('-')} ${w.batch} ${w.optimizer} ${w.loss} ${w.field}`), [
    'W1 2-4-2-1 10 sgd mse 0', 'W2 2-8-8-8-1 30 sgd mse 0', 'W3 2-32-32-1 64 adam bce 0',
    'W4 30-64-64-1 128 adam bce 0', 'W5 8-256-256-1 256 adam mse 0',
    'G2 2-8-8-8-1 30 sgd mse 100', 'G3 2-32-32-1 64 adam bce 100',
  ]);
  assert.equal(paramCount([2, 4, 2, 1]), 25);
  for (const w of works) assert.deepEqual(parseWorkloads(rowOf(w)), [w]);
});

test('the native program starts from the same weights, bit for bit', async () => {
  for (const work of works) {
    const { values = [] } = await native.ask({ verb: 'weights', steps: 0, work });
    assert.deepEqual(Float32Array.from(values), makeTask(work).weights);
  }
});

// Of W5 a step of the reference, the object graph, takes a second; ./playground bench checks it too.
const small = works.filter(({ id }) => id !== 'W5');
for (const [name, host] of /** @type {const} */ ([
  ['the engine, natively,', native], ['the typed arrays', here(typed)], ["TF Playground's loop", here(loop)],
])) {
  test(`${name} computes what the object graph computes`, async () => {
    for (const work of small) {
      const { isRight, error } = await check(host, work);
      assert.ok(isRight, `${work.id}: off by ${error}`);
    }
  });
}

test('a wrong gradient is noticed', async () => {
  const wrong = here({ start: (w, task) => typed.start({ ...w, rate: w.rate * 1.01 }, task) });
  assert.equal((await check(wrong, first)).isRight, false);
  const late = here({ start: (w, task) => typed.start(w, { ...task, Y: task.Y.map((_, i) => task.Y[i + 1] ?? 0) }) });
  assert.equal((await check(late, first)).isRight, false);
});

test('a measurement counts steps and takes at least the time asked for', async () => {
  const { count = 0, cpu = 0 } = await here(graph).ask({ verb: 'measure', seconds: 0.02, work: first });
  assert.ok(count > 0 && cpu >= 0.02);
});

test('the grid has cells\' centres, the first input fastest', () => {
  assert.deepEqual([...grid(2)], [-0.5, -0.5, 0.5, -0.5, -0.5, 0.5, 0.5, 0.5]);
  assert.deepEqual([...grid(1, [2, 4, 10, 20])], [3, 15]);
});

test('figures and tables', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.deepEqual([123456, 12.3456, 0.5, NaN].map(figure), ['123 456', '12.35', '0.500', '–']);
  assert.equal(table([['a', '1'], ['bb', '22']]), 'a    1\nbb  22');
});

test('ratios are medians of the rounds\' ratios', () => {
  const series = (/** @type {number[]} */ rates) => /** @type {any} */ ({ rates });
  assert.equal(ratio(series([2, 40, 6]), series([1, 10, 3])), 2);
});

test('results can be read back', () => {
  const contender = { name: 'engine-native', label: '', place: /** @type {const} */ ('native'), role: /** @type {const} */ ('engine') };
  const text = csv([{ contender, work: first, rates: [1, 3, 2], shares: [0.1, 0.1, 0.1] }],
    new Map([['native', [40]]]), { date: '2026-01-02', commit: 'abc', machine: 'A, B' });
  const [step, peak] = parseCsv(text);
  assert.equal(step?.['rate'], '2.00000');
  assert.equal(step?.['samples_per_s'], '20.0000');
  assert.equal(step?.['machine'], 'A, B');
  assert.equal(peak?.['gflops'], '40.0000');
});

test('a cliff is a jump of the cost from one size to the next', () => {
  assert.deepEqual(cliffs([{ x: 8, cost: 2 }, { x: 9, cost: 2.5 }, { x: 16, cost: 2 }]), []);
  assert.deepEqual(cliffs([{ x: 8, cost: 1 }, { x: 9, cost: 2 }]), ['8 → 9: × 2.000']);
});

test('charts are SVG', () => {
  const svg = drawCharts([{ title: 'a < b', xName: 'x', yName: 'y', isLogX: true,
    lines: [{ name: 'one', points: [{ x: 1, y: 10 }, { x: 100, y: 1000 }] }] }], 'note');
  assert.match(svg, /^<svg [^>]*viewBox="0 0 460 294"/);
  assert.match(svg, /a &#60; b/);
  assert.doesNotMatch(svg, /NaN|undefined/);
});

test('options are read, and refused', () => {
  const options = parseOptions(['--peers', '--rounds', '7', '--only', 'w3,G2']);
  assert.deepEqual([options.peers, options.rounds, options.only], [true, 7, ['W3', 'G2']]);
  assert.throws(() => parseOptions(['--round', '7']), /not known/);
  assert.throws(() => parseOptions(['--soak']), /number/);
});
