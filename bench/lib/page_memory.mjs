// @ts-check
// The page at its hardest, and how large the memories of its wasm instances are: for the soak.

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('puppeteer-core').CDPSession} Session */

// Run before everything else in the page and, prepended to its source, in the worker: keeps hold of
// the memories of all instances. (Runtime.queryObjects, which would find them without, waits for a
// garbage collection that a busy page never gets round to.)
const WATCH = `(() => {
  const memories = [];
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate(...given);
    for (const value of Object.values((made.instance ?? made).exports)) {
      if (value instanceof WebAssembly.Memory) memories.push(value);
    }
    return made;
  };
  globalThis.wasmBytes = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
})();
`;

/** To be called before the page is opened. @param {Page} page */
export async function watchMemory(page) {
  await page.evaluateOnNewDocument((watch) => {
    (0, eval)(watch);
    const Plain = Blob;
    window.Blob = class extends Plain {
      /** @param {BlobPart[]} [parts] @param {BlobPropertyBag} [options] */
      constructor(parts = [], options = {}) {
        super(options.type?.includes('javascript') ? [watch, ...parts] : parts, options);
      }
    };
  }, WATCH);
}

/**
 * Bytes of wasm memory and of used JavaScript heap, garbage included, in the page and in its worker.
 * @param {Page} page
 */
export async function memoryOf(page) {
  const worker = page.workers()[0];
  const read = () => /** @type {any} */ (globalThis).wasmBytes();
  const session = await page.createCDPSession();
  const heap = async (/** @type {Session | undefined} */ one) =>
    one ? (await one.send('Runtime.getHeapUsage')).usedSize : NaN;
  const found = {
    page: Number(await page.evaluate(read)),
    worker: Number(await worker?.evaluate(read) ?? NaN),
    pageHeap: await heap(session),
    workerHeap: await heap(worker?.client),
  };
  await session.detach();
  return found;
}

/**
 * Has River trained as fast as it goes, without end; every call of the function it returns shows the
 * next choice of what the page can show, so that each panel has been open after a round.
 * @param {Page} page that shows the playground
 */
export async function trainHard(page) {
  const views = await page.evaluate(async () => {
    const { playground } = /** @type {any} */ (window);
    await playground.ready;
    const { fields } = playground.schema();
    playground.set({ data: 'river', speed: 'max' });
    playground.play();
    return fields.filter((/** @type {any} */ f) => f.effect === 'view' && f.choices?.length > 1)
      .flatMap((/** @type {any} */ f) => f.choices.map((/** @type {any} */ c) => ({ [f.key]: c.key ?? c })));
  });
  let next = 0;
  return async () => {
    if (views.length === 0) return;
    await page.evaluate((view) => /** @type {any} */ (window).playground.set(view), views[next % views.length]);
    next += 1;
  };
}
