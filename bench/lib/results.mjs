// @ts-check
// The folder that the browser is served, and where results go.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SITE } from './contenders.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The folder the browser is served: links to what is in use, nothing else. */
export function makeSite() {
  rmSync(SITE, { recursive: true, force: true });
  mkdirSync(path.join(SITE, 'engine'), { recursive: true });
  const links = {
    bench: 'bench',
    'engine/engine.mjs': 'web/embed/engine.mjs',
    'engine/engine.wasm': 'build/web-release/engine.wasm',
    'peak.wasm': 'build/web-release/bp_bench_peak.wasm',
  };
  for (const [name, target] of Object.entries(links)) {
    const file = path.join(ROOT, target);
    if (existsSync(file)) symlinkSync(file, path.join(SITE, name));
  }
}

/** Time to the minute, commit (with a + where files differ from it) and processor. */
export function origin() {
  const git = (/** @type {string[]} */ ...words) =>
    execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', 'engine', 'web', 'bench', 'cmake', 'CMakeLists.txt', ':!bench/results', ':!bench/plot.mjs');
  return {
    date: `${new Date().toISOString().slice(0, 16)}Z`,
    commit: git('rev-parse', '--short', 'HEAD') + (changed ? '+' : ''),
    machine: os.cpus()[0]?.model.trim() ?? 'unknown',
  };
}

/** @param {string} kind @param {{ date: string, commit: string }} from */
export const fileName = (kind, { date, commit }) => `${kind}${date.slice(0, 10)}-${commit}.csv`;

/** Where complete runs go, and others. @param {boolean} isComplete @param {string} name */
export function resultFile(isComplete, name) {
  const folder = path.join(ROOT, isComplete ? 'bench/results' : 'build/bench');
  mkdirSync(folder, { recursive: true });
  return path.join(folder, name);
}
