// @ts-check
// What the bytes of the page are: node tools/size/size.mjs [DIST] [SYMBOLS] [ROWS]. Prints every file
// of a first visit with its size after gzip, then what of playground.wasm costs most after gzip: by
// group (source of a function as its name tells it), by function, and by piece of data.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BUDGET, firstVisit, zipped } from './budget.mjs';
import { gzipCost } from './gzip_cost.mjs';

const DATA_PIECE = 4096;
const kilobytes = (/** @type {number} */ bytes) => (bytes / 1024).toFixed(1).padStart(8);

/** Functions and data of a module, with their places in the file. @param {Uint8Array} wasm */
function parts(wasm) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = /** @type {number} */ (wasm[at++]);
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  let imported = 0;
  /** @type {{ index: number, from: number, to: number }[]} */ const functions = [];
  /** @type {{ from: number, to: number }[]} */ const data = [];
  while (at < wasm.length) {
    const id = wasm[at++];
    const size = number();
    const end = at + size;
    if (id === 2) imported = countImportedFunctions(number, () => wasm[at++], (n) => (at += n));
    if (id === 10) {
      for (let i = 0, count = number(); i < count; i += 1) {
        const from = at;
        const length = number();
        at += length;
        functions.push({ index: imported + i, from, to: at });
      }
    }
    if (id === 11) data.push({ from: at, to: end });
    at = end;
  }
  return { functions, data };
}

/** @param {() => number} number @param {() => number | undefined} byte @param {(n: number) => void} skip */
function countImportedFunctions(number, byte, skip) {
  let functions = 0;
  for (let i = 0, count = number(); i < count; i += 1) {
    skip(number());
    skip(number());
    const kind = byte();
    if (kind === 0) {
      functions += 1;
      number();
    } else if (kind === 3) {
      skip(2);
    } else {
      if (kind === 1) skip(1);
      const hasMaximum = number() & 1;
      number();
      if (hasMaximum) number();
    }
  }
  return functions;
}

/** Where a function comes from, by its name. @param {string} name */
function groupOf(name) {
  if (/bp::|^bp_/.test(name)) return /double/.test(name) && !/float/.test(name) ? 'ours, in double' : 'ours';
  if (/Eigen::/.test(name)) return 'Eigen';
  if (/Im[A-Z]|stbtt|stbrp/.test(name)) return 'Dear ImGui';
  if (/std::|^operator/.test(name)) return 'C++ library';
  return 'C library, GLFW, other';
}

/** @param {Map<string, { plain: number, cost: number, count: number }>} table */
function print(table, rows = table.size) {
  const sorted = [...table].sort((a, b) => b[1].cost - a[1].cost).slice(0, rows);
  for (const [name, { plain, cost, count }] of sorted) {
    console.log(`${kilobytes(cost / 8)} KB ${kilobytes(plain)} raw ` +
      `${count > 1 ? `${count} × ` : ''}${name.slice(0, 140)}`);
  }
}

/** @param {Map<string, { plain: number, cost: number, count: number }>} table */
function add(table, /** @type {string} */ name, /** @type {number} */ plain, /** @type {number} */ cost) {
  const row = table.get(name) ?? { plain: 0, cost: 0, count: 0 };
  table.set(name, { plain: row.plain + plain, cost: row.cost + cost, count: row.count + 1 });
}

/** @param {string} symbolFile @returns {Map<number, string>} */
function symbols(symbolFile) {
  try {
    return new Map(readFileSync(symbolFile, 'utf8').split('\n').filter(Boolean).map((line) => {
      const colon = line.indexOf(':');
      const name = line.slice(colon + 1).replace(/\\([0-9a-f]{2})/g,
        (_, hex) => String.fromCharCode(parseInt(hex, 16)));
      return [Number(line.slice(0, colon)), name];
    }));
  } catch {
    return new Map();
  }
}

/** @param {string} wasmFile @param {string} symbolFile @param {number} rows */
function printModule(wasmFile, symbolFile, rows) {
  const wasm = readFileSync(wasmFile);
  const names = symbols(symbolFile);
  const sums = gzipCost(wasm);
  const cost = (/** @type {number} */ from, /** @type {number} */ to) =>
    /** @type {number} */ (sums[to]) - /** @type {number} */ (sums[from]);
  const { functions, data } = parts(wasm);
  const groups = new Map();
  const single = new Map();
  for (const { index, from, to } of functions) {
    const name = names.get(index) ?? `function ${index}`;
    add(groups, groupOf(name), to - from, cost(from, to));
    add(single, name, to - from, cost(from, to));
  }
  const pieces = new Map();
  for (const { from, to } of data) {
    add(groups, 'data', to - from, cost(from, to));
    for (let at = from; at < to; at += DATA_PIECE) {
      const end = Math.min(to, at + DATA_PIECE);
      const text = wasm.subarray(at, end).toString('latin1').replace(/[^ -~]+/g, ' ').slice(0, 90);
      add(pieces, `at ${at - from}: ${text}`, end - at, cost(at, end));
    }
  }
  console.log('\nplayground.wasm by origin (after gzip, before):');
  print(groups);
  console.log(`\nits ${rows} costliest functions:`);
  print(single, rows);
  console.log(`\nits ${rows} costliest pieces of data (${DATA_PIECE} bytes each):`);
  print(pieces, rows);
}

function main() {
  const [dist = 'dist', symbolFile = 'build/web-release/playground.js.symbols', rows = '40'] =
    process.argv.slice(2);
  let total = 0;
  for (const name of firstVisit(dist)) {
    const plain = readFileSync(path.join(dist, name));
    const size = zipped(plain);
    total += size;
    console.log(`${kilobytes(size)} KB ${kilobytes(plain.length)} raw ${name}`);
  }
  console.log(`${kilobytes(total)} KB in total, of ${BUDGET / 1024} KB`);
  printModule(path.join(path.dirname(symbolFile), 'playground.wasm'), symbolFile, Number(rows));
}

main();
