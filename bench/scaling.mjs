// @ts-check
// ./playground bench --scaling: how the time of a sample grows with the network and with the batch.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CONTENDERS, SITE, startHost, whyNot } from './lib/contenders.mjs';
import { Browser } from './lib/hosts.mjs';
import { origin, resultFile } from './lib/results.mjs';
import { runRounds } from './lib/rounds.mjs';
import { figure, median, summary, table } from './lib/statistics.mjs';
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

/**
 * A cliff: from one size to the next larger one a sample takes more than this for each of its
 * parameters than before; for batches, more than this in all. Twice the noise of a busy machine.
 */
const CLIFF = 1.5;

/** @param {{ x: number, ns: number }[]} points of a curve, what a unit of work costs @returns {string[]} */
export function cliffs(points) {
  return points.slice(1).flatMap(({ x, ns }, i) => {
    const before = /** @type {{ x: number, ns: number }} */ (points[i]);
    return ns > CLIFF * before.ns ? [`${before.x} → ${x}: × ${figure(ns / before.ns)}`] : [];
  });
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
        return { x, ns: name === 'units' ? median([ns.median]) / parameters : ns.median };
      });
      const found = cliffs(costs);
      console.log(`\n${contender.label}, ${name}\n${table(rows, 0)}\n${found.length ? `cliffs: ${found.join('; ')}` : 'no cliff'}`);
    }
  }
  const file = resultFile(!options.quick, options.quick ? 'scaling.csv' : `scaling-${from.date}-${from.commit}.csv`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  console.log(`\nwritten: ${path.basename(file)}`);
}
