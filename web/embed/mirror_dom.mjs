// @ts-check
// Small makers of what the sheet is of, and its look.

import { make } from './dom.mjs';

let made = 0;
/** An id nobody else has. @param {string} what */
export const newId = (what) => `words-${what}-${(made += 1)}`;

/** @param {string} text @param {() => unknown} action @param {Record<string, any>} [properties] */
export const button = (text, action, properties = {}) =>
  make('button', { type: 'button', onclick: action, ...properties }, text);

/** A text that is put in only if it differs, so that a reader is not disturbed. @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * A table with headings; rows whose cells did not change are left alone.
 * @param {HTMLTableElement} table @param {string} caption @param {string[]} head
 * @param {(string | number)[][]} rows the first cell of each is its heading
 */
export function fillTable(table, caption, head, rows) {
  const text = JSON.stringify([caption, head, rows]);
  if (table.dataset['text'] === text) return;
  table.dataset['text'] = text;
  table.replaceChildren(
    make('caption', {}, caption),
    make('thead', {}, make('tr', {}, ...head.map((cell) => (
      cell ? make('th', { scope: 'col' }, cell) : make('td'))))),
    make('tbody', {}, ...rows.map(([first, ...cells]) => make('tr', {},
      make('th', { scope: 'row' }, String(first ?? '')),
      ...cells.map((cell) => make('td', {}, String(cell)))))),
  );
}

/** Lines of comma-separated values, with quotes. @param {string} text @returns {string[][]} */
export function parseCsv(text) {
  return text.split('\n').filter((line) => line.trim() !== '').map((line) => {
    /** @type {string[]} */ const cells = [];
    for (const [, quoted, plain] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
      cells.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    }
    return cells;
  });
}

const STYLE = `
#sheet { position: fixed; z-index: 1; inset: 0 0 0 auto; width: min(420px, 100%); box-sizing: border-box; overflow: auto;
  padding: 0 20px 32px; background: var(--raised); color: var(--text); border-left: 1px solid var(--hair); font-size: .9375rem;
  --hair: color-mix(in srgb, var(--secondary) 35%, transparent); overscroll-behavior: contain; }
#sheet[hidden] { display: none; }
@media (min-width: 900px) { body:has(#mirror[data-open]) :is(#stage, #cover) { right: 420px; } }
[data-theme=projector] #sheet { font-size: 1.25rem; }
#mirror[data-open] #controls { position: static; display: none; }
#sheet header { position: sticky; top: 0; z-index: 1; display: flex; align-items: center; justify-content: space-between;
  margin: 0 -20px; padding: 8px 12px 8px 20px; background: var(--raised); border-bottom: 1px solid var(--hair); }
#sheet h2 { margin: 0; font-size: 1.125rem; font-weight: 600; }
#sheet h3 { margin: 28px 0 8px; font-size: 1rem; font-weight: 600; }
#sheet h4 { margin: 16px 0 4px; font-size: .9375rem; font-weight: 600; }
#sheet p, #sheet fieldset { margin: 8px 0; }
#sheet .help { margin: 2px 0 0; color: var(--secondary); font-size: .8125rem; line-height: 1.4; }
#sheet .told { margin: 4px 0 0; padding-left: 8px; border-left: 3px solid var(--accent); font-size: .875rem; line-height: 1.4; }
#sheet .told:empty { display: none; }
#sheet .row { margin: 0; padding: 10px 0; }
#sheet .row > label { display: grid; grid-template-columns: 1fr minmax(8em, 11em); gap: 12px; align-items: center; }
#sheet .row > label.tick, #sheet label.tick { display: flex; gap: 10px; align-items: center; min-height: 28px; }
#sheet .buttons { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; align-items: center; }
#sheet button, #sheet select, #sheet input:not([type=checkbox], [type=range]) { min-height: 36px; min-width: 0; box-sizing: border-box;
  padding: 0 10px; border: 1px solid var(--secondary); border-radius: 6px; background: var(--surface); color: var(--text); font: inherit; }
#sheet button { padding: 0 14px; cursor: pointer; }
#sheet button.main { background: var(--accent); border-color: var(--accent); color: var(--raised); font-weight: 600; }
#sheet button:disabled { color: var(--secondary); cursor: default; border-style: dashed; }
#sheet input[type=checkbox] { width: 20px; height: 20px; margin: 0; flex: none; accent-color: var(--accent); }
#sheet input[type=range] { width: 100%; min-height: 36px; margin: 0; accent-color: var(--accent); }
#sheet input[aria-invalid=true] { border: 2px solid var(--accent); }
#sheet .short { width: 6em; }
#sheet fieldset { border: 0; padding: 0; min-width: 0; }
#sheet legend { padding: 0; }
#sheet details { border-top: 1px solid var(--hair); }
#sheet summary { padding: 8px 0; min-height: 28px; cursor: pointer; }
#sheet .scroll { overflow-x: auto; }
#sheet table { border-collapse: collapse; margin: 8px 0; font-variant-numeric: tabular-nums; font-size: .875rem; }
#sheet caption { text-align: left; font-weight: 600; padding-bottom: 4px; white-space: nowrap; }
#sheet th, #sheet td { padding: 4px 10px 4px 0; text-align: left; font-weight: 400; border-bottom: 1px solid var(--hair); }
#sheet tbody th { white-space: nowrap; }
#sheet thead th { color: var(--secondary); font-size: .8125rem; }
#sheet h2:focus { outline: none; }
#sheet :not(h2):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[data-state=words] #sheet { position: static; width: auto; max-width: 46rem; margin: 0 auto; border: 0; background: none; overflow: visible; }
[data-state=words] #sheet header { background: var(--surface); }
[data-state=words] #sheet .close { display: none; }
@media (pointer: coarse) {
  #sheet button, #sheet select, #sheet summary, #sheet .row > label.tick, #sheet label.tick, #sheet input:not([type=checkbox]) { min-height: 44px; }
  #sheet button { min-width: 44px; }
  #sheet input[type=checkbox] { width: 24px; height: 24px; }
  #sheet summary { padding: 12px 0 0; }
}`;

/** Puts the sheet's look in; a strict policy of the host allows it, other than a style element. */
export function addStyle() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
