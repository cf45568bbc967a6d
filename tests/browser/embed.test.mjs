// @ts-check
// The playground as a guest of another origin: the element, and messages without it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './host_page.mjs';
import { picture, useHarness } from './harness.mjs';

const h = useHarness();

/** @typedef {import('puppeteer-core').Page} Page */

/** @param {string} body @param {(page: Page) => Promise<void>} use @param {Record<string, string>} [headers] */
const onHost = (body, use, headers) => visit(h, body, use, { headers });

const element = (/** @type {string} */ attributes) =>
  `<script type="module" src="${h.server.url}element.mjs"></script>
   <backprop-playground id="one" ${attributes}></backprop-playground>`;

/** The element of the page. @param {Page} page @param {(one: any) => unknown} act @returns {Promise<any>} */
const withElement = (page, act) =>
  page.evaluate(`(async () => {
    await customElements.whenDefined('backprop-playground');
    return (${act.toString()})(document.querySelector('#one'));
  })()`);

test('an element shows a picture to click, and loads nothing of the playground before', async () => {
  await onHost(element('layers="3" start="click"'), async (page) => {
    /** @type {string[]} */ const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.waitForSelector('backprop-playground');
    assert.equal(await withElement(page, (one) => one.isAlive), false);
    assert.deepEqual(asked.filter((url) => url.endsWith('.lzma')), []);
    await picture(page, 'embed-poster');
    await page.click('backprop-playground');
    await withElement(page, (one) => one.get());
    await withElement(page, (one) => new Promise((resolve) => one.addEventListener('epoch', resolve, { once: true })));
    assert.equal((await withElement(page, (one) => one.get())).layers, '3');
    await picture(page, 'embed-playing');
  });
});

test('what a host asks is done: set, step, play, pause, reset, snapshot, screenshot', async () => {
  await onHost(element('load="eager" link="data=xor&lr=0.3"'), async (page) => {
    const seen = await withElement(page, async (one) => {
      /** @type {string[]} */ const events = [];
      for (const name of ['state', 'change', 'epoch', 'notice']) one.addEventListener(name, () => events.push(name));
      const answer = await one.set({ lr: 5000, layers: '5' });
      const after = await one.step(3, 'epoch');
      await one.play();
      await new Promise((resolve) => one.addEventListener('epoch', resolve, { once: true }));
      await one.pause();
      const paused = await one.snapshot();
      await one.reset();
      const anew = await one.snapshot();
      const image = await one.screenshot();
      const wrong = await Promise.all([one.step(0), one.step(1, 'year'), one.set(7)]
        .map((promise) => promise.catch((/** @type {Error} */ error) => error.message)));
      return { answer, epoch: after.epoch, state: paused.state, step: anew.step, wrong,
        image: { type: image.type, size: image.size }, events: [...new Set(events)] };
    });
    assert.equal(seen.answer.settings.layers, '5');
    assert.equal(seen.answer.notices.length, 1, 'a rate beyond its range');
    assert.deepEqual([seen.epoch, seen.state, seen.step], [3, 'paused', 0]);
    assert.match(seen.wrong[0], /whole number from 1 on, not 0/);
    assert.match(seen.wrong[1], /one of batch, epoch, phase/);
    assert.match(seen.wrong[2], /object of settings/);
    assert.equal(seen.image.type, 'image/png');
    assert.ok(seen.image.size > 5000);
    for (const name of ['state', 'change', 'epoch', 'notice']) assert.ok(seen.events.includes(name), name);
  });
});

test('what one element exports another imports, to the same weights', async () => {
  await onHost(`${element('load="eager" layers="5"')}<backprop-playground id="other" load="eager"></backprop-playground>`, async (page) => {
    const hashes = await withElement(page, async (one) => {
      const other = /** @type {any} */ (document.querySelector('#other'));
      const trained = await one.step(7);
      const opened = await other.import(await one.export());
      return [trained.hash, opened.hash, opened.settings.layers];
    });
    assert.deepEqual(hashes.slice(1), [hashes[0], '5']);
  });
});

test('an attribute that changes is a setting that changes', async () => {
  await onHost(element('load="eager" act="relu"'), async (page) => {
    const acts = await withElement(page, async (one) => {
      const before = (await one.get()).act;
      const changed = new Promise((resolve) => one.addEventListener('change', resolve, { once: true }));
      one.setAttribute('act', 'tanh');
      await changed;
      return [before, (await one.get()).act];
    });
    assert.deepEqual(acts, ['relu', 'tanh']);
  });
});

test('a tenth playground puts the one used longest ago to rest, which goes on where it was', async () => {
  const many = Array.from({ length: 9 }, (_, i) =>
    `<backprop-playground id="p${i}" seed="${i + 1}" layers="3" style="height:200px"></backprop-playground>`).join('');
  const script = `<script type="module" src="${h.server.url}element.mjs"></script>`;
  await onHost(script + many, async (page) => {
    const result = await page.evaluate(async () => {
      await customElements.whenDefined('backprop-playground');
      const all = /** @type {any[]} */ ([...document.querySelectorAll('backprop-playground')]);
      const first = all[0];
      const before = await first.step(4000); // replaying them takes a while
      await first.set({ lr: 0.02 });
      const later = await first.step(5);
      for (const each of all.slice(1)) await each.get();
      while (first.isAlive) await new Promise((resolve) => setTimeout(resolve, 50));
      const alive = all.filter((each) => each.isAlive).length;
      const poster = first.shadowRoot.querySelector('img')?.src.slice(0, 5);
      first.shadowRoot.querySelector('button').click();
      const again = await first.snapshot();
      return { before: before.step, later: [later.step, later.hash], again: [again.step, again.hash],
        lr: (await first.get()).lr, alive, poster };
    });
    assert.deepEqual(result.again, result.later);
    assert.deepEqual([result.alive, result.poster, result.lr, result.before], [8, 'blob:', 0.02, 4000]);
  });
});

test('of twelve that load at once eight live; those that were still on their way can be started', async () => {
  const many = Array.from({ length: 12 }, (_, i) =>
    `<backprop-playground id="p${i}" load="eager" seed="${i + 1}" layers="3" style="height:200px"></backprop-playground>`).join('');
  await onHost(`<script type="module" src="${h.server.url}element.mjs"></script>${many}`, async (page) => {
    const result = await page.evaluate(async () => {
      await customElements.whenDefined('backprop-playground');
      const all = /** @type {any[]} */ ([...document.querySelectorAll('backprop-playground')]);
      const alive = () => all.filter((each) => each.isAlive).length;
      const seeds = [];
      for (const each of all.slice(4)) seeds.push((await each.get()).seed);
      const most = alive();
      const first = (await all[0].step(2)).step;
      return { seeds, most, first, posters: all.filter((each) => each.shadowRoot.querySelector('button')).length, alive: alive() };
    });
    assert.deepEqual([result.most, result.first], [8, 2]);
    assert.deepEqual(result.seeds, [5, 6, 7, 8, 9, 10, 11, 12]);
    await page.waitForFunction(() => [...document.querySelectorAll('backprop-playground')]
      .filter((each) => /** @type {any} */ (each).isAlive).length === 8);
  });
});

test('attributes that change while it rests are told when it goes on', async () => {
  await onHost(element('load="eager" act="relu" layers="3"'), async (page) => {
    const result = await withElement(page, async (one) => {
      const before = await one.step(20);
      await one.rest();
      one.setAttribute('lr', '0.5');
      one.setAttribute('label', 'Go on');
      await new Promise((resolve) => setTimeout(resolve, 0)); // observers have heard of it
      const label = one.shadowRoot.querySelector('button').textContent;
      const after = await one.snapshot();
      return { label, before: [before.step, before.hash], after: [after.step, after.hash], lr: (await one.get()).lr };
    });
    assert.deepEqual([result.label, result.lr], ['Go on', 0.5]);
    assert.deepEqual(result.after, result.before);
  });
});

test('only the embedding page is heard, and only after its hello', async () => {
  const frame = `<iframe id="guest" src="${h.server.url}#layers=2" style="width:800px;height:500px"></iframe>
    <iframe id="stranger" srcdoc="<p>An advertisement"></iframe>`;
  await onHost(frame, async (page) => {
    const answers = await page.evaluate(async () => {
      const guest = /** @type {HTMLIFrameElement} */ (document.querySelector('#guest'));
      const stranger = /** @type {HTMLIFrameElement} */ (document.querySelector('#stranger'));
      const ns = 'backprop-playground';
      /** @type {any[]} */ const heard = [];
      addEventListener('message', ({ data }) => heard.push(data));
      const message = async (/** @type {(m: any) => boolean} */ isIt) => {
        for (;;) {
          const found = heard.find(isIt);
          if (found) return found;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      };
      await message((m) => m.type === 'ready');
      const ask = (/** @type {object} */ m) => {
        guest.contentWindow?.postMessage({ ns, v: 1, ...m }, '*');
        return message((answer) => answer.id === /** @type {any} */ (m).id);
      };
      const early = await ask({ id: 1, type: 'set', payload: { layers: '7' } });
      const old = await ask({ id: 2, type: 'hello', v: 99 });
      // Another frame of the page: its window is the source, not the parent.
      const script = stranger.contentDocument?.createElement('script');
      if (script) {
        script.textContent = `parent.frames[0].postMessage({ ns: '${ns}', v: 1, id: 3, type: 'set', payload: { layers: '7' } }, '*')`;
        stranger.contentDocument?.body.append(script);
      }
      const hello = await ask({ id: 4, type: 'hello' });
      const got = await ask({ id: 5, type: 'get' });
      const unknown = await ask({ id: 6, type: 'toString' });
      const step = await ask({ id: 7, type: 'step', payload: null });
      return { step: step.payload.step, early, old, hello, layers: got.payload.layers, unknown, third: heard.filter((m) => m.id === 3) };
    });
    assert.equal(answers.early.type, 'error');
    assert.match(answers.early.payload.message, /Say hello first/);
    assert.match(answers.old.payload.message, /Version 99/);
    assert.equal(answers.hello.type, 'welcome');
    assert.equal(answers.layers, '2');
    assert.equal(answers.step, 1, 'no payload is one batch');
    assert.match(answers.unknown.payload.message, /No request "toString"/);
    assert.deepEqual(answers.third, []);
  });
});

test('it works in a sandbox without an origin, and under a strict policy of the host', async () => {
  const policy = `default-src 'none'; img-src data:; script-src ${h.server?.url ?? ''} 'unsafe-inline'; frame-src *; style-src 'unsafe-inline'`;
  const frame = `<iframe id="guest" sandbox="allow-scripts" src="${h.server.url}#layers=2" style="width:800px;height:500px"></iframe>`;
  await onHost(frame, async (page) => {
    const answer = await page.evaluate(async () => {
      const guest = /** @type {HTMLIFrameElement} */ (document.querySelector('#guest'));
      return new Promise((resolve) => {
        addEventListener('message', ({ data, origin }) => {
          if (data.type === 'welcome') guest.contentWindow?.postMessage({ ns: data.ns, v: 1, id: 'b', type: 'step', payload: { n: 4 } }, '*');
          if (data.id === 'b') resolve({ origin, type: data.type, step: data.payload.step });
          if (data.type === 'ready') guest.contentWindow?.postMessage({ ns: data.ns, v: 1, id: 'a', type: 'hello' }, '*');
        });
      });
    });
    assert.deepEqual(answer, { origin: 'null', type: 'result', step: 4 });
  }, { 'Content-Security-Policy': policy });
});
