// Keyboard, mouse, touch, text and clipboard from the DOM to the program, as a guest on a page that
// may belong to someone else: keys only while focused, Tab leaves, Escape lets go, the wheel and
// fingers belong to the host page until the canvas was activated.
(() => {
  'use strict';

  const CTRL = 1, SHIFT = 2, ALT = 4, SUPER = 8; // web_input.cpp, Modifiers
  const DRAG_START = 8; // points a finger moves before it is no tap
  const LONG_PRESS_MS = 500;
  /** Keys that would scroll the page or open the browser's quick search. */
  const PAGE_KEYS = new Set([' ', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp',
    'PageDown', 'Home', 'End', 'Backspace', '/', "'"]);
  const EDIT_KEYS = new Set(['a', 'c', 'x', 'z', 'y']);
  const BLANK = '\u200b'; // kept in the text field, so that a phone's backspace is an event

  /** @typedef {{
   *   app: AppModule, canvas: HTMLCanvasElement, field: HTMLInputElement, isEmbedded: boolean,
   *   wake: (frames?: number) => void, drawNow: (frames: number) => void,
   *   onTouch: () => void, reducedMotion: () => boolean,
   * }} Options */

  /** @param {MouseEvent | KeyboardEvent} e */
  const modifiers = (e) =>
    (e.ctrlKey ? CTRL : 0) | (e.shiftKey ? SHIFT : 0) | (e.altKey ? ALT : 0) |
    (e.metaKey ? SUPER : 0);

  /** Focus: who has the keyboard, and what that means for the canvas. */
  class Focus {
    /** @param {Options} o */
    constructor(o) {
      this.o = o;
      let isByUs = false;
      this.take = (/** @type {HTMLElement} */ element = o.canvas) => {
        isByUs = true; // a ring is for those who came by keyboard
        element.focus({ preventScroll: true });
        isByUs = false;
        o.canvas.classList.remove('ring');
      };
      for (const element of [o.canvas, o.field]) {
        element.addEventListener('focus', () => {
          o.canvas.classList.toggle('ring', !isByUs);
          this.followTouch();
          o.wake();
        });
        element.addEventListener('blur', (e) => this.lost(/** @type {FocusEvent} */ (e)));
      }
      this.followTouch();
    }

    isOurs() {
      const active = document.activeElement;
      return active === this.o.canvas || active === this.o.field;
    }

    /** @param {FocusEvent} e */
    lost(e) {
      if (e.relatedTarget === this.o.canvas || e.relatedTarget === this.o.field) return;
      this.o.app.bpGlfw.blur(e);
      this.o.app._bp_end_edit();
      this.o.canvas.classList.remove('ring');
      this.followTouch();
      this.o.wake();
    }

    /** An embedded canvas takes fingers only once it is active; before, they pan the host page. */
    followTouch() {
      const isTaking = !this.o.isEmbedded || this.isOurs();
      this.o.canvas.style.touchAction = isTaking ? 'none' : 'auto';
    }
  }

  /** @param {Options} o @param {Focus} focus */
  function attachKeys(o, focus) {
    const keys = o.app.bpGlfw;

    /** @param {KeyboardEvent} e */
    const isUndo = (e) => (e.ctrlKey || e.metaKey) && !e.altKey && e.key === 'z';

    /** Whether the program gets this key. @param {KeyboardEvent} e */
    function isForUs(e) {
      if (e.key === 'Tab' || e.isComposing || e.keyCode === 229) return false;
      if (!e.ctrlKey && !e.metaKey && !e.altKey) return true;
      // The browser's own shortcuts stay the browser's; an edited text has a few of them.
      return e.target === o.field && (EDIT_KEYS.has(e.key.toLowerCase()) || e.key.length > 1);
    }

    /** The program sees both keys, and both let go: it must not think that Control is still held when
     * the page has lost the focus in between. @param {KeyboardEvent} e */
    function undo(e) {
      e.preventDefault();
      const both = [e.ctrlKey ? 17 : 91, 90].map((keyCode) => ({ keyCode, preventDefault() {} }));
      both.forEach((key) => keys.keydown(key));
      both.reverse().forEach((key) => keys.keyup(key));
      o.wake();
    }

    /** @param {Event} event */
    function down(event) {
      const e = /** @type {KeyboardEvent} */ (event);
      if (e.key === 'Tab' && e.target === o.field) o.app._bp_end_edit(); // takes the value over
      if (isUndo(e) && e.target === o.canvas) return undo(e);
      if (!isForUs(e)) return;
      keys.keydown(e);
      if (e.key === 'Escape') {
        if (e.target === o.field) focus.take();
        else o.canvas.blur();
      } else if (e.target === o.canvas && PAGE_KEYS.has(e.key)) {
        e.preventDefault();
      }
      o.wake();
    }
    /** @param {Event} event */
    function up(event) {
      const e = /** @type {KeyboardEvent} */ (event);
      if (e.key === 'Tab') return;
      keys.keyup(e);
      o.wake();
    }
    for (const element of [o.canvas, o.field]) {
      element.addEventListener('keydown', down);
      element.addEventListener('keyup', up);
    }
    o.canvas.addEventListener('keypress', (e) => {
      keys.keypress(e);
      o.wake();
    });
  }

  /** Typed, composed, dictated and pasted text comes through a field nobody sees.
   * @param {Options} o @param {Focus} focus */
  function attachText(o, focus) {
    const { app, field } = o;
    const clear = () => {
      field.value = BLANK;
      field.setSelectionRange(1, 1);
    };
    const take = () => {
      const text = field.value.replaceAll(BLANK, '');
      if (text) app.ccall('bp_text', null, ['string'], [text]);
      clear();
      o.wake();
    };
    const backspace = () => {
      const key = { keyCode: 8, preventDefault() {} };
      app.bpGlfw.keydown(key);
      app.bpGlfw.keyup(key);
    };
    field.addEventListener('input', (e) => {
      const { isComposing, inputType } = /** @type {InputEvent} */ (e);
      if (isComposing) return;
      if (inputType === 'deleteContentBackward') backspace(); // only where keydown said nothing
      take();
    });
    field.addEventListener('compositionend', take);
    let wasEditing = false;
    /** Called after each frame: moves the keyboard's focus to the field and back. */
    return (/** @type {boolean} */ isEditing) => {
      if (isEditing && document.activeElement === o.canvas) {
        clear();
        focus.take(field);
      } else if (!isEditing && wasEditing && document.activeElement === field) {
        focus.take();
      }
      wasEditing = isEditing;
    };
  }

  /** @param {Options} o @param {Focus} focus */
  function attachMouse(o, focus) {
    const { app, canvas } = o;
    let isDown = false;
    /** @param {PointerEvent} e */
    function follow(e) {
      move(o, e, false);
      const isPressed = (e.buttons & 1) !== 0;
      if (isPressed !== isDown) app._bp_pointer_button(0, Number(isPressed), modifiers(e));
      isDown = isPressed;
      o.wake();
    }
    /** @param {(e: PointerEvent) => void} action */
    const byMouse = (action) => (/** @type {Event} */ event) => {
      const e = /** @type {PointerEvent} */ (event);
      if (e.pointerType !== 'touch') action(e);
    };
    canvas.addEventListener('pointerdown', byMouse((e) => {
      focus.take();
      follow(e);
      try {
        canvas.setPointerCapture(e.pointerId); // a button released outside is released
      } catch {
        // The pointer is gone already, or a script made it: there is nothing to capture.
      }
    }));
    for (const type of ['pointermove', 'pointerup', 'pointercancel']) {
      canvas.addEventListener(type, byMouse(follow));
    }
    canvas.addEventListener('pointerleave', byMouse(() => {
      if (!isDown) app._bp_pointer_leave();
      o.wake();
    }));
    // The browser would focus the canvas on its own, and scroll the host page to it.
    canvas.addEventListener('mousedown', (e) => e.preventDefault());
    canvas.addEventListener('wheel', (e) => {
      if (e.ctrlKey || (o.isEmbedded && !focus.isOurs())) return;
      e.preventDefault();
      const step = [1 / 100, 1 / 3, 8][e.deltaMode] ?? 1 / 100; // pixels, lines, pages
      app._bp_wheel(-e.deltaX * step, -e.deltaY * step, modifiers(e));
      o.wake();
    }, { passive: false });
  }

  /** @param {Options} o @param {PointerEvent} e @param {boolean} isTouch */
  function move(o, e, isTouch) {
    const box = o.canvas.getBoundingClientRect();
    const x = ((e.clientX - box.left) * o.canvas.clientWidth) / box.width;
    const y = ((e.clientY - box.top) * o.canvas.clientHeight) / box.height;
    o.app._bp_pointer_move(x, y, Number(isTouch));
  }

  /** One finger: a tap presses, an upright drag scrolls where there is anything to scroll, any other
   * drag drags, a long press only looks (help appears). */
  class Touch {
    /** @type {PointerEvent | null} */ start = null;
    mode = 'tap';
    lastY = 0;
    lastTime = 0;
    speed = 0; // points a millisecond

    /** @param {Options} o @param {Focus} focus */
    constructor(o, focus) {
      this.o = o;
      this.focus = focus;
    }

    /** @param {PointerEvent} e */
    down(e) {
      if (this.start) return; // one finger at a time
      this.o.onTouch();
      this.start = e;
      this.mode = 'tap';
      this.speed = 0;
      this.lastY = e.clientY;
      this.lastTime = e.timeStamp;
      move(this.o, e, true);
      setTimeout(() => this.o.wake(), LONG_PRESS_MS);
      this.o.wake();
    }

    /** @param {PointerEvent} e */
    move(e) {
      if (e.pointerId !== this.start?.pointerId) return;
      if (this.mode === 'tap') this.decide(e);
      if (this.mode === 'scroll') this.scroll(e);
      if (this.mode === 'drag') move(this.o, e, true);
      this.o.wake();
    }

    /** @param {PointerEvent} e */
    decide(e) {
      const start = /** @type {PointerEvent} */ (this.start);
      const dx = Math.abs(e.clientX - start.clientX);
      const dy = Math.abs(e.clientY - start.clientY);
      if (Math.max(dx, dy) < DRAG_START) return;
      if (dy > dx && this.o.app._bp_touch_scroll(0)) {
        this.mode = 'scroll';
      } else {
        this.mode = 'drag';
        this.focus.take();
        this.o.app._bp_pointer_button(0, 1, 0);
      }
    }

    /** @param {PointerEvent} e */
    scroll(e) {
      const dy = e.clientY - this.lastY;
      const dt = Math.max(1, e.timeStamp - this.lastTime);
      this.o.app._bp_touch_scroll(dy);
      this.speed = 0.7 * (dy / dt) + 0.3 * this.speed;
      this.lastY = e.clientY;
      this.lastTime = e.timeStamp;
    }

    /** @param {PointerEvent} e */
    up(e) {
      if (e.pointerId !== this.start?.pointerId) return;
      const isLong = e.timeStamp - this.start.timeStamp > LONG_PRESS_MS;
      const { app } = this.o;
      if (this.mode === 'tap' && e.type === 'pointerup' && !isLong) {
        this.focus.take();
        app._bp_pointer_button(0, 1, 0);
        app._bp_pointer_button(0, 0, 0);
        // Within the gesture, or a phone does not open its keyboard.
        this.o.drawNow(3);
      }
      if (this.mode === 'drag') app._bp_pointer_button(0, 0, 0);
      if (this.mode === 'scroll') this.glide(e.timeStamp);
      else app._bp_pointer_leave();
      this.start = null;
      this.o.wake();
    }

    /** The list goes on for a moment after the finger left. @param {number} now */
    glide(now) {
      const isResting = now - this.lastTime > 60;
      let { speed } = this;
      let before = performance.now();
      const next = (/** @type {number} */ time) => {
        const dt = Math.min(50, time - before);
        before = time;
        speed *= Math.exp(-dt / 325); // the time constant phones use
        if (this.start) return;
        if (Math.abs(speed) < 0.02 || isResting || this.o.reducedMotion()) {
          this.o.app._bp_pointer_leave();
          this.o.wake();
          return;
        }
        this.o.app._bp_touch_scroll(speed * dt);
        this.o.wake(1);
        requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    }
  }

  /** @param {Options} o @param {Focus} focus */
  function attachTouch(o, focus) {
    const touch = new Touch(o, focus);
    /** @param {string} type @param {(e: PointerEvent) => void} action */
    const on = (type, action) =>
      o.canvas.addEventListener(type, (event) => {
        const e = /** @type {PointerEvent} */ (event);
        if (e.pointerType === 'touch') action(e);
      });
    on('pointerdown', (e) => touch.down(e));
    on('pointermove', (e) => touch.move(e));
    on('pointerup', (e) => touch.up(e));
    on('pointercancel', (e) => touch.up(e));
  }

  /**
   * @param {Options} o
   * @returns {{ followText: (isEditing: boolean) => void, focus: Focus }}
   */
  function attachInput(o) {
    const focus = new Focus(o);
    attachKeys(o, focus);
    attachMouse(o, focus);
    attachTouch(o, focus);
    return { followText: attachText(o, focus), focus };
  }

  /** Puts text on the clipboard; whether it is there now. @param {string} text */
  async function copyText(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // A frame without the permission: the old way, which needs a selection.
      const area = document.createElement('textarea');
      const before = /** @type {HTMLElement | null} */ (document.activeElement);
      area.value = text;
      document.body.append(area);
      area.select();
      const isCopied = document.execCommand('copy');
      area.remove();
      before?.focus({ preventScroll: true });
      return isCopied;
    }
  }

  window.playground = { ...window.playground, attachInput, copyText };
})();
