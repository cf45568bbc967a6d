// What a link can carry besides settings: where in which run it stands, with what weights. The parts
// are those of engine/session/link_state.h. Fetched when such a link is opened or made.

import { deflateSync, inflateSync } from './zip.mjs';

/** As many parameters as a snapshot shows, and Edit "all" takes: kMaxPublishedParams. */
export const MOST_WEIGHTS = 20000;
const STATE_VERSION = 2;
const PARTS = ['w', 'log', 'at', 'of', 'hash', 'start'];
const MOST_STEPS = 1e9;
const ALL = 'edit:all';

/** @typedef {{ step: number, key: string, value: string }} Change */
/** @typedef {{ w?: string, log?: Change[], at?: number, of?: number, hash?: string, start?: string }} State */

/** A text in the page's language: say() of boot.js. @typedef {(id: string, english: string, ...parts: unknown[]) => string} Say */

/** Where there is no page. @type {Say} */
export const english = (_, text, ...parts) => text.replace(/\{(\d)\}/g, (_slot, i) => String(parts[i]));

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @param {string} text */
export function fromBase64(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** Bytes of numbers to planes of first bytes, second bytes …, which compress better, or back.
 * @param {Uint8Array} bytes @param {boolean} isBack */
function shuffled(bytes, isBack) {
  const n = bytes.length / 4;
  const out = new Uint8Array(bytes.length);
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < 4; k += 1) {
      if (isBack) out[4 * i + k] = /** @type {number} */ (bytes[k * n + i]);
      else out[k * n + i] = /** @type {number} */ (bytes[4 * i + k]);
    }
  }
  return out;
}

/** @param {ArrayLike<number>} numbers @returns {Uint8Array} 32-bit floats, the lowest byte first */
export function floatBytes(numbers) {
  const view = new DataView(new ArrayBuffer(4 * numbers.length));
  for (let i = 0; i < numbers.length; i += 1) view.setFloat32(4 * i, /** @type {number} */ (numbers[i]), true);
  return new Uint8Array(view.buffer);
}

/** Edit "all" from a link's `w`. @param {string} w @param {Say} [say] */
export function unpackWeights(w, say = english) {
  try {
    const planes = inflateSync(fromBase64(w), { out: new Uint8Array(4 * MOST_WEIGHTS) });
    if (planes.length === 0 || planes.length % 4) throw new Error();
    return toBase64(shuffled(planes, true));
  } catch {
    throw new Error(say('link-weights', 'The weights in this link cannot be read: it was cut or changed. Ask for it once more.'));
  }
}

/** A link's `w` from Edit "all". @param {string} all */
export const packWeights = (all) => toBase64(deflateSync(shuffled(fromBase64(all), false), { level: 9 }));

/** All numbers of a report's layers in the order of Edit "all", or null where it has none.
 * @param {any[]} layers */
export function numbersOf(layers) {
  if (!layers.length || !layers.every((layer) => Array.isArray(layer.W) && Array.isArray(layer.b))) return null;
  const rows = (/** @type {any} */ layer) =>
    [...layer.W.flat(), ...layer.b, ...['gamma', 'beta', 'running_mean', 'running_variance']
      .flatMap((name) => layer[name] ?? [])];
  return layers.flatMap(rows);
}

/** @param {any[]} layers */
export function weightsText(layers) {
  const numbers = numbersOf(layers);
  return numbers && toBase64(floatBytes(numbers));
}

/** A link's parts, in order. @param {string} link @returns {[string, string][]} */
const parts = (link) => link.replace(/^[#?]/, '').split('&').filter(Boolean).map((part) => {
  const at = part.indexOf('=');
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
});

/** @param {[string, string][]} list */
const joined = (list) => list.map(([key, value]) => `${key}=${value}`).join('&');

/** The link with settings put in place of its own; an empty one leaves the default.
 * @param {string} link @param {Record<string, string>} settings */
export function withSettings(link, settings) {
  const kept = parts(link).filter(([key]) => !(key in settings));
  const added = /** @type {[string, string][]} */ (Object.entries(settings).filter(([, value]) => value !== ''));
  return joined([...kept, ...added]);
}

/** @param {string} link the settings' @param {State} state */
export function withState(link, state) {
  const list = parts(link).filter(([key]) => key !== 'v' && !PARTS.includes(key));
  const hasState = Boolean(state.w || state.log?.length || state.at);
  /** @type {[string, string][]} */ const added = [];
  if (state.w) added.push(['w', state.w]);
  if (state.log?.length) added.push(['log', state.log.map((c) => `${c.step},${c.key},${c.value}`).join(';')]);
  if (state.at) added.push(['at', String(state.at)]);
  if (state.of) added.push(['of', String(state.of)]);
  if (state.hash) added.push(['hash', state.hash]);
  if (state.start) added.push(['start', state.start]);
  return joined([['v', hasState ? String(STATE_VERSION) : '1'], ...list, ...added]);
}

/** @param {string} text @param {Say} say */
function readStep(text, say) {
  const step = Number(text);
  if (/^\d+$/.test(text) && step <= MOST_STEPS) return step;
  throw new Error(say('link-step', '“{0}” is no step: the link was cut or changed. Ask for it once more.', text.slice(0, 40)));
}

/** What a link says besides its settings. @param {string} link @param {Say} [say] @returns {State} */
export function readState(link, say = english) {
  const found = Object.fromEntries(parts(link).filter(([key]) => PARTS.includes(key)));
  const at = found['at'] ? readStep(found['at'], say) : 0;
  const log = (found['log'] ?? '').split(';').filter(Boolean).map((entry) => {
    const [step = '', key = '', ...value] = entry.split(',');
    return { step: readStep(step, say), key, value: value.join(',') };
  });
  const isOrdered = log.every((c, i) => c.key && c.step <= at && c.step >= (log[i - 1]?.step ?? 0));
  if (!isOrdered) throw new Error(say('link-changes', 'The changes in this link cannot be read: it was cut or changed. Ask for it once more.'));
  return { ...found, log, at, of: found['of'] ? readStep(found['of'], say) : 0 };
}

/** Says so where the parameters are not what they should be. @param {string | undefined} hash @param {any} page */
export async function compareHash(hash, page) {
  const now = await page.settled(true);
  if (!hash || now.hash === hash) return;
  page.tell(page.api.say('link-hash', 'This is not the state that was shared: its parameters have the hash {0}, not {1}. The link or file was changed, or made by another version.', now.hash, hash));
}

/** Goes to where a link stands, after its settings have been loaded. @param {string} link @param {any} page */
export async function arrive(link, page) {
  /** @type {State} */ let state;
  let all = '';
  try {
    state = readState(link, page.api.say);
    if (state.w) all = unpackWeights(state.w, page.api.say);
  } catch (error) {
    page.tell(/** @type {Error} */ (error).message);
    return;
  }
  if (all) page.command(`edit all ${all}`);
  for (const { step, key, value } of state.log ?? []) page.command(`ahead ${key} ${step} ${value}`);
  if (state.at) {
    page.command(`ahead end ${state.at}`);
    page.command(`seek ${state.at}`);
  }
  await compareHash(state.hash, page);
}

/** A command's text of several lines in one, back. @param {string} text */
const unescaped = (text) => text.replace(/\\(.)/g, (_, c) => (c === 'n' ? '\n' : c === 'r' ? '\r' : c));

/**
 * What run() says: the run's settings, changes and step, and the person's own table, if there is one.
 * @param {any} api
 */
export function readRun(api) {
  const found = {
    link: api.link(), at: 0, isWhole: false,
    log: /** @type {Change[]} */ ([]), table: /** @type {string | null} */ (null),
  };
  const { data } = api.get();
  for (const line of /** @type {string[]} */ (api.run())) {
    const [word = '', key = '', count = '', ...value] = line.split(' ');
    if (word === 'load') found.link = key;
    if (word === 'seek') Object.assign(found, { at: Number(key), isWhole: true });
    if (word === 'ahead' && key !== 'end') found.log.push({ step: Number(count), key, value: value.join(' ') });
    if (word === 'table' && key === data && data.startsWith('own')) {
      found.table = unescaped(value.join(' '));
    }
  }
  found.log = found.log.filter((change) => change.step <= found.at);
  return found;
}

/**
 * The links to the state that is shown: `settings`, always; `weights` and `run`, or why there is none.
 * @param {any} api
 */
export function linksNow(api) {
  const now = api.snapshot();
  const run = readRun(api);
  const { hash } = now;
  const settings = withState(api.link(), {});
  const isOne = api.get()['members'] === undefined || Number(api.get()['members']) === 1;
  const all = isOne ? weightsText(api.report().layers) : null;
  const weights = all && withState(api.link(), { w: packWeights(all), of: now.step, hash });
  const first = run.log[0]?.key === ALL && run.log[0].step === 0 ? run.log.shift() : null;
  const isLinkable = run.isWhole && now.step === run.at && run.log.every(({ key }) => key !== ALL);
  const w = first ? packWeights(first.value) : undefined;
  return {
    settings,
    weights,
    run: isLinkable ? withState(run.link, { ...(w ? { w } : {}), log: run.log, at: run.at, hash }) : null,
    hasOwnTable: api.get()['data'].startsWith('own'),
    step: now.step,
  };
}
