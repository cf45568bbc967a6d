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
