// @ts-check
// A dedicated worker that holds one contender. A classic script, so that libraries which are
// classic scripts can be loaded; it asks the page, which asks the benchmark, for its CPU clock.

(() => {
  const scope = /** @type {any} */ (self);
  /** @type {((seconds: number) => void)[]} */
  const waiting = [];
  const options = Object.fromEntries(new URLSearchParams(scope.location.hash.slice(1)));
  const url = (/** @type {string} */ path) => new URL(`/${path}`, scope.location.href).href;

  /** @type {import('../lib/measure.mjs').Environment} */
  const env = {
    options,
    url,
    script: (path) => scope.importScripts(url(path)),
    bytes: async (path) => new Uint8Array(await (await fetch(url(path))).arrayBuffer()),
    clock: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        scope.postMessage({ clock: true });
      }),
  };

  scope.onmessage = async (/** @type {MessageEvent} */ { data }) => {
    if ('seconds' in data && !('verb' in data)) return waiting.shift()?.(data.seconds);
    try {
      const { answer } = await import(url('bench/lib/measure.mjs'));
      const module = await import(url(`bench/contenders/${options['module']}`));
      scope.postMessage({ answer: await answer(module, data, env) });
    } catch (error) {
      scope.postMessage({ error: String(error) });
    }
  };
  scope.postMessage({ ready: true });
})();
