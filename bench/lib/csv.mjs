// @ts-check

/** Rows of a CSV text by the names of its header; texts in quotes hold no quotes themselves.
 * @param {string} text @returns {Record<string, string>[]} */
export function parseCsv(text) {
  const [header = [], ...rows] = text.trim().split('\n').map((line) =>
    (line.match(/("[^"]*"|[^,]*)(,|$)/g) ?? []).map((cell) => cell.replace(/,$/, '').replace(/^"|"$/g, '')));
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ''])));
}
