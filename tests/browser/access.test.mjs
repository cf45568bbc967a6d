// @ts-check
// Everything without a mouse and without a screen: the page in words, by keyboard, through the
// accessibility tree, and by ear. What axe-core finds is a failure.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { alarms, Announcer, gradientGap, summary } from '../../web/embed/mirror_say.mjs';
import { layersText, nextValue, parseLayers } from '../../web/embed/mirror_fields.mjs';
import { frequencies, pitch } from '../../web/embed/mirror_sound.mjs';
import { TABLES, Words } from '../../web/embed/mirror_words.mjs';
import { hostPage, readyFrame } from './host_page.mjs';
import { BROWSER, picture, settled, step, useHarness, waitUntilIdle } from './harness.mjs';

const h = useHarness();
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('puppeteer-core').Frame} Frame */

/** What axe-core finds, in a line each. @param {Page | Frame} page */
async function findings(page) {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (window).axe.run(document, { resultTypes: ['violations'] });
    return violations.map((/** @type {any} */ v) => `${v.id}: ${v.help}: ${v.nodes.map((/** @type {any} */ n) => n.html).join(' | ').slice(0, 400)}`);
  });
}

/** Opens the sheet as a script may. @param {Page | Frame} page */
async function openSheet(page) {
  await page.evaluate(() => document.getElementById('controls')?.click());
  await page.waitForSelector('#sheet:not([hidden])');
}

/** The control of a field. @param {string} key @param {string} tag */
const of = (key, tag) => `#sheet [data-key="${key}"] ${tag}`;

/** What the element with the focus is called. @param {Page} page */
const focusedName = (page) => page.evaluate(() => {
  const e = /** @type {any} */ (document.activeElement);
  return (e?.getAttribute('aria-label') || e?.labels?.[0]?.innerText || e?.innerText || e?.id || '').trim();
});

/** Presses Tab until the focus is where it is wanted. @param {Page} page @param {RegExp} name */
async function tabTo(page, name) {
  /** @type {string[]} */ const passed = [];
  for (let i = 0; i < 250; i += 1) {
    await page.keyboard.press('Tab');
    const now = await focusedName(page);
    if (name.test(now)) return;
    passed.push(now);
  }
  assert.fail(`Tab does not come to ${name}: ${passed.slice(0, 60).join(', ')}`);
}

/** Types over what is in the field. @param {Page} page @param {string} text */
async function typeOver(page, text) {
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

test('axe-core finds nothing: picture, sheet, what was refused, dark, narrow', async () => {
  for (const options of [{}, { dark: true }, { width: 390, height: 844, touch: BROWSER === 'chromium' }]) {
    const page = await h.open('', options);
    assert.deepEqual(await findings(page), [], 'the picture alone');
    await step(page, 3);
    await openSheet(page);
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    await page.$eval(of('lr', 'input'), (input) => {
      /** @type {HTMLInputElement} */ (input).value = 'fast';
      input.dispatchEvent(new Event('change'));
    });
    assert.equal(await page.$eval(of('lr', 'input'), (input) => input.getAttribute('aria-invalid')), 'true');
    assert.deepEqual(await findings(page), [], JSON.stringify(options));
    await picture(page, `access-${JSON.stringify(options).replace(/\W+/g, '-')}`);
    h.assertQuiet();
    await page.close();
  }
});

test('axe-core finds nothing in the projector theme, nor in a frame', async () => {
  const page = await h.open('theme=projector');
  await openSheet(page);
  assert.deepEqual(await findings(page), []);
  await page.close();
  const host = await hostPage(`<!doctype html><html lang="en"><title>Course</title><link rel="icon" href="data:,"><main><h1>Course</h1>
    <iframe title="Playground" src="${h.server.url}#layers=2" style="width:800px;height:500px"></iframe></main></html>`);
  const guest = await h.blank();
  guest.removeAllListeners('request'); // the host is of another origin
  await guest.goto(host.url);
  const frame = await readyFrame(await guest.waitForSelector('iframe'));
  assert.deepEqual(await findings(frame), []);
  await openSheet(frame);
  assert.deepEqual(await findings(frame), []);
  h.assertQuiet();
  await guest.close();
  await host.close();
});

test('a whole experiment by keyboard alone: data, activation, units, 100 epochs, the test loss, the link', async () => {
  const page = await h.open('');
  await tabTo(page, /^Controls$/);
  await picture(page, 'access-focus');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.tagName === 'H2');
  await tabTo(page, /^Train for/);
  await tabTo(page, /^Data set/);
  await page.keyboard.type('Circ');
  await page.waitForFunction(() => window.playground.get().data === 'circles');
  await tabTo(page, /^Units of layer 1/);
  await typeOver(page, '4');
  await page.waitForFunction(() => /^4,/.test(window.playground.get().layers));
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(() => /^5,/.test(window.playground.get().layers));
  await tabTo(page, /^Activation f/);
  await page.keyboard.type('ReLU');
  await page.waitForFunction(() => window.playground.get().act === 'relu');
  await tabTo(page, /^Learning rate/);
  await typeOver(page, '0.03');
  await page.waitForFunction(() => window.playground.get().lr === 0.03);
  // Back to the top, over the way a keyboard has: Escape closes, the button opens again.
  await page.keyboard.press('Escape');
  assert.equal(await focusedName(page), 'Controls');
  await page.keyboard.press('Enter');
  await tabTo(page, /^Train for/);
  await typeOver(page, '100');
  await page.waitForFunction(() => window.playground.snapshot().epoch === 100 && window.playground.snapshot().state !== 'playing');
  const { test: { loss } } = await settled(page);
  await page.waitForFunction(() => document.querySelector('#now')?.textContent?.includes('Epoch 100,'));
  const told = await page.$eval('#now', (element) => element.textContent ?? '');
  assert.match(told, /Epoch 100, step/);
  assert.ok(told.includes(`test loss ${Number(loss.toPrecision(3))}`), told);
  assert.match(await page.$eval('#said', (element) => element.textContent ?? ''), /Epoch 100/, 'it was announced');
  const table = await page.$eval('#sheet table', (element) => /** @type {HTMLElement} */ (element).innerText);
  assert.match(table, /Test\s+\S+/);
  await tabTo(page, /^Copy the link/);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('#sheet input[readonly]')?.getAttribute('type') === 'text' &&
    /** @type {HTMLInputElement} */ (document.querySelector('#sheet input[readonly]')).value.includes('data=circles'));
  await picture(page, 'access-keyboard');
  h.noise.splice(0); // a headless browser may refuse the clipboard
  await page.close();
});

test('a whole experiment through the accessibility tree alone', { skip: BROWSER === 'firefox' }, async () => {
  const page = await h.open('');
  const nodes = async () => {
    /** @type {any[]} */ const all = [];
    const walk = (/** @type {any} */ node) => {
      all.push(node);
      for (const child of node.children ?? []) walk(child);
    };
    walk(await page.accessibility.snapshot());
    return all;
  };
  const named = async (/** @type {string} */ role, /** @type {RegExp} */ name) => {
    const found = (await nodes()).find((node) => node.role === role && name.test(node.name));
    assert.ok(found, `no ${role} ${name}`);
    return found;
  };
  const reach = async (/** @type {string} */ role, /** @type {RegExp} */ name) => {
    const handle = await (await named(role, name)).elementHandle();
    assert.ok(handle, `${role} ${name} cannot be reached`);
    return handle;
  };
  await named('heading', /^Backprop Playground$/);
  const canvas = await named('application', /^Backprop Playground/);
  assert.match(canvas.description, /Space plays and pauses/);
  await (await reach('link', /^Skip to the controls$/)).evaluate((/** @type {any} */ link) => link.click());
  await page.waitForSelector('#sheet:not([hidden])');
  await (await reach('combobox', /^Data set/)).select('xor');
  await (await reach('combobox', /^Activation f/)).select('tanh');
  const units = await reach('spinbutton', /^Units of layer 1/);
  await units.click({ count: 3 });
  await units.type('6\n');
  await page.waitForFunction(() => window.playground.get().layers.startsWith('6,'));
  const noise = await named('spinbutton', /^Noise/);
  assert.match(noise.description, /How far points are moved/, 'the help is its description');
  const count = await reach('textbox', /^Train for/);
  await count.click({ count: 3 });
  await count.type('100\n');
  await page.waitForFunction(() => window.playground.snapshot().epoch === 100 && window.playground.snapshot().state !== 'playing');
  const { test: { loss } } = await settled(page);
  await page.waitForFunction(() => document.querySelector('#now')?.textContent?.includes('Epoch 100,'));
  const words = (await nodes()).map((node) => node.name).join('\n');
  assert.ok(words.includes(`test loss ${Number(loss.toPrecision(3))}`));
  assert.ok((await nodes()).some((node) => node.name?.startsWith('Confusion matrix, Test')));
  await (await reach('button', /^Close$/)).click();
  await page.waitForFunction(() => document.activeElement?.id === 'controls');
  h.assertQuiet();
  await page.close();
});

test("what cannot be used is told in the engine's words beside the control, and nothing typed is lost", async () => {
  const page = await h.open('');
  await openSheet(page);
  const enter = async (/** @type {string} */ key, /** @type {string} */ text) => {
    await page.focus(of(key, 'input'));
    await typeOver(page, text);
    return page.$eval(`#sheet [data-key="${key}"]`, (row) => {
      const input = /** @type {HTMLInputElement} */ (row.querySelector('input'));
      const described = (input.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent);
      return { value: input.value, invalid: input.getAttribute('aria-invalid'), told: described[1] ?? '' };
    });
  };
  const direct = await page.evaluate(() => window.playground.set({ lr: 'fast' }));
  const refused = await enter('lr', 'fast');
  assert.equal(refused.told, direct.join(' '));
  assert.ok(refused.told.length > 10);
  assert.deepEqual([refused.value, refused.invalid], ['fast', 'true']);
  assert.equal(await page.evaluate(() => window.playground.get().lr), 0.1);
  const clamped = await enter('lr', '5000');
  assert.deepEqual([clamped.value, clamped.invalid], ['10', null]);
  assert.match(clamped.told, /10/);
  const good = await enter('lr', '0.5');
  assert.deepEqual(good, { value: '0.5', invalid: null, told: '' });
  const layers = await enter('layers', '8,many');
  assert.equal(layers.value, '8,many');
  assert.equal(layers.invalid, 'true');
  await page.evaluate(() => {
    const count = /** @type {HTMLInputElement} */ (document.querySelector('#sheet .buttons input'));
    count.value = 'some';
    /** @type {HTMLElement} */ (count.closest('.buttons')?.querySelector('button')).click();
  });
  assert.equal(await page.$eval('#sheet .buttons input', (input) => input.getAttribute('aria-invalid')), 'true');
  h.assertQuiet();
  await page.close();
});

test('picture and sheet are one: what one sets, the other shows', async () => {
  const page = await h.open('');
  await openSheet(page);
  await page.evaluate(() => window.playground.set({ data: 'spirals', layers: '3:relu~20,5', norm: true, lr: 0.3 }));
  await page.waitForFunction((selector) => /** @type {any} */ (document.querySelector(selector)).value === 'spirals', {}, of('data', 'select'));
  assert.equal(await page.$eval(of('lr', 'input'), (input) => /** @type {HTMLInputElement} */ (input).value), '0.3');
  assert.equal(await page.$eval(of('norm', 'input'), (input) => /** @type {HTMLInputElement} */ (input).checked), true);
  const layer = await page.$$eval(of('layers', '.buttons:first-child :is(input, select)'), (all) => all.map((each) => /** @type {any} */ (each).value));
  assert.deepEqual(layer, ['3', 'relu', '20']);
  assert.equal(await page.$eval('#sheet [data-key="normmom"]', (row) => /** @type {HTMLElement} */ (row).hidden), false);
  assert.equal(await page.$eval('#sheet [data-key="columns"]', (row) => /** @type {HTMLElement} */ (row).hidden), true, 'a plane has no columns');
  await page.$eval(of('norm', 'input'), (input) => /** @type {HTMLElement} */ (input).click()); // behind "more"
  assert.equal(await page.evaluate(() => window.playground.get().norm), false);
  const keys = await page.evaluate(() => window.playground.schema().fields.map((/** @type {any} */ field) => field.key));
  const shown = await page.$$eval('#sheet [data-key]', (all) => all.map((each) => each.getAttribute('data-key')));
  assert.deepEqual([...shown].sort(), [...keys].sort(), 'every field has its control');
  h.assertQuiet();
  await page.close();
});

test('Tab goes from the skip link over the canvas to the controls, and leaves a frame', async () => {
  const host = await hostPage(`<!doctype html><html lang="en"><title>Course</title><link rel="icon" href="data:,"><button id="before">before</button>
    <iframe title="Playground" src="${h.server.url}#layers=2" style="width:800px;height:500px"></iframe><button id="after">after</button></html>`);
  const page = await h.blank();
  page.removeAllListeners('request');
  await page.goto(host.url);
  const frame = await readyFrame(await page.waitForSelector('iframe'));
  await page.focus('#before');
  const places = [];
  for (let i = 0; i < 4; i += 1) {
    await page.keyboard.press('Tab');
    const inside = await frame.evaluate(() => (document.hasFocus() ? document.activeElement?.id : ''));
    places.push(inside || (await page.evaluate(() => document.activeElement?.id)));
  }
  assert.deepEqual(places, ['skip', 'canvas', 'controls', 'after']);
  h.assertQuiet();
  await page.close();
  await host.close();
});

test('panels: values as a table, a saved table, the unfolded layer, the first cell of the maths', async () => {
  const page = await h.open('layers=3,2');
  await page.evaluate(() => window.playground.epoch(5));
  await openSheet(page);
  const press = (/** @type {string} */ panel, /** @type {string} */ name) => page.evaluate((label, text) => {
    const details = [...document.querySelectorAll('#sheet details')].find((each) => each.querySelector('summary')?.textContent === label);
    if (details) /** @type {HTMLDetailsElement} */ (details).open = true;
    const button = [...(details?.querySelectorAll('button') ?? [])].find((each) => each.textContent === text);
    button?.click();
    return Boolean(button);
  }, panel, name);
  assert.ok(await press('Loss', 'Read the values'));
  await page.waitForFunction(() => [...document.querySelectorAll('#sheet table caption')].some((each) => each.textContent === 'Loss'));
  assert.ok(await press('Maths', 'Walk over the matrices with the arrow keys'));
  await page.waitForFunction(() => document.activeElement?.id === 'canvas' && window.playground.get().panel === 'maths');
  await page.waitForFunction(() => window.playground.maths() !== null);
  await waitUntilIdle(page, 300);
  const before = (await settled(page)).step;
  await page.keyboard.press('ArrowRight');
  await waitUntilIdle(page, 100);
  assert.equal((await settled(page)).step, before, 'the arrow walks over the cells: it trains no step');
  await picture(page, 'access-maths');
  await page.evaluate(() => window.playground.check());
  h.assertQuiet();
  await page.close();
});

test('the page in words speaks German throughout, and follows a later change of language', async () => {
  const page = await h.open('lang=de');
  await openSheet(page);
  const texts = () => page.$$eval('#sheet :is(h2, h3, label > span, legend, summary, option)', (all) => all.map((each) => each.textContent ?? ''));
  const first = await texts();
  for (const text of ['Bedienung', 'Daten', 'Lernrate α', 'Datensatz', 'Kreise']) assert.ok(first.includes(text), `${text}: ${first.join(' | ')}`);
  const { english, german } = await page.evaluate(() => {
    const ids = [...window.playground.words().matchAll(/^((?:field|group)\.\S+\.label) (.+)$/gm)];
    const fields = window.playground.schema().fields;
    const own = new Map(ids.map((m) => [m[1], m[2]]));
    const changed = fields.filter((/** @type {any} */ f) => (own.get(`field.${f.key}.label`) ?? f.label) !== f.label);
    return { english: changed.map((/** @type {any} */ f) => f.label), german: changed.map((/** @type {any} */ f) => own.get(`field.${f.key}.label`)) };
  });
  assert.ok(german.length > 30, `${german.length}`);
  const joined = `\n${(await texts()).join('\n')}`;
  for (const label of german) assert.ok(joined.includes(`\n${label}`), label);
  // Where somebody is stays: the focus, what is open, what was told.
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    window.playground.set({ lr: 5000 });
  });
  await page.focus(of('lr', 'input'));
  await page.evaluate(() => { window.playground.set({ lang: 'en' }); });
  await page.waitForFunction(() => document.querySelector('#sheet h2')?.textContent === 'Controls');
  const now = await page.evaluate(() => ({
    sheets: document.querySelectorAll('#sheet').length, said: document.querySelectorAll('#said').length,
    focus: document.activeElement?.closest('[data-key]')?.getAttribute('data-key'),
    open: [...document.querySelectorAll('#sheet details')].every((each) => /** @type {HTMLDetailsElement} */ (each).open),
    notices: document.querySelectorAll('#sheet li').length,
    summary: document.querySelector('#now')?.textContent,
  }));
  assert.deepEqual({ ...now, summary: now.summary?.slice(0, 7) }, { sheets: 1, said: 1, focus: 'lr', open: true, notices: 1, summary: 'Paused.' });
  const after = `\n${(await texts()).join('\n')}`;
  for (const label of english) assert.ok(after.includes(`\n${label}`), label);
  // One press of Play is one press.
  await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('#sheet [data-part=play]')).click());
  await page.waitForFunction(() => window.playground.snapshot().state === 'playing');
  await page.evaluate(() => { window.playground.pause(); window.playground.set({ lang: 'de' }); });
  await page.waitForFunction(() => document.querySelector('#sheet h2')?.textContent === 'Bedienung');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelector('#sheet')?.hasAttribute('hidden') && document.activeElement?.id === 'controls');
  h.assertQuiet();
  await page.close();
});

test('on a coarse pointer all that is named in every panel, and the whole sheet, has room for a finger', { skip: BROWSER === 'firefox' }, async () => {
  const page = await h.open('', { width: 390, height: 844, touch: true });
  await step(page, 3);
  const panels = await page.evaluate(() => window.playground.schema().fields.find((/** @type {any} */ f) => f.key === 'panel').choices
    .map((/** @type {any} */ choice) => choice.key));
  for (const panel of panels) {
    await page.evaluate((key) => window.playground.set({ panel: key }), panel);
    await waitUntilIdle(page, 100);
    const places = await page.evaluate(() => window.playground.diagnostics().places);
    const small = Object.entries(places).filter(([, [left, top, right, bottom]]) => right - left < 44 || bottom - top < 44);
    assert.deepEqual(small, [], panel);
  }
  await openSheet(page);
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  const small = await page.$$eval('#sheet :is(button, select, summary, input, label.tick)', (all) => all
    .map((each) => ({ each, box: (each.closest('label.tick') ?? each).getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0 && (box.height < 43.99 || box.width < 43.99))
    .map(({ each, box }) => `${box.width} × ${box.height}: ${each.outerHTML.slice(0, 90)}`));
  assert.deepEqual(small, []);
  h.assertQuiet();
  await page.close();
});

// ---- pure parts, without a page

/** @param {Record<string, any>} [more] */
const made = (more = {}) => ({
  state: 'paused', step: 1440, epoch: 120, train: { loss: 0.0312, accuracy: 0.99, samples: 10 }, test: { loss: 0.0434, accuracy: 0.975, samples: 5 },
  layers: [{ stats: { norm_dw: 0.001, health: 'vanishing' } }, { stats: { norm_dw: 0.02, health: 'fine' } }, { stats: { norm_dw: 0.3, health: 'fine' } }],
  ...more,
});

test('the summary says where it is, how well, and whose gradient is how much smaller', () => {
  const text = summary(made(), new Words('en'));
  assert.equal(text, "Paused. Epoch 120, step 1440, test loss 0.0434, training loss 0.0312, test accuracy 97.5 %. " +
    "Layer 1's gradient is 300 times smaller than the output layer's. Layer 1: its gradient vanishes.");
  assert.match(summary(made(), new Words('de')), /Der Gradient von Schicht 1 ist 300-mal kleiner als der der Ausgabeschicht/);
  assert.equal(gradientGap([{ stats: { norm_dw: 1 } }, { stats: { norm_dw: 1.5 } }]), null, 'a difference nobody need be told');
  assert.equal(gradientGap([{ stats: { norm_dw: 0 } }, { stats: { norm_dw: null } }]), null);
  assert.deepEqual(alarms(made()), [{ layer: 1, health: 'vanishing' }]);
  assert.match(summary(made({ state: 'diverged', diverged: { step: 7, layer: 2, exploded: true } }), new Words('en')), /at step 7, in Layer 2/);
});

test('every word is there in every language, with the same places', () => {
  const places = (/** @type {string} */ text) => (text.match(/\{\d\}/g) ?? []).sort().join('');
  for (const [key, english] of Object.entries(TABLES.en)) {
    const german = /** @type {Record<string, string>} */ (TABLES.de)[key];
    assert.ok(german, key);
    assert.equal(places(german ?? ''), places(english), key);
  }
});

test('announcements: progress every five seconds at most, pauses and alarms at once', () => {
  /** @type {string[]} */ const told = [];
  const announcer = new Announcer(new Words('en'), (text) => told.push(text));
  const fine = [{ stats: { norm_dw: 1, health: 'fine' } }];
  const hear = (/** @type {number} */ time, /** @type {Record<string, any>} */ more) => announcer.hear(made({ layers: fine, ...more }), time);
  hear(0, { step: 0, epoch: 0 });
  assert.deepEqual(told, [], 'nothing happened yet');
  hear(1, { state: 'playing', step: 1 });
  for (let time = 100; time <= 12000; time += 100) hear(time, { state: 'playing', step: time });
  assert.equal(told.length, 3, told.join('\n')); // the start, and at 5 and at 10 seconds
  hear(12050, { state: 'playing', step: 12050, layers: [{ stats: { norm_dw: 1, health: 'dead' } }] });
  assert.match(told[3] ?? '', /many of its units are dead/);
  hear(12100, { state: 'playing', step: 12100, layers: [{ stats: { norm_dw: 1, health: 'dead' } }] });
  assert.equal(told.length, 4, 'the same alarm is told once');
  hear(12150, { state: 'paused', step: 12150 });
  assert.match(told[4] ?? '', /^Paused\. Epoch 120/);
  hear(12200, { state: 'paused', step: 12151 });
  assert.equal(told.length, 6, 'a step by hand is told');
});

test('the curve in tones: both losses on one scale of two octaves, in step with the epochs', () => {
  const history = { epoch: [0, 1, 2, 8], train: [1, 0.1, 0.01, 0.001], test: [1, 0.5, 0.1, 0.1] };
  const { train, test: heard } = frequencies(history, 9);
  assert.equal(train[0], 880);
  assert.equal(train[8], 220);
  const isAbout = (/** @type {number | undefined} */ hz, /** @type {number} */ expected) => assert.ok(Math.abs(Number(hz) - expected) < 1e-9 * expected);
  isAbout(train[1], pitch(2 / 3)); // a tenth of the loss is a third of the way down
  isAbout(train[7], pitch(1 / 3)); // no new value before epoch 8
  isAbout(heard[8], pitch(2 / 3));
  assert.deepEqual(frequencies({ epoch: [], train: [], test: [] }), { train: [], test: [] });
  assert.ok(frequencies({ epoch: [0, 1], train: [0.5, 0.5], test: [NaN, 0.5] }).test.every(Number.isFinite));
});

test('layers as text and back; arrows go along a number’s own scale', () => {
  assert.deepEqual(parseLayers('8:relu,4~20,2'), [{ units: '8', act: 'relu', drop: '' }, { units: '4', act: '', drop: '20' }, { units: '2', act: '', drop: '' }]);
  for (const text of ['8:relu,4~20,2', '3:tanh~5', '']) assert.equal(layersText(parseLayers(text)), text);
  const rate = { key: 'lr', label: '', help: '', group: '', effect: '', kind: 'real', min: 1e-5, max: 10, scale: 'log', zero_is_off: true, default: 0 };
  assert.equal(nextValue(rate, 0.1, 10), 1);
  assert.equal(nextValue(rate, 10, 1), 10);
  assert.equal(nextValue(rate, 1e-5, -1), 0);
  assert.equal(nextValue(rate, 0, 1), 1e-5);
  assert.equal(nextValue({ ...rate, kind: 'integer', min: 1, max: 512, scale: 'linear' }, 8, -1), 7);
});

test('what is rendered is heard: falling at the left, level at the right', async () => {
  const page = await h.open('');
  const heard = await page.evaluate(async (address) => {
    const { playCurve } = await import(address);
    const context = new OfflineAudioContext(2, 44100, 44100);
    playCurve(context, { train: [880, 660, 440, 220], test: [440, 440] }, 0, 1);
    const buffer = await context.startRendering();
    // Upward zero crossings a second, in the first and in the last fifth.
    const hz = (/** @type {number} */ ear, /** @type {number} */ from) => {
      const samples = buffer.getChannelData(ear).subarray(from * 44100, (from + 0.2) * 44100);
      let count = 0;
      for (let i = 1; i < samples.length; i += 1) if (Number(samples[i - 1]) < 0 && Number(samples[i]) >= 0) count += 1;
      return count * 5;
    };
    const loud = (/** @type {number} */ ear) => Math.max(...buffer.getChannelData(ear).subarray(10000, 20000).map(Math.abs));
    return { left: [hz(0, 0.05), hz(0, 0.75)], loud: [loud(0), loud(1)] };
  }, new URL('mirror_sound.mjs', h.server.url).href);
  assert.ok(Number(heard.left[0]) > 1.5 * Number(heard.left[1]), JSON.stringify(heard));
  assert.ok(heard.loud.every((loud) => loud > 0.05));
  await page.close();
});

test("the projector's theme is in the schema, in links, and larger", async () => {
  const page = await h.open('theme=projector');
  assert.equal(await page.evaluate(() => document.documentElement.dataset['theme']), 'projector');
  const choices = await page.evaluate(() => window.playground.schema().fields.find((/** @type {any} */ f) => f.key === 'theme').choices
    .map((/** @type {any} */ choice) => choice.key));
  assert.deepEqual(choices, ['auto', 'light', 'dark', 'projector']);
  const height = async () => page.evaluate(() => {
    const [, top, , bottom] = window.playground.diagnostics().places['menu boundary'];
    return bottom - top;
  });
  const large = await height();
  await page.evaluate(() => window.playground.set({ theme: 'light' }));
  await waitUntilIdle(page, 100);
  assert.ok(large / await height() > 1.3);
  h.assertQuiet();
  await page.close();
});
