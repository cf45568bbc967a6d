// @ts-check
// Rounds in which all contenders run one after the other, workload by workload: what disturbs the
// machine disturbs them alike, and ratios are taken within a round.

import { PEAK_FLOPS } from '../contenders/peak.mjs';
import { flopsOf } from './workloads.mjs';

/** @typedef {import('./workloads.mjs').Workload} Workload */
/** @typedef {import('./contenders.mjs').Contender} Contender */
/** @typedef {import('./hosts.mjs').Host} Host */
/** @typedef {{ contender: Contender, host: Host }} Running */

/**
 * One contender's figures for one workload, a value a round: steps or fields per CPU second, and the
 * share of its place's peak at that time.
 * @typedef {{ contender: Contender, work: Workload, rates: number[], shares: number[] }} Series
 */

/** @type {Workload} */
export const PEAK_WORK = { id: 'peak', units: [1, 1], hidden: '', output: 'linear', batch: 1,
  samples: 1, optimizer: '', rate: 0, loss: 'mse', field: 0 };

/** Operations of a peak's unit: native ones count runs of 100 000 turns (engine_bench.cpp). */
const peakFlops = (/** @type {Contender} */ { place }) =>
  place === 'native' ? PEAK_FLOPS * 10 : PEAK_FLOPS;

/** Units per second of CPU time. @param {Host} host @param {Workload} work @param {number} seconds */
async function rate(host, work, seconds) {
  const { count = 0, cpu = NaN } = await host.ask({ verb: 'measure', seconds, work });
  return count / cpu;
}

/** Measures the places' peaks, in GFLOP/s. @param {Running[]} peaks @param {number} seconds */
async function measurePeaks(peaks, seconds) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const { contender, host } of peaks) {
    const turns = await rate(host, PEAK_WORK, seconds);
    found.set(contender.place, (turns * peakFlops(contender)) / 1e9);
  }
  return found;
}

/**
 * Runs `rounds` rounds and one before them that is not counted: compilers need it.
 * @param {Running[]} running @param {Workload[]} works
 * @param {{ rounds: number, seconds: number, say: (text: string) => void }} options
 */
export async function runRounds(running, works, { rounds, seconds, say }) {
  const peaks = running.filter(({ contender }) => contender.role === 'peak');
  const others = running.filter(({ contender }) => contender.role !== 'peak');
  const series = works.flatMap((work) => others.map(({ contender, host }) =>
    ({ contender, host, work, rates: /** @type {number[]} */ ([]), shares: /** @type {number[]} */ ([]) })));
  /** @type {Map<string, number[]>} */
  const ceilings = new Map();
  for (let round = 0; round <= rounds; ++round) {
    say(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
    for (const work of works) {
      const now = await measurePeaks(peaks, seconds / 2);
      if (round > 0) for (const [place, peak] of now) ceilings.set(place, [...(ceilings.get(place) ?? []), peak]);
      for (const one of series.filter((s) => s.work === work)) {
        const found = await rate(one.host, work, seconds);
        if (round === 0) continue;
        one.rates.push(found);
        one.shares.push((found * flopsOf(work)) / 1e9 / (now.get(one.contender.place) ?? NaN));
      }
    }
  }
  return { series: /** @type {Series[]} */ (series), ceilings };
}
