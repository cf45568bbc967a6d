// @ts-check
// The engine as a module trains as the command line does, as PyTorch does, as plain loops do.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engine, corners, deviation, report, trajectories } from './support.mjs';

/** @typedef {Record<string, import('../../web/embed/engine.d.mts').SettingValue>} Settings */

for (const link of ['', 'data=moons&opt=adam&lr=0.01&layers=8,8&act=relu', 'data=fn_sine&norm=1&dropout=10',
  'data=spirals&members=3&l2=0.001&sched=cosine', 'data=iris&opt=nesterov&batch=7',
  'data=blobs&classes=5&opt=lbfgs']) {
  test(`the same bits as the command line: ${link || 'the default'}`, async () => {
    const engine = await Engine.create({ settings: link });
    const status = engine.train(150);
    const told = report(`#${link}`, '--steps', '150');
    assert.equal(engine.hash(), told.hash);
    assert.equal(status.step, 150);
    assert.equal(status.epoch, told.epoch);
    assert.equal(status.loss, told.batch_loss);
    assert.deepEqual(engine.settings, told.settings);
    assert.equal(engine.link, told.link);
    const now = engine.evaluate();
    assert.equal(now.train.loss, told.train.loss);
    assert.equal(now.test.loss, told.test.loss);
    engine.dispose();
  });
}

test('a recorded run gives the command line\'s whole report', async () => {
  const words = ['data=moons', 'layers=6,4', 'sample=3', 'valshare=20'];
  const engine = await Engine.create({ settings: words.join('&'), record: true });
  engine.train(120);
  assert.deepEqual(engine.snapshot(), report(...words, '--steps', '120'));
  engine.dispose();
});

test('steps one by one, in one call and in epochs are the same run', async () => {
  const settings = { data: 'xor', batch: 16, layers: [5] };
  const [one, many, epochs] = await Promise.all([1, 2, 3].map(() => Engine.create({ settings })));
  if (!one || !many || !epochs) throw new Error('three engines');
  const perEpoch = Math.ceil(many.evaluate().train.samples / 16);
  for (let i = 0; i < 3 * perEpoch; ++i) one.train();
  assert.equal(many.train(3 * perEpoch).epoch, 3);
  assert.equal(epochs.epoch(3).step, 3 * perEpoch);
  assert.equal(one.hash(), many.hash());
  assert.equal(one.hash(), epochs.hash());
  assert.equal(one.train(0).step, 3 * perEpoch);
  [one, many, epochs].forEach((engine) => engine.dispose());
});

test('early stopping stops and restores the best weights, with no curve kept', async () => {
  const settings = { data: 'moons', noise: 30, samples: 40, layers: [16, 16], opt: 'adam', lr: 0.03, patience: 5, valshare: 25 };
  const engine = await Engine.create({ settings });
  const status = engine.epoch(2000);
  const told = report(...engine.link.split('&').slice(1), '--epochs', '2000');
  assert.equal(status.state, 'finished');
  assert.equal(status.finished, 'patience');
  assert.equal(status.epoch, told.epoch);
  assert.ok(status.epoch < 2000);
  assert.equal(engine.hash(), told.hash);
  engine.dispose();
});

test('a schedule falls, and the number of epochs ends a run', async () => {
  const engine = await Engine.create({ settings: { sched: 'plateau', period: 2, lr: 1, stop: 30 } });
  const status = engine.train(1e6);
  assert.equal(status.finished, 'epochs');
  assert.equal(status.epoch, 30);
  const told = report('sched=plateau', 'period=2', 'lr=1', 'stop=30', '--epochs', '30');
  assert.equal(status.learningRate, Math.fround(told.learning_rate));
  assert.equal(engine.hash(), told.hash);
  engine.dispose();
});

test('given weights and sequential batches follow PyTorch for a hundred steps', async () => {
  const { inputs, classes, start, runs } = trajectories();
  // Batches of five from twelve points, round and round: sixty rows hold a whole number of both.
  const X = Float32Array.from({ length: 120 }, (_, i) => Number(inputs[i % 24]));
  const Y = Uint8Array.from({ length: 60 }, (_, i) => Number(classes[i % 12]));
  assert.ok(runs.length > 20);
  for (const run of runs) {
    const { opt, loss, lr, l1, l2 } = run;
    const engine = await Engine.create({
      settings: { opt, loss, lr, l1, l2, std: false, layers: [4, 3], act: 'tanh', batch: 5, momentum: 0.9, beta2: 0.999 },
      data: { X, Y, test: { X, Y } }, weights: start, order: 'sequential',
    });
    const name = `${opt}, ${loss}, ${l1}, ${l2}`;
    engine.train(10);
    // The bound of optim_golden_test.cpp: float's rounding, grown over a hundred steps.
    assert.ok(deviation(engine.weights(), run.after10) < 1e-5, name);
    const { loss: last } = engine.train(90);
    assert.ok(deviation(engine.weights(), run.after100) < 1e-5, name);
    assert.ok(Math.abs(last / run.lastLoss - 1) < 1e-5, name);
    engine.dispose();
  }
});

/** y = W x + b by plain loops. @param {number[][]} W @param {number[]} b @param {number[]} x */
const affine = (W, b, x) => W.map((row, i) => row.reduce((sum, w, j) => sum + w * Number(x[j]), Number(b[i])));

test('predictions and gradients are what plain loops compute from the snapshot\'s weights', async () => {
  const { X, Y } = corners(40);
  const engine = await Engine.create({
    settings: { layers: [3], act: 'tanh', loss: 'mse', opt: 'sgd', lr: 0.1, batch: 4, std: false },
    data: { X, Y: Float32Array.from(Y), test: { X, Y: Float32Array.from(Y) } }, order: 'sequential',
  });
  const { W: W1, b: b1 } = engine.snapshot()['layers'][0], { W: W2, b: b2 } = engine.snapshot()['layers'][1];
  const answers = engine.predict(X);
  /** @type {number[]} */ const dW2 = [0, 0, 0];
  let loss = 0;
  for (let i = 0; i < 40; ++i) {
    const hidden = affine(W1, b1, [Number(X[2 * i]), Number(X[2 * i + 1])]).map(Math.tanh);
    const [out = 0] = affine(W2, b2, hidden);
    assert.ok(Math.abs(out - Number(answers[i])) < 1e-6); // rounding of sums of four floats below 1
    if (i >= 4) continue;
    const error = out - Number(Y[i]);
    loss += error * error / 4;
    hidden.forEach((h, j) => { dW2[j] = Number(dW2[j]) + 2 * error * h / 4; });
  }
  const status = engine.train(1);
  const first = engine.layout.layers[1]?.W ?? 0;
  const told = engine.gradients().subarray(first, first + 3);
  assert.ok(deviation(told, dW2) < 1e-5); // rounding of a few floats
  assert.ok(Math.abs(status.loss / loss - 1) < 1e-5);
  engine.dispose();
});

test('weights go out and in again, in every form', async () => {
  const settings = { data: 'circles', layers: [4, 3], norm: true };
  const engine = await Engine.create({ settings });
  engine.train(40);
  const flat = engine.weights(), told = engine.snapshot();
  assert.deepEqual(told['layers'][0].W[1].map(Math.fround), [flat[1], flat[5]]); // column by column
  const byLayer = await Engine.create({ settings, weights: told['layers'] });
  assert.equal(byLayer.hash(), engine.hash());
  const whole = await Engine.create({ settings, weights: /** @type {any} */ (told) });
  assert.equal(whole.hash(), engine.hash());
  const typed = told['layers'].map((/** @type {any} */ layer) =>
    ({ ...layer, W: Float32Array.from(layer.W.flat()), b: Float32Array.from(layer.b) }));
  const byArrays = await Engine.create({ settings, weights: typed });
  assert.equal(byArrays.hash(), engine.hash());
  const flatly = await Engine.create({ settings, weights: flat });
  assert.deepEqual(flatly.weights(), flat);
  flatly.train(5);
  flatly.reset();
  assert.deepEqual(flatly.weights(), flat, 'a reset goes back to given weights');
  [engine, byLayer, whole, byArrays, flatly].forEach((e) => e.dispose());
});

test('settings change while training goes on, and a new network starts anew', async () => {
  const engine = await Engine.create({ settings: { data: 'moons' } });
  engine.train(10);
  assert.deepEqual(engine.set({ lr: 0.5, l2: 0.01 }), []);
  assert.equal(engine.train(1).step, 11);
  assert.equal(engine.train(1).learningRate, 0.5);
  assert.match(engine.set('lr', 1e9).join(), /Learning rate: 1e\+?9|Learning rate: 1000000000 is out of range/);
  assert.equal(engine.notices.length, 1);
  engine.set('layers', [7]);
  assert.equal(engine.train(0).step, 0);
  assert.equal(engine.layout.layers[0]?.units, 7);
  engine.dispose();
});

test('a run that diverges says so', async () => {
  const { X, Y } = corners(40);
  const engine = await Engine.create({
    settings: { lr: 10, act: 'linear', loss: 'mse', layers: [8, 8], opt: 'sgd', std: false },
    data: { X: X.map((x) => 1000 * x), Y: Float32Array.from(Y), classes: undefined },
  });
  assert.equal(engine.train(1000).state, 'diverged');
  assert.ok(engine.weights().every(Number.isFinite));
  engine.dispose();
});
