// The engine without the page, for programs: a page of your own, a worker, Node, a notebook.
// docs/ENGINE.md says how it is used; engine.d.mts holds the types. Needs engine.wasm beside it.

/**
 * @typedef {import('./engine.d.mts').CreateOptions} CreateOptions
 * @typedef {import('./engine.d.mts').EngineData} EngineData
 * @typedef {import('./engine.d.mts').EngineStatus} EngineStatus
 * @typedef {import('./engine.d.mts').EngineLayout} EngineLayout
 * @typedef {import('./engine.d.mts').EngineField} EngineField
 * @typedef {import('./engine.d.mts').EnginePart} EnginePart
 * @typedef {import('./engine.d.mts').Evaluations} Evaluations
 * @typedef {import('./engine.d.mts').LayerWeights} LayerWeights
 * @typedef {import('./engine.d.mts').Numbers} Numbers
 * @typedef {import('./engine.d.mts').SettingValue} SettingValue
 * @typedef {import('./engine.d.mts').WasmSource} WasmSource
 */
/** @typedef {Record<string, (...values: number[]) => number>} Functions web_engine_main.cpp */

const STATES = /** @type {const} */ (['paused', 'playing', 'finished', 'diverged']); // RunState
const REASONS = /** @type {const} */ ([null, 'epochs', 'patience']); // FinishReason
const PARTS = ['train', 'validation', 'test'];
const OWN = ['own_classes', 'own_values'];
const LARGEST_RESOLUTION = 1024;

// ---- the module: one instance serves all engines made from the same wasm

class Instance {
  users = 0;
  /** @type {Error | null} */ death = null;

  /** @param {WebAssembly.Instance} instance */
  constructor(instance) {
    const { memory, ...functions } = instance.exports;
    this.memory = /** @type {WebAssembly.Memory} */ (memory);
    this.functions = /** @type {Functions} */ (/** @type {unknown} */ (functions));
  }

  /** @param {string} name @param {number[]} values */
  call(name, ...values) {
    if (this.death) throw this.death;
    try {
      return /** @type {Function} */ (this.functions[name])(...values);
    } catch (error) {
      // Without exceptions the engine can only stop, and nothing in its memory can be relied on.
      this.death = new Error('The engine stopped, most likely for want of memory. Engines made so ' +
        'far are lost; make a smaller one.', { cause: error });
      throw this.death;
    }
  }

  // The memory's buffer is another one whenever it has grown: views are made for each use.

  /** @param {number} at @param {number} count */
  floats(at, count) {
    return new Float32Array(this.memory.buffer, at, count);
  }

  /** @param {number} at @param {number} bytes */
  text(at, bytes) {
    return new TextDecoder().decode(new Uint8Array(this.memory.buffer, at, bytes));
  }

  /** Calls back with copies of arrays and texts in the engine's memory.
   * @param {(ArrayLike<number>[] | string)[]} things an array: one after another, as floats
   * @param {(...at: number[]) => number} use @returns {number} */
  lend(things, use) {
    /** @type {number[]} */ const at = [];
    try {
      for (const thing of things) at.push(typeof thing === 'string' ? this.#write(thing) : this.#copy(thing));
      return use(...at);
    } finally {
      if (!this.death) at.forEach((pointer) => this.call('free', pointer));
    }
  }

  /** @param {number} bytes */
  #allocate(bytes) {
    const at = this.call('malloc', bytes) >>> 0;
    if (at === 0) throw new Error(`There is no memory for ${bytes} more bytes. Dispose of engines, or give less.`);
    return at;
  }

  /** @param {string} text */
  #write(text) {
    const bytes = new TextEncoder().encode(text.replaceAll('\0', '\uFFFD'));
    const at = this.#allocate(bytes.length + 1);
    const to = new Uint8Array(this.memory.buffer, at, bytes.length + 1);
    to.set(bytes);
    to[bytes.length] = 0;
    return at;
  }

  /** @param {ArrayLike<number>[]} parts */
  #copy(parts) {
    const count = parts.reduce((sum, part) => sum + part.length, 0);
    const at = this.#allocate(4 * Math.max(1, count));
    const to = this.floats(at, count);
    let first = 0;
    for (const part of parts) {
      to.set(part, first);
      first += part.length;
    }
    return at;
  }
}

/** The file beside this one, or whatever else. @param {URL} url @returns {Promise<ArrayBuffer>} */
async function bytesOf(url) {
  if (url.protocol === 'file:') {
    const files = 'node:fs/promises'; // a bundler for browsers must not look for it
    const bytes = await (await import(/* @vite-ignore */ /* webpackIgnore: true */ files)).readFile(url);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  }
  const response = await fetch(url).catch((/** @type {Error} */ error) => {
    throw new Error(`${url.href} cannot be reached: ${error.message}.`);
  });
  if (!response.ok) throw new Error(`${url.href} could not be loaded: the server answered ${response.status}.`);
  return response.arrayBuffer();
}

/** @param {WasmSource} wasm @returns {Promise<WebAssembly.Module>} */
async function compile(wasm) {
  if (wasm instanceof WebAssembly.Module) return wasm;
  if (wasm instanceof ArrayBuffer || ArrayBuffer.isView(wasm)) {
    return WebAssembly.compile(/** @type {BufferSource} */ (wasm));
  }
  return WebAssembly.compile(await bytesOf(new URL(wasm, import.meta.url)));
}

/** @param {WasmSource} wasm */
async function instantiate(wasm) {
  const module = await compile(wasm);
  /** @type {Record<string, Record<string, Function>>} */ const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    // The engine has no files and no clock: nothing of the system's interface is ever needed.
    (imports[from] ??= {})[name] = name === 'emscripten_notify_memory_growth' ? () => {}
      : () => { throw new Error(`${name} was called`); };
  }
  const instance = new Instance(await WebAssembly.instantiate(module, /** @type {WebAssembly.Imports} */ (imports)));
  instance.call('_initialize');
  return instance;
}

/** @type {Map<unknown, Promise<Instance>>} */ const instances = new Map();

/** @param {WasmSource | undefined} wasm
 * @returns {Promise<{ instance: Instance, release: () => void }>} */
async function acquire(wasm) {
  // Written out, so that bundlers see that the file belongs here.
  const source = wasm ?? new URL('engine.wasm', import.meta.url);
  const key = source instanceof URL ? source.href : source;
  let promise = instances.get(key);
  if (!promise) {
    promise = instantiate(source);
    instances.set(key, promise);
    promise.catch(() => instances.delete(key));
  }
  const instance = await promise;
  const forget = () => {
    if (instances.get(key) === promise) instances.delete(key);
  };
  if (instance.death) {
    forget();
    return acquire(wasm);
  }
  instance.users += 1;
  const release = () => {
    instance.users -= 1;
    if (instance.users === 0) forget(); // the memory goes along: a wasm memory never shrinks
  };
  return { instance, release };
}

// ---- what is given

/** @param {unknown} value @param {string} name @returns {ArrayLike<number>} */
function numbers(value, name) {
  const isArray = Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
  const list = /** @type {ArrayLike<number>} */ (value);
  if (!isArray || (list.length > 0 && typeof list[0] !== 'number')) {
    throw new TypeError(`${name} must be a flat array of numbers, a Float32Array say, one sample after another.`);
  }
  return list;
}

/** @param {string} key @param {SettingValue} value */
function settingText(key, value) {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.join(',');
  throw new TypeError(`Setting ${key}: ${value} is no text, number, list or truth value.`);
}

/** Pairs with `data` first, since the defaults of the others depend on it.
 * @param {Record<string, SettingValue | undefined>} settings @returns {[string, string][]} */
function settingPairs(settings) {
  if (typeof settings !== 'object' || settings === null) {
    throw new TypeError('Settings are an object as {lr: 0.1, layers: [8, 8]}, or the text of a link.');
  }
  /** @type {[string, string][]} */ const pairs = [];
  for (const [key, value] of Object.entries(settings)) {
    if (value !== undefined) pairs.push([key, settingText(key, value)]);
  }
  return pairs.sort((a, b) => Number(b[0] === 'data') - Number(a[0] === 'data'));
}

/** @param {CreateOptions['settings']} settings */
function linkOf(settings = {}) {
  if (typeof settings === 'string') return settings.replace(/^.*?[#?]/, '');
  return settingPairs(settings).map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
}

/** @param {EngineData['classes']} classes @param {ArrayLike<number>} Y @returns {string[]} */
function classNames(classes, Y) {
  if (Array.isArray(classes)) return classes.map(String);
  const areIndices = ArrayBuffer.isView(Y) && !(Y instanceof Float32Array || Y instanceof Float64Array);
  if (classes === undefined && !areIndices) return [];
  let count = classes ?? 0;
  if (classes === undefined) {
    for (let i = 0; i < Y.length; ++i) count = Math.max(count, /** @type {number} */ (Y[i]) + 1);
  }
  if (!Number.isInteger(count)) throw new TypeError('data.classes is how many classes there are, or their names.');
  return Array.from({ length: Math.min(count, 1000) }, (_, k) => String(k));
}

/** @param {EnginePart | undefined} part @param {string} name @param {number} columns */
function givenPart(part, name, columns) {
  if (!part) return { X: [], Y: [], count: 0 };
  const X = numbers(part.X, `${name}.X`), Y = numbers(part.Y, `${name}.Y`);
  if (X.length !== Y.length * columns) {
    throw new RangeError(`${name}.X holds ${X.length} numbers, but ${Y.length} samples (${name}.Y) of ` +
      `${columns} inputs are ${Y.length * columns}.`);
  }
  return { X, Y, count: Y.length };
}

/** @param {EngineData} data @param {number} total @param {number} samples */
function columnCount(data, total, samples) {
  const columns = data.inputs ?? total / samples;
  if (Number.isInteger(columns) && columns > 0) return columns;
  throw new RangeError(`data.X holds ${total} numbers, which are no whole number of inputs for ${samples} ` +
    'samples (data.Y). X has the inputs of the first sample, then those of the second, and so on.');
}

// ---- an engine

export class Engine {
  /** @type {Instance} */ #module;
  /** @type {() => void} */ #release;
  #engine = 0;
  /** @type {string[]} */ #notices = [];
  /** @type {EngineLayout | null} */ #layout = null;

  /** Private: Engine.create() makes engines. @param {Instance} module @param {() => void} release */
  constructor(module, release) {
    if (!(module instanceof Instance)) throw new TypeError('Engines are made by await Engine.create({…}).');
    this.#module = module;
    this.#release = release;
    this.#engine = module.call('bpe_new');
  }

  /** @param {CreateOptions} [options] @returns {Promise<Engine>} */
  static async create(options = {}) {
    const { instance, release } = await acquire(options.wasm);
    /** @type {Engine | null} */ let engine = null;
    try {
      engine = new Engine(instance, release);
      await engine.#start(options);
      return engine;
    } catch (error) {
      if (engine) engine.dispose();
      else release();
      throw error;
    }
  }

  /** Every setting there is. @param {{ wasm?: WasmSource }} [options] */
  static async schema(options = {}) {
    const { instance, release } = await acquire(options.wasm);
    const engine = new Engine(instance, release);
    try {
      return JSON.parse(engine.#ask('bpe_schema'));
    } finally {
      engine.dispose();
    }
  }

  /** @param {CreateOptions} options */
  async #start({ settings, data, weights, order = 'shuffled', record = false }) {
    if (order !== 'shuffled' && order !== 'sequential') {
      throw new RangeError(`order is 'shuffled' or 'sequential', not ${JSON.stringify(order)}.`);
    }
    let link = linkOf(settings);
    if (data) link = this.#giveData(data, link);
    else await this.#fetchTable(link);
    this.#module.lend([link], (at) =>
      this.#check('bpe_start', at, Number(order === 'sequential'), Number(Boolean(record))));
    this.#notices = this.#takeNotices();
    if (weights !== undefined) this.reset({ weights });
  }

  /** Hands own data over; returns the link with their data set. @param {EngineData} data @param {string} link */
  #giveData(data, link) {
    const named = new URLSearchParams(link).get('data');
    const isCsv = typeof data.csv === 'string';
    if (named !== null && !isCsv && !OWN.includes(named)) {
      throw new RangeError(`data: {X, Y} is a data set of its own; leave out the setting data=${named}.`);
    }
    const key = isCsv ? this.#giveCsv(data, named ?? '') : this.#giveSamples(data, named);
    if (named !== null && named !== key) {
      throw new RangeError(key === OWN[0]
        ? 'These data are classes, but the settings say data=own_values: leave out data.classes, and give Y as Float32Array.'
        : 'These data are values, but the settings say data=own_classes: say how many classes there are in data.classes.');
    }
    const share = this.#trainShare(data);
    return `data=${key}&${share}${link.replace(/(^|&)data=[^&]*/, '')}`;
  }

  /** Parts that are given are told in the settings too, as well as percents can. @param {EngineData} data */
  #trainShare(data) {
    if (!data.test || !data.Y) return '';
    const all = [data.Y, data.validation?.Y ?? [], data.test.Y].map((Y) => Y.length);
    const total = all.reduce((sum, n) => sum + n, 0);
    const percent = Math.round(100 * /** @type {number} */ (all[0]) / total);
    return `share=${Math.min(90, Math.max(10, percent))}&`;
  }

  /** @param {EngineData} data @param {string} key */
  #giveCsv(data, key) {
    this.#module.lend([key, /** @type {string} */ (data.csv), String(data.target ?? '')],
      (...at) => this.#check('bpe_add_csv', ...at, Number(Boolean(data.dropIncomplete))));
    return this.#text();
  }

  /** @param {EngineData} data @param {string | null} named */
  #giveSamples(data, named) {
    const X = numbers(data.X, 'data.X'), Y = numbers(data.Y, 'data.Y');
    const columns = columnCount(data, X.length, Y.length);
    const train = givenPart({ X, Y }, 'data', columns);
    const validation = givenPart(data.validation, 'data.validation', columns);
    const test = givenPart(data.test, 'data.test', columns);
    if (validation.count > 0 && test.count === 0) {
      throw new RangeError('data.validation needs data.test too; without both, the parts are drawn from data.X.');
    }
    const all = [train, validation, test];
    const classes = named === OWN[1] && data.classes === undefined ? [] : classNames(data.classes, Y);
    const names = data.names ?? Array.from({ length: columns }, (_, i) => `x${i + 1}`);
    if (names.length !== columns) {
      throw new RangeError(`data.names has ${names.length} names for ${columns} inputs.`);
    }
    const lines = [...names, data.target ?? 'y', ...classes].map((name) => String(name).replace(/\s+/g, ' ')).join('\n');
    const given = test.count > 0 ? [train.count, validation.count] : [0, 0];
    const count = all.reduce((sum, part) => sum + part.count, 0);
    this.#module.lend([all.map((part) => part.X), all.map((part) => part.Y), lines], (atX, atY, atNames) =>
      this.#check('bpe_add_samples', atX ?? 0, atY ?? 0, count, columns, ...given, classes.length, atNames ?? 0));
    return this.#text();
  }

  /** The real data sets lie in data/ beside this file. @param {string} link */
  async #fetchTable(link) {
    this.#module.lend([link], (at) => this.#check('bpe_table_of', at));
    const key = this.#text();
    if (key === '') return;
    if (OWN.includes(key)) throw new RangeError(`data=${key} needs your data: give data: {X, Y} or data: {csv}.`);
    const bytes = await bytesOf(new URL(`data/${key}.csv`, import.meta.url));
    this.#giveCsv({ csv: new TextDecoder().decode(bytes) }, key);
  }

  // ---- calls

  /** @param {string} name @param {number[]} values */
  #call(name, ...values) {
    if (this.#engine === 0) throw new Error('This engine was disposed of; Engine.create() makes another one.');
    return this.#module.call(name, this.#engine, ...values);
  }

  /** Throws what the engine has against it. @param {string} name @param {number[]} values */
  #check(name, ...values) {
    if (this.#call(name, ...values) === 0) throw new RangeError(this.#text());
    return 1;
  }

  #text() {
    return this.#module.text(this.#call('bpe_text') >>> 0, this.#call('bpe_text_bytes'));
  }

  /** @param {string} name */
  #ask(name) {
    this.#call(name);
    return this.#text();
  }

  /** A copy of what the last call answered, in `into` if that is as long.
   * @param {Float32Array} [into] */
  #values(into) {
    const values = this.#module.floats(this.#call('bpe_values') >>> 0, this.#call('bpe_value_count'));
    if (into?.length !== values.length) return values.slice();
    into.set(values);
    return into;
  }

  /** What was asked for beside the values; valid until the next call. */
  #figures() {
    return new Float64Array(this.#module.memory.buffer, this.#call('bpe_figures') >>> 0, 12);
  }

  /** @returns {string[]} */
  #takeNotices() {
    return [...new Set(/** @type {string[]} */ (JSON.parse(this.#text())))];
  }

  /** @returns {EngineStatus} */
  #status() {
    const at = this.#call('bpe_figures') >>> 0;
    const [step = 0, epoch = 0, loss = 0, state = 0, reason = 0, learningRate = 0] =
      new Float64Array(this.#module.memory.buffer, at, 6);
    return { step, epoch, loss, learningRate, state: STATES[state] ?? 'paused', finished: REASONS[reason] ?? null };
  }

  /** @param {number} n @param {string} what */
  static #count(n, what) {
    if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`${what} takes a whole number from 0 on, not ${n}.`);
    return n;
  }

  // ---- training

  /** @param {number} [steps] */
  train(steps = 1) {
    this.#call('bpe_train', Engine.#count(steps, 'train'), 0);
    return this.#status();
  }

  /** @param {number} [epochs] */
  epoch(epochs = 1) {
    this.#call('bpe_train', Engine.#count(epochs, 'epoch'), 1);
    return this.#status();
  }

  /** @param {{ weights?: CreateOptions['weights'] }} [options] */
  reset({ weights } = {}) {
    if (weights === undefined) {
      this.#check('bpe_restart', 0, 0);
    } else if (ArrayBuffer.isView(weights) || (Array.isArray(weights) && typeof weights[0] === 'number')) {
      const flat = numbers(weights, 'weights');
      this.#module.lend([[flat]], (at) => this.#check('bpe_restart', at ?? 0, flat.length));
    } else {
      const plain = (/** @type {string} */ _, /** @type {unknown} */ value) =>
        ArrayBuffer.isView(value) ? Array.from(/** @type {Float32Array} */ (value)) : value;
      const layers = Array.isArray(weights) ? weights.map((layer) => nested(/** @type {LayerWeights} */ (layer))) : weights;
      this.#module.lend([JSON.stringify(layers, plain)], (at) => this.#check('bpe_restart_json', at ?? 0));
    }
    return this.#status();
  }

  /** @param {Record<string, SettingValue> | string} settings @param {SettingValue} [value] */
  set(settings, value) {
    const given = typeof settings === 'string' ? { [settings]: value } : settings;
    const lines = settingPairs(given).flat().map((text) => text.replaceAll('\n', ' '));
    this.#module.lend([lines.join('\n')], (at) => this.#check('bpe_set', at ?? 0));
    const notices = this.#takeNotices();
    this.#notices.push(...notices);
    this.#layout = null;
    return notices;
  }

  // ---- answers

  /** @param {Numbers} X @param {number} [n] */
  predict(X, n) {
    const given = numbers(X, 'X'), columns = this.layout.columns.length;
    const count = n ?? given.length / columns;
    if (!Number.isInteger(count) || count < 0 || count * columns !== given.length) {
      throw new RangeError(`predict: X holds ${given.length} numbers, which are not ` +
        `${n === undefined ? 'whole samples' : `${n} samples`} of ${columns} inputs (${this.layout.columns.join(', ')}).`);
    }
    this.#module.lend([[given]], (at) => this.#call('bpe_predict', at ?? 0, count));
    return this.#values();
  }

  /** @param {{ resolution?: number, into?: Float32Array }} [options] @returns {EngineField} */
  field({ resolution = 100, into } = {}) {
    if (!Number.isInteger(resolution) || resolution < 1 || resolution > LARGEST_RESOLUTION) {
      throw new RangeError(`field: the resolution is a whole number from 1 to ${LARGEST_RESOLUTION}, not ${resolution}.`);
    }
    this.#check('bpe_field', resolution);
    const values = this.#values(into);
    const [width = 0, height = 0, maps = 0, x0 = 0, x1 = 0, y0 = 0, y1 = 0] = this.#figures();
    return { width, height, maps, x: [x0, x1], y: height > 1 ? [y0, y1] : null, values };
  }

  /** @returns {Evaluations} */
  evaluate() {
    this.#call('bpe_evaluate');
    const figures = this.#figures();
    const score = this.layout.classes.length > 0 ? 'accuracy' : 'r2';
    const parts = PARTS.map((name, i) => {
      const [loss = 0, value = 0, samples = 0] = figures.subarray(3 * i);
      return [name, samples === 0 ? null : { loss, [score]: value, samples }];
    });
    return Object.fromEntries(parts);
  }

  weights() {
    this.#call('bpe_weights');
    return this.#values();
  }

  gradients() {
    this.#call('bpe_gradients');
    return this.#values();
  }

  /** @param {'train' | 'validation' | 'test'} [part] */
  samples(part = 'train') {
    const which = PARTS.indexOf(part);
    if (which < 0) throw new RangeError(`samples: there are ${PARTS.join(', ')}, not ${part}.`);
    this.#call('bpe_samples', which, 0);
    const X = this.#values();
    this.#call('bpe_samples', which, 1);
    return { X, Y: this.#values() };
  }

  /** @returns {EngineLayout} */
  get layout() {
    return (this.#layout ??= JSON.parse(this.#ask('bpe_layout')));
  }

  hash() {
    return this.#ask('bpe_hash');
  }

  /** @returns {Record<string, any>} */
  snapshot() {
    return JSON.parse(this.#ask('bpe_snapshot'));
  }

  /** @returns {Record<string, string | number | boolean>} */
  get settings() {
    return JSON.parse(this.#ask('bpe_settings'));
  }

  get link() {
    return this.#ask('bpe_link');
  }

  /** What was made to fit, one sentence each. */
  get notices() {
    return [...this.#notices];
  }

  dispose() {
    if (this.#engine === 0) return;
    const engine = this.#engine;
    this.#engine = 0;
    try {
      if (!this.#module.death) this.#module.call('bpe_delete', engine);
    } finally {
      this.#release();
    }
  }
}

/** W as an array a unit. @param {LayerWeights} layer */
function nested(layer) {
  const { W, b } = layer;
  if (!ArrayBuffer.isView(W)) return layer;
  const units = b?.length ?? 0;
  const width = units > 0 ? W.length / units : 0;
  if (!Number.isInteger(width)) {
    throw new RangeError(`weights: W holds ${W.length} numbers, which are no whole number for each of ${units} units (b).`);
  }
  return { ...layer, W: Array.from({ length: units }, (_, i) => Array.from(W.subarray(i * width, (i + 1) * width))) };
}
