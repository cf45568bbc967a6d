// @ts-check
// Looks at a folder that is about to be published: node tools/publish/check.mjs DIST. Everything a visit,
// an installation and an embedding ask for must be there, within the sizes that are promised.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { BUDGET, firstVisit, zipped } from '../size/budget.mjs';
import { SINGLE_LARGEST } from './single_file.mjs';
import { keptFiles } from './service_worker.mjs';

const dist = process.argv[2] ?? 'dist';
const at = (/** @type {string} */ name) => path.join(dist, name);
/** @type {string[]} */ const faults = [];
const check = (/** @type {boolean} */ isRight, /** @type {string} */ fault) => void (isRight || faults.push(fault));

for (const name of [...firstVisit(dist), 'later.wasm.lzma', 'app.webmanifest', 'service_worker.js', 'element.mjs', 'engine.mjs',
  'engine.wasm', 'backprop-playground.html', 'npm/package.json', 'LICENSE', 'licenses']) {
  check(existsSync(at(name)), `${name} is missing`);
}
if (!faults.length) {
  const visit = firstVisit(dist).reduce((sum, name) => sum + zipped(readFileSync(at(name))), 0);
  check(visit <= BUDGET, `a first visit downloads ${visit} bytes, more than ${BUDGET}`);
  const single = statSync(at('backprop-playground.html')).size;
  check(single <= SINGLE_LARGEST, `backprop-playground.html has ${single} bytes, more than ${SINGLE_LARGEST}`);
  const worker = readFileSync(at('service_worker.js'), 'utf8');
  check(worker.includes(JSON.stringify(keptFiles(dist))), 'service_worker.js names other files than there are');
  const { icons } = JSON.parse(readFileSync(at('app.webmanifest'), 'utf8'));
  for (const { src } of icons) check(existsSync(at(src)), `the icon ${src} is missing`);
  const version = createHash('sha256').update(worker).digest('hex').slice(0, 8);
  console.log(`${dist}: first visit ${visit} bytes after gzip, single file ${single} bytes, service worker ${version}`);
}
for (const fault of faults) console.error(`${dist}: ${fault}`);
process.exitCode = faults.length ? 1 : 0;
