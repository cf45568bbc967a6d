// Pictures and data of panels: for scripts as a Blob and a text, for people as a download, and where
// a frame may not download as something to copy.
(() => {
  'use strict';

  const SAVED = 1, COPIED = 2, SHOWN = 3, REFUSED = 4; // web/app/saving.h, SaveEnd

  /** A sandboxed frame has no origin; nothing tells whether it may download all the same. */
  const mayDownload = window.origin !== 'null';

  /** @param {string} name @param {Blob} blob */
  function download(name, blob) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    // The download holds the bytes itself once it began.
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  /** A picture over the page, to be copied or saved by the browser's own menu; any key or click ends it.
   * @param {Blob} blob @param {string} name */
  function show(blob, name) {
    const image = document.createElement('img');
    image.id = 'saved';
    image.alt = name;
    image.tabIndex = 0;
    image.src = URL.createObjectURL(blob);
    for (const type of ['click', 'keydown']) {
      image.addEventListener(type, () => {
        URL.revokeObjectURL(image.src);
        image.remove();
      });
    }
    document.body.append(image);
  }

  /**
   * @param {Uint8Array} rgba rows from the top @param {number} width @param {number} height
   * @returns {Promise<Blob>}
   */
  function png(rgba, width, height) {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const pixels = new ImageData(new Uint8ClampedArray(rgba), width, height);
    for (let i = 3; i < pixels.data.length; i += 4) pixels.data[i] = 255; // the page is opaque
    canvas.getContext('2d')?.putImageData(pixels, 0, 0);
    return new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('No PNG.'))), 'image/png');
    });
  }

  class PanelFiles {
    /**
     * @param {{ ask: (name: string, ...texts: string[]) => string, wake: () => void,
     *           copyText: (text: string) => Promise<boolean>, order: (panel: string) => boolean,
     *           bytes: (at: number, size: number) => Uint8Array,
     *           tell: (name: string, end: number) => void }} page
     */
    constructor(page) {
      this.page = page;
      /** @type {((picture: Promise<Blob>) => void) | null} */
      this.awaited = null; // a script's picture; without one it is a person's
    }

    /** A frame drew the picture that was ordered. */
    pictureTaken() {
      const { name, width, height, at } = JSON.parse(this.page.ask('bp_picture'));
      const made = png(this.page.bytes(at, 4 * width * height), width, height);
      const { awaited } = this;
      this.awaited = null;
      if (awaited) awaited(made);
      else made.then((blob) => this.handOver(name, blob));
    }

    fileMade() {
      const { name, text } = JSON.parse(this.page.ask('bp_file'));
      this.handOver(name, new Blob([text], { type: 'text/csv' }));
    }

    /** Says so if it was refused. @param {string} text @param {number} [end] to say if it was not */
    async copy(text, end = 0) {
      const told = (await this.page.copyText(text)) ? end : REFUSED;
      if (!told) return;
      this.page.tell('', told);
      this.page.wake();
    }

    /** @param {string} name @param {Blob} blob */
    async handOver(name, blob) {
      let end = SAVED;
      if (mayDownload) {
        download(name, blob);
      } else if (blob.type === 'text/csv') {
        return this.copy(await blob.text(), COPIED);
      } else {
        show(blob, name);
        end = SHOWN;
      }
      this.page.tell(name, end);
      this.page.wake();
    }

    /**
     * Calls `use` in the very frame in which the panel is drawn; one order at a time.
     * @template T
     * @param {string} panel @param {(picture: Promise<Blob>) => T | Promise<T>} use
     * @returns {Promise<T>}
     */
    async drawn(panel, use) {
      while (this.awaited) await new Promise((resolve) => setTimeout(resolve, 20));
      if (!this.page.order(panel)) throw new RangeError(`No panel "${panel}".`);
      return new Promise((resolve) => {
        this.awaited = (made) => resolve(use(made));
        this.page.wake();
      });
    }

    /** @param {string} panel @returns {Promise<Blob>} */
    picture(panel) {
      return this.drawn(panel, (made) => made);
    }

    /** What only a drawn panel asks for is there then. @param {string} panel @returns {Promise<string>} */
    data(panel) {
      return this.drawn(panel, () => this.page.ask('bp_data', panel));
    }
  }

  window.playground = { ...window.playground, PanelFiles };
})();
