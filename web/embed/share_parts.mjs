// What of a page can be hidden and locked, name by name, and the shortest text that says so: the names and
// rules of engine/session/page_parts.h, by which the page itself reads that text. No page is needed.

/** @typedef {'hide' | 'lock'} Kind */
/** One thing; `wider` are the names that speak for it too, the narrowest first.
 * @typedef {{ name: string, key: string, label: string, wider: string[], isField: boolean, mayHide: boolean, mayLock: boolean }} Part */
/** @typedef {{ name: string, key: string, label: string, parts: Part[] }} Group */

/** Parts around fields and panels, by what they are within; `lock`: what a lock takes away. */
export const PAGE_PARTS = /** @type {const} */ ([
  { key: 'play', within: 'transport', lock: true }, { key: 'step', within: 'transport', lock: true },
  { key: 'reset', within: 'transport', lock: true }, { key: 'numbers', within: 'transport' },
  { key: 'timeline', lock: true }, { key: 'pin', within: 'timeline', lock: true },
  { key: 'share', within: 'menu' }, { key: 'help', within: 'menu' }, { key: 'title' }, { key: 'titles' },
  { key: 'panelmenu' }, { key: 'phases' }, { key: 'weights', lock: true },
]);
/** Parts that only speak for others, with the fields they speak for too. @type {Record<string, string[]>} */
export const WIDE_PARTS = { transport: ['speed'], menu: ['theme', 'layout'] };
const NOT_SHOWN = ['hide', 'lock']; // no controls of the page

/** @param {any[]} fields of the schema @param {(key: string) => string} label of a part */
export function groupsOf(fields, label) {
  const fieldKeys = new Set(fields.map(({ key }) => String(key)));
  const partKeys = new Set([...PAGE_PARTS.map(({ key }) => String(key)), ...Object.keys(WIDE_PARTS)]);
  const groupKeys = new Set(fields.map((field) => String(field.group_key)));
  /** Fields come first, then parts, groups, panels. @param {string} prefix @param {string} key @param {Set<string>[]} before */
  const named = (prefix, key, ...before) => (before.some((keys) => keys.has(key)) ? `${prefix}.${key}` : key);
  const partName = (/** @type {string} */ key) => named('part', key, fieldKeys);
  const groupName = (/** @type {string} */ key) => named('group', key, fieldKeys, partKeys);
  const panels = fields.find(({ key }) => key === 'panel')?.choices ?? [];
  /** @type {Group[]} */ const groups = [
    { name: '', key: 'panels', label: label('panels'), parts: panels.map((/** @type {any} */ panel) => (
      { name: named('panel', panel.key, fieldKeys, partKeys, groupKeys), key: panel.key, label: panel.label, wider: [], isField: false, mayHide: true, mayLock: false })) },
    { name: '', key: 'parts', label: label('parts'), parts: PAGE_PARTS.map((part) => (
      { name: partName(part.key), key: part.key, label: label(`part_${part.key}`), wider: 'within' in part ? [partName(part.within)] : [],
        isField: false, mayHide: part.key !== 'weights', mayLock: 'lock' in part })) },
  ];
  for (const field of fields.filter(({ key }) => !NOT_SHOWN.includes(key))) {
    const name = groupName(field.group_key);
    let group = groups.find((each) => each.name === name);
    if (!group) groups.push((group = { name, key: field.group_key, label: field.group, parts: [] }));
    const around = Object.keys(WIDE_PARTS).filter((key) => WIDE_PARTS[key]?.includes(field.key)).map(partName);
    group.parts.push({ name: field.key, key: field.key, label: field.label, wider: [...around, name], isField: true, mayHide: true, mayLock: true });
  }
  return groups.sort((a, b) => Number(a.key === 'view') - Number(b.key === 'view')); // the picture's own switches come last
}

/** Whether "all" speaks for it. @param {Part} part @param {Kind} kind @param {string} group its key */
function isForAll({ key, isField }, kind, group) {
  if (kind === 'hide') return key !== 'goal' || !isField;
  return isField ? group !== 'view' : key === 'weights';
}

/** What is in and out of a text as the page writes it, name by name. @param {string} text @returns {Map<string, boolean>} */
const decisions = (text) => new Map(text.split('~').filter(Boolean)
  .map((name) => (name.startsWith('-') ? [name.slice(1), false] : [name, true])));

/** @param {Part} part @param {Map<string, boolean>} decided @param {boolean} takesAll */
const isIn = (part, decided, takesAll) =>
  [part.name, ...part.wider, ...(takesAll ? ['all'] : [])].map((name) => decided.get(name)).find((is) => is !== undefined) ?? false;

/** Every part with whether "all" speaks for it. @param {Group[]} groups @param {Kind} kind */
const everyPart = (groups, kind) =>
  groups.flatMap((group) => group.parts.map((part) => ({ part, takesAll: isForAll(part, kind, group.key) })));

/** Names of what a text takes away. @param {Group[]} groups @param {Kind} kind @param {string} text */
export function readParts(groups, kind, text) {
  const decided = decisions(text);
  return new Set(everyPart(groups, kind).filter(({ part, takesAll }) => isIn(part, decided, takesAll)).map(({ part }) => part.name));
}

/** The text that takes away exactly `wanted`. @param {Group[]} groups @param {Kind} kind @param {Set<string>} wanted */
export function writeParts(groups, kind, wanted) {
  const every = everyPart(groups, kind).filter(({ part }) => (kind === 'hide' ? part.mayHide : part.mayLock) || wanted.has(part.name));
  // From the widest to the narrowest name, where it is right for most; the narrower one counts.
  const wide = new Set([...groups.map(({ name }) => name), ...every.flatMap(({ part }) => part.wider.slice().reverse())].filter(Boolean));
  const texts = ['', 'all'].map((start) => {
    const decided = decisions(start);
    const isWrong = (/** @type {typeof every[0]} */ { part, takesAll }) => isIn(part, decided, takesAll) !== wanted.has(part.name);
    for (const name of wide) {
      const members = every.filter(({ part }) => part.wider.includes(name) || part.name === name);
      const count = members.filter(isWrong).length;
      if (count > 1 && count > members.length / 2) decided.set(name, wanted.has(/** @type {any} */ (members.find(isWrong)).part.name));
    }
    for (const each of every) {
      if (isWrong(each)) decided.set(each.part.name, wanted.has(each.part.name));
    }
    return [...decided].map(([name, is]) => (is ? name : `-${name}`)).join('~');
  });
  return /** @type {string} */ (texts.sort((a, b) => a.length - b.length)[0]);
}
