// @ts-check
// What a first visit may download, in bytes after gzip: the one place that says so.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** Everything that is fetched until the default experiment is shown and trains: the aim. */
export const BUDGET = 400 * 1024;

/** Size of a file as a server sends it. @param {Buffer} plain */
export const zipped = (plain) => gzipSync(plain, { level: 9 }).length;

/** The files that index.html names and a first visit asks for, and itself. @param {string} dist */
export function firstVisit(dist) {
  const page = readFileSync(path.join(dist, 'index.html'), 'utf8');
  const asked = page.replace(/<link rel="(?:manifest|apple-touch-icon)"[^>]*>/g, ''); // to install it
  const named = [...asked.matchAll(/(?:href|src)="([^":#]+)"/g)].map((match) => String(match[1]));
  return ['index.html', ...new Set(named)];
}
