// Starts the page: loads the program, draws when there is something to draw, and offers
// `window.playground` (docs/API.md). A classic script, so that it runs in opaque origins too.
(() => {
  'use strict';

  const { Program, TrainerLink, TableSource, PanelFiles, attachInput, copyText, unpack } = window.playground;
  const START = { dark: 1, reducedMotion: 2, touch: 4, worker: 8, mac: 16 }; // web_main.cpp
  const BIT = {
    wantsFrame: 1, settings: 2, snapshot: 4, text: 8, clipboard: 16, drawn: 32, picture: 64, file: 128,
  };
  const CURSOR_SHIFT = 8; // web_page.h, FrameBits
  /** ImGuiMouseCursor + 1 */
  const CURSORS = ['none', 'default', 'text', 'move', 'ns-resize', 'ew-resize', 'nesw-resize',
    'nwse-resize', 'pointer', 'wait', 'progress', 'not-allowed'];
  const FRAMES_AFTER_INPUT = 3; // ImGui spreads what happened over a few frames
  const URL_PAUSE_MS = 250;
  const SNAPSHOT_EVENT_MS = 100;
  const STATES = /** @type {const} */ (['paused', 'playing', 'finished', 'diverged']); // RunState
  const FRAMES_KEPT = 1024;
  const UNSEEN_FRAME_MS = 100;
  const EVENTS = ['ready', 'change', 'state', 'snapshot', 'notice', 'error'];

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
  let isReady = false;
  /** @type {(isEditing: boolean) => void} */ let followText = () => {};
  const trainer = new TrainerLink({ onSnapshot: () => wake(1), onDeath: workerDied });
  const program = new Program({ unpack, onArrival: (/** @type {WebAssembly.Module | null} */ later) => {
    if (later) trainer.addLater(later);
    wake();
  } });
  const tables = new TableSource({
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
    if (!pending.length) trainer.setShown(isShown);
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
  }

  // ---- drawing, only when there is something to draw

  let framesLeft = 0;
  let framesDrawn = 0;
  let isScheduled = false;
  let isAnswering = false;
  let isLost = false;
  let isShown = true; // else nothing is drawn once the first picture is there
  let editing = false;
  const frameTimes = new Float32Array(FRAMES_KEPT); // ms, the last ones; GL left out

  function wake(frames = FRAMES_AFTER_INPUT) {
    framesLeft = Math.max(framesLeft, frames);
    if (isScheduled || isLost || !page || isAsleep()) return;
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

  function draw() {
    if (!page || isLost || isAsleep()) return;
    const start = performance.now();
    app.bpGlfw.followPixelRatio();
    const bits = app._bp_frame(page, start / 1000);
    framesLeft = Math.max(0, framesLeft - 1);
    after(bits);
    if (!(bits & BIT.drawn)) return;
    frameTimes[framesDrawn % FRAMES_KEPT] = performance.now() - start - app._bp_gl_ms(page);
    framesDrawn += 1;
  }

  /** What the program copied; its own address means that Share was pressed. @param {string} text */
  function copied(text) {
    void copyText(text);
    if (text === `${address}#${ask('bp_link')}`) void api.share();
  }

  /** What a frame asks of the page. @param {number} bits */
  function after(bits) {
    const cursor = CURSORS[(bits >> CURSOR_SHIFT) & 0xff] ?? 'default';
    if (canvas.style.cursor !== cursor) canvas.style.cursor = cursor;
    editing = (bits & BIT.text) !== 0;
    followText(editing);
    if (bits & BIT.clipboard) copied(ask('bp_take_clipboard'));
    if (bits & BIT.picture) files.pictureTaken();
    if (bits & BIT.file) files.fileMade();
    if (bits & BIT.settings) settingsChanged();
    if (bits & BIT.snapshot) onNewSnapshot();
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
    emit('change', JSON.parse(ask('bp_settings')));
    if (isEmbedded) return;
    clearTimeout(urlTimer);
    urlTimer = window.setTimeout(writeUrl, URL_PAUSE_MS);
  }

  function followTheme() {
    const { theme } = JSON.parse(ask('bp_settings'));
    document.documentElement.dataset['theme'] = theme;
  }

  // ---- what can go wrong

  /** Shows one of the texts of index.html. @param {string} id @param {unknown} [detail] */
  function fail(id, detail) {
    document.body.dataset['state'] = 'failed';
    element(id).hidden = false;
    if (detail) element('detail').textContent = String(detail);
    const error = new Error(element(id).textContent?.trim());
    emit('error', error);
    return error;
  }

  /** @param {string} message */
  function workerDied(message) {
    if (!page) return; // start() goes on without it
    app._bp_worker_died(page);
    emit('error', new Error(`The worker died; training goes on without one, from where it was: ${message}`));
    wake();
  }

  function watchContext() {
    canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault(); // else it never comes back
      isLost = true;
      app._bp_context_lost(page);
    });
    canvas.addEventListener('webglcontextrestored', () => {
      isLost = false;
      app._bp_context_restored(page);
      wake();
    });
  }

  // ---- surroundings

  function watchSurroundings() {
    let isOnScreen = true;
    const follow = () => {
      const isShownNow = isOnScreen && document.visibilityState === 'visible';
      if (isShownNow === isShown) return;
      isShown = isShownNow;
      trainer.setShown(isShown || pending.length > 0);
      if (isShown) wake();
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    new IntersectionObserver(([entry]) => {
      isOnScreen = entry?.isIntersecting ?? true;
      follow();
    }).observe(stage);
    new ResizeObserver(resize).observe(stage);
    media.dark.addEventListener('change', () => {
      app._bp_system_dark(page, Number(media.dark.matches));
      wake();
    });
    media.coarse.addEventListener('change', () => {
      app._bp_touch(page, Number(media.coarse.matches));
      wake();
    });
    window.addEventListener('hashchange', () => void api.load(location.hash.slice(1)));
    watchPixelRatio();
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
      (/^Mac|iPhone|iPad/.test(navigator.platform) ? START.mac : 0)
    );
  }

  function attach() {
    const field = /** @type {HTMLInputElement} */ (element('field'));
    const input = attachInput({
      app, canvas, field, isEmbedded, wake, drawNow,
      onTouch: () => app._bp_touch(page, 1),
      reducedMotion: () => media.reducedMotion.matches,
    });
    followText = input.followText;
    watchContext();
    watchSurroundings();
    tables.acceptDrops(stage, (/** @type {File} */ file) => void api.import(file).catch(() => {}));
    // A page of its own takes the keyboard at once; a guest never takes it.
    if (!isEmbedded && document.activeElement === document.body) input.focus.take();
  }

  async function start() {
    if (!document.createElement('canvas').getContext('webgl2')) throw fail('no-webgl');
    const whole = location.hash.slice(1);
    const link = withoutState(whole);
    try {
      if (!window.createApp) throw new Error('playground.js');
      const module = await program.compile();
      trainer.start(module, link);
      app = await program.instantiate(module, {
        canvas,
        bpHost: Object.assign(trainer, {
          requestTable: (/** @type {string} */ key) => tables.request(key),
          isHere: (/** @type {number} */ place) => program.isHere(place),
        }),
      });
    } catch (error) {
      throw fail('no-program', error);
    }
    const types = ['string', 'string', 'number'];
    page = app.ccall('bp_start', 'number', types, [link, address, startFlags()]);
    if (!page) throw fail('no-webgl');
    attach();
    resize();
    await settled(false);
    drawNow(1);
    if (program.coming) await program.coming.then(() => drawNow(1)); // the link opens such a panel
    followTheme();
    document.body.dataset['state'] = 'ready';
    isReady = true;
    performance.mark('ready');
    arrive(whole);
    await arriving.catch(() => {});
    const notices = JSON.parse(ask('bp_link_notices'));
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

  const api = {
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
    schema: () => JSON.parse(ask('bp_schema')),
    run: () => JSON.parse(ask('bp_run')),
    repeat(/** @type {string[]} */ lines) {
      if (!Array.isArray(lines)) throw new TypeError('repeat: a list of lines, as run() gives.');
      lines.forEach((line) => command(String(line)));
      return settled(true); // it is where it was once it has been replayed
    },
    screenshot() {
      draw(); // the canvas keeps its picture until the end of this task only
      return new Promise((resolve) => { canvas.toBlob(resolve); });
    },
    snapshot: () => snapshot(),
    report: () => JSON.parse(ask('bp_report')),
    maths: () => JSON.parse(ask('bp_maths')),
    picture: (/** @type {string} */ panel) => files.picture(panel),
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
