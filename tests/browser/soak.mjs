// @ts-check
// Continuous training with every panel open in turn: does memory grow? The tests run a short one; by
// hand, or for the bench:
//   node tests/browser/soak.mjs --minutes 30
// prints a line of CSV a minute, and fails if WebAssembly memory grew after the first one.

import { argv } from 'node:process';
import { Harness, drawn } from './harness.mjs';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {{ frames: number, step: number, page: number, worker: number }} Memory bytes of
 *   WebAssembly memory, of the page's and the worker's instance */

export const SOAK_LINK = 'speed=max&samples=2000&layers=16,16';

/** @param {Page} page @returns {Promise<Memory>} */
export const memory = (page) => page.evaluate(async () => {
  const { frames, memory: bytes } = window.playground.diagnostics();
  const counts = await window.playground.workerCounts();
  return { frames, step: window.playground.snapshot().step, page: bytes, worker: counts?.memory ?? 0 };
});

/**
 * Draws at least `frames` more frames of a run, with each lower panel in turn.
 * @param {Page} page @param {number} frames
 */
export async function draw(page, frames) {
  const panels = await page.evaluate(() => {
    const { fields } = window.playground.schema();
    const field = fields.find((/** @type {{ key: string }} */ f) => f.key === 'panel');
    return /** @type {{ key: string }[]} */ (field.choices).map(({ key }) => key);
  });
  for (const panel of panels) {
    await page.evaluate((key) => window.playground.set({ panel: key }), panel);
    await drawn(page, Math.ceil(frames / panels.length));
  }
}

async function main() {
  const at = argv.indexOf('--minutes');
  const minutes = at > 0 ? Number(argv[at + 1]) : 30;
  const h = new Harness();
  await h.start();
  const page = await h.open(SOAK_LINK);
  await page.evaluate(() => window.playground.play());
  console.log('minute,frames,step,page_bytes,worker_bytes');
  /** @type {Memory | null} */ let first = null;
  let grew = 0;
  const start = Date.now();
  for (let minute = 1; minute <= minutes; minute += 1) {
    while (Date.now() < start + 60_000 * minute) await draw(page, 100);
    const now = await memory(page);
    first ??= now;
    grew = now.page + now.worker - first.page - first.worker;
    console.log([minute, now.frames, now.step, now.page, now.worker].join(','));
  }
  h.assertQuiet();
  await h.stop();
  if (grew === 0) return;
  console.error(`WebAssembly memory grew by ${grew} bytes after the first minute.`);
  process.exitCode = 1;
}

if (argv[1] === import.meta.filename) await main();
