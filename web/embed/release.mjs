// @ts-check
// A frame on somebody's page that is not seen for a while gives its WebGL context back: a browser has
// about sixteen of them. Its last picture stays in its place, the program keeps everything else, and
// makes what is drawn anew when it is seen again, or asked something.

const UNSEEN_MS = 2000;

export class Release {
  /** @type {WEBGL_lose_context | null} */ #lost = null; // while it is given back
  /** @type {HTMLCanvasElement | null} */ #still = null;
  /** Those who wait until it is back. @type {(() => void)[]} */ #waiting = [];
  #timer = 0;
  #isWanted = true;
  #isGone = false;

  /**
   * @param {{ canvas: HTMLCanvasElement, draw: () => void, isBusy: () => boolean }} o `isBusy`: somebody
   *   waits for an answer
   */
  constructor(o) {
    this.o = o;
    o.canvas.addEventListener('webglcontextlost', () => {
      this.#isGone = true; // only from now on may it be asked for again
      if (this.#isWanted) this.#restore();
    });
    o.canvas.addEventListener('webglcontextrestored', () => {
      this.#lost = null;
      o.draw();
      this.#still?.remove();
      this.#still = null;
      this.#waiting.splice(0).forEach((done) => done());
    });
  }

  /** @param {boolean} isShown */
  follow(isShown) {
    clearTimeout(this.#timer);
    if (isShown) void this.back();
    else this.#timer = window.setTimeout(() => this.#give(), UNSEEN_MS);
  }

  /** Fulfilled when there is a context; it is given back again some time later, if still unseen. */
  back() {
    this.#isWanted = true;
    if (!this.#lost) return Promise.resolve();
    const isBack = new Promise((resolve) => this.#waiting.push(() => resolve(undefined)));
    this.#restore();
    return isBack;
  }

  #restore() {
    if (!this.#isGone) return;
    this.#isGone = false;
    setTimeout(() => this.#lost?.restoreContext());
  }

  #give() {
    const { canvas, draw, isBusy } = this.o;
    if (isBusy()) return this.follow(false);
    const gl = canvas.getContext('webgl2');
    const lose = gl?.getExtension('WEBGL_lose_context');
    if (!gl || !lose || gl.isContextLost()) return;
    draw(); // a canvas keeps its picture until the end of a task only
    const still = document.createElement('canvas');
    Object.assign(still, { width: canvas.width, height: canvas.height });
    still.getContext('2d')?.drawImage(canvas, 0, 0);
    still.style.cssText = 'position:absolute;inset:0;width:100%;height:100%';
    still.setAttribute('aria-hidden', 'true');
    canvas.after(still);
    this.#still = still;
    this.#isWanted = false;
    this.#lost = lose;
    lose.loseContext();
  }
}
