// @ts-check
// The page of the benchmark: dedicated workers, one a contender, and the way to them.

const scope = /** @type {any} */ (window);
/** @type {Map<string, Worker>} */
const workers = new Map();

/**
 * The next message of that kind, or the worker's failure.
 * @param {Worker} worker @param {string} kind @returns {Promise<any>}
 */
const next = (worker, kind) =>
  new Promise((resolve, reject) => {
    const listen = (/** @type {MessageEvent} */ { data }) => {
      if (!(kind in data) && !('error' in data)) return;
      worker.removeEventListener('message', listen);
      if ('error' in data) reject(new Error(data.error));
      else resolve(data[kind]);
    };
    worker.addEventListener('message', listen);
    worker.onerror = (event) => reject(new Error(event.message));
  });

scope.bench = {
  /** @param {string} name @param {Record<string, string>} options */
  async start(name, options) {
    const worker = new Worker(`/bench/hosts/worker.js#${new URLSearchParams(options)}`);
    workers.set(name, worker);
    worker.addEventListener('message', async ({ data }) => {
      if (data.clock) worker.postMessage({ seconds: await scope.benchClock(name) });
    });
    await next(worker, 'ready');
  },
  /** @param {string} name @param {import('../lib/measure.mjs').Request} request */
  ask(name, request) {
    const worker = /** @type {Worker} */ (workers.get(name));
    const answer = next(worker, 'answer');
    worker.postMessage(request);
    return answer;
  },
  /** @param {string} name */
  end(name) {
    workers.get(name)?.terminate();
    workers.delete(name);
  },
};
