// The schema in the page's language: labels and helps from the language's file (docs/LANGUAGES.md) put in
// place of the English ones that the schema has.

/** @param {any} schema as schema() gives it @param {string} source the language's file; empty for English */
export function inLanguage(schema, source) {
  if (!source) return schema;
  const texts = new Map([...source.matchAll(/^((?:field|group|layout)\.\S+) (.+)$/gm)].map((m) => [m[1], String(m[2])]));
  /** The row with the texts of the first of these ids that there is. @param {any} row @param {string[]} ids */
  const translated = (row, ...ids) => {
    const own = { ...row };
    for (const part of ['label', 'help']) {
      const text = ids.map((id) => texts.get(`${id}.${part}`)).find(Boolean);
      if (text && row[part]) own[part] = text;
    }
    return own;
  };
  const fields = schema.fields.map((/** @type {any} */ field) => {
    const own = { ...translated(field, `field.${field.key}`), group: texts.get(`group.${field.group_key}.label`) ?? field.group };
    // A layer may have any of the activations.
    if (field.choices) own.choices = field.choices.map((/** @type {any} */ each) => translated(each, `field.${field.key}.${each.key}`, `field.act.${each.key}`));
    if (field.presets) own.presets = field.presets.map((/** @type {any} */ each) => translated(each, `layout.${each.key}`));
    return own;
  });
  return { ...schema, fields };
}
