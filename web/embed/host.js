// The page as a guest: what a host page may ask of it by postMessage, and what it tells the host
// (docs/EMBED.md, messages.schema.json). Only the embedding window is heard, and only it writes after
// its hello, from the origin the hello came from.
(() => {
  'use strict';

  const NS = 'backprop-playground';
  const VERSION = 1;
  const EPOCH_EVENT_MS = 250;
  const KINDS = /** @type {const} */ (['batch', 'epoch', 'phase']);

  /** @param {Window} host the embedding window @param {any} playground the page's API */
  function attach(host, playground) {
    /** @type {string | null} */ let origin = null; // the host's, once it said hello

    /** @param {string} type @param {unknown} payload @param {unknown} [id] */
    function tell(type, payload, id) {
      // Before the hello nothing is told but that there is somebody.
      const target = origin && origin !== 'null' ? origin : '*';
      host.postMessage({ ns: NS, v: VERSION, id, type, payload }, target);
    }

    /** @param {any} value @param {string} what */
    function whole(value, what) {
      if (value === undefined) return 1;
      if (!Number.isInteger(value) || value < 1) throw new RangeError(`${what} is a whole number from 1 on, not ${value}.`);
      return value;
    }

    /** @type {Record<string, (payload: any) => unknown>} */
    const requests = {
      get: () => playground.get(),
      set: (settings) => {
        const isUsable = typeof settings === 'string' || (typeof settings === 'object' && settings);
        if (!isUsable) throw new TypeError('set: the payload is an object of settings, or a link.');
        return { notices: playground.set(settings), settings: playground.get() };
      },
      load: (link) => ({ notices: playground.load(String(link ?? '')), settings: playground.get() }),
      link: () => playground.link(),
      schema: () => playground.schema(),
      play: () => playground.play(),
      pause: () => playground.pause(),
      reset: () => playground.reset(),
      step: (how) => {
        const { n, kind = 'batch' } = how ?? {};
        if (!KINDS.includes(kind)) throw new RangeError(`step: kind is one of ${KINDS.join(', ')}, not ${kind}.`);
        const method = { batch: 'step', epoch: 'epoch', phase: 'phase' }[/** @type {'batch'} */ (kind)];
        return playground[method](whole(n, 'step: n'));
      },
      snapshot: () => playground.settled(),
      run: () => playground.run(),
      repeat: (lines) => playground.repeat(lines),
      screenshot: () => playground.screenshot(),
      export: (form) => playground.export(form ?? undefined),
      import: (file) => playground.import(file),
    };

    /** @param {any} message */
    async function answer({ id, type, payload }) {
      try {
        const action = Object.hasOwn(requests, type) ? requests[type] : null;
        if (!action) throw new RangeError(`No request "${type}"; there are ${Object.keys(requests).join(', ')}.`);
        await playground.ready;
        tell('result', await action(payload), id);
      } catch (error) {
        tell('error', { message: /** @type {Error} */ (error).message }, id);
      }
    }

    addEventListener('message', ({ source, origin: from, data }) => {
      if (source !== host || data?.ns !== NS) return;
      if (data.v !== VERSION) return tell('error', { message: `Version ${data.v} of the messages is unknown; this page speaks ${VERSION}.` }, data.id);
      if (data.type === 'hello') {
        origin ??= from;
        playground.begin();
        if (from === origin) tell('welcome', { version: VERSION, requests: Object.keys(requests) }, data.id);
        return;
      }
      if (from !== origin) return tell('error', { message: 'Say hello first: {type: "hello"}.' }, data.id);
      void answer(data);
    });

    let epoch = -1;
    let lastTold = -Infinity;
    playground.on('snapshot', (/** @type {any} */ s) => {
      if (origin === null || s.epoch === epoch || performance.now() < lastTold + EPOCH_EVENT_MS) return;
      ({ epoch } = s);
      lastTold = performance.now();
      tell('epoch', { epoch, step: s.step, state: s.state, train: s.train, test: s.test, hash: s.hash });
    });
    for (const name of ['state', 'change', 'notice', 'goal']) {
      playground.on(name, (/** @type {unknown} */ detail) => origin !== null && tell(name, detail));
    }
    playground.on('error', (/** @type {Error} */ error) => tell('error', { message: error.message }));
    tell('here', { version: VERSION });
    const height = Number(new URLSearchParams(location.search).get('lti'));
    playground.ready.then(() => {
      tell('ready', { version: VERSION });
      if (height > 0) host.postMessage({ subject: 'lti.frameResize', height }, '*'); // asked for: docs/EMBED.md
      new ResizeObserver(() => origin !== null && tell('resize', { width: innerWidth, height: innerHeight }))
        .observe(document.documentElement);
    }, () => {});
  }

  if (window.parent !== window) attach(window.parent, window.playground);
})();
