// @ts-check
// ./playground bench --soak MINUTES: the page trains as fast as it can with its panels open; the
// memories of its wasm instances must not grow after the first minute.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { serve } from '../tools/serve.mjs';
import { memoryOf, trainHard, watchMemory } from './lib/page_memory.mjs';
import { fileName, origin, resultFile } from './lib/results.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const INTERVAL_MS = 10_000;
const VIEW_MS = 2_000;
const MB = 1024 * 1024;

/** @param {number} ms */
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function openPage() {
  const server = await serve({ dir: path.join(ROOT, 'dist') });
  const browser = await puppeteer.launch({
    executablePath: process.env['BP_BROWSER_PATH'] ?? '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic',
      '--disable-background-networking', '--no-first-run'],
    protocolTimeout: 300_000,
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1600, height: 1000 });
  await watchMemory(page);
  await page.goto(server.url);
  return { page, end: async () => (await browser.close(), server.close()) };
}

/** @typedef {Awaited<ReturnType<typeof memoryOf>> & { seconds: number, steps: number }} Sample */

/** @param {number} minutes */
export async function soak(minutes) {
  const { page, end } = await openPage();
  const nextView = await trainHard(page);
  const start = performance.now();
  /** @type {Sample[]} */
  const samples = [];
  const elapsed = () => performance.now() - start;
  while (elapsed() < minutes * 60_000) {
    for (const until = elapsed() + INTERVAL_MS; elapsed() < until; await wait(VIEW_MS)) await nextView();
    const steps = await page.evaluate(() => /** @type {any} */ (window).playground.snapshot().step);
    const sample = { seconds: Math.round(elapsed() / 1000), steps, ...(await memoryOf(page)) };
    samples.push(sample);
    console.log(`${String(sample.seconds).padStart(5)} s  step ${steps}  wasm: page ${(sample.page / MB).toFixed(2)} MB, `
      + `worker ${(sample.worker / MB).toFixed(2)} MB; JavaScript: ${(sample.pageHeap / MB).toFixed(1)}, ${(sample.workerHeap / MB).toFixed(1)} MB`);
  }
  await end();
  const settled = samples.find(({ seconds }) => seconds >= 60);
  const last = samples.at(-1);
  if (settled && last) {
    for (const who of /** @type {const} */ (['page', 'worker'])) {
      const growth = last[who] - settled[who];
      console.log(`wasm memory of the ${who} after the first minute: ${growth === 0 ? 'no growth: pass' : `+${growth} bytes: falls short`}`);
    }
  }
  const rows = samples.map((s) => [s.seconds, s.steps, s.page, s.worker, s.pageHeap, s.workerHeap].join(','));
  const file = resultFile(minutes >= 30, fileName('soak-', origin()));
  writeFileSync(file, ['seconds,steps,wasm_page,wasm_worker,heap_page,heap_worker', ...rows, ''].join('\n'));
  console.log(`written: ${path.relative(ROOT, file)}`);
}
