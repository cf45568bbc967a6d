// The trainer's worker, both ends: the loop that runs in it, and the page's end of the wire. One
// buffer goes back and forth: its coming back asks for the next snapshot, so the worker publishes
// at most one for each frame the page draws.
(() => {
  'use strict';

  /**
   * Runs in the worker; its source text is copied there, so it uses nothing from around it.
   * Messages in: start {module, link, later}, later {module}, command {text}, buffer {buffer}, shown {isShown}, count.
   * Messages out: ready, snapshot {buffer, size}, dead {message}, count {turns, messages, memory}.
   */
  class TrainerLoop {
    BUDGET_US = 8000; // a slice: half a frame, so that commands and requests get through

    /** @type {AppModule | null} */ app = null;
    /** @type {WebAssembly.Exports | null} */ exports = null;
    /** @type {WebAssembly.Module | null} */ later = null;
    session = 0;
    /** @type {ArrayBuffer | null} */ spare = null;
    isAsked = true; // the first snapshot needs no asking
    isShown = true;
    isScheduled = false;
    timer = 0;
    turns = 0;
    messages = 0; // in and out; those that ask for counts do not count
    /** @type {string[]} */ early = [];
    channel = new MessageChannel(); // yields to messages without a timer's delay
    send = /** @type {(message: object, transfer?: Transferable[]) => void} */ (
      /** @type {unknown} */ (self.postMessage.bind(self))
    );

    constructor() {
      this.channel.port1.onmessage = () => this.guarded(() => this.turn());
      self.onmessage = ({ data }) => this.guarded(() => this.receive(data));
    }

    /** @param {object} message @param {Transferable[]} [transfer] */
    post(message, transfer = []) {
      this.messages += 1;
      this.send(message, transfer);
    }

    /** Runs `action`; whatever goes wrong is the end of this worker. @param {Function} action */
    async guarded(action) {
      try {
        await action();
      } catch (error) {
        this.session = 0;
        this.post({ kind: 'dead', message: String(error) });
      }
    }

    /** @param {any} message */
    async receive(message) {
      if (message.kind === 'count') return this.tellCounts();
      this.messages += 1;
      if (message.kind === 'start') {
        this.later = message.later;
        await this.start(message.module, message.link);
      }
      if (message.kind === 'later') this.add(message.module);
      if (message.kind === 'command') this.command(message.text);
      if (message.kind === 'shown') this.isShown = message.isShown;
      if (message.kind === 'buffer') {
        this.spare = message.buffer;
        this.isAsked = true;
      }
      this.schedule();
    }

    /** @param {WebAssembly.Module} module @param {string} link */
    async start(module, link) {
      this.app = await createApp({
        noInitialRun: true,
        /** @param {WebAssembly.Imports} imports @param {Function} done */
        instantiateWasm: (imports, done) => {
          // Panels that need what comes later (program.js) send it here before they ask for anything.
          const absent = () => { throw new Error('later.wasm has not come to the worker'); };
          imports['placeholder'] = new Proxy({}, { get: () => absent });
          WebAssembly.instantiate(module, imports).then((instance) => {
            this.exports = instance.exports;
            if (this.later) this.add(this.later);
            done(instance, module);
          });
          return {};
        },
      });
      this.session = this.app.ccall('bp_worker_start', 'number', ['string'], [link]);
      for (const text of this.early) this.command(text);
      this.post({ kind: 'ready' });
    }

    /** What is called through places of the table. @param {WebAssembly.Module} later */
    add(later) {
      this.later = later;
      if (this.exports) new WebAssembly.Instance(later, { primary: this.exports });
    }

    /** @param {string} text */
    command(text) {
      if (!this.app || !this.session) this.early.push(text);
      else this.app.ccall('bp_worker_command', null, ['number', 'string'], [this.session, text]);
    }

    tellCounts() {
      const memory = this.app?.HEAPU8.length ?? 0;
      this.send({ kind: 'count', turns: this.turns, messages: this.messages, memory });
    }

    schedule() {
      if (this.isScheduled) return;
      this.isScheduled = true;
      this.channel.port2.postMessage(0);
    }

    turn() {
      this.isScheduled = false;
      clearTimeout(this.timer);
      if (!this.app || !this.session) return;
      this.turns += 1;
      // Out of sight nothing trains; what was changed is still answered.
      if (this.isShown) this.app._bp_worker_advance(this.session, this.BUDGET_US, this.isAsked);
      if (this.isAsked) this.publish(this.app);
      if (!this.isShown) return;
      const rest = this.app._bp_worker_rest_ms(this.session, this.isAsked);
      if (rest === 0) this.schedule();
      if (rest > 0) this.timer = setTimeout(() => this.schedule(), rest);
    }

    /** @param {AppModule} app */
    publish(app) {
      const size = app._bp_worker_publish(this.session);
      if (size === 0) return;
      const isRoomy = this.spare && this.spare.byteLength >= size;
      const buffer = (isRoomy && this.spare) || new ArrayBuffer(size + (size >> 2));
      const at = app._bp_worker_bytes(this.session);
      new Uint8Array(buffer).set(app.HEAPU8.subarray(at, at + size));
      this.spare = null;
      this.isAsked = false;
      this.post({ kind: 'snapshot', buffer, size }, [buffer]);
    }
  }

  /** The source of the worker: the glue's own text, so that nothing has to be fetched. */
  function workerSource() {
    return (
      `self.createApp = (() => { var _scriptName = ''; return ${createApp.toString()} })();\n` +
      `new (${TrainerLoop.toString()})();`
    );
  }

  /** The page's end. */
  class TrainerLink {
    /** @type {Worker | null} */ worker = null;
    /** @type {{ buffer: ArrayBuffer, size: number } | null} */ newest = null;
    /** @type {((counts: WorkerCounts | null) => void)[]} */ counting = [];
    isShown = true;

    /** @param {{ onSnapshot: () => void, onDeath: (message: string) => void }} on */
    constructor(on) {
      this.on = on;
    }

    /**
     * Returns false where a worker cannot start.
     * @param {WebAssembly.Module} module @param {string} link
     * @param {WebAssembly.Module | null} later what of the program has come later, if it is here
     */
    start(module, link, later = null) {
      const url = URL.createObjectURL(new Blob([workerSource()], { type: 'text/javascript' }));
      try {
        this.worker = new Worker(url, { name: 'trainer' });
      } catch {
        URL.revokeObjectURL(url);
        return false;
      }
      this.worker.onerror = (event) => {
        event.preventDefault();
        this.end(event.message || 'The worker could not start.');
      };
      this.worker.onmessage = ({ data }) => {
        if (data.kind === 'ready') URL.revokeObjectURL(url);
        if (data.kind === 'dead') this.end(data.message);
        if (data.kind === 'count') this.counting.shift()?.(data);
        if (data.kind !== 'snapshot') return;
        this.newest = data;
        this.on.onSnapshot();
      };
      this.worker.postMessage({ kind: 'start', module, link, later });
      return true;
    }

    /** @param {string} message */
    end(message) {
      if (!this.worker) return;
      this.worker.terminate();
      this.worker = null;
      this.newest = null;
      for (const resolve of this.counting.splice(0)) resolve(null);
      this.on.onDeath(message);
    }

    /** What the worker has done so far, without making it do more. */
    counts() {
      return /** @type {Promise<WorkerCounts | null>} */ (new Promise((resolve) => {
        if (!this.worker) return resolve(null);
        this.counting.push(resolve);
        this.worker.postMessage({ kind: 'count' });
      }));
    }

    /** @param {boolean} isShown */
    setShown(isShown) {
      if (isShown === this.isShown) return;
      this.isShown = isShown;
      this.worker?.postMessage({ kind: 'shown', isShown });
    }

    /** What of the program came later. @param {WebAssembly.Module} module */
    addLater(module) {
      this.worker?.postMessage({ kind: 'later', module });
    }

    // What web/platform/web_host.cpp calls.

    /** @param {string} text */
    post(text) {
      this.worker?.postMessage({ kind: 'command', text });
    }
    snapshotSize() {
      return this.newest?.size ?? 0;
    }
    /** @param {Uint8Array} heap @param {number} to */
    takeSnapshot(heap, to) {
      if (!this.newest) return;
      const { buffer, size } = this.newest;
      heap.set(new Uint8Array(buffer, 0, size), to);
      this.newest = null;
      this.worker?.postMessage({ kind: 'buffer', buffer }, [buffer]);
    }
  }

  window.playground = { ...window.playground, TrainerLink };
})();
