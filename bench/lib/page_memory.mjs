// @ts-check
// The page at its hardest, and how large the memories of its wasm instances are: for the soak.

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('puppeteer-core').CDPSession} Session */

/** The bytes of all WebAssembly memories of a page or worker. @param {Session} session */
async function wasmBytes(session) {
  const prototype = await session.send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const { objects } = await session.send('Runtime.queryObjects',
    { prototypeObjectId: prototype.result.objectId ?? '' });
  const sum = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function () { return this.reduce((n, m) => n + m.buffer.byteLength, 0); }',
    returnByValue: true,
  });
  await session.send('Runtime.releaseObject', { objectId: objects.objectId ?? '' });
  return Number(sum.result.value);
}

/**
 * Bytes of wasm memory and of used JavaScript heap, in the page and in its worker (garbage is
 * collected before).
 * @param {Page} page
 */
export async function memoryOf(page) {
  const sessions = { page: await page.createCDPSession(), worker: page.workers()[0]?.client };
  const found = { page: NaN, worker: NaN, pageHeap: NaN, workerHeap: NaN };
  for (const who of /** @type {const} */ (['page', 'worker'])) {
    const session = sessions[who];
    if (!session) continue;
    found[who] = await wasmBytes(session);
    found[`${who}Heap`] = (await session.send('Runtime.getHeapUsage')).usedSize;
  }
  await sessions.page.detach();
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
