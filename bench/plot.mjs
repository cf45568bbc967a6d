// @ts-check
// ./playground bench plot: bench/results/*.csv as SVG. The latest scaling, and the history of all
// runs: a commit each, oldest first.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawCharts } from './lib/chart.mjs';
import { parseCsv } from './lib/csv.mjs';
import { describe } from './lib/report.mjs';
import { parseWorkloads } from './lib/workloads.mjs';

/** @typedef {import('./lib/chart.mjs').Line} Line */

const RESULTS = fileURLToPath(new URL('./results', import.meta.url));
const files = readdirSync(RESULTS).filter((name) => name.endsWith('.csv')).sort();
const read = (/** @type {string} */ name) => parseCsv(readFileSync(path.join(RESULTS, name), 'utf8'));

/** @param {string} name @param {string} svg */
function write(name, svg) {
  writeFileSync(path.join(RESULTS, name), svg);
  console.log(`written: bench/results/${name}`);
}

const SHOWN = new Map([
  ['engine-chromium', 'engine, Chromium'], ['engine-node', 'engine, Node'],
  ['engine-native', 'engine, native'], ['typed-arrays', 'typed arrays'],
  ['tf-playground', 'as TF Playground'], ['tfjs-wasm', 'TF.js wasm'], ['torch', 'PyTorch native'],
]);
const WORKS = new Map(parseWorkloads(readFileSync(fileURLToPath(new URL('./workloads.txt', import.meta.url)), 'utf8'))
  .map((work) => [work.id, `${work.id}: ${describe(work)}`]));
const KINDS = new Map([['W', 'steps a second'], ['G', 'fields a second']]);

/** Steps or fields a second over all runs, a chart a workload. */
function history() {
  const runs = files.filter((name) => /^\d{4}-/.test(name)).map(read)
    .sort((a, b) => (a[0]?.['date'] ?? '').localeCompare(b[0]?.['date'] ?? ''));
  if (runs.length === 0) return;
  const xTexts = new Map(runs.map((rows, i) => [i, rows[0]?.['commit'] ?? '']));
  const works = [...new Set(runs.flat().map((row) => row['workload'] ?? ''))].filter((id) => id !== 'peak');
  const charts = works.map((id) => {
    const lines = [...SHOWN].map(([contender, name]) => ({
      name,
      points: runs.flatMap((rows, x) => rows.filter((row) => row['workload'] === id && row['contender'] === contender)
        .map((row) => ({ x, y: Number(row['rate']), low: Number(row['rate_min']), high: Number(row['rate_max']) }))),
    })).filter(({ points }) => points.length > 0);
    return { title: WORKS.get(id) ?? id, xName: 'commit', yName: KINDS.get(id.charAt(0)) ?? '', lines, xTexts, isLogX: false };
  });
  write('history.svg', drawCharts(charts,
    `${runs.at(-1)?.[0]?.['machine']}; per CPU second, medians of rounds, bars from the slowest to the fastest`));
}

/** @param {Record<string, string>[]} rows @param {string} curve @param {string} name @param {(row: Record<string, string>) => number} x @returns {Line} */
const line = (rows, curve, name, x) => ({
  name,
  points: rows.filter((row) => `${row['curve']}/${row['place']}` === curve).map((row) => ({
    x: x(row), y: Number(row['ns_per_sample']), low: Number(row['ns_per_sample_min']), high: Number(row['ns_per_sample_max']),
  })),
});

/** @param {number[]} values */
const plain = (...values) => new Map(values.map((value) => [value, String(value)]));

/** Time of a sample against parameters, and against batch, of the latest run. */
function scaling() {
  const rows = files.filter((name) => name.startsWith('scaling-')).map(read)
    .sort((a, b) => (a[0]?.['date'] ?? '').localeCompare(b[0]?.['date'] ?? '')).at(-1);
  if (!rows) return;
  const parameters = (/** @type {Record<string, string>} */ row) => Number(row['parameters']);
  const x = (/** @type {Record<string, string>} */ row) => Number(row['x']);
  const places = /** @type {const} */ ([['chromium', 'Chromium'], ['native', 'native']]);
  const charts = [
    { title: '8-u-u-1 relu, batch 64, u = 8 … 512', xName: 'parameters', yName: 'ns a sample', isLogX: true,
      lines: places.map(([place, name]) => line(rows, `units/${place}`, name, parameters)) },
    { title: 'the same for each parameter', xName: 'units of each hidden layer', yName: 'ns a sample and parameter', isLogX: true,
      xTexts: plain(8, 16, 32, 64, 128, 256, 512),
      lines: places.map(([place, name]) => {
        const one = line(rows, `units/${place}`, name, x);
        const sizes = rows.filter((row) => row['curve'] === 'units' && row['place'] === place).map(parameters);
        return { name, points: one.points.map(({ x: at, y, low = y, high = y }, i) =>
          ({ x: at, y: y / (sizes[i] ?? 1), low: low / (sizes[i] ?? 1), high: high / (sizes[i] ?? 1) })) };
      }) },
    ...['8', '32', '128'].map((u) => ({
      title: `8-${u}-${u}-1 relu`, xName: 'batch', yName: 'ns a sample', isLogX: true,
      xTexts: plain(1, 4, 16, 64, 256, 1024),
      lines: places.map(([place, name]) => line(rows, `batch-${u}/${place}`, name, x)),
    })),
  ].map((chart) => ({ ...chart, lines: chart.lines.filter(({ points }) => points.length > 0) }));
  write('scaling.svg', drawCharts(charts, `${rows[0]?.['date']}, ${rows[0]?.['commit']}, ${rows[0]?.['machine']}; Adam, MSE`));
}

history();
scaling();
