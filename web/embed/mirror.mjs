// @ts-check
// The page in words: every control as a labelled native one, and what the picture shows as sentences
// and tables. For keyboards, screen readers, and browsers without WebGL 2. It is a client of the page's
// script interface, and sends what the picture's own controls send.

import { make } from './dom.mjs';
import { addStyle, button, fillTable, newId, parseCsv, setText } from './mirror_dom.mjs';
import { Fields, numberInput } from './mirror_fields.mjs';
import { Announcer, brief, summary } from './mirror_say.mjs';
import { frequencies, LiveTone, playCurve } from './mirror_sound.mjs';
import { Words } from './mirror_words.mjs';
import { inLanguage } from './schema_words.mjs';

const REFRESH_MS = 1000; // of tables while training
const MOST_ROWS = 200;
const MOST_WAITS = 100, WAIT_MS = 50;
const IN_TRANSPORT = ['speed'];
const PARTS = /** @type {const} */ (['train', 'validation', 'test']);

/** @typedef {{ api: any, files: any, canvas: HTMLElement, isBlind: boolean, copyText: (text: string) => Promise<boolean>,
 *   wake: () => void, ask: (name: string, ...texts: string[]) => string, figures: (isWanted: boolean) => string,
 *   enter: (layer: number) => void }} Host */

class Mirror {
  title = make('h2', { tabindex: -1 });
  play = make('button', { type: 'button', class: 'main', 'data-part': 'play' });
  seek = make('input', { type: 'range', step: 1 });
  best = make('button', { type: 'button' });
  nowShown = make('p');
  quality = make('table');
  layers = make('table');
  confusions = { test: make('table'), train: make('table') };
  confusion = make('div');
  notices = make('ul');
  toneBox = make('input', { type: 'checkbox' });

  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    this.words = new Words(host.api.language());
    this.root = /** @type {HTMLElement} */ (document.getElementById('mirror'));
    this.toggle = /** @type {HTMLElement} */ (document.getElementById('controls'));
    this.said = make('p', { id: 'said', class: 'unseen', role: 'status', 'aria-live': 'polite' });
    this.now = make('p', { id: 'now' });
    this.announcer = new Announcer(this.words, (text) => { this.said.textContent = text; });
    this.tone = new LiveTone();
    this.schema = inLanguage(host.api.schema(), host.api.words());
    this.fields = new Fields(this.schema, this.words, (key, value) => this.#set(key, value), IN_TRANSPORT);
    this.sheet = this.#build();
    this.root.append(this.sheet, make('div', { class: 'unseen' }, this.now), this.said);
    this.toggle.setAttribute('aria-controls', 'sheet');
    this.timer = 0;
    /** @type {(() => void)[]} */ this.ends = [];
    this.#listen();
    this.#hear(host.api.snapshot());
  }

  get isOpen() {
    return !this.sheet.hidden;
  }

  open() {
    this.#open();
    if (!this.host.isBlind) this.title.focus();
  }

  #open() {
    this.sheet.hidden = false;
    this.root.dataset['open'] = '';
    this.toggle.setAttribute('aria-expanded', 'true');
    this.refresh();
  }

  close() {
    if (this.host.isBlind) return;
    this.sheet.hidden = true;
    delete this.root.dataset['open'];
    this.toggle.setAttribute('aria-expanded', 'false');
    this.host.figures(false);
    this.toggle.focus();
  }

  #listen() {
    const { api } = this.host;
    this.ends.push(
      api.on('snapshot', (/** @type {any} */ s) => this.#hear(s)),
      api.on('change', () => this.isOpen && this.#syncFields()),
      api.on('notice', (/** @type {string[]} */ notices) => this.#notice(notices)),
      api.on('error', (/** @type {Error} */ error) => this.#notice([error.message])));
    // A file dropped beside the picture is meant for it; else the browser would leave the page for the file.
    this.sheet.addEventListener('dragover', (e) => e.preventDefault());
    this.sheet.addEventListener('drop', (e) => {
      e.preventDefault();
      document.getElementById('stage')?.dispatchEvent(new DragEvent('drop', { dataTransfer: e.dataTransfer, cancelable: true }));
    });
    this.sheet.addEventListener('keydown', (e) => {
      if (e.key === 'Escape') this.close();
    });
  }

  /** Makes room for the same in another language. @returns what a person would miss in that one */
  end() {
    for (const end of this.ends) end();
    clearTimeout(this.timer);
    const all = /** @type {HTMLElement[]} */ ([...this.sheet.querySelectorAll('*')]);
    const kept = {
      isOpen: this.isOpen, top: this.sheet.scrollTop, notices: [...this.notices.children],
      focus: all.indexOf(/** @type {HTMLElement} */ (document.activeElement)),
      open: [...this.sheet.querySelectorAll('details')].map((each) => each.open), hasTone: this.toneBox.checked,
    };
    this.tone.stop();
    this.root.replaceChildren(...[...this.root.children].filter((each) => each === this.toggle));
    return kept;
  }

  /** Goes on where the one before ended. @param {ReturnType<Mirror['end']>} kept */
  begin(kept) {
    this.notices.append(...kept.notices);
    if (kept.hasTone) this.toneBox.click();
    if (!kept.isOpen) return;
    this.#open();
    [...this.sheet.querySelectorAll('details')].forEach((each, i) => { each.open = kept.open[i] ?? false; });
    this.sheet.scrollTop = kept.top;
    /** @type {HTMLElement | undefined} */ (this.sheet.querySelectorAll('*')[kept.focus])?.focus({ preventScroll: true });
  }

  /** @param {any} s */
  #hear(s) {
    this.announcer.hear(s, performance.now());
    this.tone.follow(s);
    if (s.state !== 'playing') {
      clearTimeout(this.timer);
      this.timer = 0;
      this.refresh();
    } else {
      this.timer ||= window.setTimeout(() => { this.timer = 0; this.refresh(); }, REFRESH_MS);
    }
  }

  /** Of what somebody did, or what had to be said. @param {string} text */
  #say(text) {
    this.announcer.note(text, performance.now());
  }

  /** @param {string[]} notices */
  #notice(notices) {
    for (const text of notices) this.notices.append(make('li', {}, text));
    while (this.notices.children.length > 20) this.notices.firstChild?.remove();
    this.#say(notices.join(' '));
  }

  /** @param {string} key @param {string} value @returns {string[]} */
  #set(key, value) {
    try {
      const notices = this.host.api.set({ [key]: value });
      this.#syncFields();
      return notices;
    } catch (error) {
      return [/** @type {Error} */ (error).message];
    }
  }

  #syncFields() {
    const { api, ask } = this.host;
    // Where a page may hide and lock parts of itself, it says which.
    const access = api.access?.() ?? { hidden: [], locked: [] };
    this.fields.sync(api.get(), JSON.parse(ask('bp_open_fields')), access);
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (this.sheet.querySelectorAll('[data-part]'))) {
      const { part: name } = part.dataset;
      const isIn = (/** @type {string[]} */ list) => [name, `part.${name}`, `panel.${name}`].some((each) => list.includes(String(each)));
      part.hidden = isIn(access.hidden);
      part.inert = isIn(access.locked);
    }
  }

  /** Brings sentences, tables and controls up to the newest snapshot. */
  refresh() {
    const s = this.host.api.snapshot();
    setText(this.now, summary(s, this.words));
    if (!this.isOpen) return;
    setText(this.nowShown, summary(s, this.words));
    this.#syncFields();
    this.#fillTables(s);
    const isPlaying = s.state === 'playing';
    setText(this.play, this.words.say(isPlaying ? 'pause' : 'play'));
    const { first, last } = s.timeline;
    this.seek.min = String(first);
    this.seek.max = String(last);
    if (document.activeElement !== this.seek || isPlaying) this.seek.value = String(s.step);
    this.seek.setAttribute('aria-valuetext', this.words.say('timelineValue', this.seek.value, last));
    this.best.disabled = !s.best;
    for (const box of /** @type {NodeListOf<HTMLElement>} */ (this.sheet.querySelectorAll('.scroll'))) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute('tabindex');
    }
  }

  /** @param {any} s */
  #fillTables(s) {
    const { words } = this;
    const isClass = s.test.accuracy !== undefined;
    fillTable(this.quality, words.say('quality'),
      [words.say('part'), words.say('loss'), words.say(isClass ? 'accuracy' : 'r2'), words.say('samples')],
      PARTS.filter((part) => s[part]).map((part) => [words.say(part), words.number(s[part].loss),
        isClass ? words.percent(s[part].accuracy) : words.number(s[part].r2), s[part].samples]));
    fillTable(this.layers, words.say('layers'),
      ['', words.say('units'), words.say('activation'), words.say('weights'), words.say('gradient'), words.say('update'), words.say('health')],
      s.layers.map((/** @type {any} */ { units, activation, stats = {} }, /** @type {number} */ i) => [
        words.layerName(i + 1, s.layers.length), units, activation, words.number(stats.norm_w), words.number(stats.norm_dw),
        words.number(stats.update_ratio), words.verdict(stats.health ?? 'fine')]));
    const { metrics } = JSON.parse(this.host.figures(true));
    this.confusion.hidden = !metrics?.test?.confusion;
    if (this.confusion.hidden) return;
    for (const part of /** @type {const} */ (['test', 'train'])) {
      const { classes, confusion } = metrics[part];
      fillTable(this.confusions[part], words.say('confusion', words.say(part)),
        ['', ...classes.map((/** @type {any} */ { name }) => words.say('predicted', name))],
        confusion.map((/** @type {number[]} */ row, /** @type {number} */ i) => [words.say('actual', classes[i].name), ...row]));
    }
  }

  // ---- the sheet

  #build() {
    const { words } = this;
    this.title.append(words.say('controls'));
    const sheet = make('div', { id: 'sheet' },
      make('header', { role: 'presentation' }, this.title, button(words.say('close'), () => this.close(), { class: 'close' })),
      this.#nowSection(), this.#transport(), ...this.fields.sections, this.#panels(), this.#tools(), this.#sound(), this.#noticeList(),
      make('p', { class: 'help' }, words.say('keys')));
    sheet.hidden = true;
    return sheet;
  }

  /** @param {string} title @param {...Node} children */
  #section(title, ...children) {
    const id = newId('section');
    return make('section', { 'aria-labelledby': id }, make('h3', { id }, title), ...children);
  }

  /** A button whose help stands below. @param {string} text @param {string} help @param {() => unknown} action */
  #helped(text, help, action) {
    const id = newId('help');
    const made = button(text, action, { 'aria-describedby': id });
    return { made, row: make('div', { class: 'row' }, made, make('p', { class: 'help', id }, help)) };
  }

  #nowSection() {
    this.confusion.append(this.#scroll(this.confusions.test), this.#scroll(this.confusions.train));
    return this.#section(this.words.say('now'), this.nowShown, this.#scroll(this.quality), this.#scroll(this.layers), this.confusion);
  }

  /** A wide table scrolls by itself, by keyboard too (refresh()). @param {HTMLElement} table */
  #scroll(table) {
    return make('div', { class: 'scroll' }, table);
  }

  #transport() {
    const { words } = this, { api } = this.host;
    this.play.addEventListener('click', () => {
      if (api.snapshot().state === 'playing') api.pause();
      else api.play();
    });
    const told = make('p', { class: 'told', id: newId('told') });
    const count = make('input', { type: 'text', inputmode: 'numeric', class: 'short', value: '100', autocomplete: 'off', 'aria-describedby': told.id });
    const go = () => {
      try {
        void api.epoch(count.value.trim());
        setText(told, '');
        count.removeAttribute('aria-invalid');
      } catch (error) {
        setText(told, /** @type {Error} */ (error).message);
        count.setAttribute('aria-invalid', 'true');
      }
    };
    count.addEventListener('keydown', (e) => e.key === 'Enter' && go());
    return this.#section(words.say('transport'),
      make('div', { class: 'buttons' }, this.play,
        button(words.say('stepBatch'), () => void api.step(1), { 'data-part': 'step' }),
        button(words.say('stepEpoch'), () => void api.epoch(1), { 'data-part': 'step' }),
        button(words.say('stepPhase'), () => void api.phase(1), { 'data-part': 'step' }),
        button(words.say('reset'), () => api.reset(), { 'data-part': 'reset' })),
      make('div', { class: 'buttons', 'data-part': 'play' }, make('label', {}, `${words.say('trainFor')} `, count, ` ${words.say('epochs')}`), button(words.say('go'), go)), told,
      this.fields.row('speed'), this.#timeline());
  }

  #timeline() {
    const { words } = this, { api } = this.host;
    const help = make('p', { class: 'help', id: newId('help') }, words.say('timelineHelp'));
    this.seek.setAttribute('aria-describedby', help.id);
    this.seek.addEventListener('change', () => void api.seek(Number(this.seek.value)));
    this.seek.addEventListener('input', () =>
      this.seek.setAttribute('aria-valuetext', words.say('timelineValue', this.seek.value, this.seek.max)));
    const bestHelp = make('p', { class: 'help', id: newId('help') }, words.say('bestHelp'));
    this.best.setAttribute('aria-describedby', bestHelp.id);
    this.best.append(words.say('best'));
    this.best.addEventListener('click', () => void api.seek(api.snapshot().best.step));
    return make('div', { class: 'row', 'data-part': 'timeline' }, make('label', {}, make('span', {}, words.say('timeline')), this.seek), help,
      make('div', { class: 'buttons' },
        button(words.say('first'), () => void api.seek(Number(this.seek.min))),
        button(words.say('newest'), () => void api.seek(Number(this.seek.max))), this.best), bestHelp);
  }

  #panels() {
    const field = this.schema.fields.find((/** @type {any} */ { key }) => key === 'panel');
    return this.#section(this.words.say('panels'), ...field.choices.map((/** @type {any} */ choice) => this.#panel(choice)));
  }

  /** @param {{ key: string, label: string, help?: string }} panel */
  #panel({ key, label, help = '' }) {
    const { words } = this, { api, files, isBlind, copyText } = this.host;
    const told = make('p', { class: 'told', role: 'status' }), table = make('table');
    const save = async (/** @type {() => Promise<Blob>} */ made, /** @type {string} */ ending) => {
      try {
        await files.handOver(`backprop-${key}-step-${api.snapshot().step}.${ending}`, await made());
      } catch (error) {
        setText(told, /** @type {Error} */ (error).message);
      }
    };
    const read = async () => {
      const [head = [], ...rows] = parseCsv(await api.data(key));
      setText(told, rows.length === 0 ? words.say('noValues') : rows.length > MOST_ROWS ? words.say('firstRows', MOST_ROWS, rows.length) : '');
      fillTable(table, label, head, rows.slice(0, MOST_ROWS));
    };
    return make('details', { 'data-part': key }, make('summary', {}, label), make('p', { class: 'help' }, help),
      make('div', { class: 'buttons' },
        isBlind ? null : button(words.say('show'), () => this.#set('panel', key)),
        isBlind ? null : button(words.say('savePicture'), () => save(() => api.picture(key), 'png')),
        button(words.say('saveData'), () => save(async () => new Blob([await api.data(key)], { type: 'text/csv' }), 'csv')),
        button(words.say('copyData'), async () => {
          const rows = parseCsv(await api.data(key)).map((row) => row.join('\t'));
          setText(told, words.say(await copyText(rows.join('\n')) ? 'dataCopied' : 'notCopied'));
        }),
        button(words.say('read'), read)),
      isBlind ? null : this.#ownControl(key), told, this.#scroll(table));
  }

  /** What a panel has in the picture that no setting says. @param {string} key */
  #ownControl(key) {
    const { words } = this, { enter, canvas } = this.host;
    if (key === 'unfold') {
      const field = { key, label: '', help: '', group: '', effect: '', kind: 'integer', min: 0, max: 11, scale: 'linear', default: 0 };
      const help = make('p', { class: 'help', id: newId('help') }, words.say('unfoldHelp'));
      const input = numberInput(field, (text) => Number.isInteger(Number(text)) && Number(text) >= 0 && enter(Number(text)),
        { 'aria-describedby': help.id, value: '0', 'aria-valuenow': 0 });
      return make('div', { class: 'row' }, make('label', {}, make('span', {}, words.say('unfold')), input), help);
    }
    if (key !== 'maths') return null;
    return make('div', { class: 'buttons' }, button(words.say('walk'), async () => {
      this.#set('panel', key);
      canvas.focus({ preventScroll: true });
      // The cursor needs a matrix to stand on, which comes once the panel is drawn.
      for (let i = 0; i < MOST_WAITS && !this.host.api.maths(); i += 1) {
        this.host.wake();
        await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
      }
      enter(-1);
    }));
  }

  #tools() {
    const { words } = this, { api, copyText } = this.host;
    const told = make('p', { class: 'told', role: 'status' }), checked = make('table'), pinned = make('table');
    const check = this.#helped(words.say('check'), words.say('checkHelp'), async () => {
      const result = await api.check();
      setText(told, result?.done ? '' : words.say('checkNone'));
      if (!result?.done) return;
      fillTable(checked, words.say('checked', result.step), ['', words.say('parameters'), words.say('judged'), words.say('worst')],
        result.layers.map((/** @type {any} */ layer, /** @type {number} */ i) => [words.layerName(i + 1, result.layers.length),
          layer.parameters, layer.judged, words.number(layer.worst)]));
    });
    const pin = this.#helped(words.say('pin'), words.say('pinHelp'), () => {
      const letter = api.pin();
      setText(told, letter ? words.say('pinned', letter) : words.say('notPinned'));
      fillTable(pinned, words.say('pins'), [words.say('run'), words.say('epoch'), words.say('trainLoss', ''), words.say('testLoss', '')],
        api.pins().map((/** @type {any} */ run) => [run.letter, run.epoch, words.number(run.train_loss), words.number(run.test_loss)]));
    });
    pin.row.dataset['part'] = 'pin';
    const link = make('input', { type: 'text', readonly: true });
    const copy = button(words.say('copy'), async () => {
      link.value = `${location.href.split('#')[0]}#${api.link()}`;
      setText(told, words.say(await copyText(link.value) ? 'copied' : 'notCopied'));
    });
    return this.#section(words.say('tools'), told, check.row, this.#scroll(checked), pin.row, this.#scroll(pinned), this.#edit(),
      make('div', { class: 'row', 'data-part': 'share' }, make('label', {}, make('span', {}, words.say('link')), link),
        make('div', { class: 'buttons' }, copy, typeof api.share === 'function' ? button(words.say('share'), () => api.share()) : null)));
  }

  #edit() {
    const { words } = this, { api } = this.host;
    const told = make('p', { class: 'told', id: newId('told') });
    const names = /** @type {const} */ (['layer', 'unit', 'input', 'value']);
    const inputs = names.map((name) => make('input', { type: 'text', class: 'short', inputmode: name === 'value' ? 'text' : 'numeric',
      autocomplete: 'off', value: name === 'value' ? '0' : '1', 'aria-describedby': told.id }));
    const set = button(words.say('set'), async () => {
      try {
        const [layer, unit, input, value] = inputs.map((field) => field.value.trim());
        const before = api.snapshot().hash;
        const after = await api.edit({ layer, unit, input, value });
        setText(told, after.hash === before ? '' : brief(after, words));
      } catch (error) {
        setText(told, /** @type {Error} */ (error).message);
      }
    });
    const labels = names.map((name, i) => make('label', {},
      make('span', {}, name === 'layer' ? words.say('layer', '').trim() : words.say(name)), ' ', /** @type {HTMLElement} */ (inputs[i])));
    return make('fieldset', { 'data-part': 'weights' }, make('legend', {}, words.say('edit')), make('div', { class: 'buttons' }, ...labels, set),
      make('p', { class: 'help' }, words.say('editHelp')), told);
  }

  /** The loss curve as the loss panel's data has it. */
  #history() {
    const [, ...rows] = parseCsv(this.host.ask('bp_data', 'loss'));
    const column = (/** @type {number} */ k) => rows.map((row) => Number(row[k] || NaN));
    return { epoch: column(0), train: column(1), test: column(2) };
  }

  #sound() {
    const { words } = this;
    const curve = make('p', { class: 'told', role: 'status' });
    const listen = this.#helped(words.say('listen'), words.say('listenHelp'), () => {
      const history = this.#history();
      const { epoch, train, test } = history, last = epoch.length - 1;
      if (last < 1) return setText(curve, words.say('noCurve'));
      const least = test.indexOf(Math.min(...test.filter(Number.isFinite)));
      setText(curve, words.say('curve', words.number(train[0]), words.number(train[last]), words.number(test[0]), words.number(test[last]),
        words.number(test[least]), words.number(epoch[least])));
      if (typeof AudioContext === 'function') playCurve(new AudioContext(), frequencies(history));
    });
    const tone = this.toneBox;
    tone.addEventListener('change', () => (tone.checked ? this.tone.start() : this.tone.stop()));
    return this.#section(words.say('sound'), listen.row, curve, make('label', { class: 'tick' }, tone, words.say('tone')));
  }

  #noticeList() {
    return this.#section(this.words.say('notices'), this.notices);
  }
}

/** @param {Host} host */
export function attach(host) {
  addStyle();
  let mirror = new Mirror(host);
  host.api.on('language', () => {
    const kept = mirror.end();
    mirror = new Mirror(host);
    mirror.begin(kept);
  });
  return { open: () => mirror.open() };
}
