// @ts-check
// A page of another origin that has the playground on it.

import { createServer } from 'node:http';

/**
 * Serves one page at a port of its own.
 * @param {string} html @param {Record<string, string>} [headers]
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function hostPage(html, headers = {}) {
  const server = createServer((request, response) => {
    const isPage = request.url === '/';
    response.writeHead(isPage ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8', ...headers });
    response.end(isPage ? html : '');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}

/**
 * Opens a page of another origin with `body` on it, which must stay quiet, and closes it after `use`.
 * @param {import('./harness.mjs').Harness} h @param {string} body
 * @param {(page: import('puppeteer-core').Page) => Promise<void>} use
 * @param {{ headers?: Record<string, string>, options?: import('./harness.mjs').PageOptions }} [given]
 */
export async function visit(h, body, use, { headers, options } = {}) {
  const host = await hostPage(`<!doctype html><html lang="en"><title>Course</title><link rel="icon" href="data:,">${body}</html>`, headers);
  const page = await h.blank(options);
  page.removeAllListeners('request'); // the host is of another origin
  try {
    await page.goto(host.url);
    await use(page);
    h.assertQuiet();
  } finally {
    await page.close();
    await host.close();
  }
}

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
const SILENT_MS = 8000;

/** Frames that have answered once. @type {WeakSet<object>} */
const heard = new WeakSet();

const isReady = () => document.body?.dataset['state'] === 'ready';
const isShown = () => document.body?.dataset['state'] === 'ready' && !window.playground.diagnostics().contextLost;

/**
 * The frame of an iframe once `is` holds in it. It is asked for anew each time: a frame that moves to a
 * process of its own becomes another, and the first one never answers. Where puppeteer missed that the
 * new one can be asked, none ever answers: then, once, it is loaded again.
 * @param {any} iframe @param {() => boolean} is
 * @returns {Promise<import('puppeteer-core').Frame>}
 */
async function frameWhere(iframe, is) {
  /** @type {unknown} */ let wrong = new Error(`The frame did not come so far within 40 seconds: ${is}`);
  let isLoadedAgain = false;
  const start = performance.now();
  while (performance.now() - start < 40_000) {
    const guest = await iframe.contentFrame();
    const isThere = guest?.evaluate(is)
      .then((/** @type {boolean} */ held) => {
        heard.add(guest);
        return held;
      }).catch((/** @type {unknown} */ error) => { wrong = error; });
    if (await Promise.race([isThere, pause(1000)])) return guest;
    if (!isLoadedAgain && !heard.has(guest) && performance.now() - start > SILENT_MS) {
      isLoadedAgain = true;
      await iframe.evaluate((/** @type {HTMLIFrameElement} */ one) => {
        const { src } = one;
        one.src = 'about:blank'; // the same address again would only be a place in the same page
        setTimeout(() => { one.src = src; }, 200);
      });
    }
    await pause(100);
  }
  throw wrong;
}

/** The frame of an iframe once its experiment can be used. @param {any} iframe */
export const readyFrame = (iframe) => frameWhere(iframe, isReady);

/** The frame of an iframe once its experiment is drawn. @param {any} iframe */
export const shownFrame = (iframe) => frameWhere(iframe, isShown);

/**
 * Scrolls to a guest and waits until its experiment is shown.
 * @param {import('puppeteer-core').Page} page @param {number} i
 */
export async function goTo(page, i) {
  await page.evaluate((id) => document.getElementById(id)?.scrollIntoView({ block: 'start' }), `g${i}`);
  const handle = await page.waitForSelector(`#g${i}`);
  return shownFrame(await page.evaluateHandle((one) => one?.shadowRoot?.querySelector('iframe') ?? one, handle));
}

/** An element that loads when it is seen. @param {number} i its id is "g" and this number */
export const seenElement = (i) =>
  `<backprop-playground id="g${i}" load="visible" seed="${i + 1}" layers="3" style="width:400px;height:300px"></backprop-playground>`;
