// @ts-check
// Cuts a program in two along its calls: node tools/split/split.mjs WASM BINARYEN OUT. WASM has its
// functions' names; BINARYEN is the folder of wasm-opt and wasm-split. Writes OUT/playground.wasm and
// OUT/later.wasm, without names: functions that are reached only through those of later.txt are in
// the second, all others and all data in the first.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const FEATURES = ['--enable-simd', '--enable-bulk-memory', '--enable-sign-ext',
  '--enable-nontrapping-float-to-int', '--enable-mutable-globals'];

/** A name as the tools print it has its signs escaped. @param {string} name */
const plain = (name) =>
  name.replace(/\\([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

/** @param {string} pattern @returns {RegExp} */
const matcher = (pattern) =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}(\\(|$)`);

/**
 * The calls of a program, as wasm-opt draws them (Graphviz).
 * @param {string} dot
 */
function callGraph(dot) {
  /** @type {Map<string, string[]>} */ const calls = new Map();
  /** @type {Set<string>} */ const entries = new Set(); // exported, or called by address
  /** @type {Set<string>} */ const functions = new Set();
  for (const line of dot.split('\n')) {
    const call = /^ {2}"(.*)" -> "(.*)"; \/\/ call$/.exec(line);
    if (call?.[1] && call[2]) {
      calls.set(call[1], [...(calls.get(call[1]) ?? []), call[2]]);
      continue;
    }
    const node = /^ {2}"(.*)" \[style="(.*)"\];$/.exec(line);
    if (!node?.[1] || node[2]?.includes('turquoise')) continue;
    functions.add(node[1]);
    if (node[2]?.includes('gray') || node[2]?.includes('rounded')) entries.add(node[1]);
  }
  return { calls, entries, functions };
}

/** Functions that are reached through the roots alone. @param {string} dot @param {RegExp[]} patterns */
function reachedLater(dot, patterns) {
  const { calls, entries, functions } = callGraph(dot);
  const isRoot = (/** @type {string} */ name) => patterns.some((pattern) => pattern.test(plain(name)));
  /** @type {Set<string>} */ const kept = new Set();
  const open = [...entries];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (kept.has(name) || isRoot(name)) continue;
    kept.add(name);
    open.push(...(calls.get(name) ?? []));
  }
  for (const pattern of patterns) {
    const count = [...functions].filter((name) => pattern.test(plain(name))).length;
    if (count === 0) throw new Error(`later.txt: no function of the program is ${pattern.source}`);
  }
  return [...functions].filter((name) => !kept.has(name));
}

function main() {
  const [wasm = '', binaryen = '', out = ''] = process.argv.slice(2);
  const patterns = readFileSync(fileURLToPath(new URL('later.txt', import.meta.url)), 'utf8')
    .split('\n').filter((line) => line && !line.startsWith('#')).map(matcher);
  const tool = (/** @type {string} */ name, /** @type {string[]} */ args) =>
    execFileSync(path.join(binaryen, name), args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const work = mkdtempSync(path.join(tmpdir(), 'split-'));
  try {
    const dot = tool('wasm-opt', [wasm, ...FEATURES, '--print-call-graph', '-o', path.join(work, 'same.wasm')]);
    const names = path.join(work, 'later');
    writeFileSync(names, reachedLater(dot, patterns).join('\n'));
    tool('wasm-split', [wasm, ...FEATURES, `--split-funcs=@${names}`, '--export-prefix=%',
      '-o1', path.join(out, 'playground.wasm'), '-o2', path.join(out, 'later.wasm')]);
  } finally {
    rmSync(work, { recursive: true });
  }
}

main();
