// @ts-check
// Every message between a host and the frame is one of docs/messages.schema.json.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { DIST, useHarness } from './harness.mjs';
import { visit } from './host_page.mjs';

const h = useHarness();

const schema = JSON.parse(readFileSync(path.join(DIST, 'messages.schema.json'), 'utf8'));
const ajv = new Ajv2020({ allowUnionTypes: true });
ajv.addSchema(schema, 'messages');
/** @param {string} definition @param {unknown} value */
function conforms(definition, value) {
  const validate = ajv.getSchema(`messages#/$defs/${definition}`);
  assert.ok(validate, definition);
  const text = JSON.stringify(value)?.slice(0, 300);
  assert.ok(validate(value), `${definition}: ${text}\n${ajv.errorsText(validate.errors)}`);
}

test('what a host asks and is told in a whole session conforms, and all that is listed is said', async () => {
  const link = 'layers=3&nonsense=1&goal=test.accuracy.ge.0.5~edits.eq.0';
  const frame = '<iframe id="guest" style="width:800px;height:500px"></iframe>';
  await visit(h, frame, async (page) => {
    const said = await page.evaluate(async (src) => {
      const guest = /** @type {HTMLIFrameElement} */ (document.querySelector('#guest'));
      /** @type {any[]} */ const heard = [];
      /** @type {any[]} */ const asked = [];
      /** @type {Map<unknown, (message: any) => void>} */ const waiting = new Map();
      const plain = (/** @type {any} */ data) => JSON.parse(JSON.stringify(data));
      addEventListener('message', ({ data, source }) => {
        if (source !== guest.contentWindow) return;
        heard.push({ ...plain(data), isBlob: data.payload instanceof Blob });
        waiting.get(data.id ?? data.type)?.(data);
      });
      const next = (/** @type {unknown} */ key) => new Promise((resolve) => waiting.set(key, resolve));
      const ask = (/** @type {string} */ type, /** @type {unknown} */ payload = undefined) => {
        const message = { ns: 'backprop-playground', v: 1, id: `${asked.length}`, type, payload };
        asked.push(plain(message));
        guest.contentWindow?.postMessage(message, '*');
        return next(message.id);
      };
      const here = next('here'), ready = next('ready');
      guest.src = src; // its first words must not be missed
      await here;
      const hello = await ask('hello');
      await ready;
      const epoch = next('epoch'), goal = next('goal'), resized = next('resize');
      for (const type of ['get', 'link', 'schema', 'snapshot', 'run', 'play', 'pause', 'reset', 'screenshot']) await ask(type);
      await ask('set', { lr: 99999, l2: 0.001, layers: [4, 2] });
      await ask('set', 'act=relu');
      await ask('step', { n: 2, kind: 'phase' });
      await ask('step', { n: 60, kind: 'epoch' });
      const run = await ask('run');
      await ask('repeat', run.payload);
      const saved = await ask('export');
      await ask('import', await saved.payload.text());
      await ask('load', 'data=moons&goal=epoch.ge.1');
      await ask('step', { n: 2, kind: 'epoch' });
      await ask('step', { n: 0 });
      await ask('no such request');
      guest.style.width = '500px';
      await Promise.all([epoch, goal, resized]);
      return { heard, asked, requests: hello.payload.requests };
    }, `${h.server.url}#${link}`);
    const [, ...listed] = Object.keys(schema.$defs.requests);
    assert.deepEqual([...said.requests].sort(), listed.sort());
    const wrong = said.asked.filter((message) => message.type === 'no such request' || message.payload?.n === 0);
    for (const message of said.asked) if (!wrong.includes(message)) conforms('toFrame', message);
    for (const message of wrong) assert.ok(!ajv.getSchema('messages#/$defs/toFrame')?.(message));
    const asked = new Map(said.asked.map((message) => [message.id, message.type]));
    for (const { isBlob, ...message } of said.heard) {
      conforms('fromFrame', message);
      const type = asked.get(message.id);
      if (message.type === 'result' && isBlob) assert.match(String(type), /^(screenshot|export)$/);
      else if (message.type === 'result') conforms(`results/${type}`, message.payload ?? null);
    }
    const types = new Set(said.heard.filter((m) => m.id === undefined).map((m) => m.type));
    const events = Object.keys(schema.$defs.events).filter((type) => type !== 'error');
    assert.deepEqual(events.filter((type) => !types.has(type)), []);
    assert.equal(said.heard.filter((m) => m.type === 'error').length, 2, 'n: 0, and an unknown request');
  });
});

test('an LTI host is told a height where the address asks for it, and only there', async () => {
  for (const [query, expected] of /** @type {[string, unknown[]][]} */ ([
    ['?lti=640', [{ subject: 'lti.frameResize', height: 640 }]], ['', []],
  ])) {
    const frame = `<script>heard = []; addEventListener('message', ({ data }) => heard.push(data));</script>
      <iframe id="guest" src="${h.server.url}${query}#layers=2" style="width:800px;height:500px"></iframe>`;
    await visit(h, frame, async (page) => {
      await page.waitForFunction('heard.some((data) => data.type === "ready")');
      await page.waitForFunction(`heard.length >= ${2 + expected.length}`);
      assert.deepEqual(await page.evaluate('heard.filter((data) => data.subject)'), expected);
    });
  }
});
