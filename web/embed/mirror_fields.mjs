// @ts-check
// A labelled control for every field of the schema. Whatever is entered goes to the engine as it was
// typed; what the engine says to it stands beside the control.

import { make } from './dom.mjs';
import { button, newId, setText } from './mirror_dom.mjs';

/** @typedef {import('./mirror_words.mjs').Words} Words */
/** @typedef {{ key: string, label: string, symbol?: string, help: string, group: string, effect: string, kind: string,
 *   rare?: boolean, min?: number, max?: number, scale?: string, zero_is_off?: boolean, unit?: string, default: unknown,
 *   choices?: { key: string, label: string, help?: string }[],
 *   presets?: { key: string, label: string, help: string, text: string }[], max_layers?: number }} Field */
/** Sends a value to the engine and returns its notices. @typedef {(key: string, value: string) => string[]} Send */

/** The next value up or down of a number's own scale. @param {Field} field @param {number} value @param {number} by */
export function nextValue(field, value, by) {
  const { min = 0, max = 1, scale, kind } = field;
  if (kind === 'integer') {
    const factor = scale === 'log' ? Math.max(1, Math.round(Math.abs(value) / 10)) : 1;
    return Math.min(max, Math.max(min, value + by * factor));
  }
  if (scale === 'log') {
    if (field.zero_is_off && by < 0 && value <= min) return 0;
    if (value <= 0) return by > 0 ? min : 0;
    return Math.min(max, Math.max(min, Number((value * 10 ** (by / 10)).toPrecision(2))));
  }
  return Math.min(max, Math.max(min, Number((value + (by * (max - min)) / 100).toPrecision(6))));
}

/** A text field for a number: the engine reads what is typed, arrows go along the scale.
 * @param {Field} field @param {(text: string) => void} enter @param {Record<string, any>} [properties] */
export function numberInput(field, enter, properties = {}) {
  const input = make('input', {
    type: 'text', inputmode: field.kind === 'integer' && Number(field.min) >= 0 ? 'numeric' : 'text',
    role: 'spinbutton', autocomplete: 'off', 'aria-valuemin': field.zero_is_off ? 0 : field.min, 'aria-valuemax': field.max,
    onchange: () => enter(input.value),
    onkeydown: (/** @type {KeyboardEvent} */ e) => {
      const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[e.key];
      const value = Number(input.value);
      if (!by || !Number.isFinite(value)) return;
      e.preventDefault();
      input.value = String(nextValue(field, value, by));
      enter(input.value);
    },
    ...properties,
  });
  return input;
}

/** Puts a value in, unless somebody is typing another one. @param {HTMLInputElement} input @param {string} text */
function put(input, text) {
  if (input.getAttribute('role') === 'spinbutton') input.setAttribute('aria-valuenow', text);
  if (input.getAttribute('aria-invalid')) return; // what was refused stays, to be mended
  if (document.activeElement === input && input.dataset['told'] !== input.value && input.value !== text) return;
  input.dataset['told'] = text;
  if (input.value !== text) input.value = text;
}

/** "8:relu,4~20" as rows. @param {string} text */
export const parseLayers = (text) => (text === '' || text === 'none' ? [] : text.split(',').map((layer) => {
  const [, units = '', act = '', drop = ''] = /^([^:~]*)(?::([^~]*))?(?:~(.*))?$/.exec(layer) ?? [];
  return { units, act, drop };
}));
/** @param {{ units: string, act: string, drop: string }[]} layers */
export const layersText = (layers) =>
  layers.map(({ units, act, drop }) => units + (act && `:${act}`) + (drop && `~${drop}`)).join(',');

/** One field: its control(s), its help, and what the engine had to say. */
class Row {
  helpId = newId('help');
  toldId = newId('told');

  /** @param {Field} field @param {Words} words @param {Send} send */
  constructor(field, words, send) {
    this.field = field;
    this.words = words;
    this.send = send;
    this.help = make('p', { id: this.helpId, class: 'help' }, field.help);
    this.told = make('p', { id: this.toldId, class: 'told' });
    this.value = '';
    /** @type {(settings: Record<string, any>, open: any) => void} */
    this.show = () => {};
    this.element = make('fieldset', { class: 'row', role: 'presentation', 'data-key': field.key });
    this.#build();
    this.element.append(this.help, this.told);
  }

  get described() {
    return { 'aria-describedby': `${this.helpId} ${this.toldId}` };
  }

  get label() {
    const { label, symbol, unit } = this.field;
    return [label, symbol, unit && `(${unit})`].filter(Boolean).join(' ');
  }

  /** @param {string} value @param {HTMLElement} [control] whose mistake it is */
  enter(value, control) {
    const before = this.value;
    const input = control ?? this.element.querySelector('input');
    const isText = input instanceof HTMLInputElement && input.type === 'text';
    const typed = isText ? input.value : '';
    if (isText) {
      input.removeAttribute('aria-invalid');
      input.dataset['told'] = typed; // no longer being typed: it may be replaced
    }
    const notices = this.send(this.field.key, value);
    setText(this.told, notices.join(' '));
    if (!isText || notices.length === 0 || this.value !== before) return;
    input.setAttribute('aria-invalid', 'true');
    input.value = typed; // nothing that was typed is lost
  }

  /** @param {Record<string, any>} settings @param {any} open of open_fields: whether it matters, or which choices do */
  sync(settings, open) {
    this.element.hidden = open === false;
    const value = String(settings[this.field.key]);
    if (value !== this.value && !this.element.contains(document.activeElement)) {
      setText(this.told, '');
      this.element.querySelector('[aria-invalid]')?.removeAttribute('aria-invalid');
    }
    this.value = value;
    this.show(settings, open);
  }

  #build() {
    const { kind } = this.field;
    if (kind === 'flag') return this.#flag();
    if (kind === 'choice') return this.#choice();
    if (kind === 'set') return this.#set();
    if (kind === 'layers') return this.#layers();
    if (kind === 'layout') return this.#layout();
    return this.#text(kind === 'columns');
  }

  /** @param {boolean} isPlain */
  #text(isPlain) {
    const enter = (/** @type {string} */ text) => this.enter(text);
    const input = isPlain
      ? make('input', { type: 'text', autocomplete: 'off', onchange: () => enter(input.value), ...this.described })
      : numberInput(this.field, enter, this.described);
    this.element.append(make('label', {}, make('span', {}, this.label), input));
    this.show = (settings) => put(input, String(settings[this.field.key]));
  }

  #flag() {
    const input = make('input', { type: 'checkbox', ...this.described, onchange: () => this.enter(input.checked ? '1' : '0') });
    this.element.append(make('label', { class: 'tick' }, input, make('span', {}, this.label)));
    this.show = (settings) => { input.checked = settings[this.field.key] === true; };
  }

  #choice() {
    const select = make('select', { ...this.described, onchange: () => this.enter(select.value) });
    for (const { key, label } of this.field.choices ?? []) select.append(make('option', { value: key }, label));
    this.element.append(make('label', {}, make('span', {}, this.label), select));
    this.show = (settings, open) => {
      const key = String(settings[this.field.key]);
      for (const option of select.options) {
        option.hidden = option.disabled = Array.isArray(open) && !open.includes(option.value) && option.value !== key;
      }
      select.value = key;
      const about = this.field.choices?.find((choice) => choice.key === key)?.help ?? '';
      setText(this.help, [this.field.help, about].filter(Boolean).join(' '));
    };
  }

  #set() {
    const boxes = (this.field.choices ?? []).map(({ key, label }) => ({
      key, input: make('input', { type: 'checkbox', value: key, ...this.described, onchange: () => send() }), label,
    }));
    const send = () => this.enter(boxes.filter(({ input }) => input.checked).map(({ key }) => key).join(','));
    const rows = boxes.map(({ input, label }) => make('label', { class: 'tick' }, input, make('span', {}, label)));
    this.element.append(make('fieldset', {}, make('legend', {}, this.label), ...rows));
    this.show = (settings, open) => {
      const on = String(settings[this.field.key]).split(',');
      boxes.forEach(({ key, input }, i) => {
        input.checked = on.includes(key);
        input.disabled = Array.isArray(open) && !open.includes(key);
        /** @type {HTMLElement} */ (rows[i]).hidden = input.disabled;
      });
    };
  }

  #layout() {
    const { words } = this;
    const presets = this.field.presets ?? [];
    const select = make('select', { ...this.described, onchange: () => select.value && this.enter(select.value) },
      make('option', { value: '' }, words.say('own')),
      ...presets.map(({ key, label }) => make('option', { value: key }, label)));
    const input = make('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', ...this.described,
      onchange: () => this.enter(input.value) });
    this.element.append(
      make('label', {}, make('span', {}, words.say('preset')), select),
      make('label', {}, make('span', {}, this.label), input));
    this.show = (settings) => {
      const value = String(settings[this.field.key]);
      put(input, value);
      select.value = presets.some(({ key }) => key === value) ? value : '';
    };
  }

  #layers() {
    const { words } = this;
    const input = make('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', ...this.described,
      onchange: () => this.enter(input.value) });
    const list = make('div');
    const add = button(words.say('addLayer'), () => {
      this.enter(layersText([...parseLayers(this.value), { units: '4', act: '', drop: '' }]));
    });
    this.element.append(make('label', {}, make('span', {}, this.label), input), list, make('div', { class: 'buttons' }, add));
    let shown = '';
    this.show = (settings, open) => {
      put(input, this.value);
      add.disabled = parseLayers(this.value).length >= (this.field.max_layers ?? 10);
      const count = `${parseLayers(this.value).length} ${open}`;
      if (shown !== count) {
        shown = count;
        list.replaceChildren(...parseLayers(this.value).map((_, i) => this.#layer(i, open)));
      }
      parseLayers(this.value).forEach((layer, i) => {
        const [units, drop] = /** @type {HTMLInputElement[]} */ ([...(list.children[i]?.querySelectorAll('input') ?? [])]);
        const act = list.children[i]?.querySelector('select');
        if (!units || !drop || !act) return;
        put(units, layer.units);
        put(drop, layer.drop);
        act.value = layer.act;
      });
    };
  }

  /** @param {number} i @param {any} open */
  #layer(i, open) {
    const { words } = this;
    const change = (/** @type {Partial<{ units: string, act: string, drop: string }>} */ part, /** @type {HTMLElement} */ control) => {
      const layers = parseLayers(this.value);
      layers[i] = { .../** @type {typeof layers[0]} */ (layers[i]), ...part };
      this.enter(layersText(layers), control);
    };
    const units = numberInput({ ...this.field, kind: 'integer', min: 1, max: 512, scale: 'linear' },
      (text) => change({ units: text }, units), { 'aria-label': words.say('units_', i + 1), class: 'short', ...this.described });
    const act = make('select', { 'aria-label': words.say('act_', i + 1), onchange: () => change({ act: act.value }, act) },
      make('option', { value: '' }, words.say('asOthers')),
      ...(this.field.choices ?? []).filter(({ key }) => !Array.isArray(open) || open.includes(key))
        .map(({ key, label }) => make('option', { value: key }, label)));
    const drop = make('input', { type: 'text', class: 'short', inputmode: 'decimal', autocomplete: 'off',
      'aria-label': words.say('drop_', i + 1), onchange: () => change({ drop: drop.value }, drop) });
    const remove = button('×', () => {
      this.enter(layersText(parseLayers(this.value).filter((_, k) => k !== i)));
    }, { 'aria-label': words.say('removeLayer', i + 1) });
    return make('div', { class: 'buttons' }, units, act, drop, remove);
  }
}

/** All fields, in sections by their group; rare ones behind "more" until they are in use. */
export class Fields {
  /** @param {{ fields: Field[] }} schema @param {Words} words @param {Send} send @param {string[]} elsewhere keys that stand somewhere else */
  constructor(schema, words, send, elsewhere) {
    this.schema = schema;
    this.rows = new Map(schema.fields.map((field) => [field.key, new Row(field, words, send)]));
    const groups = [...new Set(schema.fields.map(({ group }) => group))];
    this.sections = groups.map((group) => {
      const own = schema.fields.filter((field) => field.group === group && !elsewhere.includes(field.key));
      const id = newId('group');
      const rows = (/** @type {boolean} */ isRare) => own.filter((field) => Boolean(field.rare) === isRare).map(({ key }) => this.row(key));
      const more = rows(true);
      return make('section', { 'aria-labelledby': id }, make('h3', { id }, group), ...rows(false),
        more.length ? make('details', {}, make('summary', {}, words.say('more', group)), ...more) : null);
    });
  }

  /** @param {string} key */
  row(key) {
    return this.rows.get(key)?.element ?? make('div');
  }

  /** @param {Record<string, any>} settings @param {Record<string, any>} open @param {{ hidden: string[], locked: string[] }} access */
  sync(settings, open, access) {
    for (const [key, row] of this.rows) {
      row.sync(settings, access.hidden.includes(key) ? false : open[key]);
      row.element.disabled = access.locked.includes(key);
    }
    for (const section of this.sections) {
      const rows = /** @type {HTMLElement[]} */ ([...section.querySelectorAll('.row')]);
      section.hidden = rows.every((row) => row.hidden);
      const details = section.querySelector('details');
      if (details) details.hidden = [...details.querySelectorAll('.row')].every((row) => /** @type {HTMLElement} */ (row).hidden);
    }
  }
}
