// @ts-check
// <backprop-playground>: the playground as an element of any page (docs/EMBED.md). It wraps an iframe
// of the page this module lies beside, first shows a still picture, loads when it is clicked or seen,
// and keeps at most eight of them alive: the one not used longest becomes its picture, and goes on
// from the same weights when it is clicked.

const NS = 'backprop-playground';
const VERSION = 1;
const MOST_ALIVE = 8;

/** Attributes that are not settings; all others are, by the names of the schema. */
const OWN = new Set(['src', 'link', 'load', 'start', 'poster', 'label', 'id', 'class', 'style',
  'slot', 'part', 'hidden', 'title', 'dir', 'tabindex', 'role', 'is', 'inert', 'draggable']);
/** What the poster says, before anything of the page is loaded. @type {Record<string, { start: string, resume: string }>} */
const POSTERS = {
  en: { start: 'Start the experiment', resume: 'Continue' },
  de: { start: 'Experiment starten', resume: 'Weiter' },
};

/** In the language the page will have: by the attribute, the link, the browser. @param {HTMLElement} element */
function posterWords(element) {
  const link = new URLSearchParams(element.getAttribute('link')?.replace(/^#/, ''));
  const asked = [element.getAttribute('lang') ?? link.get('lang') ?? '', ...navigator.languages];
  const known = asked.map((tag) => tag.toLowerCase().split('-')[0] ?? '').find((tag) => POSTERS[tag]);
  return /** @type {typeof POSTERS['en']} */ (POSTERS[known ?? 'en']);
}

const isSetting = (/** @type {string} */ name) => !OWN.has(name) && !/^(data-|aria-|on)/.test(name);

/** What the frame tells, by the names of the element's events. @type {Record<string, string>} */
const EVENTS = { state: 'state', change: 'change', notice: 'notice', epoch: 'epoch', goal: 'goal', resize: 'resize',
  error: 'error' };

const SHEET = new CSSStyleSheet(); // no <style>: a host's policy may forbid it
SHEET.replaceSync(`
:host { display: block; position: relative; min-width: 0; height: 560px; contain: strict;
  border: 1px solid #d9dce3; border-radius: 8px; overflow: hidden; background: #f7f8fa; }
:host([hidden]) { display: none; }
#box { position: relative; width: 100%; height: 100%; }
iframe, button, img { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; }
img { object-fit: cover; object-position: left top; }
button { display: grid; place-content: center; justify-items: center; gap: .75em; padding: 1em; cursor: pointer;
  font: 600 16px/1.4 system-ui, sans-serif; color: #1c2029; background: none; }
button.veiled { background: rgb(247 248 250 / .55); }
button > span:first-child { width: 64px; height: 64px; border-radius: 50%; background: #563fd6; display: grid;
  place-content: center; }
button > span:first-child::after { content: ""; margin-left: 5px; border: solid transparent; border-width: 12px 0 12px 20px;
  border-left-color: #fff; }
button > span + span { background: #fff; padding: .1em .6em; border-radius: 4px; }
button:focus-visible { outline: 3px solid #563fd6; outline-offset: -3px; }
button[disabled] { cursor: progress; }
`);

/** Those with a frame, the one used last at the end. @type {Set<BackpropPlayground>} */
const alive = new Set();

/** @param {BackpropPlayground} element */
function use(element) {
  alive.delete(element);
  alive.add(element);
  for (const each of alive) {
    if (alive.size <= MOST_ALIVE) return;
    if (each === element) continue;
    alive.delete(each); // counted off at once; it hands its frame over when it has kept what it needs
    void each.rest();
  }
}

/** The attributes that changed since are told when it goes on.
 * @typedef {{ run: string[], picture: string, plays: boolean, changed: Set<string> }} Kept */
/** @typedef {{ promise: Promise<void>, resolve: () => void, reject: (error: Error) => void }} Greeting */

export class BackpropPlayground extends HTMLElement {
  /** @type {HTMLIFrameElement | null} */ #frame = null;
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  #pending = new Map();
  #nextId = 1;
  /** @type {Greeting | null} */ #greeted = null;
  /** What a rested one goes on from. @type {Kept | null} */
  #kept = null;
  #isGreeted = false;
  /** Called when the frame's script listens. @type {(here: unknown) => void} */ #heard = () => {};
  #origin = '';
  #goal = ''; // the last one told
  #repeats = false; // what was told already
  /** @type {IntersectionObserver | null} */ #seen = null;
  #root = document.createElement('div');
  #watch = new MutationObserver((records) => this.#attributesChanged(records));

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [SHEET];
    this.#root.id = 'box'; // what stands in it keeps its place whatever the host's styles do to the element
    shadow.append(this.#root);
  }

  connectedCallback() {
    addEventListener('message', this.#receive);
    this.#watch.observe(this, { attributes: true });
    this.#showPoster();
    const load = this.getAttribute('load') ?? 'click';
    if (load === 'eager') void this.#awake();
    if (load !== 'visible') return;
    this.#seen = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) void this.#awake();
    });
    this.#seen.observe(this);
  }

  disconnectedCallback() {
    removeEventListener('message', this.#receive);
    this.#watch.disconnect();
    this.#seen?.disconnect();
    this.#drop(new Error('The element was removed.'));
  }

  // ---- the same as window.playground of the page

  get() { return this.#ask('get'); }
  /** @param {object | string} settings */
  set(settings) { return this.#ask('set', settings); }
  /** @param {string} link */
  load(link) { return this.#ask('load', link); }
  link() { return this.#ask('link'); }
  schema() { return this.#ask('schema'); }
  play() { return this.#ask('play'); }
  pause() { return this.#ask('pause'); }
  reset() { return this.#ask('reset'); }
  /** @param {number} [n] @param {'batch' | 'epoch' | 'phase'} [kind] */
  step(n = 1, kind = 'batch') { return this.#ask('step', { n, kind }); }
  snapshot() { return this.#ask('snapshot'); }
  /** @returns {Promise<Blob>} a PNG */
  screenshot() { return this.#ask('screenshot'); }
  /** @param {string} [form] @returns {Promise<Blob>} */
  export(form = 'json') { return this.#ask('export', form); }
  /** @param {Blob | string | object} file what export() made */
  import(file) { return this.#ask('import', file); }

  /** Whether it has a frame of its own, rather than a picture. */
  get isAlive() { return this.#frame !== null; }

  /** What it goes on from when it wakes. @returns {Promise<Kept>} */
  async #whatIsLeft() {
    const { state } = await this.#send('snapshot');
    if (state === 'playing') await this.#send('pause');
    await this.#send('snapshot'); // until training has stopped
    const [run, picture] = await Promise.all([this.#send('run'), this.#send('screenshot').catch(() => null)]);
    return { run, picture: picture ? URL.createObjectURL(picture) : '', plays: state === 'playing', changed: new Set() };
  }

  /** Becomes a still picture of itself and gives its frame, and so its WebGL context, back. */
  async rest() {
    if (!this.#frame) return;
    const frame = this.#frame;
    // On its way up it answers nothing yet, and keeps what it was to go on from.
    if (this.#isGreeted) this.#kept = await this.#whatIsLeft().catch(() => null); // it died: it starts anew
    if (this.#frame !== frame) return;
    this.#drop(new Error('The playground rests; click it, or call a method again.'));
    this.#showPoster();
  }

  // ---- inside

  /** @param {Error} reason */
  #drop(reason) {
    alive.delete(this);
    this.#frame?.remove();
    this.#frame = null;
    for (const { reject } of this.#pending.values()) reject(reason);
    this.#pending.clear();
    this.#greeted?.reject(reason);
    this.#greeted = null;
    this.#isGreeted = false;
  }

  #address() {
    const page = new URL(this.getAttribute('src') ?? 'index.html', this.hasAttribute('src') ? document.baseURI : import.meta.url);
    const settings = new URLSearchParams(this.getAttribute('link')?.replace(/^#/, '').replaceAll('+', '%2B') ?? page.hash.slice(1));
    for (const { name, value } of this.attributes) if (isSetting(name)) settings.set(name, value);
    page.hash = settings.toString();
    return page;
  }

  /** @param {MutationRecord[]} records */
  #attributesChanged(records) {
    const names = new Set(records.map((record) => record.attributeName ?? ''));
    if (!this.#frame) return this.#changedAtRest(names);
    if (names.has('src') || names.has('link')) {
      this.#kept = null;
      this.#drop(new Error('The playground was given another address.'));
      void this.#awake();
      return;
    }
    for (const name of names) {
      const value = this.getAttribute(name);
      if (isSetting(name) && value !== null) this.set({ [name]: value }).catch(() => {});
    }
  }

  /** Told to the frame when there is one. @param {Set<string>} names of attributes */
  #changedAtRest(names) {
    if (names.has('src') || names.has('link')) this.#kept = null;
    for (const name of names) if (isSetting(name)) this.#kept?.changed.add(name);
    if (['src', 'link', 'lang', 'label', 'poster'].some((name) => names.has(name))) this.#showPoster();
  }

  /** Settings by attributes that changed while it rested. @param {Iterable<string>} names */
  #changesOf(names) {
    return Object.fromEntries([...names].map((name) => [name, this.getAttribute(name)]).filter(([, value]) => value !== null));
  }

  #showPoster() {
    const label = this.getAttribute('label') ?? posterWords(this)[this.#kept ? 'resume' : 'start'];
    const picture = this.#kept?.picture || this.getAttribute('poster');
    this.#root.replaceChildren();
    const button = document.createElement('button');
    button.type = 'button';
    button.classList.toggle('veiled', Boolean(picture));
    const [mark, text] = [document.createElement('span'), document.createElement('span')];
    text.textContent = label;
    button.append(mark, text);
    button.addEventListener('click', () => {
      button.disabled = true;
      const plays = this.getAttribute('start') === 'click' && !this.#kept;
      void this.#awake(plays);
    });
    if (picture) {
      const image = document.createElement('img');
      image.src = picture;
      image.alt = '';
      this.#root.append(image, button);
    } else {
      this.#root.append(button);
    }
  }

  /** Makes the frame, and waits until it answers. @param {boolean} [plays] */
  #awake(plays = false) {
    use(this);
    if (this.#greeted) return this.#greeted.promise;
    const greeted = /** @type {Greeting} */ ({});
    greeted.promise = new Promise((resolve, reject) => Object.assign(greeted, { resolve, reject }));
    greeted.promise.catch(() => {});
    this.#greeted = greeted;
    const frame = document.createElement('iframe');
    const address = this.#address();
    this.#origin = address.origin;
    frame.title = this.getAttribute('label') ?? 'Backprop Playground';
    frame.allow = 'clipboard-write; fullscreen';
    frame.src = address.href;
    this.#frame = frame;
    this.#root.append(frame);
    frame.addEventListener('pointerenter', () => use(this));
    void this.#greet(frame, plays || this.getAttribute('start') === 'playing');
    return greeted.promise;
  }

  /** @param {HTMLIFrameElement} frame @param {boolean} plays */
  async #greet(frame, plays) {
    const kept = this.#kept;
    try {
      await this.#hello(frame);
      this.#repeats = Boolean(kept);
      if (kept) await this.#send('repeat', kept.run);
      if (kept?.changed.size) await this.#send('set', this.#changesOf(kept.changed));
      if (kept ? kept.plays : plays) await this.#send('play');
    } catch (error) {
      if (this.#frame === frame) this.#greeted?.reject(/** @type {Error} */ (error));
      return;
    }
    if (this.#frame !== frame) return;
    if (kept) URL.revokeObjectURL(kept.picture);
    this.#kept = null;
    this.#isGreeted = true;
    this.#root.querySelectorAll('button, img').forEach((each) => each.remove());
    this.#greeted?.resolve();
    this.dispatchEvent(new CustomEvent('ready'));
  }

  /** Once the frame's script says that it listens. @param {HTMLIFrameElement} frame */
  async #hello(frame) {
    await new Promise((resolve) => { this.#heard = resolve; });
    if (this.#frame === frame) await this.#send('hello');
  }

  /** Going on after a rest goes through the run again, and reaches its goal again. @param {any} proof */
  #isKnownGoal({ step, hash }) {
    const goal = `${step} ${hash}`;
    const isKnown = this.#repeats && goal === this.#goal;
    this.#goal = goal;
    this.#repeats = false;
    return isKnown;
  }

  /** @param {object} message */
  #post(message) {
    this.#frame?.contentWindow?.postMessage({ ns: NS, v: VERSION, ...message }, this.#origin);
  }

  /** Once greeted. @param {string} type @param {unknown} [payload] @returns {Promise<any>} */
  #send(type, payload) {
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#pending.set(id, { resolve, reject });
      this.#post({ id, type, payload });
    });
  }

  /** @param {string} type @param {unknown} [payload] */
  async #ask(type, payload) {
    await this.#awake();
    return this.#send(type, payload);
  }

  #receive = (/** @type {MessageEvent} */ { source, origin, data }) => {
    if (!this.#frame || source !== this.#frame.contentWindow || data?.ns !== NS) return;
    if (origin !== this.#origin) return;
    const { id, type, payload } = data;
    const asked = this.#pending.get(id);
    if (type === 'here') {
      this.#heard(payload);
    } else if (asked) {
      this.#pending.delete(id);
      if (type === 'error') asked.reject(new Error(payload.message));
      else asked.resolve(payload);
    } else if (Object.hasOwn(EVENTS, type)) {
      if (type === 'goal' && this.#isKnownGoal(payload)) return;
      if (type === 'error') this.#greeted?.reject(new Error(payload.message));
      this.dispatchEvent(new CustomEvent(String(EVENTS[type]), { detail: payload }));
    }
  };
}

if (!customElements.get('backprop-playground')) customElements.define('backprop-playground', BackpropPlayground);
