// @ts-check
// Sharing: the dialog, links that carry a step or weights, files out and in.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { DIST, picture, settled, step, useHarness } from './harness.mjs';
import { readyFrame } from './host_page.mjs';

const h = useHarness();
const CLI = process.env['BP_CLI'] ?? 'build/native-release/playground-cli';
/** @type {Record<string, { link: string, means: string, hash: string, told?: string[], steps?: number }[]>} */
const LINKS = JSON.parse(readFileSync(new URL('../golden/links.json', import.meta.url), 'utf8'));

const folder = mkdtempSync(path.join(tmpdir(), 'playground-share-'));
after(() => rmSync(folder, { recursive: true }));

/** @typedef {import('puppeteer-core').Page} Page */

/** A file with these bytes; its path. @param {string} name @param {string | Uint8Array} bytes */
function file(name, bytes) {
  const to = path.join(folder, name);
  writeFileSync(to, bytes);
  return to;
}

/** The Python that has a module, if there is one. @param {string} module */
const pythonWith = (module) => ['python3', '/usr/bin/python3']
  .find((program) => spawnSync(program, ['-c', `import ${module}`]).status === 0);

/** @param {string} interpreter @param {string} program @param {string[]} words */
function python(interpreter, program, ...words) {
  const { status, stdout, stderr } = spawnSync(interpreter, ['-c', program, ...words], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

/** What the page saves, as bytes. @param {Page} page @param {string} form */
async function exported(page, form) {
  const numbers = await page.evaluate(async (wanted) => {
    const blob = await window.playground.export(wanted);
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, form);
  return Uint8Array.from(numbers);
}

/** Opens bytes as a file that was dropped. @param {Page} page @param {string} name @param {string | Uint8Array} bytes */
const imported = (page, name, bytes) => page.evaluate(async (as, given) => {
  const what = typeof given === 'string' ? given : Uint8Array.from(given);
  return window.playground.import(new File([what], as)).then(
    (/** @type {any} */ s) => ({ hash: s.hash, error: '' }),
    (/** @type {Error} */ error) => ({ hash: window.playground.snapshot().hash, error: error.message }));
}, name, typeof bytes === 'string' ? bytes : [...bytes]);

/** Records what the page tells from its first moment on. @param {Page} page */
const record = (page) => page.evaluateOnNewDocument(() => {
  addEventListener('DOMContentLoaded', () => {
    /** @type {any} */ (window).told = [];
    window.playground?.on('notice', (/** @type {string[]} */ texts) => {
      /** @type {any} */ (window).told.push(...texts);
    });
  });
});
const told = (/** @type {Page} */ page) => page.evaluate(() => /** @type {any} */ (window).told.join('\n'));

/** Opens the dialog. @param {Page} page */
async function dialog(page) {
  await page.evaluate(() => window.playground.share());
  await page.waitForSelector('#share[open]');
}
const text = (/** @type {Page} */ page) =>
  page.$eval('#share textarea', (area) => /** @type {HTMLTextAreaElement} */ (area).value);
const choose = (/** @type {Page} */ page, /** @type {string} */ form) =>
  page.$eval(`#share [name=share-form][value=${form}]`, (input) => /** @type {HTMLElement} */ (input).click());

test('links of every version open what they always did, in the page as natively', async () => {
  const page = await h.open();
  for (const { link, means, hash, steps = 10 } of Object.values(LINKS).flat()) {
    const now = await page.evaluate(async (from, n) => {
      window.playground.pause();
      window.playground.load(from.replace(/^#/, '').replace('&start=playing', ''));
      await window.playground.settled();
      const s = n ? await window.playground.step(n) : window.playground.snapshot();
      return { link: s.link, hash: s.hash };
    }, link, steps);
    assert.deepEqual(now, { link: means, hash }, link);
  }
  h.noise.splice(0);
  await page.close();
});

test('an address with a step opens that very step; with weights, those; start=playing plays', async () => {
  const [weights, , run] = /** @type {any[]} */ (LINKS['2']);
  const page = await h.open(weights.link);
  assert.equal((await settled(page)).hash, weights.hash);
  await page.close();
  const other = await h.open(run.link.replace('&start=playing', ''));
  const there = await settled(other);
  assert.equal(there.hash, run.hash);
  assert.equal(there.step, 120);
  await other.close();
  const playing = await h.open('data=v&start=playing');
  await playing.waitForFunction(() => window.playground.snapshot().step > 0);
  h.assertQuiet();
  await playing.close();
});

test('a state that is not the one that was shared is told', async () => {
  const [weights, , run] = /** @type {any[]} */ (LINKS['2']);
  const wrong = { 'another hash': run.link.replace(/hash=\w+/, 'hash=0123456789abcdef'), 'cut weights': weights.link.replace(/w=[^&]*/, 'w=AQID'), 'a bad step': 'data=v&at=-5' };
  for (const [name, link] of Object.entries(wrong)) {
    const page = await h.blank();
    await record(page);
    await h.go(page, link);
    assert.match(await told(page), /not the state that was shared|cannot be read|is no step/, name);
    h.assertQuiet();
    await page.close();
  }
});

test('a run is shared with all that was changed on the way, and goes on to the same bits', async () => {
  const page = await h.open('data=river&opt=adam&dropout=10&layers=4');
  await step(page, 30);
  await page.evaluate(() => {
    window.playground.set({ lr: 0.02 });
    window.playground.edit({ layer: 1, unit: 2, input: 1, value: 0.25 });
  });
  const now = await step(page, 30);
  const links = await page.evaluate(() => window.playground.links());
  assert.match(links.run, /^v=2&.*&log=30,lr,0\.02;30,edit:1\.2\.1,0\.25&at=60&hash=/);
  assert.match(links.weights, /&w=[\w-]+&of=60&hash=/);
  assert.equal(links.settings.includes('hash'), false);
  const further = await step(page, 10);
  const other = await h.open(links.run);
  assert.equal((await settled(other)).hash, now.hash);
  assert.equal((await step(other, 10)).hash, further.hash); // Adam's moments too
  await other.evaluate(() => { location.hash = ''; });
  await other.close();
  const third = await h.open(links.weights);
  const opened = await settled(third);
  assert.equal(opened.hash, now.hash);
  assert.equal(opened.step, 0);
  // What began with weights of its own is shared with them, and its weights come back by replay.
  await step(third, 5);
  const again = await third.evaluate(async () => (await window.playground.links()).run);
  assert.match(again, /&w=[\w-]+&at=5&hash=/);
  const last = await settled(third);
  await third.evaluate(() => { window.playground.seek(0); });
  await h.go(third, 'data=xor');
  await third.evaluate((link) => window.playground.load(link), again);
  assert.equal((await settled(third)).hash, last.hash);
  h.assertQuiet();
  await third.close();
  await page.close();
});

test('the command line opens the page’s links to the same hash', async () => {
  const page = await h.open('data=circles&layers=5&norm=1');
  const now = await step(page, 25);
  const links = await page.evaluate(() => window.playground.links());
  for (const link of [links.run, links.weights]) {
    const { stdout, stderr } = spawnSync(CLI, ['train', `#${link}`, '--json'], { encoding: 'utf8' });
    assert.equal(stderr, '');
    assert.equal(JSON.parse(stdout).hash, now.hash);
  }
  await page.close();
});

test('the dialog is a dialog: named, closed by Escape, the focus stays in it and goes back', async () => {
  const page = await h.open('data=v');
  await page.focus('#canvas');
  await dialog(page);
  const named = await page.$eval('#share', (d) => document.getElementById(d.getAttribute('aria-labelledby') ?? '')?.textContent);
  assert.equal(named, 'Share');
  const unnamed = await page.$$eval('#share :is(select, input:not([hidden]), textarea, button)', (all) => all
    .filter((e) => !(e.getAttribute('aria-label') || e.closest('label')?.textContent?.trim() || e.textContent?.trim()))
    .map((e) => e.outerHTML));
  assert.deepEqual(unnamed, []);
  for (let i = 0; i < 30; i += 1) {
    await page.keyboard.press('Tab');
    const isInside = await page.evaluate(() => !document.activeElement || document.activeElement === document.body ||
      Boolean(document.activeElement.closest('#share')));
    assert.ok(isInside, `press ${i} left the dialog`);
  }
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.getElementById('share'));
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'canvas');
  h.assertQuiet();
  await page.close();
});

test('the page’s own button copies the link and opens the dialog', async () => {
  const page = await h.open('data=v');
  await page.evaluate(() => {
    const copied = { writeText: async (/** @type {string} */ value) => { document.title = value; } };
    Object.defineProperty(navigator, 'clipboard', { value: copied });
  });
  await page.mouse.click(1138, 24);
  await page.waitForSelector('#share[open]');
  assert.match(await page.title(), /#v=1&data=v$/);
  await choose(page, 'markdown');
  await page.$eval('#share button.main', (button) => /** @type {HTMLElement} */ (button).click());
  await page.waitForFunction(() => document.title.startsWith('[Backprop'));
  await page.waitForFunction(() => document.querySelector('#share [role=status]')?.textContent === 'Copied');
  await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); });
  await page.$eval('#share button.main', (button) => /** @type {HTMLElement} */ (button).click());
  await page.waitForFunction(() => /selected/.test(document.querySelector('#share [role=status]')?.textContent ?? ''));
  const selected = await page.$eval('#share textarea', (area) => {
    const { value, selectionStart, selectionEnd } = /** @type {HTMLTextAreaElement} */ (area);
    return value.slice(selectionStart, selectionEnd);
  });
  assert.equal(selected, await text(page));
  h.assertQuiet();
  await page.close();
});

test('every form of the text opens the same experiment, with what was chosen', async () => {
  const page = await h.open('data=v&layout=r(c(network:600,gradients.*:400):640,boundary:360)');
  await step(page, 12);
  const now = await settled(page);
  await dialog(page);
  await page.select('#share [name=theme]', 'dark');
  await page.select('#share [name=carried]', 'run');
  /** @type {Record<string, string>} */ const texts = {};
  for (const form of ['link', 'iframe', 'element', 'markdown']) {
    await choose(page, form);
    texts[form] = await text(page);
  }
  assert.match(texts['iframe'] ?? '', /^<iframe src="[^"]*&amp;theme=dark"[^>]* height="560"/);
  assert.match(texts['element'] ?? '', /^<script type="module" src="[^"]*element\.mjs"><\/script>\n<backprop-playground link="/);
  assert.match(texts['markdown'] ?? '', /^\[Backprop Playground\]\([^()]*\)$/);
  const links = await page.evaluate((given) => {
    const parse = (/** @type {string} */ html) => new DOMParser().parseFromString(html, 'text/html');
    return [
      given['link']?.split('#')[1], parse(given['iframe'] ?? '').querySelector('iframe')?.getAttribute('src')?.split('#')[1],
      parse(given['element'] ?? '').querySelector('backprop-playground')?.getAttribute('link'),
      given['markdown']?.split('#')[1]?.slice(0, -1)];
  }, texts);
  assert.equal(new Set(links).size, 1, links.join('\n'));
  const other = await h.open(links[0] ?? '');
  assert.equal((await settled(other)).hash, now.hash);
  assert.equal((await other.evaluate(() => window.playground.get())).theme, 'dark');
  assert.equal((await settled(other)).settings['layout'], now.settings['layout']);
  h.assertQuiet();
  await other.close();
  await page.close();
});

test('the preview is the thing itself, and is gone with the dialog', async () => {
  const page = await h.open('data=circles');
  await dialog(page);
  await page.waitForSelector('#share .code svg[role=img] path');
  for (const form of ['iframe', 'element']) {
    await choose(page, form);
    await page.$eval('#share .preview button', (button) => /** @type {HTMLElement} */ (button).click());
    await page.waitForSelector(`#share .preview ${form === 'element' ? 'backprop-playground' : form}`);
    if (form === 'iframe') {
      const frame = await readyFrame(await page.waitForSelector('#share .preview iframe'));
      assert.equal(await frame.evaluate(() => window.playground.get().data), 'circles');
    }
    await page.$eval('#share .preview button', (button) => /** @type {HTMLElement} */ (button).click());
    assert.equal(await page.$('#share .preview iframe, #share .preview backprop-playground'), null);
  }
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('#share'));
  h.assertQuiet();
  await page.close();
});

for (const [name, width, height, dark] of /** @type {[string, number, number, boolean][]} */ ([
  ['share-light', 1280, 800, false], ['share-dark', 1280, 800, true], ['share-phone', 390, 844, false], ['share-small', 320, 400, false]])) {
  test(`the dialog fits ${width} × ${height}: ${name}`, async () => {
    const page = await h.open('data=v', { width, height, dark });
    await step(page, 40);
    await dialog(page);
    for (const form of ['link', 'element', 'files']) {
      await choose(page, form);
      const over = await page.$$eval('#share *', (all) => {
        const box = /** @type {Element} */ (document.getElementById('share')).getBoundingClientRect();
        return all.filter((e) => e.getBoundingClientRect().right > box.right + 0.5).map((e) => e.outerHTML.slice(0, 80));
      });
      assert.deepEqual(over, []);
      const { left, right } = await page.$eval('#share', (d) => d.getBoundingClientRect().toJSON());
      assert.ok(left >= 0 && right <= width);
      if (form === 'link') await page.waitForSelector('#share .code svg path');
      await picture(page, `${name}-${form}`);
    }
    h.assertQuiet();
    await page.close();
  });
}

const OWN = `a,b,kind\n${Array.from({ length: 24 }, (_, i) => `${(i * 7) % 11},${(i * 5) % 13},${i % 3 ? 'x' : 'y "z"\\'}`).join('\n')}\n`;

test('an experiment is one file: settings, weights and own data come back, here and natively', async () => {
  const page = await h.open('data=v');
  await page.evaluate((csv) => window.playground.open(csv), OWN);
  await page.evaluate(() => window.playground.set({ layers: '4:relu,3', norm: true, opt: 'adam' }));
  const now = await step(page, 30);
  const bytes = await exported(page, 'json');
  const saved = JSON.parse(new TextDecoder().decode(bytes));
  assert.equal(saved.hash, now.hash);
  assert.equal(saved.table, OWN);
  const other = await h.open();
  assert.deepEqual(await imported(other, 'experiment.json', bytes), { hash: now.hash, error: '' });
  const there = await settled(other);
  assert.equal(there.link, now.link);
  assert.equal(there.test.loss, now.test.loss); // running statistics too
  const further = await step(other, 7);
  const { stdout, stderr } = spawnSync(CLI, ['train', '--open', file('experiment.json', bytes), '--json', '--steps', '7'],
    { encoding: 'utf8' });
  assert.equal(JSON.parse(stdout || '{}').hash, further.hash, stderr);
  h.assertQuiet();
  await other.close();
  await page.close();
});

test('weights go to NumPy and back', async (t) => {
  const interpreter = pythonWith('numpy');
  if (!interpreter) return t.skip('there is no NumPy here');
  const page = await h.open('data=river&layers=4,3&norm=1');
  const now = await step(page, 20);
  const report = await page.evaluate(() => window.playground.report());
  const from = file('weights.npz', await exported(page, 'npz'));
  const to = path.join(folder, 'back.npz');
  const seen = JSON.parse(python(interpreter, `
import json, sys, numpy as np
a = dict(np.load(sys.argv[1]))
assert all(x.dtype == np.float32 for x in a.values())
np.savez_compressed(sys.argv[2], **{k: np.asfortranarray(v).astype("<f8") for k, v in a.items()})
print(json.dumps({k: v.astype(float).tolist() for k, v in a.items()}))`, from, to));
  report.layers.forEach((/** @type {any} */ layer, /** @type {number} */ l) => {
    const rounded = (/** @type {any} */ list) => list.flat().map(Math.fround);
    assert.deepEqual(seen[`W${l + 1}`].flat(), rounded(layer.W));
    assert.deepEqual(seen[`b${l + 1}`], rounded(layer.b));
    if (layer.gamma) assert.deepEqual(seen[`variance${l + 1}`], rounded(layer.running_variance));
  });
  const other = await h.open('data=river&layers=4,3&norm=1&seed=9');
  assert.deepEqual(await imported(other, 'back.npz', readFileSync(to)), { hash: now.hash, error: '' });
  h.assertQuiet();
  await other.close();
  await page.close();
});

test('weights go into the PyTorch program’s model', async (t) => {
  const interpreter = pythonWith('torch');
  if (!interpreter) return t.skip('there is no PyTorch here');
  const page = await h.open('data=river&layers=4,3&norm=1');
  await step(page, 20);
  const report = await page.evaluate(() => window.playground.report());
  const { stdout: code } = spawnSync(CLI, ['code', '#data=river&layers=4,3&norm=1'], { encoding: 'utf8' });
  const program = file('program.py', code);
  const weights = file('weights.py', await exported(page, 'py'));
  const seen = JSON.parse(python(interpreter, `
import json, re, sys, torch
from torch import nn
code = open(sys.argv[1]).read()
exec(re.search(r"^model = nn.Sequential\\(.*?^\\)", code, re.S | re.M)[0])
exec(open(sys.argv[2]).read())
print(json.dumps({k: v.double().tolist() for k, v in model.state_dict().items()}))`, program, weights));
  const flat = Object.entries(seen).filter(([key]) => /weight|bias|running/.test(key)).flatMap(([, v]) => /** @type {any} */ (v).flat());
  const expected = report.layers.flatMap((/** @type {any} */ l) =>
    [l.W, l.b, l.gamma ?? [], l.beta ?? [], l.running_mean ?? [], l.running_variance ?? []].flatMap((x) => x.flat()));
  assert.deepEqual(flat, expected.map(Math.fround));
  await page.close();
});

test('the loss curve and the picture are files too', async () => {
  const page = await h.open('data=v');
  await page.evaluate(() => window.playground.epoch(3));
  assert.match(new TextDecoder().decode(await exported(page, 'csv')), /^epoch.*\n(.*\n)+/);
  assert.deepEqual([...(await exported(page, 'png')).slice(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  await assert.rejects(page.evaluate(() => window.playground.export('gif')), /there are json, npz/);
  await page.close();
});

test('every file that is saved can be dropped onto the page; what it cannot open leaves all as it was', async () => {
  const page = await h.open('data=v&layers=3');
  const drop = (/** @type {string} */ form, where = '#stage') => page.evaluate(async (kind, target) => {
    const blob = await window.playground.export(kind);
    if (kind === 'json') window.playground.load('data=xor');
    if (kind === 'npz') await window.playground.step(2);
    const before = window.playground.snapshot().hash;
    const files = new DataTransfer();
    files.items.add(new File([blob], `saved.${kind}`, { type: blob.type }));
    const event = new DragEvent('drop', { dataTransfer: files, cancelable: true, bubbles: true });
    document.querySelector(target)?.dispatchEvent(event);
    return { isTaken: event.defaultPrevented, before };
  }, form, where);
  const hash = () => page.evaluate(() => window.playground.settled().then((/** @type {any} */ s) => s.hash));
  const { hash: trained } = await page.evaluate(() => window.playground.epoch(3));
  for (const [form, where] of [['json', '#stage'], ['npz', '#stage'], ['npz', '#sheet']]) {
    if (where === '#sheet') await page.evaluate(() => document.getElementById('controls')?.click());
    await page.waitForSelector(where ?? '');
    assert.ok((await drop(String(form), where)).isTaken);
    while (await hash() !== trained) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  for (const form of ['py', 'csv', 'png']) {
    const { isTaken, before } = await drop(form);
    assert.ok(isTaken, 'the browser stays on the page');
    assert.equal(await hash(), before, form);
  }
  h.assertQuiet();
  await page.close();
});

test('files that cannot be opened say what is wrong, and nothing is lost', async () => {
  const page = await h.open('data=v&layers=3');
  const before = await step(page, 15);
  const saved = JSON.parse(new TextDecoder().decode(await exported(page, 'json')));
  const npz = await exported(page, 'npz');
  await page.evaluate(() => window.playground.set({ layers: 4 }));
  const four = await exported(page, 'npz');
  await page.evaluate(() => window.playground.set({ layers: 3 }));
  const now = await step(page, 5);
  /** @type {[string, string | Uint8Array, RegExp][]} */ const bad = [
    ['a.json', '{"format": ', /no JSON/],
    ['b.json', '{"a": 1}', /no experiment of the playground/],
    ['c.json', JSON.stringify({ ...saved, version: 9 }), /version 9/],
    ['d.json', JSON.stringify({ ...saved, layers: [{ W: 1 }] }), /no lists of W and b/],
    ['e.json', JSON.stringify({ ...saved, layers: [{ W: [['x']], b: [1] }] }), /no number/],
    ['f.json', JSON.stringify({ ...saved, link: 'v=1&data=v&layers=2' }), /nothing was changed/],
    ['g.npz', npz.slice(0, 60), /cannot be unpacked/],
    ['h.npz', 'text', /no NumPy archive/],
    ['i.npz', four, /W1 is 4 × 2, but the network needs 3 × 2/],
  ];
  for (const [name, bytes, message] of bad) {
    const { hash, error } = await imported(page, name, bytes);
    assert.match(error, message, name);
    assert.equal(hash, now.hash, name);
  }
  assert.deepEqual(await imported(page, 'good.npz', npz), { hash: before.hash, error: '' });
  // The page says it too, once.
  const told = await page.evaluate(async () => {
    /** @type {string[]} */ const heard = [];
    window.playground.on('notice', (/** @type {string[]} */ texts) => heard.push(...texts));
    await window.playground.import('nothing').catch(() => {});
    return heard;
  });
  assert.equal(told.length, 1, told.join(' | '));
  assert.equal((await page.evaluate(() => window.playground.seek(3))).step, 3);
  h.assertQuiet();
  await page.close();
});

test('a file is dropped onto the page, or onto the dialog', async () => {
  const page = await h.open('data=v&layers=3');
  const now = await step(page, 15);
  const saved = new TextDecoder().decode(await exported(page, 'json'));
  const drop = (/** @type {Page} */ on, /** @type {string} */ target) => on.evaluate((where, json) => {
    const data = new DataTransfer();
    data.items.add(new File([json], 'experiment.json'));
    document.querySelector(where)?.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, target, saved);
  for (const target of ['#stage', '#share']) {
    const other = await h.open('data=xor');
    if (target === '#share') await dialog(other);
    await drop(other, target);
    await other.waitForFunction((hash) => window.playground.snapshot().hash === hash, {}, now.hash);
    await other.close();
  }
  h.assertQuiet();
  await page.close();
});

test('where a frame may not use the clipboard or save, the dialog says what to do', async () => {
  const page = await h.blank({ expectsNoise: /./ });
  await page.goto(`${h.server.url}licenses/`).catch(() => null);
  await page.setContent(`<iframe id="frame" width="320" height="480" sandbox="allow-scripts" src="${h.server.url}#data=v"></iframe>`);
  const frame = await readyFrame(await page.waitForSelector('#frame'));
  await frame.evaluate(() => window.playground.share());
  await frame.waitForSelector('#share[open]');
  await frame.$eval('#share [value=files]', (input) => /** @type {HTMLElement} */ (input).click());
  await frame.$eval('#share li button', (button) => /** @type {HTMLElement} */ (button).click());
  await frame.waitForFunction(() => /backprop-playground/.test(
    /** @type {any} */ (document.querySelectorAll('#share textarea')[1])?.value ?? ''));
  await page.close();
  h.noise.splice(0);
});

test('what is chosen in the dialog stands in the text, from the schema of the version', async () => {
  const { textOf } = await import(path.join(DIST, 'share_text.mjs'));
  const choice = { settings: { lock: 'data~model', theme: 'dark' }, start: 'playing', width: '100%', height: 400 };
  const link = 'v=2&data=v&theme=light&at=5&hash=0f';
  assert.equal(textOf('link', link, choice, 'https://x.example/p/'),
    'https://x.example/p/#v=2&data=v&at=5&hash=0f&lock=data~model&theme=dark&start=playing');
  assert.equal(textOf('element', link, { ...choice, start: 'click' }, 'https://x.example/p/index.html'),
    '<script type="module" src="https://x.example/p/element.mjs"></script>\n' +
    '<backprop-playground link="v=2&amp;data=v&amp;at=5&amp;hash=0f&amp;lock=data~model&amp;theme=dark" start="click"\n' +
    '    style="width:100%;height:400px"></backprop-playground>');
});

test('every language of the dialog says everything', async () => {
  const { LANGUAGES } = await import(path.join(DIST, 'share_words.mjs'));
  for (const [language, words] of Object.entries(LANGUAGES)) {
    assert.deepEqual(Object.keys(words).sort(), Object.keys(LANGUAGES.en).sort(), language);
  }
});
