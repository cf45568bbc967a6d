// @ts-check

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** @param {number[]} values */
export const summary = (values) =>
  ({ median: median(values), min: Math.min(...values), max: Math.max(...values) });

/** Four significant digits, thousands apart. @param {number} value */
export function figure(value) {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.max(0, 3 - Math.floor(Math.log10(Math.max(Math.abs(value), 1e-9))));
  const [whole = '', rest] = value.toFixed(Math.min(digits, 3)).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ' ');
  return rest ? `${grouped}.${rest}` : grouped;
}

/** Columns as wide as their longest cell; the first ones left, the others right.
 * @param {string[][]} rows @param {number} left how many columns are aligned left */
export function table(rows, left = 1) {
  const widths = rows[0]?.map((_, c) => Math.max(...rows.map((row) => [...(row[c] ?? '')].length)));
  return rows.map((row) => row.map((cell, c) => {
    const gap = ' '.repeat((widths?.[c] ?? 0) - [...cell].length);
    return c < left ? cell + gap : gap + cell;
  }).join('  ').trimEnd()).join('\n');
}
