// The hosted page keeps itself for when there is no network (service_worker.js). Never as a guest of
// another page, never from a file (the single file leaves this script out), and not at localhost, where
// whoever changes the page wants to see the change.
(() => {
  'use strict';

  /** Someone who saves data gets what is looked at and no more. */
  const savesData = () => /** @type {any} */ (navigator).connection?.saveData === true;

  if (window.top !== window || location.hostname === 'localhost') return;
  window.playground.ready.then(() => {
    if (!('serviceWorker' in navigator) || savesData()) return;
    return navigator.serviceWorker.register('service_worker.js', { updateViaCache: 'none' });
  }).catch(() => {}); // without it the page works as well, as long as there is a network
})();
