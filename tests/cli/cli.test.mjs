// @ts-check
// The command-line program, as a shell sees it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const program = process.env['BP_CLI'] ?? 'build/native-release/playground-cli';

/** @param {string[]} words */
function run(...words) {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

const folder = mkdtempSync(join(tmpdir(), 'playground-cli-'));
after(() => rmSync(folder, { recursive: true }));

/**
 * A file with this text; its path.
 * @param {string} name
 * @param {string} text
 */
function file(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
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

test('a report as JSON holds the metrics of both parts and the statistics of every layer', () => {
  const r = report('layers=4', '--epochs', '20');
  // Of 400 samples half are for training, a fifth for validation.
  for (const [part, count] of Object.entries({ train: 200, validation: 80, test: 120 })) {
    const m = r.metrics[part];
    assert.equal(m.samples, count);
    if (part !== 'validation') assert.equal(m.accuracy, r[part].accuracy);
    const cells = m.confusion.flat().reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b);
    assert.equal(cells, count);
    assert.equal((m.confusion[0][0] + m.confusion[1][1]) / count, m.accuracy);
    assert.deepEqual(m.classes.map((/** @type {any} */ c) => c.name), ['bank', 'river']);
    assert.equal(m.classes[0].support + m.classes[1].support, count);
    assert.ok(m.roc.area > 0.5 && m.roc.area <= 1);
    const { points } = m.roc.curves[0];
    assert.ok(points.length <= 200);
    assert.deepEqual([points[0], points.at(-1)], [[0, 0], [1, 1]]);
    assert.ok(m.precision_recall.area > 0 && m.log_loss > 0);
    assert.equal(m.calibration.bins.length, 10);
  }
  const [hidden] = r.layers;
  assert.deepEqual(Object.keys(hidden.details), ['W', 'b', 'dW', 'db', 'Z', 'A', 'dA', 'dZ', 'similarity']);
  const largest = Math.max(...hidden.W.flat());
  assert.equal(hidden.details.W.max, largest);
  const counted = hidden.details.W.bins.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b);
  assert.equal(counted, 8);
  assert.equal(hidden.details.similarity.distinct_units, 4);
  assert.equal(hidden.details.similarity.cosine.length, 4);
});

test('outputs that are no probabilities have no log loss and no calibration', () => {
  const { test: m } = report('loss=hinge', '--epochs', '5').metrics;
  assert.ok(m.roc.area > 0);
  assert.equal('log_loss' in m, false);
  assert.equal('calibration' in m, false);
});

test('a chosen sample comes with every matrix of its pass', () => {
  const r = report('layers=3', 'sample=5', '--steps', '4');
  assert.deepEqual(r.sample.sample, [5]);
  assert.equal(r.batch.sample.length, 16);
  const keys = ['input', 'W', 'b', 'Z', 'A', 'slope', 'dA', 'dZ', 'dW', 'db', 'dW_data', 'db_data'];
  const keysOf = (/** @type {any} */ pass) => pass.layers.map((/** @type {any} */ l) => Object.keys(l));
  assert.deepEqual(keysOf(r.sample), [keys, keys]);
  const withStep = [...keys, 'W_next', 'b_next'];
  assert.deepEqual(keysOf(r.batch), [withStep, withStep]);
  const [hidden] = r.sample.layers;
  assert.deepEqual(hidden.W, r.layers[0].W);
  for (const [i, [slope]] of hidden.slope.entries()) {
    assert.ok(Math.abs(slope - (1 - hidden.A[i][0] ** 2)) < 1e-6); // tanh, in float
    assert.ok(Math.abs(hidden.dZ[i][0] - slope * hidden.dA[i][0]) < 1e-6);
  }
  assert.equal(report('--steps', '1').sample, undefined);
});

test('report prints the classification report of every part', () => {
  const { status, stdout } = run('report', '--epochs', '20');
  assert.equal(status, 0);
  assert.equal(stdout.match(/precision {4}recall {2}f1-score {3}support/g)?.length, 3);
  assert.match(stdout, /^ {8}bank {7}\d\.\d\d {6}\d\.\d\d {6}\d\.\d\d {7}\d+$/m);
  for (const word of ['accuracy', 'macro avg', 'weighted avg', 'confusion', 'ROC AUC', 'log loss']) {
    assert.ok(stdout.includes(word), word);
  }
  assert.match(run('report', 'loss=hinge', '--epochs', '1').stdout, /no probability/);
});

test('report prints a regression\'s figures, those of the JSON', () => {
  const { stdout } = run('report', 'data=fn_sine', '--epochs', '3');
  const { test: m } = report('data=fn_sine', '--epochs', '3').metrics;
  const printed = [...stdout.matchAll(/^MSE +(\S+)$/gm)].map((match) => Number(match[1]));
  assert.equal(printed.length, 3);
  assert.ok(Math.abs((printed[2] ?? 0) / m.mse - 1) < 1e-5); // six digits are printed
  assert.equal(m.actual_predicted.length, m.samples);
  assert.equal(run('report', '--json').status, 1);
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
  for (const word of ['train', 'report', 'schema', 'gradcheck']) assert.ok(stdout.includes(word));
});

test('backpropagation is checked against differences on request', () => {
  const { status, stdout } = run('gradcheck', 'layers=3,2:logistic', 'l2=0.01');
  assert.equal(status, 0, stdout);
  assert.match(stdout, /layer 3 .*worst relative error/);
});

/** Houses: two measurements, a text, and a price that depends on both; the third row lacks one. */
function houses() {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const rooms = 1 + ((i * 7) % 11), age = (i * 13) % 29;
    return `${rooms},${i === 2 ? '' : age},${i % 2 ? 'INLAND' : 'NEAR BAY'},${30000 * rooms - 2000 * age}`;
  });
  return file('houses.csv', ['rooms,age,place,price', ...rows].join('\n') + '\n');
}

test('a table of one\'s own trains, and what was left out is told', () => {
  const words = ['--data', houses(), '--target', 'price', '--drop-incomplete', 'opt=adam', 'lr=0.02', '--epochs', '200'];
  const { status, stderr, stdout } = run('train', ...words, '--json');
  assert.equal(status, 0, stderr);
  assert.match(stderr, /1 row without age \(first: line 4\) was left out\.[^]*The text column place was left out\./);
  const r = JSON.parse(stdout);
  assert.equal(r.settings.data, 'own_values');
  assert.equal(r.layers[0].W[0].length, 2);
  assert.ok(r.test.r2 > 0.9, `${r.test.r2}`);
  assert.equal(r.metrics.train.samples + r.metrics.validation.samples + r.metrics.test.samples, 59);
});

test('a target of text makes classes, whichever column it is', () => {
  for (const target of ['place', '3']) {
    const r = report('--data', houses(), '--target', target, '--drop-incomplete', '--epochs', '1');
    assert.equal(r.settings.data, 'own_classes');
    assert.deepEqual(r.metrics.test.classes.map((/** @type {any} */ c) => c.name), ['NEAR BAY', 'INLAND']);
    assert.equal(r.layers[0].W[0].length, 3);
  }
});

test('numbers are classes or values as the data set says', () => {
  const path = file('few.csv', 'x,y\n1,0\n2,1\n3,0\n4,1\n5,2\n6,2\n7,0\n8,1\n');
  assert.equal(report('--data', path, '--epochs', '1').settings.data, 'own_classes');
  const r = report('--data', path, 'data=own_values', '--epochs', '1');
  assert.equal(r.settings.data, 'own_values');
  assert.equal(typeof r.test.r2, 'number');
});

test('tables that cannot be used are refused with file, line and column', () => {
  const { status, stderr } = run('train', '--data', houses(), '--target', 'price');
  assert.equal(status, 1);
  assert.match(stderr, /houses\.csv: Line 2, column 3 \(place\): "NEAR BAY" is text/);
  /** @type {[RegExp, string[]][]} */
  const refusals = [
    [/no column "prize" to be the target; there are rooms, age, place, price/, ['--data', houses(), '--target', 'prize']],
    [/Line 3 has 1 cell, but line 1 has 2/, ['--data', file('ragged.csv', 'a,b\n1,2\n3\n')]],
    [/The file is empty/, ['--data', file('empty.csv', '')]],
    [/no text in UTF-8/, ['--data', file('binary.csv', 'a,b\n1,\0\n')]],
    [/is text, not a number/, ['--data', houses(), '--target', 'place', 'data=own_values', '--drop-incomplete']],
    [/brings its own data set; leave out data=iris/, ['--data', houses(), 'data=iris']],
    [/there is no such file/, ['--data', join(folder, 'nothing.csv')]],
    [/there is no such file, or it cannot be read/, ['--data', folder]],
    [/are about a file: give --data/, ['--target', 'price']],
    [/are about a file: give --data/, ['--drop-incomplete']],
    [/data=own_values needs your table: give --data/, ['data=own_values']],
    [/give a CSV file after --data/, ['--data']],
    [/give a JSON file after --weights/, ['--weights', '']],
    [/give sequential or shuffled after --batches/, ['--batches', 'random']],
    [/give float or double after --precision/, ['--precision']],
    [/unknown argument "--fast=1"/, ['--fast=1']],
  ];
  for (const [why, words] of refusals) {
    const refused = run('train', ...words, '--steps', '1');
    assert.equal(refused.status, 1, words.join(' '));
    assert.match(refused.stderr, why);
    assert.equal(refused.stdout, '');
  }
});

test('real data sets come along', () => {
  for (const data of ['breast_cancer', 'iris', 'wine', 'digits']) {
    assert.ok(report(`data=${data}`, 'opt=adam', 'lr=0.01', '--epochs', '20').test.accuracy > 0.85, data);
  }
  assert.ok(report('data=diabetes', 'opt=adam', 'lr=0.01', '--epochs', '20').test.r2 > 0.3);
  assert.match(run('gradcheck', 'data=iris', 'layers=3').stdout, /^right/m);
  assert.match(run('gradcheck', '--data', houses(), '--drop-incomplete', 'layers=2').stdout, /^right/m);
});

test('a run goes on from the weights of a report, to the bit', () => {
  const words = ['layers=4', 'norm=1', 'data=moons'];
  const first = report(...words, '--epochs', '3');
  const whole = file('report.json', JSON.stringify(first));
  const layers = file('layers.json', JSON.stringify(first.layers));
  for (const path of [whole, layers]) {
    const again = report(...words, 'seed=7', '--weights', path, '--steps', '0');
    assert.equal(again.hash, first.hash);
    assert.equal(again.initial_weights, 'given');
    assert.deepEqual(again.layers[0].running_mean, first.layers[0].running_mean);
  }
  assert.notEqual(report(...words, '--weights', whole, '--steps', '1').hash, first.hash);
  assert.equal(first.initial_weights, undefined);
});

test('weights that do not fit are refused with layer and both shapes', () => {
  const path = file('small.json', JSON.stringify(report('layers=4', '--steps', '0')));
  const refused = run('train', 'layers=5', '--weights', path);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /small\.json: Layer 1: W must be 5 × 2 \(units × inputs\), but is 4 × 2/);
  assert.match(run('train', '--weights', path).stderr, /The file has 2 layers, the network has 3/);
  assert.match(run('train', '--weights', file('bad.json', '[{"W":')).stderr, /no JSON: .*line 1, column 7/);
  assert.match(run('train', '--weights', join(folder, 'nothing')).stderr, /there is no such file/);
});

test('sequential batches repeat without a seed, and say so', () => {
  const first = report('--batches', 'sequential', '--steps', '30');
  assert.equal(first.batches, 'sequential');
  assert.equal(report('--batches', 'sequential', '--steps', '30').hash, first.hash);
  const shuffled = report('--batches', 'shuffled', '--steps', '30');
  assert.notEqual(shuffled.hash, first.hash);
  assert.equal(shuffled.batches, undefined);
  assert.equal(shuffled.hash, report('--steps', '30').hash);
});

test('in double a run is nearly the same, and its report has the same form', () => {
  const words = ['data=moons', 'layers=4', '--steps', '50'];
  const single = report(...words), double = report(...words, '--precision', 'double');
  assert.equal(double.precision, 'double');
  const keys = Object.keys(double).filter((key) => key !== 'precision');
  assert.deepEqual(keys, Object.keys(single));
  assert.ok(Math.abs(double.train.loss / single.train.loss - 1) < 1e-4); // 50 steps of float rounding
  const [w, v] = [single.layers[0].W[0][0], double.layers[0].W[0][0]];
  assert.ok(Math.abs(w - v) < 1e-4 && w !== v);
  assert.notEqual(Math.fround(v), v); // more digits than a float has
  assert.equal(report(...words, '--precision', 'float').hash, single.hash);
  const text = run('train', ...words, '--precision', 'double').stdout;
  assert.match(text, /test {8}loss \S+ {2}accuracy/);
  assert.match(run('report', ...words, '--precision', 'double').stdout, /macro avg/);
});

test('verify goes through the run of a proof again, and believes nothing else', () => {
  const goal = 'test.accuracy>=0.75~hidden<=4';
  const trained = report('layers=4', `goal=${goal}`, '--epochs', '60');
  const proof = trained.goal.reached;
  assert.equal(trained.goal.conditions[1].met, true);
  /** @param {Record<string, unknown>} change @param {string[]} words */
  const verify = (change, ...words) =>
    run('verify', file('proof.json', JSON.stringify({ ...proof, ...change })), ...words);
  const right = verify({});
  assert.equal(right.status, 0, right.stderr);
  assert.match(right.stdout, new RegExp(`hash    ${proof.hash}\n[^]*\nverified\n$`));
  assert.equal(verify({}, '--goal', goal).status, 0);

  const commands = (/** @type {string} */ start) => ({ settings: start, commands: [`load ${start}`, ...proof.commands.slice(1)] });
  const forged = {
    hash: { hash: '0000000000000000' },
    value: { values: [0.99, 4] },
    'another seed': commands(`${proof.settings}&seed=7`),
    'a seed that is not that of its settings': { seed: 7 },
    'a smaller network': commands(proof.settings.replace('layers=4', 'layers=3')),
    'a later step': { step: proof.step + 13, commands: [proof.commands[0], `ahead end ${proof.step + 13}`, `seek ${proof.step + 13}`] },
    'an earlier step': { step: 13, commands: [proof.commands[0], 'ahead end 13', 'seek 13'] },
    'a harder goal': { goal: 'test.accuracy>=0.99' },
  };
  for (const [what, change] of Object.entries(forged)) {
    const { status, stdout } = verify(change);
    assert.equal(status, 1, what);
    assert.match(stdout, /NOT verified\n$/, what);
  }
  const other = verify({}, '--goal', 'test.accuracy>=0.9');
  assert.equal(other.status, 1);
  assert.match(other.stderr, /a proof of another goal/);
});

test('a proof tells of weights set by hand, and of tables that verify has to be given', () => {
  const proof = report('layers=4', 'goal=epoch>=2~edits<=1', '--epochs', '2').goal.reached;
  const [load, ...rest] = proof.commands;
  const byHand = run('verify', file('hand.json', JSON.stringify({ ...proof, commands: [load, 'ahead edit:1.1.1 3 0.5', ...rest] })));
  assert.match(byHand.stdout, /changes 1 on the way, 1 of them weights set by hand/);
  assert.match(byHand.stdout, /NOT verified/); // the hash is that of the run without it
  const own = ['--data', houses(), '--drop-incomplete'];
  const table = report(...own, 'goal=epoch>=2', '--epochs', '3').goal.reached;
  assert.equal(table.verifiable, false);
  const path = file('own.json', JSON.stringify(table));
  assert.match(run('verify', path).stderr, /needs your table/);
  assert.equal(run('verify', path, ...own).status, 0);
});

test('what is no proof is told', () => {
  assert.match(run('verify').stderr, /give the file of a proof/);
  for (const [text, why] of [['{', /no JSON/], ['{}', /names no goal/], ['{"goal":"step>1","commands":["play"]}', /no run/]]) {
    const { status, stderr } = run('verify', file('bad.json', String(text)));
    assert.equal(status, 1);
    assert.match(stderr, /** @type {RegExp} */ (why));
  }
});

/** @type {Record<string, { link: string, means: string, hash: string, told?: string[], steps?: number }[]>} */
const LINKS = JSON.parse(readFileSync(new URL('../golden/links.json', import.meta.url), 'utf8'));

for (const [version, links] of Object.entries(LINKS)) {
  test(`links of version ${version} mean what they always did`, () => {
    for (const { link, means, hash, told = [], steps = 10 } of links) {
      const { stdout, stderr } = run('train', `#${link.replace(/^#/, '')}`, '--json', '--steps', String(steps));
      const r = JSON.parse(stdout);
      assert.deepEqual({ link: r.link, hash: r.hash }, { link: means, hash }, link);
      assert.deepEqual(stderr.split('\n').filter(Boolean).map((line) => line.replace('note: ', '')), told, link);
    }
  });
}

test('a link that carries a step stands there, and its hash is checked', () => {
  const plain = report('data=v', '--steps', '20');
  const [link] = run('train', 'data=v', '--steps', '0').stdout.match(/v=1\S+/) ?? [];
  const there = run('train', `#${link}&at=20&hash=${plain.hash}`, '--json');
  assert.equal(there.status, 0);
  assert.equal(JSON.parse(there.stdout).hash, plain.hash);
  assert.equal(JSON.parse(there.stdout).step, 20);
  const further = report(`#${link}&at=20&hash=${plain.hash}`, '--steps', '5');
  assert.equal(further.hash, report('data=v', '--steps', '25').hash);
  const wrong = run('train', `#${link}&at=20&hash=0123456789abcdef`);
  assert.notEqual(wrong.status, 0);
  assert.match(wrong.stderr, /hash [0-9a-f]{16}, not 0123456789abcdef/);
  assert.match(run('train', `#${link}&w=nonsense`).stderr, /weights cannot be read/);
  assert.match(run('train', `#${link}&at=3`, '--precision', 'double').stderr, /single precision/);
});

test('--open takes settings, data and weights of one file, and checks its hash', () => {
  const csv = 'a,b,kind\n1,2,x\n2,1,y\n3,5,x\n5,3,y\n4,6,x\n6,4,y\n2,3,x\n3,2,y\n7,8,x\n8,7,y\n';
  const table = file('export.csv', csv);
  const trained = JSON.parse(run('train', '--data', table, 'layers=3', '--steps', '15', '--json').stdout);
  const saved = {
    format: 'backprop-playground', version: 1, link: trained.link, table: csv, hash: trained.hash,
    layers: trained.layers,
  };
  const opened = run('train', '--open', file('export.json', JSON.stringify(saved)), '--json');
  assert.equal(opened.status, 0, opened.stderr);
  assert.equal(JSON.parse(opened.stdout).hash, trained.hash);
  const path = file('other.json', JSON.stringify({ ...saved, hash: '0123456789abcdef' }));
  assert.match(run('train', '--open', path).stderr, /not 0123456789abcdef/);
  assert.match(run('train', '--open', file('no.json', '{}')).stderr, /no experiment of the playground/);
  assert.match(run('train', '--open', file('bad.json', '{')).stderr, /bad\.json/);
  assert.match(run('train', '--open', path, 'lr=1').stderr, /--open brings/);
});
