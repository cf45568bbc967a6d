// @ts-check
// CPU time of another process's thread, from Linux's /proc: on a busy machine the only time worth
// measuring. The kernel brings the figure up to date when the thread waits, as it does while it
// asks. Elsewhere there is none, and passed time is taken.

import { readdirSync, readFileSync } from 'node:fs';

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // a process or thread that has ended meanwhile
  }
}

/** @param {string} folder */
function list(folder) {
  try {
    return readdirSync(folder).filter((name) => /^\d+$/.test(name)).map(Number);
  } catch {
    return [];
  }
}

/** Seconds; null where there is no such figure. @param {number} pid @param {number} tid */
function threadSeconds(pid, tid) {
  const [onCpu = ''] = read(`/proc/${pid}/task/${tid}/schedstat`).split(' ');
  return onCpu ? Number(onCpu) / 1e9 : null;
}

/** @typedef {() => number} Clock seconds */

/** @param {number} pid @param {number} [tid] @returns {Clock} */
export function threadClock(pid, tid = pid) {
  return () => threadSeconds(pid, tid) ?? performance.now() / 1000;
}

/** The process and all that it has started. @param {number} pid @returns {number[]} */
function family(pid) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const process of list('/proc')) {
    const parent = Number(read(`/proc/${process}/stat`).replace(/^.*\) /s, '').split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), process]);
  }
  const found = [pid];
  for (const member of found) found.push(...(children.get(member) ?? []));
  return found;
}

/**
 * Threads of Chromium's dedicated workers, as "pid/tid".
 * @param {number} browser its process
 * @returns {string[]}
 */
export function workerThreads(browser) {
  return family(browser).flatMap((pid) =>
    list(`/proc/${pid}/task`)
      .filter((tid) => read(`/proc/${pid}/task/${tid}/comm`).startsWith('DedicatedWorker'))
      .map((tid) => `${pid}/${tid}`));
}
