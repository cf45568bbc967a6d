// @ts-check
// The page, the element and the engine as a package for npm, ready to publish:
//   node tools/publish/npm_package.mjs DIST OUT

import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const NOT_TAKEN = new Set(['npm', 'backprop-playground.html']); // others load what lies beside the element

/** @param {string} dist @param {string} out */
function writePackage(dist, out) {
  const { version, license, engines } = JSON.parse(readFileSync(path.join(HERE, '../../package.json'), 'utf8'));
  mkdirSync(out, { recursive: true });
  const names = readdirSync(dist).filter((name) => !NOT_TAKEN.has(name));
  for (const name of names) cpSync(path.join(dist, name), path.join(out, name), { recursive: true });
  cpSync(path.join(HERE, 'npm/README.md'), path.join(out, 'README.md'));
  const element = { types: './element.d.mts', default: './element.mjs' };
  const engine = { types: './engine.d.mts', default: './engine.mjs' };
  writeFileSync(path.join(out, 'package.json'), `${JSON.stringify({
    name: 'backprop-playground', version,
    description: 'A neural network that learns while you watch: a custom element, and its engine as a module.',
    keywords: ['neural-network', 'backpropagation', 'education', 'webassembly', 'custom-element'],
    license, engines,
    exports: { '.': element, './element': element, './engine': engine, './*': './*' },
    types: './element.d.mts',
    sideEffects: ['./element.mjs'],
    files: names.filter((name) => !['LICENSE'].includes(name)), // npm always takes that one
  }, null, 2)}\n`);
}

const [dist = 'dist', out = 'dist/npm'] = process.argv.slice(2);
writePackage(dist, out);
