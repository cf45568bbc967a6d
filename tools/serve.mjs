// @ts-check
// A static file server for dist/: what the page needs from any host, in one place (docs/BUILDING.md).
// Usage: node tools/serve.mjs [--dir dist] [--port 8080] [--host localhost]; also importable.

import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createConnection } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** @type {Record<string, string>} */
export const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mts': 'text/plain; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};

const COMPRESSED = /^(text\/|application\/(json|manifest\+json|wasm)|image\/svg)/;

export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self' blob: data:",
].join('; ');

/** Sent with every answer: the page works in opaque origins and in isolated hosts. */
const HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
};

/**
 * The file a request asks for, or null outside of `dir`.
 * @param {string} dir @param {string} url
 */
export function resolveFile(dir, url) {
  let name;
  try {
    name = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return null;
  }
  if (name.includes('\0')) return null;
  const file = path.join(dir, name.endsWith('/') ? `${name}index.html` : name);
  return file.startsWith(path.resolve(dir) + path.sep) ? file : null;
}

/** @typedef {{ type: string, tag: string, plain: Buffer, small: Buffer | null }} Entry */

/** Reads and compresses a file once for each modification. */
class Files {
  /** @type {Map<string, { stamp: string, entry: Promise<Entry> }>} */
  known = new Map();

  /** @param {string} file */
  async get(file) {
    const info = await stat(file);
    if (!info.isFile()) throw new Error('not a file');
    const stamp = `${info.mtimeMs}:${info.size}`;
    const found = this.known.get(file);
    if (found?.stamp === stamp) return found.entry;
    const entry = this.read(file);
    this.known.set(file, { stamp, entry });
    return entry;
  }

  /** @param {string} file @returns {Promise<Entry>} */
  async read(file) {
    const plain = await readFile(file);
    const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
    const tag = createHash('sha256').update(plain).digest('hex').slice(0, 32);
    return { type, tag, plain, small: COMPRESSED.test(type) ? await compress(plain) : null };
  }
}

/**
 * @param {Files} files @param {string} dir
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(files, dir, request, response) {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const file = resolveFile(dir, request.url ?? '/');
  const entry = file ? await files.get(file).catch(() => null) : null;
  if (!entry) {
    response.writeHead(404, { 'Content-Type': TYPES['.txt'] }).end('not found\n');
    return;
  }
  const zipped = entry.small && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const tag = `"${entry.tag}${zipped ? '-gz' : ''}"`;
  response.setHeader('ETag', tag);
  response.setHeader('Vary', 'Accept-Encoding');
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304).end();
    return;
  }
  const body = zipped && entry.small ? entry.small : entry.plain;
  if (zipped) response.setHeader('Content-Encoding', 'gzip');
  response.writeHead(200, { 'Content-Type': entry.type, 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/**
 * Serves `dir`; port 0 takes any free one.
 * @param {{ dir: string, port?: number, host?: string }} options
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export async function serve({ dir, port = 0, host = 'localhost' }) {
  const files = new Files();
  const root = path.resolve(dir);
  const server = createServer((request, response) => {
    answer(files, root, request, response).catch(() => response.destroy());
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(undefined));
  });
  const address = server.address();
  const actual = address && typeof address === 'object' ? address.port : port;
  const close = () =>
    /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      })
    );
  return { url: `http://${host}:${actual}/`, port: actual, close };
}

/** @param {number} port @param {string} host @returns {Promise<boolean>} */
function isFree(port, host) {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host });
    socket.once('connect', () => resolve((socket.destroy(), false)));
    socket.once('error', () => resolve(true));
  });
}

/** @param {string} name @param {string} fallback */
function option(name, fallback) {
  const at = process.argv.indexOf(name);
  return at >= 0 ? (process.argv[at + 1] ?? fallback) : fallback;
}

async function main() {
  const known = ['--dir', '--host', '--port'];
  const unknown = process.argv.slice(2).find((word, i) => i % 2 === 0 && !known.includes(word));
  if (unknown !== undefined) {
    console.error(`serve: unknown option "${unknown}"; there are ${known.join(', ')}, each with a value.`);
    process.exitCode = 2;
    return;
  }
  const dir = option('--dir', 'dist');
  const host = option('--host', 'localhost');
  const port = Number(option('--port', '8080'));
  try {
    const { url } = await serve({ dir, port, host });
    console.log(`Backprop Playground is at ${url}   (Ctrl-C stops it)`);
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'EADDRINUSE') {
      let next = port + 1;
      while (next < port + 50 && !(await isFree(next, host))) next += 1;
      console.error(`Port ${port} is in use. Free is: ./playground serve --port ${next}`);
    } else if (code === 'EACCES') {
      console.error(`Port ${port} is not allowed for this user. Try: ./playground serve --port 8080`);
    } else {
      console.error(`Cannot serve ${dir} on port ${port}: ${message}`);
    }
    process.exitCode = 2;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
