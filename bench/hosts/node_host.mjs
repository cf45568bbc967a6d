// @ts-check
// A Node process that holds one contender; bench/lib/hosts.mjs forks it and answers for its clock.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { answer } from '../lib/measure.mjs';

const [site = '', optionText = ''] = process.argv.slice(2);
const options = Object.fromEntries(new URLSearchParams(optionText));
/** @type {((seconds: number) => void)[]} */
const waiting = [];
const send = (/** @type {object} */ message) => process.send?.(message);

/** @type {import('../lib/measure.mjs').Environment} */
const env = {
  options,
  url: (file) => pathToFileURL(path.join(site, file)).href,
  script: () => {
    throw new Error('contenders that are classic scripts run in the browser only');
  },
  bytes: (file) => readFile(path.join(site, file)),
  clock: () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      send({ clock: true });
    }),
};

const module = await import(`../contenders/${options['module']}`);
process.on('message', async (/** @type {any} */ message) => {
  if ('seconds' in message && !('verb' in message)) return waiting.shift()?.(message.seconds);
  try {
    send({ answer: await answer(module, message, env) });
  } catch (error) {
    send({ error: String(error) });
  }
});
send({ ready: true });
