// @ts-check
// The command-line program, as a shell sees it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

const program = process.env['BP_CLI'] ?? 'build/native-release/playground-cli';

/** @param {string[]} words */
function run(...words) {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** @param {string[]} words */
const report = (...words) => JSON.parse(run('train', ...words, '--json').stdout);

test('train reports settings, link, losses, metrics and every layer', () => {
  const r = report('data=v', 'layers=4,3:relu', 'lr=0.03', 'l2=0.001', '--steps', '40');
  assert.equal(r.step, 40);
  assert.equal(r.settings.data, 'v');
  assert.equal(r.settings.layers, '4,3:relu');
  assert.match(r.link, /^v=1&data=v&/);
  assert.match(r.hash, /^[0-9a-f]{16}$/);
  assert.ok(r.train.loss > 0 && r.test.loss > 0 && r.penalty > 0);
  assert.ok(r.train.accuracy >= 0 && r.train.accuracy <= 1);
  assert.deepEqual(r.layers.map((/** @type {any} */ l) => l.activation), ['tanh', 'relu', 'logistic']);
  const [first] = r.layers;
  assert.equal(first.W.length, 4); // a row a unit
  assert.equal(first.W[0].length, 2);
  assert.equal(first.dW.length, 4);
  assert.equal(first.b.length, 4);
  assert.ok(first.stats.norm_dw > 0 && first.stats.update_ratio > 0);
});

test('the norm reported is that of the gradients reported', () => {
  for (const layer of report('--steps', '7').layers) {
    const squares = layer.dW.flat().reduce((/** @type {number} */ a, /** @type {number} */ g) => a + g * g, 0);
    // Seven digits of a float in the norm, as many in each gradient.
    assert.ok(Math.abs(Math.sqrt(squares) / layer.stats.norm_dw - 1) < 1e-6);
  }
});

test('the penalty reported is lambda times the sum of squared weights', () => {
  const r = report('l2=0.01', '--steps', '20');
  const weights = r.layers.flatMap((/** @type {any} */ l) => l.W.flat());
  const squares = weights.reduce((/** @type {number} */ a, /** @type {number} */ w) => a + w * w, 0);
  assert.ok(Math.abs(0.01 * squares / r.penalty - 1) < 1e-6); // λ itself is a float
});

test('a report\'s link repeats its run to the bit', () => {
  const first = report('data=moons', 'opt=adam', 'lr=0.01', '--epochs', '5');
  const again = report(`#${first.link}`, '--steps', String(first.step));
  assert.equal(again.hash, first.hash);
});

test('a regression reports R²', () => {
  const r = report('data=fn_sine', '--epochs', '2');
  assert.equal(typeof r.test.r2, 'number');
  assert.equal(r.test.accuracy, undefined);
});

test('values out of range are clamped with a note, nonsense is explained', () => {
  const clamped = run('train', 'lr=1000', '--steps', '0', '--json');
  assert.equal(clamped.status, 0);
  assert.match(clamped.stderr, /Learning rate: 1000 is out of range, 10 is used/);
  assert.equal(JSON.parse(clamped.stdout).settings.lr, 10);
  assert.match(run('train', 'act=step', '--steps', '0').stderr, /"step" cannot be used here/);
  const unknown = run('train', 'fast', '--steps', '1');
  assert.equal(unknown.status, 1);
  assert.match(unknown.stderr, /unknown argument "fast"/);
  assert.match(run('train', '--steps', 'x').stderr, /whole number/);
  assert.equal(run('jump').status, 1);
});

test('full-batch methods train, and where they cannot, the reason is told', () => {
  const descent = report('--epochs', '30', 'batch=100000').train.loss;
  for (const method of ['lm', 'lbfgs']) {
    const r = report(`opt=${method}`, '--steps', '30');
    assert.equal(r.epoch, 30); // a step is an epoch
    assert.ok(r.train.loss < 0.5 * descent, method);
  }
  const { stdout, stderr } = run('train', 'opt=lm', 'layers=40,40', '--steps', '1', '--json');
  assert.match(stderr, /lm is for networks of up to 500 parameters, adam is used instead/);
  assert.equal(JSON.parse(stdout).settings.opt, 'adam');
});

test('a diverged run says when and what to try, and fails', () => {
  const r = run('train', 'data=plane', 'act=relu', 'layers=32,32', 'lr=10', '--steps', '500');
  assert.equal(r.status, 1);
  assert.match(r.stderr, /diverged at step \d+; try a smaller learning rate/);
});

test('the schema lists every setting the report has, with a default in range', () => {
  const { fields } = JSON.parse(run('schema', '--json').stdout);
  const { settings } = report('--steps', '0');
  assert.deepEqual(fields.map((/** @type {any} */ f) => f.key), Object.keys(settings));
  for (const field of fields) {
    assert.ok(field.label && field.help, field.key);
    assert.deepEqual(field.default, settings[field.key]);
    if (field.kind !== 'integer' && field.kind !== 'real') continue;
    const isOff = field.default === 0; // zero may lie below a log scale
    assert.ok(isOff || (field.default >= field.min && field.default <= field.max), field.key);
  }
});

test('help names every command', () => {
  const { status, stdout } = run('help');
  assert.equal(status, 0);
  for (const word of ['train', 'schema', 'gradcheck']) assert.ok(stdout.includes(word));
});

test('backpropagation is checked against differences on request', () => {
  const { status, stdout } = run('gradcheck', 'layers=3,2:logistic', 'l2=0.01');
  assert.equal(status, 0, stdout);
  assert.match(stdout, /layer 3 .*worst relative error/);
});
