// @ts-check
// ./playground bench: how fast the engine is here, and against what (docs/BENCHMARKS.md).

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { check } from './lib/check.mjs';
import { CONTENDERS, SITE, startHost, whyNot } from './lib/contenders.mjs';
import { Browser } from './lib/hosts.mjs';
import { HELP, parseOptions } from './lib/options.mjs';
import { csv, reachTable, resultTable } from './lib/report.mjs';
import { fileName, makeSite, origin, resultFile } from './lib/results.mjs';
import { runRounds } from './lib/rounds.mjs';
import { figure, summary } from './lib/statistics.mjs';
import { parseWorkloads } from './lib/workloads.mjs';

/** @typedef {import('./lib/rounds.mjs').Running} Running */
/** @typedef {import('./lib/workloads.mjs').Workload} Workload */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const say = (/** @type {string} */ text) => process.stderr.write(`${text}\n`);

/**
 * All contenders that can run, each at its initial state.
 * @param {Browser} browser @param {boolean} withPeers @returns {Promise<Running[]>}
 */
async function startAll(browser, withPeers) {
  /** @type {Running[]} */
  const running = [];
  for (const contender of CONTENDERS) {
    if (contender.role === 'peer' && !withPeers) continue;
    const why = whyNot(contender);
    if (why) say(`${contender.label}: skipped, ${why}`);
    else running.push({ contender, host: await startHost(contender, browser) });
  }
  return running;
}

/** Whose values are wrong is told, and not timed. @param {Running[]} running @param {Workload[]} works */
async function checkAll(running, works) {
  /** @type {Running[]} */
  const right = [];
  for (const one of running) {
    const { label, differs, role } = one.contender;
    let worst = 0;
    let failed = '';
    for (const work of differs || role === 'peak' ? [] : works) {
      try {
        const { isRight, error } = await check(one.host, work);
        worst = Math.max(worst, error);
        if (!isRight) failed ||= `wrong values in ${work.id} (off by ${error.toExponential(1)})`;
      } catch (error) {
        failed ||= `${work.id}: ${error}`;
      }
    }
    if (role !== 'peak') say(`${label}: ${failed || (differs ? 'not comparable in its values'
      : `computes the same, to ${worst.toExponential(1)}`)}`);
    if (failed) await one.host.end();
    else right.push(one);
  }
  return right;
}

/** @param {import('./lib/options.mjs').Options} options */
async function compare(options) {
  const all = parseWorkloads(readFileSync(path.join(ROOT, 'bench/workloads.txt'), 'utf8'));
  const works = options.only.length > 0 ? all.filter(({ id }) => options.only.includes(id)) : all;
  if (works.length === 0) throw new Error(`--only knows ${all.map(({ id }) => id).join(', ')}`);
  const browser = new Browser();
  await browser.start(SITE);
  const started = await startAll(browser, options.peers);
  const running = await checkAll(started, works);
  const { series, ceilings } = await runRounds(running, works, { ...options, say });
  for (const { host } of running) await host.end();
  await browser.end();

  const from = origin();
  console.log(`\n${from.date}, ${from.commit}, ${from.machine}; medians of ${options.rounds} rounds; `
    + 'a step or field per CPU second\n');
  console.log(resultTable(series));
  for (const [place, values] of ceilings) {
    const { median, min, max } = summary(values);
    console.log(`\npeak, ${place}: ${figure(median)} GFLOP/s (${figure(min)} to ${figure(max)})`);
  }
  const reach = reachTable(series);
  if (reach) console.log(`\n${reach}`);
  const isComplete = options.only.length === 0 && !options.quick && options.peers;
  const file = resultFile(isComplete, isComplete ? fileName('', from) : 'last.csv');
  writeFileSync(file, csv(series, ceilings, from));
  console.log(`\nwritten: ${path.relative(ROOT, file)}`);
}

async function main() {
  if (process.argv[2] === '--help') return console.log(HELP);
  const options = parseOptions(process.argv.slice(2));
  makeSite();
  if (options.soak > 0) await (await import('./soak.mjs')).soak(options.soak);
  else if (options.scaling) await (await import('./scaling.mjs')).scaling(options);
  else await compare(options);
}

await main().catch((error) => {
  say(`bench: ${error instanceof Error ? error.message : error}`);
  process.exit(1); // whatever was started ends with it
});
