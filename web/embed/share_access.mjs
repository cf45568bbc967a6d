// The share dialog's list of all that can be hidden and locked: two boxes a line, a line a group that speaks
// for all of it and opens to the lines of its members.

import { make } from './dom.mjs';
import { groupsOf, writeParts } from './share_parts.mjs';

/** @typedef {import('./share_parts.mjs').Kind} Kind */
/** @typedef {import('./share_parts.mjs').Part} Part */
/** @typedef {import('./share_parts.mjs').Group} Group */

const KINDS = /** @type {const} */ (['hide', 'lock']);
const TICKED = /** @type {const} */ ({ hide: 'visible', lock: 'locked' }); // what a tick says
const MAY = /** @type {const} */ ({ hide: 'mayHide', lock: 'mayLock' });

export class AccessList {
  /**
   * @param {any[]} fields of the schema @param {import('./share_parts.mjs').Read} read @param {Record<Kind, string>} texts as the page has them
   * @param {(key: any, n?: unknown) => string} say @param {(kind: Kind) => void} changed by a box
   */
  constructor(fields, read, texts, say, changed) {
    this.groups = groupsOf(fields, read, say);
    this.read = read;
    this.say = say;
    this.changed = changed;
    /** @type {Record<Kind, Set<string>>} */
    this.away = { hide: read('hide', texts.hide), lock: read('lock', texts.lock) };
    /** @type {(() => void)[]} */ this.shows = [];
    this.element = make('details', { class: 'access wide' }, make('summary', {}, say('one_by_one')), make('p', {}, say('access_help')),
      make('div', { class: 'line head', 'aria-hidden': 'true' }, make('span', {}), ...KINDS.map((kind) => make('span', {}, say(TICKED[kind])))),
      ...this.groups.flatMap((group, i) => this.groupLines(group, i)));
    this.show();
  }

  /** @param {Kind} kind */
  text(kind) {
    return writeParts(this.groups, this.read, kind, this.away[kind]);
  }

  /** Takes what a text says. @param {Kind} kind @param {string} text */
  take(kind, text) {
    this.away[kind] = this.read(kind, text);
    this.show();
  }

  /** Goes on where a list in another language was. @param {AccessList} before */
  resume(before) {
    this.away = before.away;
    this.element.open = before.element.open;
    before.toggles().forEach((toggle, i) => toggle.getAttribute('aria-expanded') === 'true' && this.toggles()[i]?.click());
    this.show();
  }

  /** @returns {HTMLElement[]} */
  toggles() {
    return [...this.element.querySelectorAll('button')];
  }

  show() {
    for (const show of this.shows) show();
  }

  /** @param {Group} group @param {number} i */
  groupLines(group, i) {
    const members = make('div', { id: `share-group-${i}`, hidden: true }, ...group.parts.map((part) =>
      make('div', { class: 'line' }, make('span', {}, part.label), ...KINDS.map((kind) => this.box(kind, part.label, [part])))));
    const count = make('span', { class: 'count' });
    const toggle = make('button', { type: 'button', class: 'toggle', 'aria-expanded': 'false', 'aria-controls': members.id },
      make('span', {}, group.label), count);
    toggle.addEventListener('click', () => {
      members.hidden = !members.hidden;
      toggle.setAttribute('aria-expanded', String(!members.hidden));
    });
    this.shows.push(() => {
      count.textContent = KINDS.map((kind) => ({ kind, n: group.parts.filter((part) => part[MAY[kind]] && this.away[kind].has(part.name)).length }))
        .filter(({ n }) => n > 0).map(({ kind, n }) => this.say(`count_${kind}`, n)).join(', ');
    });
    return [make('div', { class: 'line group' }, toggle, ...KINDS.map((kind) => this.box(kind, group.label, group.parts))), members];
  }

  /** A box for one part, or for all of a group. @param {Kind} kind @param {string} label @param {Part[]} parts */
  box(kind, label, parts) {
    const names = parts.filter((part) => part[MAY[kind]]).map(({ name }) => name);
    if (!names.length) return make('span', {});
    const input = make('input', { type: 'checkbox', 'aria-label': `${label}: ${this.say(TICKED[kind])}` });
    input.dataset[kind] = parts.length === 1 ? names[0] : '';
    const isTickAway = kind === 'lock';
    input.addEventListener('change', () => {
      for (const name of names) {
        if (input.checked === isTickAway) this.away[kind].add(name);
        else this.away[kind].delete(name);
      }
      this.show();
      this.changed(kind);
    });
    this.shows.push(() => {
      const n = names.filter((name) => this.away[kind].has(name)).length;
      input.checked = isTickAway ? n === names.length : n === 0;
      input.indeterminate = n > 0 && n < names.length;
    });
    return make('label', {}, input);
  }
}
