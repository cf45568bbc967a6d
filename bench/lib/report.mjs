// @ts-check
// The results as a table, as CSV, and held against what is to be reached.

import { RATIOS, SHARES } from './reach.mjs';
import { figure, median, summary, table } from './statistics.mjs';
import { flopsOf } from './workloads.mjs';

/** @typedef {import('./rounds.mjs').Series} Series */

/** Samples of a step, points of a field. @param {Series['work']} w */
const samplesOf = (w) => (w.field > 0 ? w.field ** 2 : w.batch);

/** @param {Series['work']} w */
export const describe = (w) => w.field > 0 ? `field ${w.field}×${w.field} of ${w.units.join('-')} ${w.hidden}`
  : `${w.units.join('-')} ${w.hidden}, batch ${w.batch}, ${w.optimizer}, ${w.loss}`;

const percent = (/** @type {number} */ share) => Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : '–';

/** @param {Series[]} series */
export function resultTable(series) {
  const rows = [['', '', 'steps/s', 'spread', 'samples/s', 'GFLOP/s', 'of peak']];
  let last = '';
  for (const { contender, work, rates, shares } of series) {
    if (work.id !== last) rows.push([work.id, describe(work), '', '', '', '', '']);
    last = work.id;
    const { median: middle, min, max } = summary(rates);
    rows.push(['', `  ${contender.label}`, figure(middle), `±${(50 * (max - min) / middle).toFixed(0)} %`,
      figure(middle * samplesOf(work)), figure((middle * flopsOf(work)) / 1e9), percent(median(shares))]);
  }
  return table(rows, 2);
}

/** Rounds are paired: a ratio is the median of the rounds' ratios. @param {Series} a @param {Series} b */
export const ratio = (a, b) => median(a.rates.map((rate, i) => rate / (b.rates[i] ?? NaN)));

/** @param {Series[]} series */
export function reachTable(series) {
  const find = (/** @type {string} */ work, /** @type {string} */ name) =>
    series.find((s) => s.work.id === work && s.contender.name === name);
  const rows = [['', 'engine in Chromium, against', 'floor', 'reached', '']];
  const mark = (/** @type {boolean} */ isReached) => (isReached ? 'pass' : 'falls short');
  for (const { work, peer, factor } of RATIOS) {
    const ours = find(work, 'engine-chromium');
    const theirs = find(work, peer);
    if (!ours || !theirs) continue;
    const found = ratio(ours, theirs);
    rows.push([work, theirs.contender.label, `× ${factor}`, `× ${figure(found)}`, mark(found >= factor)]);
  }
  for (const { work, share } of SHARES) {
    const ours = find(work, 'engine-chromium');
    if (!ours) continue;
    const found = median(ours.shares);
    rows.push([work, 'wasm SIMD peak', percent(share), percent(found), mark(found >= share)]);
  }
  return rows.length > 1 ? table(rows, 2) : '';
}

/** @typedef {{ date: string, commit: string, machine: string }} Origin */

export const CSV_HEADER = 'date,commit,machine,workload,contender,place,rounds,rate,rate_min,rate_max,'
  + 'samples_per_s,gflops,share_of_peak';

/**
 * `rate`: steps or fields per CPU second; a place's peak has a row of its own, in GFLOP/s.
 * @param {Series[]} series @param {Map<string, number[]>} ceilings @param {Origin} origin
 */
export function csv(series, ceilings, { date, commit, machine }) {
  const text = (/** @type {number} */ value) => (Number.isFinite(value) ? value.toPrecision(6) : '');
  const row = (/** @type {(string | number)[]} */ cells) =>
    [date, commit, `"${machine}"`, ...cells.map((c) => (typeof c === 'number' ? text(c) : c))].join(',');
  const lines = series.map(({ contender, work, rates, shares }) => {
    const { median: middle, min, max } = summary(rates);
    return row([work.id, contender.name, contender.place, String(rates.length), middle, min, max,
      middle * samplesOf(work), (middle * flopsOf(work)) / 1e9, median(shares)]);
  });
  for (const [place, values] of ceilings) {
    const { median: middle, min, max } = summary(values);
    lines.push(row(['peak', `peak-${place}`, place, String(values.length), middle, min, max, '', middle, 1]));
  }
  return `${[CSV_HEADER, ...lines].join('\n')}\n`;
}
