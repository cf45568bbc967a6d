// @ts-check
// ./playground bench --scaling: how the time of a sample grows with the network and with the batch.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CONTENDERS, SITE, startHost, whyNot } from './lib/contenders.mjs';
import { Browser } from './lib/hosts.mjs';
import { fileName, origin, resultFile } from './lib/results.mjs';
import { runRounds } from './lib/rounds.mjs';
import { figure, summary, table } from './lib/statistics.mjs';
import { paramCount } from './lib/workloads.mjs';

/** @typedef {import('./lib/workloads.mjs').Workload} Workload */

const SIZES = [8, 9, 16, 17, 32, 33, 64, 65, 100, 128, 256, 257, 512];
const BATCHES = [1, 2, 3, 4, 8, 10, 16, 30, 32, 64, 100, 128, 256, 257, 512, 1024];

/** @param {string} id @param {number[]} units @param {number} batch @returns {Workload} */
const work = (id, units, batch) => ({
  id, units, hidden: 'relu', output: 'linear', batch, samples: Math.floor(1024 / batch) * batch,
  optimizer: 'adam', rate: 0.001, loss: 'mse', field: 0,
});

/** The curves; `x` is what is varied. @type {{ name: string, points: { x: number, work: Workload }[] }[]} */
export const CURVES = [
  { name: 'units', points: SIZES.map((u) => ({ x: u, work: work(`units-${u}`, [8, u, u, 1], 64) })) },
  ...[8, 32, 128].map((u) => ({
    name: `batch-${u}`,
    points: BATCHES.map((b) => ({ x: b, work: work(`batch-${u}-${b}`, [8, u, u, 1], b) })),
  })),
];

export const SCALING_HEADER = 'date,commit,machine,curve,place,x,parameters,batch,rounds,ns_per_sample,'
  + 'ns_per_sample_min,ns_per_sample_max';

/** More than this is a cliff; less is the noise of a busy machine, and a tile that is not full. */
const CLIFF = 1.5;

/**
 * Jumps of what should not grow from one point of a curve to the next.
 * @param {{ x: number, cost: number }[]} points @returns {string[]}
 */
export function cliffs(points) {
  return points.slice(1).flatMap(({ x, cost }, i) => {
    const before = /** @type {{ x: number, cost: number }} */ (points[i]);
    return cost > CLIFF * before.cost ? [`${before.x} → ${x}: × ${figure(cost / before.cost)}`] : [];
  });
}

/**
 * With larger networks, the time of a sample for each parameter; with larger batches, the time of a
 * sample, and with smaller ones that of a step.
 * @param {string} curve @param {{ x: number, parameters: number, ns: number }[]} points of a sample
 */
function cliffsOf(curve, points) {
  if (curve === 'units') return cliffs(points.map(({ x, parameters, ns }) => ({ x, cost: ns / parameters })));
  return [...cliffs(points.map(({ x, ns }) => ({ x, cost: ns }))),
    ...cliffs(points.map(({ x, ns }) => ({ x, cost: ns * x })).reverse())];
}

/** @param {import('./lib/options.mjs').Options} options */
export async function scaling(options) {
  const say = (/** @type {string} */ text) => process.stderr.write(`${text}\n`);
  const browser = new Browser();
  await browser.start(SITE);
  const running = [];
  for (const contender of CONTENDERS.filter(({ name }) => /^engine-(chromium|native)$/.test(name))) {
    const why = whyNot(contender);
    if (why) say(`${contender.label}: skipped, ${why}`);
    else running.push({ contender, host: await startHost(contender, browser) });
  }
  const works = CURVES.flatMap(({ points }) => points.map((p) => p.work));
  const { series } = await runRounds(running, works, { ...options, seconds: options.seconds / 2, say });
  for (const { host } of running) await host.end();
  await browser.end();

  const from = origin();
  const lines = [SCALING_HEADER];
  for (const { contender } of running) {
    for (const { name, points } of CURVES) {
      const rows = [[name.split('-')[0] ?? '', 'parameters', 'batch', 'ns a sample', 'ns a sample and parameter']];
      const costs = points.map(({ x, work: w }) => {
        const rates = series.find((s) => s.work === w && s.contender === contender)?.rates ?? [];
        const parameters = paramCount(w.units);
        const ns = summary(rates.map((rate) => 1e9 / (rate * w.batch)));
        rows.push([String(x), String(parameters), String(w.batch), figure(ns.median), (ns.median / parameters).toFixed(3)]);
        lines.push([from.date, from.commit, `"${from.machine}"`, name, contender.place, x, parameters, w.batch,
          rates.length, ...[ns.median, ns.min, ns.max].map((v) => v.toPrecision(6))].join(','));
        return { x, parameters, ns: ns.median };
      });
      const found = cliffsOf(name, costs);
      console.log(`\n${contender.label}, ${name}\n${table(rows, 0)}\n${found.length ? `cliffs: ${found.join('; ')}` : 'no cliff'}`);
    }
  }
  const file = resultFile(!options.quick, options.quick ? 'scaling.csv' : fileName('scaling-', from));
  writeFileSync(file, `${lines.join('\n')}\n`);
  console.log(`\nwritten: ${path.basename(file)}`);
}
