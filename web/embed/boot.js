// Starts the page: loads the program, draws when there is something to draw, and offers
// `window.playground` (docs/API.md). A classic script, so that it runs in opaque origins too.
(() => {
  'use strict';

  const {
    Words, Program, TrainerLink, TableSource, PanelFiles, attachInput, copyText, unpack,
  } = window.playground;
  const START = { dark: 1, reducedMotion: 2, touch: 4, worker: 8, mac: 16, blind: 32 }; // web_main.cpp
  const BIT = {
    wantsFrame: 1, settings: 2, snapshot: 4, text: 8, clipboard: 16, drawn: 32, picture: 64, file: 128,
    notices: 32768,
  };
  const [CURSOR_SHIFT, REST_SHIFT] = [8, 16]; // web_page.h, FrameBits
  /** ImGuiMouseCursor + 1 */
  const CURSORS = ['none', 'default', 'text', 'move', 'ns-resize', 'ew-resize', 'nesw-resize',
    'nwse-resize', 'pointer', 'wait', 'progress', 'not-allowed'];
  const FRAMES_AFTER_INPUT = 3; // ImGui spreads what happened over a few frames
  const URL_PAUSE_MS = 250;
  const SNAPSHOT_EVENT_MS = 100;
  const STATES = /** @type {const} */ (['paused', 'playing', 'finished', 'diverged']); // RunState
  const FRAMES_KEPT = 1024;
  const UNSEEN_FRAME_MS = 100;
  const LOST_MS = 300;
  const EVENTS = ['ready', 'change', 'state', 'snapshot', 'notice', 'goal', 'error', 'language'];

  /** @param {string} id */
  const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const stage = element('stage');
  const canvas = /** @type {HTMLCanvasElement} */ (element('canvas'));
  const address = location.href.split('#')[0] ?? '';
  const isEmbedded = window.top !== window;
  const media = {
    dark: matchMedia('(prefers-color-scheme: dark)'),
    reducedMotion: matchMedia('(prefers-reduced-motion: reduce)'),
    coarse: matchMedia('(pointer: coarse)'),
  };

  /** @type {AppModule} */ let app;
  let page = 0; // the Page of web_main.cpp
  let isBlind = false; // no WebGL 2: all is told in words
  let isReady = false;
  /** @type {(isEditing: boolean) => void} */ let followText = () => {};
  const words = new Words();
  const trainer = new TrainerLink({ onSnapshot: () => wake(1), onDeath: workerDied });
  const say = words.say.bind(words);
  const program = new Program({ unpack, say, onArrival: (/** @type {WebAssembly.Module | null} */ later) => {
    if (later) trainer.addLater(later);
    wake();
  } });
  const tables = new TableSource({
    say,
    onTable: (/** @type {string} */ key, /** @type {string} */ csv) => give('bp_table', key, csv),
    onFailure: (/** @type {string} */ key, /** @type {string} */ message) => give('bp_table_failed', key, message),
  });

  // ---- asking the program

  /** @param {string} name @param {string[]} texts @returns {string} */
  const ask = (name, ...texts) =>
    app.ccall(name, 'string', ['number', ...texts.map(() => 'string')], [page, ...texts]);

  /** Hands texts of any length over. @param {string} name @param {string[]} texts */
  function give(name, ...texts) {
    const at = texts.map((text) => app.stringToNewUTF8(text)); // too long for the stack
    app.ccall(name, null, ['number', ...at.map(() => 'number')], [page, ...at]);
    at.forEach((pointer) => app._free(pointer));
    wake();
  }

  // ---- what a link or a file has besides settings: modules that are fetched on use

  const STATE = /(^|&)(w|log|at|of|hash)=[^&]*/g; // state.mjs
  /** @type {Promise<unknown>} */ let arriving = Promise.resolve();

  /** @param {string} link */
  const withoutState = (link) => link.replace(STATE, '');
  /** @param {string} text */
  const tell = (text) => {
    give('bp_tell', text);
    emit('notice', [text]);
  };

  /** @param {string} name of a module @param {(module: any) => unknown} use */
  function later(name, use) {
    const done = import(new URL(name, document.baseURI).href).then(use);
    done.catch((error) => tell(String(error.message)));
    return done;
  }

  const tools = () => ({ api, command, tell, settled, files, give });

  /** @param {string} link */
  function arrive(link) {
    if (withoutState(link) !== link) arriving = later('state.mjs', (state) => state.arrive(link, tools()));
    if (/(^|&)start=playing(&|$)/.test(link)) arriving = arriving.then(() => command('play'));
    arriving.catch(() => {});
  }

  /** Carries a command line out; returns the notices. @param {string} line @returns {string[]} */
  function command(line) {
    if (!page) throw new Error('The playground is not ready; wait for playground.ready.');
    const answer = JSON.parse(ask('bp_command', line.replace(/[\r\n]+/g, ' ')));
    wake();
    if (answer.error) throw new RangeError(answer.error);
    if (answer.notices.length) emit('notice', answer.notices);
    return answer.notices;
  }

  const files = new PanelFiles({
    ask, wake, copyText,
    order: (/** @type {string} */ panel) =>
      app.ccall('bp_order_picture', 'number', ['number', 'string'], [page, panel]) !== 0,
    bytes: (/** @type {number} */ at, /** @type {number} */ size) => app.HEAPU8.subarray(at, at + size),
    tell: (/** @type {string} */ name, /** @type {number} */ end) =>
      app.ccall('bp_saved', null, ['number', 'string', 'number'], [page, name, end]),
  });

  // ---- events and promises

  /** @type {Map<string, Set<Function>>} */
  const listeners = new Map(EVENTS.map((name) => [name, new Set()]));

  /** @param {string} name @param {unknown} detail */
  function emit(name, detail) {
    for (const listener of listeners.get(name) ?? []) {
      try {
        listener(detail);
      } catch (error) {
        reportError(error); // a host's mistake must not stop the page
      }
    }
  }

  /** @type {{ command: number, waitsForPause: boolean, resolve: Function }[]} */
  let pending = [];
  /** @type {PlaygroundSnapshot | null} */ let newest = null; // parsed when asked for
  /** @type {typeof STATES[number]} */ let lastState = 'paused';
  let goalsTold = 0;
  /** Of a frame; see release.mjs. @type {import('./release.mjs').Release | null} */ let release = null;
  let lastEventTime = 0;
  let eventTimer = 0;

  /** @returns {PlaygroundSnapshot} */
  function snapshot() {
    newest ??= /** @type {PlaygroundSnapshot} */ (JSON.parse(ask('bp_snapshot')));
    return newest;
  }

  /** The snapshot that has seen every command so far. @param {boolean} waitsForPause */
  function settled(waitsForPause) {
    return new Promise((resolve) => {
      pending.push({ command: app._bp_posted(page), waitsForPause, resolve });
      trainer.setShown(true); // what is asked for is done, seen or not
      void release?.back();
      wake(1);
      answerUnseen();
      answerPending();
    });
  }

  function answerPending() {
    if (!pending.length) return;
    const answered = app._bp_answered(page);
    const isPlaying = STATES[app._bp_state(page)] === 'playing';
    const isUnderWay = () => isPlaying || snapshot().timeline.replaying;
    const isDone = (/** @type {typeof pending[0]} */ p) =>
      answered >= p.command && !(p.waitsForPause && isUnderWay());
    const done = pending.filter(isDone);
    pending = pending.filter((p) => !isDone(p));
    if (!pending.length) {
      trainer.setShown(isShown);
      release?.follow(isShown);
    }
    for (const { resolve } of done) resolve(snapshot());
  }

  function tellSnapshot() {
    clearTimeout(eventTimer);
    const wait = lastEventTime + SNAPSHOT_EVENT_MS - performance.now();
    if (wait > 0) {
      eventTimer = window.setTimeout(tellSnapshot, wait);
      return;
    }
    lastEventTime = performance.now();
    emit('snapshot', snapshot());
  }

  function onNewSnapshot() {
    newest = null;
    answerPending();
    if (listeners.get('snapshot')?.size) tellSnapshot();
    const state = STATES[app._bp_state(page)] ?? lastState;
    if (state !== lastState) emit('state', (lastState = state));
    const goals = app._bp_goals(page);
    if (goals && goals !== goalsTold) emit('goal', JSON.parse(ask('bp_goal')));
    goalsTold = goals || goalsTold;
  }

  // ---- drawing, only when there is something to draw

  let framesLeft = 0;
  let framesDrawn = 0;
  let isScheduled = false;
  let isAnswering = false;
  let isLost = false;
  let lostTimer = 0;
  let restTimer = 0;
  let isShown = true; // else nothing is drawn once the first picture is there
  let editing = false;
  const frameTimes = new Float32Array(FRAMES_KEPT); // ms, the last ones; GL left out

  function wake(frames = FRAMES_AFTER_INPUT) {
    framesLeft = Math.max(framesLeft, frames);
    if (isScheduled || !page || isAsleep()) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      draw();
    });
  }

  /** A page that is not seen gets no animation frames, but may have been asked something. */
  function answerUnseen() {
    if (isAnswering || !pending.length) return;
    isAnswering = true;
    const before = framesDrawn;
    setTimeout(() => {
      isAnswering = false;
      if (pending.length && framesDrawn === before) draw();
      answerUnseen();
    }, UNSEEN_FRAME_MS);
  }

  /** Unseen, with nobody waiting for an answer. */
  const isAsleep = () => !isShown && isReady && !pending.length;

  /** @param {boolean} [isAsked] also where nobody sees it */
  function draw(isAsked = false) {
    if (!page || (isAsleep() && !isAsked)) return;
    const start = performance.now();
    app.bpGlfw?.followPixelRatio();
    const bits = app._bp_frame(page, start / 1000);
    framesLeft = Math.max(0, framesLeft - 1);
    after(bits);
    if (!(bits & BIT.drawn)) return;
    frameTimes[framesDrawn % FRAMES_KEPT] = performance.now() - start - app._bp_gl_ms(page);
    framesDrawn += 1;
  }

  /** What the program copied; its own address means that Share was pressed. @param {string} text */
  function copied(text) {
    void files.copy(text);
    if (text === `${address}#${ask('bp_link')}`) void api.share();
  }

  /** What a frame asks of the page. @param {number} bits */
  function after(bits) {
    const cursor = CURSORS[(bits >> CURSOR_SHIFT) & 0x7f] ?? 'default';
    if (canvas.style.cursor !== cursor) canvas.style.cursor = cursor;
    editing = (bits & BIT.text) !== 0;
    followText(editing);
    if (bits & BIT.clipboard) copied(ask('bp_take_clipboard'));
    if (bits & BIT.picture) files.pictureTaken();
    if (bits & BIT.file) files.fileMade();
    if (bits & BIT.notices) emit('notice', JSON.parse(ask('bp_take_notices')));
    if (bits & BIT.settings) settingsChanged();
    if (bits & BIT.snapshot) onNewSnapshot();
    clearTimeout(restTimer);
    const rest = bits >> REST_SHIFT;
    if (rest) restTimer = window.setTimeout(wake, rest, 1);
    if (framesLeft > 0 || bits & BIT.wantsFrame) wake(framesLeft);
  }

  /** The last frames' own work in ms, oldest first. */
  function lastFrameTimes() {
    const next = framesDrawn % FRAMES_KEPT;
    const isFull = framesDrawn >= FRAMES_KEPT;
    return [...(isFull ? frameTimes.subarray(next) : []), ...frameTimes.subarray(0, next)];
  }

  /** @param {number} frames */
  function drawNow(frames) {
    for (let i = 0; i < frames; i += 1) draw();
  }

  function resize() {
    const { width, height } = stage.getBoundingClientRect();
    app._bp_resize(page, Math.floor(width), Math.floor(height));
    draw(); // resizing clears the canvas: refill it before it is shown
    wake();
  }

  // ---- settings, the address, the theme

  let urlTimer = 0;

  /** Writes the settings into the address: of the page itself only, never of an embedding. */
  function writeUrl() {
    const link = ask('bp_link');
    if (link !== location.hash.slice(1)) history.replaceState(history.state, '', `#${link}`);
  }

  function settingsChanged() {
    newest = null; // it names the settings
    followTheme();
    void followLanguage();
    emit('change', JSON.parse(ask('bp_settings')));
    if (isEmbedded) return;
    clearTimeout(urlTimer);
    urlTimer = window.setTimeout(writeUrl, URL_PAUSE_MS);
  }

  function followTheme() {
    const { theme } = JSON.parse(ask('bp_settings'));
    document.documentElement.dataset['theme'] = theme;
  }

  /** Loads the language that is asked for; false if it stays. @param {string | null} asked */
  async function speak(asked) {
    return words.use(asked).catch((/** @type {Error} */ error) => {
      spoken.push(error.message);
      return false;
    });
  }
  /** @type {string[]} */ const spoken = []; // what had to be said about it

  async function followLanguage() {
    const { lang } = JSON.parse(ask('bp_settings'));
    if (lang === words.asked) return;
    if (await speak(lang)) {
      give('bp_language', words.language, words.source);
      emit('language', words.language);
    }
    if (spoken.length) emit('notice', spoken.splice(0));
  }

  // ---- what can go wrong

  /** Shows one of the texts of index.html. @param {string} id @param {unknown} [detail] */
  function fail(id, detail) {
    document.body.dataset['state'] = 'failed';
    element(id).hidden = element('again').hidden = false;
    if (detail) element('detail').textContent = String(detail);
    const error = new Error(element(id).textContent?.trim());
    emit('error', error);
    return error;
  }

  /** @param {string} message */
  function workerDied(message) {
    if (!page) return; // start() goes on without it
    app._bp_worker_died(page);
    emit('error', new Error(say('worker-died', 'The worker died; training goes on without one, from where it was: {0}', message)));
    wake();
  }

  function watchContext() {
    canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault(); // else it never comes back
      setLost(true);
      app._bp_context_lost(page);
      wake();
    });
    canvas.addEventListener('webglcontextrestored', () => {
      setLost(false);
      app._bp_context_restored(page);
      wake();
    });
  }

  /** Told when somebody sees it, and it does not come back at once. @param {boolean} isLostNow */
  function setLost(isLostNow) {
    isLost = isLostNow;
    clearTimeout(lostTimer);
    const isTold = isLost && isShown && document.body.dataset['state'] === 'losing';
    document.body.dataset['state'] = !isLost ? 'ready' : isTold ? 'lost' : 'losing';
    for (const id of ['lost', 'again', 'in-words']) element(id).hidden = !isTold;
    if (isLost && !isTold) lostTimer = window.setTimeout(() => setLost(true), LOST_MS);
  }

  // ---- the page in words (mirror.mjs), fetched when somebody comes who may want it

  /** @type {Promise<any> | null} */ let inWords = null;

  /** @returns {Promise<any>} */
  function fetchWords() {
    const coming = inWords ??= program.need()
      .then(() => import(new URL('mirror.mjs', document.baseURI).href))
      .then((/** @type {any} */ { attach }) => attach({
        api, files, canvas, isBlind, copyText, wake,
        ask: (/** @type {string} */ name, /** @type {string[]} */ ...texts) => ask(name, ...texts),
        figures: (/** @type {boolean} */ isWanted) =>
          app.ccall('bp_figures', 'string', ['number', 'number'], [page, Number(isWanted)]),
        enter: (/** @type {number} */ layer) => {
          app.ccall('bp_enter', null, ['number', 'number'], [page, layer]);
          wake();
        },
      }));
    coming.catch(() => { inWords = null; }); // to be tried again
    return coming;
  }

  async function openWords() {
    const button = element('controls');
    button.setAttribute('aria-busy', 'true');
    try {
      await api.ready;
      (await fetchWords()).open();
    } catch (error) {
      button.textContent = say('no-controls', 'The controls could not be loaded. Try again ({0})', /** @type {Error} */ (error).message);
    }
    button.removeAttribute('aria-busy');
  }

  function offerWords() {
    for (const id of ['skip', 'controls', 'in-words']) {
      element(id).addEventListener('click', (event) => {
        event.preventDefault(); // no part of a permalink
        void openWords();
      });
    }
    element('again').addEventListener('click', () => location.reload());
    const expect = () => void (isReady && fetchWords().catch(() => {}));
    for (const id of ['skip', 'controls']) element(id).addEventListener('focus', expect);
    document.addEventListener('keydown', expect);
  }

  // ---- surroundings

  function watchSurroundings() {
    let isOnScreen = true;
    const follow = () => {
      const isShownNow = isOnScreen && document.visibilityState === 'visible';
      if (isShownNow === isShown) return;
      isShown = isShownNow;
      trainer.setShown(isShown || pending.length > 0);
      release?.follow(isShown);
      if (isShown) wake();
    };
    follow();
    if (isEmbedded) void takeTurns();
    document.addEventListener('visibilitychange', follow);
    new IntersectionObserver(([entry]) => {
      isOnScreen = entry?.isIntersecting ?? true;
      follow();
    }).observe(isBlind ? document.body : stage);
    new ResizeObserver(resize).observe(stage);
    media.dark.addEventListener('change', () => {
      app._bp_system_dark(page, Number(media.dark.matches));
      wake();
    });
    media.reducedMotion.addEventListener('change', () => {
      app._bp_reduced_motion(page, Number(media.reducedMotion.matches));
    });
    media.coarse.addEventListener('change', () => {
      app._bp_touch(page, Number(media.coarse.matches));
      wake();
    });
    window.addEventListener('hashchange', () => void api.load(location.hash.slice(1)));
    watchPixelRatio();
  }

  /** Frames of a page share the browser's few WebGL contexts. */
  async function takeTurns() {
    const { Release } = await import('./release.mjs').catch(() => ({ Release: null })); // a single file has none
    if (!Release) return;
    release = new Release({ canvas, draw: () => draw(true), isBusy: () => pending.length > 0 });
    release.follow(isShown);
  }

  /** A window dragged to another screen, or zoomed: the query holds for one ratio only. */
  function watchPixelRatio() {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', () => {
      resize();
      watchPixelRatio();
    }, { once: true });
  }

  // ---- start

  function startFlags() {
    return (
      (media.dark.matches ? START.dark : 0) |
      (media.reducedMotion.matches ? START.reducedMotion : 0) |
      (media.coarse.matches ? START.touch : 0) |
      (trainer.worker ? START.worker : 0) |
      (isBlind ? START.blind : 0) |
      (/^Mac|iPhone|iPad/.test(navigator.platform) ? START.mac : 0)
    );
  }

  function attach() {
    watchSurroundings();
    if (isBlind) return;
    const field = /** @type {HTMLInputElement} */ (element('field'));
    const input = attachInput({
      app, canvas, field, isEmbedded, wake, drawNow,
      onTouch: () => app._bp_touch(page, 1),
      reducedMotion: () => media.reducedMotion.matches,
    });
    followText = input.followText;
    watchContext();
    const isFree = () => app.ccall('bp_is_free', 'number', ['number', 'string'], [page, 'data']) !== 0;
    tables.acceptDrops(stage, isFree, (/** @type {File} */ file) => void api.import(file).catch(() => {}));
    // A page of its own takes the keyboard at once; a guest never takes it.
    if (!isEmbedded && document.activeElement === document.body) input.focus.take();
  }

  /** Called by a host's hello. */ let begin = () => {};

  /** A frame begins when it is seen, so that those below on the page do not take all WebGL contexts, or
   * when its host has said hello. @returns {Promise<unknown>} */
  const begun = () => new Promise((resolve) => {
    begin = () => resolve(undefined);
    if (!isEmbedded) return begin();
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      begin();
    });
    seen.observe(stage);
  });

  async function start() {
    offerWords();
    const whole = location.hash.slice(1);
    const language = speak(new URLSearchParams(whole).get('lang'));
    await begun();
    isBlind = !document.createElement('canvas').getContext('webgl2');
    const link = withoutState(whole);
    try {
      if (!window.createApp) throw new Error('playground.js');
      const module = await program.compile();
      const isTrimmed = /(^|&)(hide|lock|goal)=/.test(link); // tools/split/later.txt
      if (!isTrimmed) trainer.start(module, link);
      app = await program.instantiate(module, {
        canvas,
        bpHost: Object.assign(trainer, {
          requestTable: (/** @type {string} */ key) => tables.request(key),
          isHere: (/** @type {number} */ place) => program.isHere(place),
        }),
      });
      if (isTrimmed) {
        await program.need();
        trainer.start(module, link, program.arrived);
      }
    } catch (error) {
      await language;
      throw fail('no-program', error);
    }
    await language;
    const types = ['string', 'string', 'string', 'string', 'number'];
    const begin = () =>
      app.ccall('bp_start', 'number', types, [link, address, words.language, words.source, startFlags()]);
    page = begin();
    if (!page && !isBlind) {
      isBlind = true;
      page = begin();
    }
    attach();
    resize();
    await settled(false);
    drawNow(1);
    if (program.coming) await program.coming.then(() => drawNow(1)); // the link opens such a panel
    followTheme();
    document.body.dataset['state'] = isBlind ? 'words' : 'ready';
    isReady = true;
    performance.mark('ready');
    arrive(whole);
    await arriving.catch(() => {});
    if (isBlind) {
      element('no-webgl').hidden = false;
      emit('error', new Error(element('no-webgl').textContent?.trim()));
      await fetchWords().then((mirror) => mirror.open());
    }
    void followLanguage(); // the program may have understood the link's otherwise
    const notices = [...JSON.parse(ask('bp_link_notices')), ...spoken.splice(0)];
    if (notices.length) emit('notice', notices);
    emit('ready', api);
    return api;
  }

  // ---- the one global

  /** @param {string | Record<string, unknown>} partial @returns {[string, string][]} */
  function pairs(partial) {
    const list = typeof partial === 'string'
      ? [...new URLSearchParams(partial.replace(/^[#?]/, '').replaceAll('+', '%2B'))]
      : Object.entries(partial).map(([key, value]) => /** @type {[string, string]} */ (
        [key, typeof value === 'boolean' ? String(Number(value)) : String(value)]));
    // A data set brings its own noise and loss, so it comes before what overrides them.
    return list.sort(([a], [b]) => Number(b === 'data') - Number(a === 'data'));
  }

  function mustDraw() {
    if (isBlind || isLost) throw new Error(say('no-picture', 'There is no picture without WebGL.'));
  }

  const api = {
    begin: () => begin(),
    ready: /** @type {Promise<any>} */ (Promise.resolve()),
    get: () => JSON.parse(ask('bp_settings')),
    set: (/** @type {string | Record<string, unknown>} */ partial) =>
      pairs(partial).flatMap(([key, value]) => command(`set ${key} ${value}`)),
    play: () => void command('play'),
    pause: () => void command('pause'),
    reset: () => void command('reset'),
    step: (n = 1) => (command(`step ${n}`), settled(true)),
    epoch: (n = 1) => (command(`epoch ${n}`), settled(true)),
    seek: (/** @type {number} */ step) => (command(`seek ${step}`), settled(true)),
    pin() {
      const { pinned } = JSON.parse(ask('bp_pin'));
      wake();
      return pinned || null;
    },
    pins: () => JSON.parse(ask('bp_pins')).pins,
    access: ({ hide = '', lock = '' } = JSON.parse(ask('bp_settings'))) => JSON.parse(ask('bp_access', hide, lock)),
    async check() {
      await program.need();
      command('check');
      return (await settled(false)).check ?? null;
    },
    edit: (/** @type {{layer: number, unit: number, input?: number, value: number}} */ { layer, unit, input = 0, value }) =>
      (command(`edit ${layer}.${unit}.${input} ${value}`), settled(false)),
    phase: (n = 1) => (command(`phase ${n}`), settled(false)),
    open: (/** @type {string} */ csv) => (give('bp_table', 'own', csv), settled(false)),
    load(/** @type {string} */ link) {
      const notices = command(`load ${withoutState(link)}`);
      arrive(link);
      return notices;
    },
    links: () => later('state.mjs', (state) => settled(false).then(() => state.linksNow(api))),
    share: () => later('share.mjs', ({ share }) => share(tools())),
    export: (form = 'json') => later('files.mjs', (use) => use.exported(form, tools())),
    import: (/** @type {Blob | string | object} */ what) => later('files.mjs', (use) => use.opened(what, tools())),
    link: () => ask('bp_link'),
    say,
    language: () => words.language,
    words: () => words.source,
    schema: () => JSON.parse(ask('bp_schema')),
    run: () => JSON.parse(ask('bp_run')),
    repeat(/** @type {string[]} */ lines) {
      if (!Array.isArray(lines)) throw new TypeError('repeat: a list of lines, as run() gives.');
      lines.forEach((line) => command(String(line)));
      return settled(true); // it is where it was once it has been replayed
    },
    async screenshot() {
      await release?.back();
      mustDraw();
      draw(true); // the canvas keeps its picture until the end of this task only
      return new Promise((resolve) => { canvas.toBlob(resolve); });
    },
    snapshot: () => snapshot(),
    report: () => JSON.parse(ask('bp_report')),
    maths: () => JSON.parse(ask('bp_maths')),
    picture: async (/** @type {string} */ panel) => {
      await release?.back();
      mustDraw();
      return files.picture(panel);
    },
    data: (/** @type {string} */ panel) => files.data(panel),
    settled: () => arriving.then(() => settled(false)),
    on(/** @type {string} */ name, /** @type {Function} */ listener) {
      const set = listeners.get(name);
      if (!set) throw new RangeError(`No event "${name}"; there are ${EVENTS.join(', ')}.`);
      set.add(listener);
      return () => void set.delete(listener);
    },
    diagnostics: () => ({
      frames: framesDrawn,
      frameTimes: lastFrameTimes(),
      shown: isShown,
      pictureShare: page ? snapshot().picture_share : 0,
      memory: app?.HEAPU8.length ?? 0,
      worker: trainer.worker !== null,
      embedded: isEmbedded,
      editing,
      contextLost: isLost,
      places: JSON.parse(ask('bp_places')),
    }),
    workerCounts: () => trainer.counts(),
  };
  window.playground = api;
  api.ready = start();
  api.ready.catch(() => {}); // shown on the page already
})();
