// @ts-check
// Guests of a page with a strict content security policy; a browser of its own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useHarness } from './harness.mjs';
import { goTo, seenElement as element, visit } from './host_page.mjs';

const h = useHarness();

test('under a strict policy nothing is violated: an element, and a sandboxed frame', async () => {
  const policy = `default-src 'none'; script-src ${h.server.url}; frame-src ${h.server.url}; img-src blob: data:`;
  const body = `<script type="module" src="${h.server.url}element.mjs"></script>${element(0)}
    <iframe id="g1" sandbox="allow-scripts" src="${h.server.url}#layers=2" width="400" height="300"></iframe>`;
  await visit(h, body, async (page) => {
    // The host's own style attributes are its own affair; what is counted comes after them.
    await page.evaluate(() => {
      /** @type {any} */ (window).violations = [];
      addEventListener('securitypolicyviolation', (event) => /** @type {any} */ (window).violations.push(`${event.violatedDirective} ${event.blockedURI}`));
    });
    const guest = await goTo(page, 0);
    await guest.evaluate(() => {
      /** @type {any} */ (window).violations = [];
      addEventListener('securitypolicyviolation', (event) => /** @type {any} */ (window).violations.push(event.violatedDirective));
      return window.playground.epoch(2);
    });
    await page.evaluate(async () => {
      const one = /** @type {any} */ (document.querySelector('backprop-playground'));
      await one.rest();
      await one.shadowRoot.querySelector('img').decode();
      await one.snapshot();
    });
    await goTo(page, 1);
    for (const each of page.frames()) assert.deepEqual(await each.evaluate(() => /** @type {any} */ (window).violations ?? []), []);
  }, { headers: { 'Content-Security-Policy': policy }, options: { expectsNoise: /inline style|style-src|Content.Security.Policy.*style/i } });
});
