// @ts-check
// What the examples' tests share: a course's own web server, on which the examples lie as their
// readers get them, but for the playground's address.

import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { TYPES, resolveFile } from '../../tools/serve.mjs';
import { readyFrame } from '../browser/host_page.mjs';

export const ROOT = path.resolve(import.meta.dirname ?? '.', '../..');
export const EXAMPLES = path.join(ROOT, 'examples');
const WRITTEN = 'https://example.org/playground/'; // in every example

/** A folder that is removed after the tests of the file. @param {string} name */
export function temporary(name) {
  const folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
  after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/**
 * A server of the files of `folders`, the first that has a name.
 * @param {string[]} folders @param {string} playground address of the playground
 * @param {Record<string, string>} [pages] further ones, by their names
 */
export async function site(folders, playground, pages = {}) {
  const server = createServer((request, response) => void (async () => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    const type = TYPES[path.extname(name)] ?? 'application/octet-stream';
    let body = name.slice(1) in pages ? Buffer.from(pages[name.slice(1)] ?? '') : null;
    for (const folder of folders) {
      const file = resolveFile(folder, request.url ?? '/');
      body ??= file ? await readFile(file).catch(() => null) : null;
    }
    if (name === '/favicon.ico') return response.writeHead(204).end();
    if (!body) return response.writeHead(404).end();
    const isText = /^(text|application\/json)/.test(type);
    response.writeHead(200, { 'Content-Type': type });
    response.end(isText ? body.toString('utf8').replaceAll(WRITTEN, playground) : body);
  })());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = () => new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve(undefined));
  });
  return { url: `http://127.0.0.1:${port}/`, close };
}

/** Whether a command is there. @param {string} command */
export function isHere(command) {
  try {
    execFileSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Says that a part was not tested, so that ./playground test repeats it. @param {import('node:test').TestContext} t @param {string} what */
export function notHere(t, what) {
  t.diagnostic(`not here: ${what}`);
  t.skip(`not here: ${what}`);
}

/** The frame of the playground at `address`, ready. @param {import('puppeteer-core').Page} page @param {string} address */
export async function playgroundFrame(page, address) {
  const frame = await page.waitForFrame((each) => each.url().startsWith(address), { timeout: 60_000 });
  return readyFrame(await frame.frameElement());
}
