// @ts-check
// A snapshot in words, and when to say them. No DOM in here: tests call it with made-up snapshots.

/** @typedef {import('./mirror_words.mjs').Words} Words */

/** Two digits of a ratio: 300, 4.5. @param {number} x */
const roughly = (x) => String(Number(x.toPrecision(x < 10 ? 2 : 1)));

/** The layers whose gradients differ most, from 1; null if they hardly do. @param {any[]} layers */
export function gradientGap(layers) {
  const norms = layers.map((layer) => Number(layer.stats?.norm_dw ?? 0));
  let least = -1, most = -1;
  norms.forEach((norm, i) => {
    if (!(norm > 0) || !Number.isFinite(norm)) return;
    if (least < 0 || norm < /** @type {number} */ (norms[least])) least = i;
    if (most < 0 || norm > /** @type {number} */ (norms[most])) most = i;
  });
  if (least < 0) return null;
  const ratio = /** @type {number} */ (norms[most]) / /** @type {number} */ (norms[least]);
  return ratio < 2 ? null : { least: least + 1, most: most + 1, ratio };
}

/** Layers that something is wrong with: their numbers from 1, and what. @param {any} s */
export const alarms = (s) => s.layers
  .map((/** @type {any} */ layer, /** @type {number} */ i) => ({ layer: i + 1, health: layer.stats?.health ?? 'fine' }))
  .filter((/** @type {any} */ { health }) => health !== 'fine');

/** @param {any} s @param {Words} words */
function score(s, words) {
  if (s.test.accuracy !== undefined) return words.say('testAccuracy', words.percent(s.test.accuracy));
  return words.say('testR2', words.number(s.test.r2));
}

/** One line: where it is and how well. @param {any} s @param {Words} words */
export function brief(s, words) {
  return `${words.say('at', s.epoch, s.step)}, ${words.say('testLoss', words.number(s.test.loss))}`;
}

/** The experiment in a few sentences. @param {any} s @param {Words} words */
export function summary(s, words) {
  const count = s.layers.length;
  const parts = [
    `${words.say(s.state)}. ${brief(s, words)}, ${words.say('trainLoss', words.number(s.train.loss))}, ${score(s, words)}.`,
  ];
  const gap = s.step > 0 ? gradientGap(s.layers) : null;
  if (gap) {
    parts.push(words.say('smaller', words.gradientOf(gap.least, count), roughly(gap.ratio),
      gap.most === count ? words.say('outputOf') : words.say('layerOf', gap.most)));
  }
  for (const { layer, health } of alarms(s)) {
    parts.push(words.say('verdict', words.layerName(layer, count), words.verdict(health)));
  }
  if (s.diverged) {
    const { step, layer } = s.diverged;
    parts.push(words.say('divergedAt', step, layer > 0 ? words.layerName(layer, count) : words.say('divergedLoss')));
  }
  if (s.best) parts.push(words.say('bestWas', s.best.epoch));
  return parts.join(' ');
}

/**
 * What a screen reader is told: a change of state and a new alarm at once, progress at most every
 * `every_ms`, a step by hand when it has come to rest.
 */
export class Announcer {
  lastTime = -Infinity;
  state = '';
  step = -1;
  /** @type {Set<string>} */ known = new Set();

  /** @param {Words} words @param {(text: string) => void} tell @param {number} [everyMs] */
  constructor(words, tell, everyMs = 5000) {
    this.words = words;
    this.tell = tell;
    this.everyMs = everyMs;
  }

  /** @param {any} s @param {number} now in ms */
  hear(s, now) {
    const isNewState = this.state !== '' && s.state !== this.state;
    const wrong = alarms(s);
    const fresh = s.step > 0 ? wrong.filter((/** @type {any} */ a) => !this.known.has(`${a.layer} ${a.health}`)) : [];
    const isMoved = this.step >= 0 && s.step !== this.step;
    const isPlaying = s.state === 'playing';
    this.state = s.state;
    this.step = s.step;
    if (s.step === 0) this.known.clear();
    for (const { layer, health } of fresh) this.known.add(`${layer} ${health}`);
    if (isNewState && isPlaying) return this.#say(this.words.say('playing'), now);
    if (isNewState || (isMoved && !isPlaying)) return this.#say(summary(s, this.words), now);
    if (fresh.length && isMoved) {
      const names = fresh.map((/** @type {any} */ { layer, health }) =>
        this.words.say('verdict', this.words.layerName(layer, s.layers.length), this.words.verdict(health)));
      return this.#say(names.join(' '), now);
    }
    if (isPlaying && isMoved && now - this.lastTime >= this.everyMs) this.#say(brief(s, this.words), now);
  }

  /** What somebody just did. @param {string} text @param {number} now */
  note(text, now) {
    this.#say(text, now);
  }

  /** @param {string} text @param {number} now */
  #say(text, now) {
    this.lastTime = now;
    this.tell(text);
  }
}
