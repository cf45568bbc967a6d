// @ts-check
// Writes before the service worker what it keeps: node tools/publish/service_worker.mjs DIST, where
// DIST/service_worker.js is web/embed/service_worker.js, minified. Kept is what the page itself may
// ask for; the engine as a module and the other forms of the page are for other pages.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesOf } from './single_file.mjs';

const NOT_KEPT = /^(service_worker\.js|backprop-playground\.html|engine\..*|.*\.d\.mts|LICENSE|licenses\/.*|npm\/.*|apple-touch-icon\.png)$/;

/** @param {string} dist */
export function keptFiles(dist) {
  const names = filesOf(dist).filter((name) => !NOT_KEPT.test(name));
  const hash = (/** @type {string} */ name) =>
    createHash('sha256').update(readFileSync(path.join(dist, name))).digest('hex');
  // Hosts answer for the folder; some only redirect there from index.html.
  return Object.fromEntries(names.map((name) => [name === 'index.html' ? './' : name, hash(name)]));
}

if (process.argv[1]?.endsWith('service_worker.mjs')) {
  const dist = process.argv[2] ?? 'dist';
  const file = path.join(dist, 'service_worker.js');
  const files = keptFiles(dist);
  const source = readFileSync(file, 'utf8');
  const version = createHash('sha256').update(JSON.stringify(files) + source).digest('hex').slice(0, 16);
  writeFileSync(file, `self.VERSION="${version}";self.FILES=${JSON.stringify(files)};\n${source}`);
}
