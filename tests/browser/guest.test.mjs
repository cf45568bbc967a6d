// @ts-check
// The playground on a page that does not care for it: with inputs, a wheel, a focus and styles of its own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROWSER, useHarness } from './harness.mjs';
import { shownFrame, visit } from './host_page.mjs';

const h = useHarness();

/** @typedef {import('puppeteer-core').Page} Page */

/** Inputs before and after, room to scroll, and styles that mean everything. @param {string} guest */
const hostile = (guest, styles = '* { padding: 2px !important; transition: all 1s; letter-spacing: 3px; }') => `
  <style>body { margin: 8px; font: 16px sans-serif; } ${styles}</style>
  <script>wheels = 0; addEventListener('wheel', () => { wheels += 1; }, { passive: true });</script>
  <input id="before" autofocus> <p>Some text of the lecture.</p>
  ${guest}
  <input id="after"> <div style="height:3000px">The rest of the lecture.</div>`;

/** @param {string} [link] */
const frame = (link = 'layers=3') =>
  `<iframe id="guest" src="${h.server.url}#${link}" style="width:700px;height:420px;display:block;border:0"></iframe>`;

/** The frame, once its experiment is shown. @param {Page} page */
async function guestOf(page) {
  return shownFrame(await page.waitForSelector('#guest'));
}

/** @param {Page} page */
const active = (page) => page.evaluate(() => document.activeElement?.id ?? '');
/** @param {import('puppeteer-core').Frame} guest */
const snapshot = (guest) => guest.evaluate(() => window.playground.settled());
/** The middle of something the frame drew, on the host's page. @param {Page} page @param {string} name */
async function placeOf(page, name) {
  const guest = await guestOf(page);
  const [left, top, right, bottom] = await guest.evaluate((key) => window.playground.diagnostics().places[key], name);
  const box = await page.evaluate(() => {
    const { left: x, top: y, width } = /** @type {Element} */ (document.querySelector('#guest')).getBoundingClientRect();
    return { x, y, width };
  });
  return { x: box.x + (left + right) / 2, y: box.y + (top + bottom) / 2 };
}

test('while it loads and trains the host keeps its focus, its scrolling and every key', async () => {
  await visit(h, hostile(frame()), async (page) => {
    await page.click('#before');
    await page.keyboard.type('abx');
    const guest = await guestOf(page);
    await guest.evaluate(() => window.playground.epoch(3));
    await page.keyboard.press('Backspace');
    await page.keyboard.type('c r');
    assert.equal(await active(page), 'before');
    assert.equal(await page.evaluate(() => /** @type {HTMLInputElement} */ (document.querySelector('#before')).value), 'abc r');
    assert.equal(await page.evaluate(() => scrollY), 0);
    assert.equal((await snapshot(guest)).epoch, 3, 'r is no reset, the space no play');
  });
});

test('Tab goes through it and on, Shift+Tab back; keys act only while it has the focus', async () => {
  await visit(h, hostile(frame()), async (page) => {
    const guest = await guestOf(page);
    await page.click('#before');
    await page.keyboard.press('Tab');
    await page.waitForFunction(() => document.activeElement?.id === 'guest');
    const focused = () => guest.evaluate(() => document.activeElement?.id);
    assert.equal(await focused(), 'skip');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await guest.waitForFunction(() => window.playground.snapshot().step === 1);
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'controls');
    await page.keyboard.press('Tab');
    assert.equal(await active(page), 'after');
    await page.keyboard.type('r');
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.waitForFunction(() => document.activeElement?.id === 'guest');
    await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
    await page.keyboard.press('ArrowRight');
    await guest.waitForFunction(() => window.playground.snapshot().step === 2);
  });
});

test('Escape lets go, and a click takes the keyboard again', async () => {
  await visit(h, hostile(frame()), async (page) => {
    const guest = await guestOf(page);
    const plane = await placeOf(page, 'plane');
    await page.mouse.click(plane.x, plane.y);
    await guest.waitForFunction(() => document.activeElement?.id === 'canvas');
    await page.keyboard.press('Escape');
    await guest.waitForFunction(() => document.activeElement?.id !== 'canvas');
    await page.keyboard.press('ArrowRight');
    assert.equal((await snapshot(guest)).step, 0);
    await page.mouse.click(plane.x, plane.y);
    await page.keyboard.press('ArrowRight');
    await guest.waitForFunction(() => window.playground.snapshot().step === 1);
  });
});

test('the wheel is the host\'s until the frame is clicked', async () => {
  await visit(h, hostile(frame()), async (page) => {
    await guestOf(page);
    const plane = await placeOf(page, 'plane');
    await page.mouse.move(plane.x, plane.y);
    await page.mouse.wheel({ deltaY: 120 });
    await page.waitForFunction(() => scrollY > 0);
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForFunction(() => scrollY === 0);
    await page.mouse.click(plane.x, plane.y);
    await page.mouse.wheel({ deltaY: 120 });
    // What the wheel did is known once the host has answered to a later event.
    await page.mouse.move(20, 20);
    await page.mouse.wheel({ deltaY: 0, deltaX: 0 });
    assert.equal(await page.evaluate(() => scrollY), 0);
  });
});

test('a finger pans the host\'s page over a frame that was not tapped', { skip: BROWSER === 'firefox' }, async () => {
  await visit(h, hostile(frame()), async (page) => {
    await guestOf(page);
    const session = await page.createCDPSession();
    const finger = (/** @type {'touchStart' | 'touchMove' | 'touchEnd'} */ type, /** @type {number[]} */ ...ys) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: ys.map((y) => ({ x: 300, y })) });
    await finger('touchStart', 400);
    for (let y = 385; y > 100; y -= 15) await finger('touchMove', y);
    await finger('touchEnd');
    await page.waitForFunction(() => scrollY > 100);
  }, { options: { touch: true } });
});

test('neither the address nor the history is touched, whatever is set', async () => {
  await visit(h, hostile(frame()), async (page) => {
    const guest = await guestOf(page);
    const before = await page.evaluate(() => [location.href, history.length]);
    await guest.evaluate(() => { window.playground.set({ lr: 0.03, layers: '5' }); return window.playground.epoch(1); });
    await guest.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400))); // a page of its own writes after 250 ms
    assert.deepEqual(await page.evaluate(() => [location.href, history.length]), before);
    assert.equal(await guest.evaluate(() => location.hash), '#layers=3');
  });
});

test('a host that takes the focus all the time gets it', async () => {
  await visit(h, hostile(frame()), async (page) => {
    const guest = await guestOf(page);
    const plane = await placeOf(page, 'plane');
    await page.evaluate(() => {
      const input = /** @type {HTMLInputElement} */ (document.querySelector('#before'));
      setInterval(() => input.focus({ preventScroll: true }), 20);
    });
    await page.mouse.click(plane.x, plane.y);
    await page.waitForFunction(() => document.activeElement?.id === 'before');
    await guest.evaluate(() => window.playground.epoch(2));
    assert.equal(await active(page), 'before');
  });
});

test('it is as large as its container, from 320 points on, and clicks land where they are aimed', async () => {
  const turned = '#guest { transform: scale(0.8) translate(30px, 10px); transform-origin: 0 0; }';
  await visit(h, hostile(frame(), turned), async (page) => {
    const guest = await guestOf(page);
    for (const [width, height] of [[320, 240], [560, 420], [1100, 600]]) {
      await page.evaluate((w, t) => {
        const { style } = /** @type {HTMLElement} */ (document.querySelector('#guest'));
        Object.assign(style, { width: `${w}px`, height: `${t}px` });
      }, width, height);
      await guest.waitForFunction((w) => document.querySelector('canvas')?.getBoundingClientRect().width === w, {}, width);
    }
    // Where the plane stands once nothing moves any more.
    const place = () => guest.evaluate(() => window.playground.diagnostics().places['plane']);
    let before = [], plane = await place();
    while (`${before}` !== `${plane}`) {
      before = plane;
      await guest.evaluate(() => window.playground.settled());
      await guest.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
      plane = await place();
    }
    const [left, top, right, bottom] = plane;
    const box = await page.evaluate(() => {
      const { x, y } = /** @type {Element} */ (document.querySelector('#guest')).getBoundingClientRect();
      return { x, y };
    });
    // A quarter from the left, a quarter from the top: x₁ = −1.5, x₂ = 1.5 where both go from −3 to 3.
    const at = [left + (right - left) / 4, top + (bottom - top) / 4];
    let chosen = await guest.evaluate(() => window.playground.get());
    for (let tries = 0; tries < 10 && chosen['pass'] === 'batch'; tries += 1) {
      await page.mouse.click(box.x + 0.8 * Number(at[0]), box.y + 0.8 * Number(at[1]), { delay: 100 });
      await guest.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500))); // a busy machine draws late
      chosen = await guest.evaluate(() => window.playground.get());
    }
    assert.notEqual(chosen['pass'], 'batch');
    if (chosen['pass'] === 'place') { // else a point was near
      assert.ok(Math.abs(chosen['placex'] + 1.5) < 0.05 && Math.abs(chosen['placey'] - 1.5) < 0.05, `${chosen['placex']}, ${chosen['placey']}`);
    }
  });
});

test('styles for everything do not move what stands in the element', async () => {
  const styles = '* { position: static !important; contain: none !important; padding: 7px !important; float: left; }';
  const element = `<script type="module" src="${h.server.url}element.mjs"></script>
    <backprop-playground id="guest" load="eager" layers="3" style="width:600px;height:300px"></backprop-playground>`;
  await visit(h, hostile(element, styles), async (page) => {
    const boxes = await page.evaluate(async () => {
      await customElements.whenDefined('backprop-playground');
      const one = /** @type {any} */ (document.querySelector('#guest'));
      await one.get();
      const inner = one.shadowRoot.querySelector('iframe').getBoundingClientRect();
      const outer = one.getBoundingClientRect();
      return { inside: inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom, width: inner.width };
    });
    assert.ok(boxes.inside && boxes.width > 500, JSON.stringify(boxes));
  });
});

test('at pixel ratios of 2 and 3, and at a zoom of 200 %, every pixel is its own', { skip: BROWSER === 'firefox' }, async () => {
  // A browser's zoom halves the page's points and doubles their pixels. The host is of the same site:
  // the driver's ratio does not reach frames of others.
  for (const [ratio, width, height] of [[2, 1280, 800], [3, 800, 600], [2, 640, 400]]) {
    const page = await h.blank({ ratio: Number(ratio), width: Number(width), height: Number(height), expectsNoise: /404/ }); // a favicon
    await page.goto(`${h.server.url}messages.schema.json`);
    await page.evaluate((html) => { document.body.innerHTML = html; }, frame());
    const guest = await guestOf(page);
    const sizes = await guest.evaluate(() => {
      const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('canvas'));
      return [canvas.width / canvas.clientWidth, canvas.height / canvas.clientHeight];
    });
    assert.deepEqual(sizes, [ratio, ratio]);
    const plane = await placeOf(page, 'plane');
    await page.mouse.click(plane.x, Math.min(plane.y, Number(height) - 10));
    await guest.waitForFunction(() => document.activeElement?.id === 'canvas');
    h.assertQuiet();
    await page.close();
  }
});
