// Where the page's tables come from: the folder data/ beside it, a file picker, a file dropped on it.
(() => {
  'use strict';

  const OWN = /^own(_|$)/; // data sets that are a person's own file
  const TABLES = /\.(csv|tsv|txt)$/i; // all else is for files.mjs
  const LARGEST = 64 << 20; // engine/data/csv.h, kMaxCsvBytes
  const DROPPED = 'own'; // web/app/table_gate.h, kDroppedTable

  class TableSource {
    /**
     * @param {{ onTable: (key: string, csv: string) => void,
     *           onFailure: (key: string, message: string) => void,
     *           say: (id: string, english: string, ...parts: unknown[]) => string }} on
     */
    constructor(on) {
      this.on = on;
    }

    /** Answers later, also where the table is at hand. @param {string} key */
    request(key) {
      const answer = OWN.test(key) ? this.pick() : this.fetch(key);
      answer.then(
        (csv) => (csv === null ? this.on.onFailure(key, '') : this.on.onTable(key, csv)),
        (error) => this.on.onFailure(key, error.message),
      );
    }

    /** @param {string} key */
    async fetch(key) {
      const url = new URL(`data/${key}.csv`, document.baseURI);
      const response = await fetch(url).catch(() => null);
      if (response?.ok) return response.text();
      const say = this.on.say;
      throw new Error(response
        ? say('table-answer', 'The data set {0} could not be loaded: the server answered {1}. Try again later.', key, response.status)
        : say('table-unreached', 'The data set {0} could not be loaded: the server cannot be reached. Try again later.', key));
    }

    /** The text of a file the person picks, or null. @returns {Promise<string | null>} */
    async pick() {
      if (navigator.userActivation && !navigator.userActivation.isActive) {
        throw new Error(this.on.say('table-own', 'This link needs a data file of your own: drop the CSV file onto the page.'));
      }
      const input = document.createElement('input');
      input.type = 'file';
      input.accept = '.csv,.tsv,.txt,text/csv';
      return new Promise((resolve, reject) => {
        input.addEventListener('cancel', () => resolve(null));
        input.addEventListener('change', () => {
          const file = input.files?.[0];
          if (file) this.read(file).then(resolve, reject);
          else resolve(null);
        });
        input.click();
      });
    }

    /** @param {File} file */
    async read(file) {
      if (file.size > LARGEST) {
        const megabytes = Math.ceil(file.size / (1 << 20));
        throw new Error(this.on.say('table-large', '{0} has {1} MB; up to 64 MB can be read. Use fewer rows.', file.name, megabytes));
      }
      return file.text();
    }

    /**
     * @param {HTMLElement} target
     * @param {() => boolean} isAllowed
     * @param {(file: File) => void} open other files than tables
     */
    acceptDrops(target, isAllowed, open) {
      target.addEventListener('dragover', (event) => {
        if (event.dataTransfer?.types.includes('Files') && isAllowed()) event.preventDefault();
      });
      target.addEventListener('drop', (event) => {
        const file = event.dataTransfer?.files[0];
        if (!file) return;
        event.preventDefault(); // else the browser leaves the page for the file
        if (!isAllowed()) return;
        if (!TABLES.test(file.name)) return open(file);
        this.read(file).then(
          (csv) => this.on.onTable(DROPPED, csv),
          (error) => this.on.onFailure(DROPPED, error.message),
        );
      });
    }
  }

  window.playground = { ...window.playground, TableSource };
})();
