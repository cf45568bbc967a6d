// What of a page can be hidden and locked, name by name, and the shortest text that says so. Names, and what a
// text of them means, are the page's: it is asked (access() in docs/API.md).

/** @typedef {'hide' | 'lock'} Kind */
/** Names that a text takes away. @typedef {(kind: Kind, text: string) => Set<string>} Read */
/** @typedef {{ name: string, label: string, mayHide: boolean, mayLock: boolean }} Part */
/** `name` speaks for all parts; empty where none does. @typedef {{ name: string, label: string, parts: Part[] }} Group */

const LOCKED_PARTS = ['play', 'step', 'reset', 'timeline', 'pin', 'weights']; // a lock takes something away
const UNSEEN_PARTS = ['weights'];
const WIDE_PARTS = ['transport', 'menu']; // they only speak for others
const NOT_SHOWN = ['hide', 'lock']; // no controls of the page

/** @param {any} api of the page @returns {Read} */
export const readerOf = (api) => (kind, text) => new Set(api.access({ [kind]: text })[kind === 'hide' ? 'hidden' : 'locked']);

/** @param {any[]} fields of the schema @param {Read} read @param {(key: string) => string} label of a part */
export function groupsOf(fields, read, label) {
  const fieldKeys = new Set(fields.map(({ key }) => String(key)));
  const panels = fields.find(({ key }) => key === 'panel').choices;
  const names = [...read('hide', 'all')].filter((name) => !fieldKeys.has(name)); // parts, then panels
  const keys = new Map(names.slice(0, -panels.length).map((name) => [name.replace(/^part\./, ''), name]));
  /** @type {Group[]} */ const groups = [
    { name: '', label: label('panels'), parts: panels.map((/** @type {any} */ panel, /** @type {number} */ i) => (
      { name: names[keys.size + i], label: panel.label, mayHide: true, mayLock: false })) },
    { name: '', label: label('parts'), parts: [...keys].filter(([key]) => !WIDE_PARTS.includes(key)).map(([key, name]) => (
      { name, label: label(`part_${key}`), mayHide: !UNSEEN_PARTS.includes(key), mayLock: LOCKED_PARTS.includes(key) })) },
  ];
  /** @type {Map<string, Group>} */ const byKey = new Map();
  for (const { key, label: text, group_key: group, group: title } of fields.filter((field) => !NOT_SHOWN.includes(field.key))) {
    const isTaken = fieldKeys.has(group) || keys.has(group); // by what a name means first
    if (!byKey.has(group)) byKey.set(group, { name: isTaken ? `group.${group}` : group, label: title, parts: [] });
    byKey.get(group)?.parts.push({ name: key, label: text, mayHide: true, mayLock: true });
  }
  const own = byKey.get('view'); // the picture's own switches come last
  return [...groups, ...[...byKey.values()].filter((each) => each !== own), ...(own ? [own] : [])];
}

/** The shortest text that takes away exactly `wanted`. @param {Group[]} groups @param {Read} read @param {Kind} kind @param {Set<string>} wanted */
export function writeParts(groups, read, kind, wanted) {
  const may = kind === 'hide' ? 'mayHide' : 'mayLock';
  const names = groups.flatMap(({ parts }) => parts).filter((part) => part[may] || wanted.has(part.name)).map(({ name }) => name);
  const wide = [...groups.map(({ name }) => name).filter(Boolean), ...WIDE_PARTS, ...names];
  /** @param {string[]} said */
  const wrongBy = (said) => {
    const taken = read(kind, said.join('~'));
    return names.filter((name) => taken.has(name) !== wanted.has(name));
  };
  const texts = [[], ['all']].map((start) => {
    /** @type {string[]} */ let said = start;
    let wrong = wrongBy(said);
    // A name that puts several right is worth its place; the rest is said one by one.
    for (const next of wide.flatMap((name) => [name, `-${name}`])) {
      if (wrong.length < 2) break;
      const left = wrongBy([...said, next]);
      if (wrong.length - left.length < 2) continue;
      said = [...said, next];
      wrong = left;
    }
    for (; wrong.length; wrong = wrongBy(said)) { // again, where one of them speaks for others too
      said = [...said, ...wrong.map((name) => (wanted.has(name) ? name : `-${name}`))];
    }
    return said.join('~');
  });
  return /** @type {string} */ (texts.sort((a, b) => a.length - b.length)[0]);
}
