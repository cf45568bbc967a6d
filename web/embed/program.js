// The program and how it gets here: playground.wasm, all that a first visit needs, and later.wasm, what
// some panels need besides (tools/split/later.txt). The functions of the second have places in the
// program's table from the start; until it has come, calling one fetches it on the spot.
(() => {
  'use strict';

  const RETRY_MS = 5000;
  const HERE = { coming: 0, yes: 1, no: 2 }; // Here of web/views/ui_state.h

  /** @param {string} name */
  const address = (name) => new URL(`${name}.wasm.lzma`, document.baseURI);

  /** @param {string} name @returns {Promise<Uint8Array>} */
  async function fetched(name) {
    const response = await fetch(address(name));
    if (!response.ok) throw new Error(`${name}.wasm: ${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  /** Where there is no waiting. @param {string} name */
  function fetchedNow(name) {
    const request = new XMLHttpRequest();
    request.open('GET', address(name), false);
    request.overrideMimeType('text/plain; charset=x-user-defined'); // bytes, one a character
    request.send();
    if (request.status >= 400) throw new Error(`${name}.wasm: ${request.status} ${request.statusText}`);
    return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0) & 0xff);
  }

  /** Whether a service worker answers: it does not hear what is asked for without waiting. */
  const isKept = () =>
    window.top === window && window.origin !== 'null' && Boolean(navigator.serviceWorker?.controller);

  class Program {
    /** Once later.wasm has come. @type {WebAssembly.Module | null} */ arrived = null;
    /** Places in the table that later.wasm fills. @type {Set<number>} */ missing = new Set();
    /** @type {WebAssembly.Exports} */ exports = {};
    /** @type {Promise<void> | null} */ coming = null;
    failed = -Infinity; // when
    /** later.wasm.lzma, if it was at hand from the start. @type {Uint8Array | null} */ later = null;

    /** @param {{ unpack: (packed: Uint8Array) => Uint8Array, say: (id: string, english: string) => string, onArrival: (later: WebAssembly.Module | null) => void }} o */
    constructor(o) {
      this.o = o;
    }

    /** @returns {Promise<WebAssembly.Module>} */
    async compile() {
      const kept = isKept() ? fetched('later').catch(() => null) : null;
      const module = await WebAssembly.compile(this.unpacked(await fetched('playground')));
      this.later = await kept;
      const later = WebAssembly.Module.imports(module).filter((each) => each.module === 'placeholder');
      this.missing = new Set(later.map((each) => Number(each.name)));
      return module;
    }

    /** @param {Uint8Array} packed @returns {BufferSource} */
    unpacked(packed) {
      return /** @type {BufferSource} */ (this.o.unpack(packed));
    }

    /** @param {WebAssembly.Module} module @param {object} options of createApp() */
    instantiate(module, options) {
      return createApp({
        ...options,
        noInitialRun: true,
        /** @param {WebAssembly.Imports} imports @param {Function} done */
        instantiateWasm: (imports, done) => {
          imports['placeholder'] = new Proxy({}, { get: (_, place) => this.#standIn(Number(place)) });
          WebAssembly.instantiate(module, imports).then((instance) => {
            this.exports = instance.exports;
            done(instance, module);
          });
          return {};
        },
      });
    }

    /** @param {number} place */
    #standIn(place) {
      return (/** @type {any[]} */ ...args) => {
        if (this.missing.size) this.#add(new WebAssembly.Module(this.unpacked(this.later ?? fetchedNow('later'))));
        const tables = Object.values(this.exports).filter((each) => each instanceof WebAssembly.Table);
        return /** @type {Function} */ (tables[0]?.get(place))(...args);
      };
    }

    /** Puts its functions into the table. @param {WebAssembly.Module} module */
    #add(module) {
      if (!this.missing.size) return;
      new WebAssembly.Instance(module, { primary: this.exports });
      this.missing.clear();
      this.arrived = module;
      this.o.onArrival(module);
    }

    async #fetchLater() {
      try {
        this.#add(await WebAssembly.compile(this.unpacked(this.later ?? await fetched('later'))));
      } catch (error) {
        this.failed = performance.now();
        console.warn(`A panel could not be loaded: ${error}`);
        this.o.onArrival(null);
      }
      this.coming = null;
    }

    /** Fetches it, if it is not here. */
    async need() {
      if (this.missing.size) await (this.coming ??= this.#fetchLater());
      if (this.missing.size) throw new Error(this.o.say('no-part', 'A part of the program could not be loaded.'));
    }

    /** Whether a function is here; if not, it is sent for. @param {number} place in the table */
    isHere(place) {
      if (!this.missing.has(place)) return HERE.yes;
      if (performance.now() < this.failed + RETRY_MS) return HERE.no;
      this.coming ??= this.#fetchLater();
      return HERE.coming;
    }
  }

  window.playground = { ...window.playground, Program };
})();
