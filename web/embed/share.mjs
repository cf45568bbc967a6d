// The share dialog: the experiment as a link, in pages of others, and as files. Fetched when Share is
// pressed; it is the page's own DOM above the canvas, and gone when it is closed.

import { exported, opened } from './files.mjs';
import { inLanguage } from './schema_words.mjs';
import { AccessList } from './share_access.mjs';
import { make } from './dom.mjs';
import { readerOf } from './share_parts.mjs';
import { textOf } from './share_text.mjs';
import { dress } from './share_style.mjs';
import { speaker } from './share_words.mjs';
import { linksNow } from './state.mjs';

const LONG_LINK = 2000;
const MOST_IN_QR = 2900; // bytes, a code of version 40 at the lowest correction has 2953
const PREVIEW_MS = 300; // several boxes are ticked at once
const SVG = 'http://www.w3.org/2000/svg';
const FORMS = /** @type {const} */ (['link', 'iframe', 'element', 'markdown', 'files']);
const SAVED = /** @type {const} */ (['json', 'npz', 'py', 'csv', 'png']);
const CARRIED = /** @type {const} */ (['settings', 'run', 'weights']);
const STARTS = /** @type {const} */ (['paused', 'playing', 'click']);

let isDressed = false;
/** @type {ShareDialog | null} */ let isOpen = null;

/** Whether the text is on the clipboard now. @param {string} text */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

class ShareDialog {
  dialog = make('dialog', { id: 'share', 'aria-labelledby': 'share-title' });
  carriedHelp = make('p', { 'aria-live': 'polite' });
  sizes = make('div', { class: 'fields wide' });
  textColumns = make('div', { class: 'columns' });
  text = make('textarea', { readonly: true, spellcheck: 'false' });
  copyButton = make('button', { class: 'main', type: 'button' });
  status = make('p', { role: 'status' });
  code = make('div', { class: 'code' });
  preview = make('div', { class: 'preview' });
  previewButton = make('button', { type: 'button', 'aria-expanded': 'false' });
  fileColumns = make('div', { class: 'columns' });
  fileStatus = make('p', { role: 'status' });
  fileText = make('textarea', { readonly: true, hidden: true });
  /** @type {HTMLElement | null} */ frame = null;
  /** @type {Record<string, any>} */ choices = {};
  previewTimer = 0;

  /** @param {any} page what boot.js hands to modules */
  constructor(page) {
    this.page = page;
    this.api = page.api;
    this.fields = /** @type {any[]} */ (inLanguage(this.api.schema(), this.api.words()).fields);
    const settings = this.api.get();
    this.say = speaker(this.api.language());
    this.links = linksNow(this.api);
    this.address = location.href.split('#')[0] ?? '';
    /** What the page itself hides and locks, which its links say already. */
    this.own = { hide: String(settings.hide), lock: String(settings.lock) };
    this.access = new AccessList(this.fields, readerOf(this.api), this.own, /** @type {any} */ (this.say), (kind) => {
      this.choices[kind].value = 'own';
      this.refresh();
    });
    this.build();
  }

  /** @param {string} key */
  field(key) {
    return this.fields.find((each) => each.key === key);
  }

  /** A labelled choice. @param {string} name @param {string} label @param {[string, string, boolean?][]} options @param {() => void} [changed] */
  select(name, label, options, changed = () => {}) {
    const select = make('select', { name }, ...options.map(([value, text, isDisabled = false]) =>
      make('option', { value, disabled: isDisabled }, text)));
    this.choices[name] = select;
    select.addEventListener('change', () => {
      changed();
      this.refresh();
    });
    return make('label', { class: 'field' }, make('span', {}, label), select);
  }

  /** Of a setting, if this version has it. @param {string} key @param {string} label @param {[string, string][]} options */
  setting(key, label, options) {
    return this.field(key) ? this.select(key, label, options) : null;
  }

  /** Choices of a setting as they stand in the schema. @param {string} key @param {string} now */
  offered(key, now) {
    const field = this.field(key);
    const list = field?.choices ?? field?.presets ?? [];
    return /** @type {[string, string][]} */ ([['', now], ...list.map((/** @type {any} */ each) => [each.key, each.label])]);
  }

  /** @param {string} name @param {string} label @param {number} value */
  number(name, label, value) {
    const input = make('input', { type: 'number', name, value, min: '240', max: '4000', step: '10' });
    this.choices[name] = input;
    input.addEventListener('input', () => this.refresh());
    return make('label', { class: 'field' }, make('span', {}, label), input);
  }

  build() {
    const { say } = this;
    const close = make('button', { class: 'close', type: 'button', 'aria-label': say('close') }, '×');
    close.addEventListener('click', () => this.dialog.close());
    this.dialog.append(
      make('header', {}, make('h2', { id: 'share-title' }, say('title')), close),
      make('fieldset', { class: 'forms', role: 'radiogroup', 'aria-label': say('form') }, ...FORMS.map((form) => this.formButton(form))),
      this.textPart(), this.filesPart());
    this.dialog.addEventListener('close', () => this.end());
    this.dialog.addEventListener('click', (event) => {
      if (event.target === this.dialog) this.dialog.close(); // on the backdrop
    });
    for (const type of /** @type {const} */ (['dragover', 'drop'])) this.dialog.addEventListener(type, (event) => this.dropped(event));
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.refresh();
    this.copyButton.focus();
  }

  /** In another language; nothing that was chosen, opened or made is lost. */
  follow() {
    const all = (/** @type {ShareDialog} */ of) => /** @type {HTMLElement[]} */ ([...of.dialog.querySelectorAll('*')]);
    const focus = all(this).findIndex((each) => each === document.activeElement);
    const top = this.dialog.scrollTop, hadFrame = this.frame !== null;
    this.dialog.close(); // the focus is back where it came from, for the next one to know
    this.end();
    const next = isOpen = new ShareDialog(this.page);
    for (const [name, { value }] of Object.entries(this.choices)) next.choices[name].value = value;
    const form = /** @type {HTMLInputElement | null} */ (next.dialog.querySelector(`[name=share-form][value=${this.form}]`));
    if (form) form.checked = true;
    next.access.resume(this.access);
    next.fileStatus.append(...this.fileStatus.childNodes);
    next.fileText.value = this.fileText.value;
    next.fileText.hidden = this.fileText.hidden;
    next.refresh();
    if (hadFrame) next.showFrame();
    next.dialog.scrollTop = top;
    all(next)[focus]?.focus({ preventScroll: true });
  }

  /** @param {typeof FORMS[number]} form */
  formButton(form) {
    const input = make('input', { type: 'radio', name: 'share-form', value: form, checked: form === 'link' });
    input.addEventListener('change', () => this.refresh());
    return make('label', {}, input, this.say(form));
  }

  get form() {
    const chosen = /** @type {HTMLInputElement | null} */ (this.dialog.querySelector('[name=share-form]:checked'));
    return /** @type {typeof FORMS[number]} */ (chosen?.value ?? 'link');
  }

  textPart() {
    const { say, links } = this;
    const carried = CARRIED.filter((each) => each === 'settings' || links.step > 0)
      .map((each) => /** @type {[string, string, boolean]} */ ([each, say(each), links[each] === null]));
    this.sizes.append(this.number('width', say('width'), 0), this.number('height', say('height'), 560));
    const options = make('div', { class: 'fields' },
      make('div', { class: 'wide' }, this.select('carried', say('carries'), carried), this.carriedHelp,
        links.hasOwnTable ? make('p', {}, say('own_table')) : null),
      this.setting('layout', say('layout'), this.offered('layout', say('as_now'))),
      this.setting('theme', say('theme'), this.offered('theme', say('theme_now'))),
      this.setting('lang', say('lang'), this.offered('lang', say('lang_now'))),
      this.select('start', say('start'), STARTS.map((start) => [start, say(start)])),
      this.parts('lock', [['all', say('lock_all')], ...this.groups()]),
      this.parts('hide', [[this.groups().map(([key]) => key).join('~'), say('hide_settings')], ['all~-boundary~-play', say('hide_rest')]]),
      this.access.element, this.sizes);
    this.choices['width'].placeholder = '100 %';
    this.choices['width'].value = '';
    this.textColumns.append(options, this.outcome());
    return this.textColumns;
  }

  /** What is hidden or locked: nothing, all of a kind, or box by box. @param {'hide' | 'lock'} kind @param {[string, string][]} texts */
  parts(kind, texts) {
    const { say } = this;
    const field = this.select(kind, say(kind), [['', say(`${kind}_none`)], ...texts, ['own', say('own')]], () => {
      const { value } = this.choices[kind];
      if (value === 'own') this.access.element.open = true;
      else this.access.take(kind, value);
    });
    if (this.own[kind]) this.choices[kind].value = 'own';
    return field;
  }

  /** The text of what is hidden or locked. @param {'hide' | 'lock'} kind */
  partsText(kind) {
    const { value } = this.choices[kind];
    return value === 'own' ? this.access.text(kind) : value;
  }

  /** Groups of settings, which can be locked. @returns {[string, string][]} */
  groups() {
    const groups = new Map(this.fields.map((field) => [String(field.group_key), String(field.group)]));
    groups.delete('view');
    return [...groups].map(([key, label]) => [`group.${key}`, label]);
  }

  outcome() {
    const { say } = this;
    this.text.setAttribute('aria-label', say('text'));
    this.copyButton.append(say('copy'));
    this.copyButton.addEventListener('click', () => this.copy());
    this.previewButton.append(say('show'));
    this.previewButton.addEventListener('click', () => this.togglePreview());
    this.preview.append(this.previewButton);
    return make('div', {}, this.text, make('div', { class: 'row' }, this.copyButton, this.status),
      location.protocol === 'file:' ? make('p', {}, say('file_page')) : null, this.code, this.preview);
  }

  filesPart() {
    const { say } = this;
    const item = (/** @type {typeof SAVED[number]} */ form) => {
      const button = make('button', { type: 'button', 'aria-label': `${say('save')}: ${say(form)}` }, say('save'));
      button.addEventListener('click', () => this.save(form));
      return make('li', {}, make('div', {}, say(form), make('p', {}, say(/** @type {any} */ (`${form}_help`)))), button);
    };
    const input = make('input', { type: 'file', hidden: true, accept: '.json,.npz,.csv,.tsv,.txt' });
    input.addEventListener('change', () => input.files?.[0] && this.open(input.files[0]));
    const button = make('button', { type: 'button' }, say('choose'));
    button.addEventListener('click', () => input.click());
    this.fileText.setAttribute('aria-label', say('text'));
    this.fileColumns.append(
      make('div', {}, make('h3', {}, say('save')), make('ul', {}, ...SAVED.map(item))),
      make('div', {}, make('h3', {}, say('open')), make('p', {}, say('open_help')),
        make('div', { class: 'row' }, button, input), this.fileStatus, this.fileText));
    return this.fileColumns;
  }

  /** @returns {import('./share_text.mjs').Choice} */
  choice() {
    const settings = Object.fromEntries(['layout', 'theme', 'lang']
      .map((key) => [key, this.choices[key]?.value ?? '']).filter(([, value]) => value !== ''));
    for (const kind of /** @type {const} */ (['lock', 'hide'])) {
      const text = this.partsText(kind);
      if (text || this.own[kind]) settings[kind] = text; // an empty one takes the page's own away
    }
    const size = (/** @type {string} */ name) => Math.min(4000, Math.max(240, Number(this.choices[name].value) || 0));
    return {
      settings, start: this.choices['start'].value,
      width: Number(this.choices['width'].value) ? String(size('width')) : '100%', height: size('height'),
    };
  }

  refresh() {
    const { say, form, links } = this;
    this.textColumns.hidden = form === 'files';
    this.fileColumns.hidden = form !== 'files';
    this.sizes.hidden = form === 'link' || form === 'markdown';
    const click = this.choices['start'].querySelector('[value=click]');
    click.disabled = click.hidden = form !== 'element';
    if (click.disabled && click.selected) this.choices['start'].value = 'paused';
    if (form === 'files') return;
    const carried = /** @type {typeof CARRIED[number]} */ (this.choices['carried'].value);
    const missing = [links.run || !links.step ? null : say('no_run'), links.weights || !links.step ? null : say('no_weights')];
    this.carriedHelp.textContent = [say(`${carried}_help`), ...missing].filter(Boolean).join(' ');
    this.text.value = textOf(form, links[carried] ?? links.settings, this.choice(), this.address);
    const n = this.text.value.length;
    this.tellStatus(say(n > LONG_LINK ? 'long' : 'length', n));
    void this.drawCode();
    clearTimeout(this.previewTimer);
    if (this.frame) this.previewTimer = window.setTimeout(() => this.frame && this.showFrame(), PREVIEW_MS);
  }

  /** @param {string} text */
  tellStatus(text) {
    this.status.textContent = text;
  }

  async copy() {
    const isCopied = await copied(this.text.value);
    this.tellStatus(this.say(isCopied ? 'copied' : 'not_copied'));
    if (isCopied) return;
    this.text.focus();
    this.text.select();
  }

  async drawCode() {
    const { form, say } = this;
    this.code.hidden = form !== 'link';
    if (form !== 'link') return;
    const text = this.text.value;
    if (text.length > MOST_IN_QR) return this.code.replaceChildren(make('p', {}, say('qr_long')));
    const { encode } = await import(new URL('qr.mjs', document.baseURI).href);
    if (text !== this.text.value || this.form !== 'link') return; // another was chosen meanwhile
    const { size, data } = encode(text, { ecc: text.length < 500 ? 'M' : 'L', border: 4 });
    const svg = document.createElementNS(SVG, 'svg');
    const dark = document.createElementNS(SVG, 'path');
    const squares = data.flatMap((/** @type {boolean[]} */ row, /** @type {number} */ y) =>
      row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')));
    svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
    svg.setAttribute('shape-rendering', 'crispEdges');
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', say('qr'));
    dark.setAttribute('d', squares.join(''));
    svg.append(dark);
    this.code.replaceChildren(svg, make('p', {}, say('qr')));
  }

  togglePreview() {
    if (this.frame) this.hideFrame();
    else this.showFrame();
  }

  /** The very thing, as a page of others would have it. */
  showFrame() {
    this.hideFrame();
    const { form } = this;
    const holder = document.createElement('template');
    const isElement = form === 'element';
    const shown = isElement ? 'element' : 'iframe';
    const link = this.links[/** @type {'settings'} */ (this.choices['carried'].value)] ?? this.links.settings;
    holder.innerHTML = textOf(shown, link, this.choice(), this.address);
    this.frame = /** @type {HTMLElement} */ (holder.content.querySelector('iframe, backprop-playground'));
    this.frame.removeAttribute('style');
    this.frame.removeAttribute('loading');
    if (isElement) import(new URL('element.mjs', document.baseURI).href).catch(() => {}); // a single file has none
    this.preview.append(this.frame);
    this.previewButton.setAttribute('aria-expanded', 'true');
    this.previewButton.textContent = this.say('hide_preview');
  }

  hideFrame() {
    this.frame?.remove();
    this.frame = null;
    this.previewButton.setAttribute('aria-expanded', 'false');
    this.previewButton.textContent = this.say('show');
  }

  /** @param {typeof SAVED[number]} form */
  async save(form) {
    try {
      const blob = await exported(form, this.page);
      const name = `backprop-playground-${this.api.get().data}-step-${this.api.snapshot().step}.${form}`;
      const isText = form === 'json' || form === 'py' || form === 'csv';
      const mayDownload = window.origin !== 'null';
      if (mayDownload || form === 'png') await this.page.files.handOver(name, blob);
      this.fileText.hidden = mayDownload || !isText;
      if (!this.fileText.hidden) this.fileText.value = await blob.text();
      this.fileStatus.textContent = mayDownload ? this.say('saved', name) : this.say(isText ? 'shown' : 'no_save');
    } catch (error) {
      this.fileStatus.textContent = /** @type {Error} */ (error).message;
    }
  }

  /** @param {File} file */
  async open(file) {
    try {
      await opened(file, this.page);
      this.fileStatus.textContent = this.say('opened');
      this.links = linksNow(this.api);
    } catch (error) {
      this.fileStatus.textContent = /** @type {Error} */ (error).message;
    }
  }

  /** @param {DragEvent} event */
  dropped(event) {
    event.preventDefault();
    const file = event.type === 'drop' ? event.dataTransfer?.files[0] : null;
    if (file) void this.open(file);
  }

  end() {
    this.hideFrame();
    this.dialog.remove();
    if (isOpen === this) isOpen = null;
  }
}

/** Opens the dialog. @param {any} page */
export function share(page) {
  if (!isDressed) {
    dress();
    page.api.on('language', () => isOpen?.follow());
  }
  isDressed = true;
  isOpen ??= new ShareDialog(page);
}
