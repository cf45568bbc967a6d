// @ts-check
// Own data in, answers out; what cannot be used is refused with a message, and nothing is lost.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DIST, Engine, corners } from './support.mjs';

const settings = { layers: [8], opt: 'adam', lr: 0.05, batch: 20 };

test('own classes are learnt, and predicted in their own order', async () => {
  const { X, Y } = corners(300);
  const engine = await Engine.create({ settings, data: { X, Y, classes: ['differ', 'agree'], names: ['a', 'b'], target: 'sign' } });
  engine.epoch(60);
  assert.deepEqual(engine.layout.columns, ['a', 'b']);
  assert.deepEqual(engine.layout.classes, ['differ', 'agree']);
  assert.equal(engine.layout.target, 'sign');
  assert.ok((engine.evaluate().test.accuracy ?? 0) > 0.9); // two straight edges; chance is a half
  const { outputs } = engine.layout;
  const answer = engine.predict([0.8, 0.8, -0.8, 0.8], 2);
  assert.equal(answer.length, 2 * outputs);
  assert.ok(Number(answer[outputs - 1]) > 0.5 && Number(answer[2 * outputs - 1]) < 0.5);
  assert.equal(engine.settings['data'], 'own_classes');
  engine.dispose();
});

test('own values are predicted in their own units', async () => {
  const X = Float64Array.from({ length: 200 }, (_, i) => i / 10), Y = X.map((x) => 1000 + 50 * x);
  const engine = await Engine.create({ settings: { ...settings, act: 'tanh' }, data: { X, Y } });
  engine.epoch(200);
  const [middle = 0] = engine.predict([10]);
  assert.ok(Math.abs(middle - 1500) < 50, String(middle)); // within 5 % of the targets' range
  assert.ok((engine.evaluate().test.r2 ?? 0) > 0.99);
  engine.dispose();
});

test('parts are as they are given, or drawn', async () => {
  const { X, Y } = corners(30), test = corners(10), validation = corners(7);
  const given = await Engine.create({ settings, data: { X, Y, test, validation } });
  assert.deepEqual(given.samples('train').X, X);
  assert.deepEqual(given.samples('test').X, test.X);
  assert.deepEqual([...given.samples('validation').Y], [...validation.Y]);
  assert.equal(given.evaluate().validation?.samples, 7);
  given.set('seed', 7); // draws nothing anew
  assert.deepEqual(given.samples('train').X, X);
  const drawn = await Engine.create({ settings: { ...settings, share: 80, valshare: 0 }, data: { X, Y } });
  assert.equal(drawn.evaluate().train.samples, 24);
  assert.equal(drawn.evaluate().validation, null);
  [given, drawn].forEach((engine) => engine.dispose());
});

test('CSV text and the built-in tables are data too', async () => {
  const csv = `a,b,kind\n${Array.from({ length: 20 }, (_, i) => `${i},${i * i},${i % 2 ? 'odd' : 'even'}`).join('\n')}`;
  const own = await Engine.create({ settings, data: { csv } });
  assert.deepEqual(own.layout.classes, ['even', 'odd']);
  const target = await Engine.create({ settings, data: { csv, target: 'b', dropIncomplete: true } });
  assert.equal(target.settings['data'], 'own_values');
  const iris = await Engine.create({ settings: { data: 'iris' } });
  assert.equal(iris.predict([5.1, 3.5, 1.4, 0.2]).length, 3);
  assert.equal(iris.field({ resolution: 10 }).maps, 3);
  [own, target, iris].forEach((engine) => engine.dispose());
});

test('the field is what is predicted at its cells', async () => {
  const engine = await Engine.create({ settings: { data: 'moons', layers: [6] } });
  engine.train(50);
  const { width, height, x, y, values } = engine.field({ resolution: 20 });
  assert.deepEqual([width, height, values.length], [20, 20, 400]);
  const cells = Array.from({ length: 400 }, (_, i) => [i % 20, Math.floor(i / 20)]);
  const at = (/** @type {number} */ cell, /** @type {[number, number]} */ [lo, hi]) => lo + (hi - lo) * (cell + 0.5) / 20;
  const answers = engine.predict(cells.flatMap(([i = 0, j = 0]) => [at(i, x), at(j, y ?? [0, 0])]));
  // Cell centres are rounded to float in another way here than there.
  answers.forEach((answer, i) => assert.ok(Math.abs(answer - Number(values[i])) < 1e-5));
  engine.train(50);
  assert.notDeepEqual(engine.field({ resolution: 20 }).values, values, 'answers are copies');
  const again = engine.field({ resolution: 20, into: values });
  assert.equal(again.values, values, 'unless told where to go');
  assert.deepEqual(values, engine.field({ resolution: 20 }).values);
  assert.equal(engine.field({ resolution: 10, into: values }).values.length, 100);
  const curve = await Engine.create({ settings: { data: 'fn_sine' } });
  const line = curve.field({ resolution: 50 });
  assert.deepEqual([line.y, line.height, line.width, line.values.length], [null, 1, 50, 50]);
  curve.dispose();
  engine.dispose();
});

test('the chosen sample\'s answer in the snapshot is predicted', async () => {
  const engine = await Engine.create({ settings: { data: 'iris', sample: 5 } });
  engine.train(20);
  const { X } = engine.samples('train');
  const last = engine.snapshot()['sample'].layers.at(-1);
  assert.deepEqual([...engine.predict(X.subarray(20, 24))], last.A.flat().map(Math.fround));
  engine.dispose();
});

test('engines are disposed of, and their memory is used again', async () => {
  const bytes = await readFile(path.join(DIST, 'engine.wasm'));
  const wasm = await WebAssembly.compile(bytes);
  const { X, Y } = corners(20000);
  const instantiate = WebAssembly.instantiate;
  /** @type {WebAssembly.Memory[]} */ const memories = [];
  WebAssembly.instantiate = /** @type {any} */ (async (/** @type {any[]} */ ...given) => {
    const instance = await /** @type {Function} */ (instantiate)(...given);
    memories.push(instance.exports.memory);
    return instance;
  });
  try {
    const keeper = await Engine.create({ wasm });
    const run = async () => {
      const engine = await Engine.create({ wasm, data: { X, Y }, settings: { layers: [64, 64] } });
      engine.train(2);
      engine.field({ resolution: 64 });
      engine.snapshot();
      engine.dispose();
    };
    await run();
    await run();
    const before = memories[0]?.buffer.byteLength;
    for (let i = 0; i < 20; ++i) await run();
    assert.equal(memories.length, 1, 'engines share the module');
    assert.equal(memories[0]?.buffer.byteLength, before);
    keeper.dispose();
    const next = await Engine.create({ wasm });
    assert.equal(memories.length, 2, 'the last one takes the memory along');
    next.dispose();
  } finally {
    WebAssembly.instantiate = instantiate;
  }
});

test('a disposed engine says so, and others go on', async () => {
  const [one, two] = [await Engine.create(), await Engine.create()];
  one.dispose();
  one.dispose();
  assert.throws(() => one.train(1), /disposed of; Engine\.create\(\) makes another/);
  assert.equal(two.train(3).step, 3);
  two.dispose();
});

test('the wasm may be a module, bytes or an address', async () => {
  const url = pathToFileURL(path.join(DIST, 'engine.wasm'));
  const bytes = await readFile(url);
  const hashes = [];
  for (const wasm of [url, url.href, bytes, new Uint8Array(bytes).buffer, await WebAssembly.compile(bytes)]) {
    const engine = await Engine.create({ wasm });
    engine.train(5);
    hashes.push(engine.hash());
    engine.dispose();
  }
  assert.equal(new Set(hashes).size, 1);
  await assert.rejects(Engine.create({ wasm: new URL('nothing.wasm', url) }), /no such file|ENOENT/);
});

test('every setting of the schema can be given by its own text', async () => {
  const schema = /** @type {any} */ (await Engine.schema());
  const fields = Array.isArray(schema) ? schema : schema.fields;
  assert.ok(fields.length > 40);
  const engine = await Engine.create();
  const again = await Engine.create({ settings: engine.settings });
  assert.deepEqual(again.settings, engine.settings);
  assert.deepEqual(again.notices, []);
  for (const field of fields) assert.ok(field.key in engine.settings, field.key);
  [engine, again].forEach((e) => e.dispose());
});

const { X, Y } = corners(20);
const nan = X.slice();
nan[7] = NaN;
/** @type {[RegExp, import('../../web/embed/engine.d.mts').CreateOptions][]} */
const refusals = [
  [/no setting "learning_rate"; Engine\.schema\(\) lists them all/, { settings: { learning_rate: 0.1 } }],
  [/no setting "foo"/, { settings: '#data=moons&foo=1' }],
  [/Setting act: "reluu" cannot be used\. It takes .*relu/, { settings: { act: 'reluu' } }],
  [/Setting lr: "NaN" cannot be used\. It takes a number from/, { settings: { lr: NaN } }],
  [/Setting lr: null is no text/, { settings: { lr: /** @type {any} */ (null) } }],
  [/X: input 1 of sample 3 \(counted from 0\) is no finite number/, { data: { X: nan, Y } }],
  [/data\.X holds 39 numbers, which are no whole number of inputs for 20/, { data: { X: X.subarray(1), Y } }],
  [/data\.X holds 40 numbers, but 20 samples \(data\.Y\) of 3 inputs are 60/, { data: { X, Y, inputs: 3 } }],
  [/data\.test\.X holds 40 numbers, but 3 samples/, { data: { X, Y, test: { X, Y: [0, 1, 0] } } }],
  [/data\.validation needs data\.test/, { data: { X, Y, validation: { X, Y } } }],
  [/data\.X must be a flat array of numbers/, { data: { X: /** @type {any} */ ([[1, 2], [3, 4]]), Y } }],
  [/data\.X must be a flat array/, { data: { Y } }],
  [/Y is the same for every sample/, { data: { X, Y: new Float32Array(20) } }],
  [/sample 19 \(counted from 0\) has class 5; classes are whole numbers from 0 to 2/, { data: { X, Y: [...Y.subarray(1), 5], classes: 3 } }],
  [/2 to 10 classes, not 256/, { data: { X, Y: [...Y.subarray(1), 255].map(Number), classes: 256 } }],
  [/At least 4 samples/, { data: { X: [1, 2, 3], Y: [1, 2, 3] } }],
  [/data\.names has 1 names for 2 inputs/, { data: { X, Y, names: ['a'] } }],
  [/leave out the setting data=moons/, { settings: { data: 'moons' }, data: { X, Y } }],
  [/data=own_values needs your data/, { settings: { data: 'own_values' } }],
  [/values, but the settings say data=own_classes/, { settings: { data: 'own_classes' }, data: { X, Y: Float32Array.from(Y) } }],
  [/Line 2/, { data: { csv: 'a,b\n1\n' } }],
  [/weights: the network has \d+ parameters, but 3 are given/, { weights: [1, 2, 3] }],
  [/weights: number 1 .*not finite/, { settings: { layers: [1] }, weights: [0, NaN, 0, 0, 0] }],
  [/weights: The file has 1 layers, the network has/, { weights: [{ W: [[1, 2]], b: [0] }] }],
  [/weights: W holds 3 numbers/, { weights: [{ W: new Float32Array(3), b: [0, 0] }] }],
  [/order is 'shuffled' or 'sequential', not "random"/, { order: /** @type {any} */ ('random') }],
];
test('what cannot be used is refused with the reason and a remedy', async () => {
  for (const [why, options] of refusals) await assert.rejects(Engine.create(options), why);
});

test('a refused change or question leaves all as it was', async () => {
  const engine = await Engine.create({ settings: { data: 'moons' } });
  engine.train(10);
  const before = [engine.hash(), engine.link];
  assert.throws(() => engine.set({ lr: 0.3, l3: 1 }), /no setting "l3"/);
  assert.throws(() => engine.set({ data: 'iris' }), /an engine of its own/);
  assert.throws(() => engine.predict([1, 2, 3]), /X holds 3 numbers, which are not whole samples of 2 inputs \(x₁, x₂\)/);
  assert.throws(() => engine.predict([1, 2], 2), /not 2 samples/);
  assert.throws(() => engine.field({ resolution: 0 }), /from 1 to 1024, not 0/);
  assert.throws(() => engine.train(-1), /whole number from 0 on, not -1/);
  assert.throws(() => engine.train(NaN), /not NaN/);
  assert.throws(() => engine.samples(/** @type {any} */ ('all')), /train, validation, test, not all/);
  assert.throws(() => engine.reset({ weights: [1] }), /parameters/);
  assert.deepEqual([engine.hash(), engine.link], before);
  assert.equal(engine.train(1).step, 11);
  engine.dispose();
});
