// @ts-check
// Where contenders run: a process each, a dedicated worker of headless Chromium each. All answer the
// same three questions.

import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { serve } from '../../tools/serve.mjs';
import { threadClock, workerThreads } from './clock.mjs';
import { rowOf } from './workloads.mjs';

/** @typedef {import('./workloads.mjs').Workload} Workload */
/** @typedef {import('./measure.mjs').Request} Request */
/** @typedef {import('./measure.mjs').Answer} Answer */

/**
 * @typedef {object} Host
 * @property {(request: Request) => Promise<Answer>} ask
 * @property {() => Promise<void>} end
 */

/** For what hangs; the slowest step there is takes some seconds. */
const PATIENCE_MS = 300_000;

/** A native program that reads requests as lines (bench/engine_bench.cpp). @implements {Host} */
export class LineHost {
  /** @param {string} command @param {string[]} words */
  constructor(command, words) {
    this.child = spawn(command, words, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** @param {Request} request @returns {Promise<Answer>} */
  async ask(request) {
    const row = request.work.id === 'peak' ? '' : rowOf(request.work);
    const number = request.verb === 'measure' ? request.seconds
      : request.verb === 'weights' ? request.steps : '';
    const verb = request.work.id === 'peak' ? 'peak' : request.verb;
    this.child.stdin.write(`${verb} ${number} ${row}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`${this.child.spawnfile} ended`);
    return JSON.parse(value);
  }

  async end() {
    const exited = this.child.exitCode === null ? once(this.child, 'exit') : null;
    this.child.stdin.end();
    await exited;
  }
}

/** A Node process. @implements {Host} */
export class NodeHost {
  /** @param {string} site @param {Record<string, string>} options */
  constructor(site, options) {
    const file = fileURLToPath(new URL('../hosts/node_host.mjs', import.meta.url));
    this.child = fork(file, [site, String(new URLSearchParams(options))]);
    const clock = threadClock(this.child.pid ?? 0);
    this.child.on('message', (/** @type {any} */ message) => {
      if (message.clock) this.child.send({ seconds: clock() });
    });
    this.ready = this.next('ready');
  }

  /** @param {string} kind @returns {Promise<any>} */
  next(kind) {
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error('the Node process ended'));
      const listen = (/** @type {any} */ message) => {
        if (!(kind in message) && !('error' in message)) return;
        this.child.off('message', listen);
        this.child.off('exit', ended);
        if ('error' in message) reject(new Error(message.error));
        else resolve(message[kind]);
      };
      this.child.on('message', listen);
      this.child.once('exit', ended);
    });
  }

  /** @param {Request} request @returns {Promise<Answer>} */
  async ask(request) {
    await this.ready;
    const answer = this.next('answer');
    this.child.send(request);
    return answer;
  }

  async end() {
    const exited = once(this.child, 'exit');
    this.child.disconnect();
    await exited;
  }
}

/** Headless Chromium with the benchmark's page, served by tools/serve.mjs. */
export class Browser {
  /** @type {Map<string, import('./clock.mjs').Clock>} */ clocks = new Map();

  /** @param {string} site the folder that is served */
  async start(site) {
    this.server = await serve({ dir: site });
    this.browser = await puppeteer.launch({
      executablePath: process.env['BP_BROWSER_PATH'] ?? '/usr/bin/chromium',
      headless: true,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking',
        '--disable-component-update', '--no-first-run'],
      protocolTimeout: PATIENCE_MS,
    });
    this.page = await this.browser.newPage();
    this.page.on('console', (message) => {
      if (message.type() === 'error') console.error(`chromium: ${message.text()}`);
    });
    await this.page.exposeFunction('benchClock', (/** @type {string} */ name) =>
      this.clocks.get(name)?.() ?? performance.now() / 1000);
    await this.page.goto(`${this.server.url}bench/hosts/page.html`);
    await this.page.waitForFunction('window.bench');
  }

  threads() {
    return workerThreads(this.browser?.process()?.pid ?? 0);
  }

  /**
   * A dedicated worker with one contender; workers are started one after the other, so that the
   * thread which is new is theirs.
   * @param {string} name @param {Record<string, string>} options @returns {Promise<Host>}
   */
  async worker(name, options) {
    const page = /** @type {import('puppeteer-core').Page} */ (this.page);
    const before = new Set(this.threads());
    await page.evaluate((n, o) => /** @type {any} */ (window).bench.start(n, o), name, options);
    const [thread = ''] = this.threads().filter((found) => !before.has(found));
    const [pid, tid] = thread.split('/').map(Number);
    if (pid && tid) this.clocks.set(name, threadClock(pid, tid));
    return {
      ask: (request) =>
        page.evaluate((n, r) => /** @type {any} */ (window).bench.ask(n, r), name, request),
      end: () => page.evaluate((n) => /** @type {any} */ (window).bench.end(n), name),
    };
  }

  async end() {
    await this.browser?.close();
    await this.server?.close();
  }
}
