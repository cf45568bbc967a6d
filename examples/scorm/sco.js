// An experiment as a SCO: tells the learning management system, over the SCORM API of one of the page's
// parents, what the playground in the frame tells by its messages. When the goal is reached the SCO is
// passed with all points; what was done is kept, and done again when the learner comes back.
// A classic script: some systems serve modules as a type that browsers refuse.
(() => {
  'use strict';

  const NS = 'backprop-playground';
  const SAVE_MS = 5000; // while training goes on
  const DEPTH = 500; // of parents, as SCORM's own search allows

  /** What the two versions call the same things. */
  const VERSIONS = [
    {
      api: 'API_1484_11', begin: 'Initialize', end: 'Terminate', get: 'GetValue', set: 'SetValue', commit: 'Commit',
      largest: 64000, status: 'cmi.completion_status', suspend: 'cmi.exit', time: 'cmi.session_time',
      passed: [['cmi.score.min', '0'], ['cmi.score.max', '100'], ['cmi.score.raw', '100'], ['cmi.score.scaled', '1'],
        ['cmi.success_status', 'passed'], ['cmi.completion_status', 'completed']],
      completed: [['cmi.completion_status', 'completed']],
      /** @param {number} s */
      duration: (s) => `PT${Math.floor(s / 3600)}H${Math.floor(s / 60) % 60}M${Math.floor(s % 60)}S`,
    },
    {
      api: 'API', begin: 'LMSInitialize', end: 'LMSFinish', get: 'LMSGetValue', set: 'LMSSetValue', commit: 'LMSCommit',
      largest: 4096, status: 'cmi.core.lesson_status', suspend: 'cmi.core.exit', time: 'cmi.core.session_time',
      passed: [['cmi.core.score.min', '0'], ['cmi.core.score.max', '100'], ['cmi.core.score.raw', '100'],
        ['cmi.core.lesson_status', 'passed']],
      completed: [['cmi.core.lesson_status', 'completed']],
      /** @param {number} s */
      duration: (s) => [s / 3600, s / 60 % 60, s % 60]
        .map((part, i) => String(Math.floor(part)).padStart(i ? 2 : 4, '0')).join(':'),
    },
  ];

  /** @param {Window | null} start @param {string} name @returns {any} */
  function apiAbove(start, name) {
    let at = start;
    for (let i = 0; at && i < DEPTH; i += 1) {
      try {
        const found = /** @type {any} */ (at)[name];
        if (found) return found;
      } catch {
        return null; // a parent of another origin: nothing to be found above either
      }
      if (at.parent === at) return null;
      at = at.parent;
    }
    return null;
  }

  /** The system's API and its words, or null outside of one. */
  function findSystem() {
    for (const words of VERSIONS) {
      const api = apiAbove(window, words.api) ?? apiAbove(window.opener, words.api);
      if (api) return { words, call: (/** @type {string} */ name, /** @type {string[]} */ ...values) => api[name](...values) };
    }
    return null;
  }

  const frame = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
  const hasGoal = /[#&]goal=/.test(frame.src);
  const started = Date.now();
  const system = findSystem();
  let isOver = false;
  let lastSaved = -Infinity;
  /** What is kept: the run's lines, its link, and the proof that a goal was reached. */
  let kept = /** @type {{ run?: string[], link?: string, goal?: any }} */ ({});

  /** @param {string} key @param {string} value */
  const set = (key, value) => system?.call(system.words.set, key, value);

  function begin() {
    if (!system || String(system.call(system.words.begin, '')) !== 'true') return;
    const status = String(system.call(system.words.get, system.words.status));
    if (!/^(passed|completed|failed)$/.test(status)) set(system.words.status, 'incomplete');
    try {
      kept = JSON.parse(system.call(system.words.get, 'cmi.suspend_data') || '{}');
    } catch {
      kept = {}; // of another version of this course
    }
  }

  /** A long run may not fit: its settings and what proves the goal do. */
  function suspendData() {
    const largest = system?.words.largest ?? 0;
    const { link, goal } = kept;
    const { settings, seed, step, hash } = goal ?? {};
    const proof = goal && { settings, seed, step, hash };
    return [kept, { ...kept, goal: proof }, { link, goal: proof }, { goal: proof }]
      .map((data) => JSON.stringify(data)).find((text) => text.length <= largest) ?? '{}';
  }

  function save() {
    if (!system || isOver) return;
    set('cmi.suspend_data', suspendData());
    set(system.words.suspend, 'suspend');
    set(system.words.time, system.words.duration((Date.now() - started) / 1000));
    system.call(system.words.commit, '');
  }

  /** What was done since the last message: the frame lies in the same package, so it can be asked at once. */
  function keepLast() {
    if (document.body.dataset['state'] !== 'ready') return; // what is kept has not been repeated yet
    try {
      const { playground } = /** @type {any} */ (frame.contentWindow);
      kept = { ...kept, run: playground.run(), link: playground.link() };
    } catch {
      // Its window is gone already.
    }
  }

  function end() {
    if (!system || isOver) return;
    keepLast();
    save();
    isOver = true;
    system.call(system.words.end, '');
  }

  /** @param {'passed' | 'completed'} how */
  function finish(how) {
    if (!system) return;
    for (const [key, value] of system.words[how]) set(String(key), String(value));
    save();
  }

  // ---- the frame

  let nextId = 1;
  /** @type {Map<number, (answer: any) => void>} */ const waiting = new Map();

  /** @param {string} type @param {unknown} [payload] @returns {Promise<any>} */
  const ask = (type, payload) => new Promise((resolve) => {
    const id = nextId++;
    waiting.set(id, resolve);
    frame.contentWindow?.postMessage({ ns: NS, v: 1, id, type, payload }, location.origin);
  });

  async function keepRun() {
    lastSaved = Date.now();
    const [run, link] = [await ask('run'), await ask('link')];
    kept = { ...kept, run, link };
    save();
  }

  async function greet() {
    await ask('hello');
    if (kept.run) await ask('repeat', kept.run);
    else if (kept.link) await ask('load', kept.link);
    document.body.dataset['state'] = 'ready';
  }

  /** @type {Record<string, (payload: any) => void>} */
  const events = {
    ready: () => void greet(),
    state: (state) => void (state !== 'playing' && keepRun()),
    change: () => void keepRun(),
    epoch: ({ epoch }) => {
      if (Date.now() > lastSaved + SAVE_MS) void keepRun();
      if (!hasGoal && epoch > 0) finish('completed');
    },
    goal: (goal) => {
      kept = { ...kept, goal }; // whoever doubts it can replay it
      finish('passed');
    },
  };

  addEventListener('message', ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== location.origin || data?.ns !== NS) return;
    const answer = waiting.get(data.id);
    if (answer) {
      waiting.delete(data.id);
      if (data.type !== 'error') answer(data.payload);
    } else if (Object.hasOwn(events, data.type)) {
      events[data.type]?.(data.payload);
    }
  });

  begin();
  addEventListener('pagehide', end);
})();
