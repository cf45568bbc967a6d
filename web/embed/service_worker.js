// Keeps the hosted page for when there is no network. tools/publish/service_worker.mjs puts before it
// `self.VERSION` and `self.FILES`, the names of the page's files with their SHA-256.
//
// A version is kept whole or not at all, and a visit is served from one version to its end, also when a
// newer one has come meanwhile: parts of the program of two versions do not fit together. The newer one
// is taken from the next visit on. Frames of other pages are not served: they ask the network.
(() => {
  'use strict';

  const worker = /** @type {any} */ (self); // its types contradict those of pages
  const files = /** @type {Record<string, string>} */ (worker.FILES);
  const scope = /** @type {string} */ (worker.registration.scope);
  const PREFIX = `backprop-playground ${scope} `; // an origin may hold several copies of the page
  const VISITS = `${PREFIX}visits`; // which version a window was served from

  /** @param {string} version */
  const storeOf = (version) => PREFIX + version;
  /** @param {string} id of a window */
  const visitKey = (id) => new URL(`visit/${id}`, scope).href;

  /** @param {Response} response */
  async function hashOf(response) {
    const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer()));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  /** A file of this version: out of an older one if it is the same. @param {string} name */
  async function current(name) {
    const url = new URL(name, scope).href;
    for (const find of [() => caches.match(url), () => fetch(url, { cache: 'no-cache' })]) {
      const response = await find();
      if (response?.ok && await hashOf(response) === files[name]) return { url, response };
    }
    throw new Error(`${url} is not that of version ${worker.VERSION}.`);
  }

  /** Keeps the version, once all of it is here. */
  async function keep() {
    const all = await Promise.all(Object.keys(files).map(current));
    const store = await caches.open(storeOf(worker.VERSION));
    await Promise.all(all.map(({ url, response }) => store.put(url, response)));
    await worker.skipWaiting(); // windows that are open keep their version, see part()
  }

  /** Lets go of versions that no window was served from any more. */
  async function tidy() {
    const visits = await caches.open(VISITS);
    const open = await worker.clients.matchAll({ includeUncontrolled: true });
    const ids = new Set(open.map((/** @type {any} */ client) => visitKey(client.id)));
    const used = new Set([VISITS, storeOf(worker.VERSION)]);
    for (const { url } of await visits.keys()) {
      if (ids.has(url)) used.add(storeOf(await (await visits.match(url))?.text() ?? ''));
      else await visits.delete(url);
    }
    for (const name of await caches.keys()) {
      if (name.startsWith(PREFIX) && !used.has(name)) await caches.delete(name);
    }
  }

  /** The page itself, from this version. @param {any} event */
  async function visit(event) {
    const store = await caches.open(storeOf(worker.VERSION));
    const page = await store.match(scope);
    if (!page) return fetch(event.request);
    const visits = await caches.open(VISITS);
    await visits.put(visitKey(event.resultingClientId), new Response(worker.VERSION));
    return page;
  }

  /** What a window needs besides, from the version it began with. @param {any} event @param {string} url */
  async function part(event, url) {
    const visits = await caches.open(VISITS);
    const version = await (await visits.match(visitKey(event.clientId)))?.text();
    const store = version === undefined ? null : await caches.open(storeOf(version));
    return await store?.match(url) ?? fetch(event.request);
  }

  worker.addEventListener('install', (/** @type {any} */ event) => event.waitUntil(keep()));
  worker.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(tidy()));
  worker.addEventListener('fetch', (/** @type {any} */ event) => {
    const { request } = event;
    if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
    const url = (request.url.split(/[?#]/)[0] ?? '').replace(/\/index\.html$/, '/');
    if (request.mode !== 'navigate') event.respondWith(part(event, url));
    else if (url === scope && request.destination === 'document') event.respondWith(visit(event));
  });
})();
