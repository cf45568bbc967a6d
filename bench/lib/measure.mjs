// @ts-check
// What a host of JavaScript contenders does on request, in Node (hosts/node_host.mjs) and in a
// dedicated worker of the browser (hosts/worker.js).

import { makeTask } from './workloads.mjs';

/** @typedef {import('./workloads.mjs').Contender} Contender */
/** @typedef {import('./workloads.mjs').Workload} Workload */

/**
 * What differs between the hosts. `clock`: CPU seconds of this thread, read from outside while it
 * waits; where there is no such clock, seconds that have passed. `bytes`: a file below the folder
 * that is served; `script`: runs a classic script; `url`: the address of a file.
 * @typedef {object} Environment
 * @property {() => Promise<number>} clock
 * @property {(path: string) => Promise<Uint8Array>} bytes
 * @property {(path: string) => void} script
 * @property {(path: string) => string} url
 * @property {Record<string, string>} options the contender's own
 */

/** @typedef {{ start: (w: Workload, task: import('./workloads.mjs').Task, env: Environment) =>
 *   Contender | Promise<Contender> }} ContenderModule */

/** @typedef {{ verb: 'measure', seconds: number, work: Workload }
 *   | { verb: 'weights', steps: number, work: Workload }
 *   | { verb: 'field', work: Workload }} Request */

/** @typedef {{ count?: number, cpu?: number, wall?: number, values?: number[], range?: number[] }} Answer */

/** @param {Contender} run @param {Workload} w @param {number} times */
async function repeat(run, w, times) {
  if (w.field === 0) return run.train(times);
  for (let i = 0; i < times; ++i) await run.field?.();
}

/**
 * Steps or fields in at least `seconds` of the thread's CPU time, in portions of a tenth of that or
 * more: between them the clock is asked.
 * @param {Contender} run @param {Workload} w @param {number} seconds @param {Environment} env
 */
async function measure(run, w, seconds, env) {
  let portion = 1;
  for (;;) {
    const before = performance.now();
    await repeat(run, w, portion);
    const took = (performance.now() - before) / 1000;
    if (took >= seconds / 10) break;
    portion = Math.max(portion + 1, Math.round(portion * Math.min(8, seconds / 8 / took)));
  }
  const cpuStart = await env.clock();
  const start = performance.now();
  let count = 0;
  let cpu = 0;
  while (cpu < seconds) {
    await repeat(run, w, portion);
    count += portion;
    cpu = (await env.clock()) - cpuStart;
  }
  return { count, cpu, wall: (performance.now() - start) / 1000 };
}

/**
 * Every answer starts from the initial weights, so that all rounds do the same work.
 * @param {ContenderModule} module @param {Request} request @param {Environment} env
 * @returns {Promise<Answer>}
 */
export async function answer(module, request, env) {
  const w = request.work;
  const run = await module.start(w, makeTask(w), env);
  try {
    if (request.verb === 'measure') return await measure(run, w, request.seconds, env);
    if (request.verb === 'field') {
      const values = run.field ? Array.from(await run.field()) : [];
      return run.range ? { values, range: run.range() } : { values };
    }
    await run.train(request.steps);
    return { values: run.weights ? Array.from(run.weights()) : [] };
  } finally {
    run.end?.();
  }
}
