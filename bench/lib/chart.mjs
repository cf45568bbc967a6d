// @ts-check
// Line charts as SVG: logarithmic axes, a line's name at its end, a shape of its own a line besides
// its colour.

/**
 * A line's points; `low` and `high` draw a bar of the spread.
 * @typedef {{ x: number, y: number, low?: number, high?: number }} Point
 * @typedef {{ name: string, points: Point[] }} Line
 * @typedef {{ title: string, xName: string, yName: string, lines: Line[], marks?: number[],
 *   xTexts?: Map<number, string>, isLogX: boolean }} Chart
 */

const WIDTH = 460;
const HEIGHT = 270;
const FRAME = { left: 66, right: 128, top: 34, bottom: 46 };
/** Okabe, Ito 2008: told apart with every kind of colour vision. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#5d5d5d', '#e69f00', '#56b4e9', '#000000'];

/** @param {string} text */
const escape = (text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
/** @param {number} value */
const fixed = (value) => value.toFixed(1);

/** 1200 → 1.2k @param {number} value */
export function short(value) {
  for (const [size, unit] of /** @type {[number, string][]} */ ([[1e9, 'G'], [1e6, 'M'], [1e3, 'k']])) {
    if (Math.abs(value) >= size) return `${Number((value / size).toPrecision(3))}${unit}`;
  }
  return String(Number(value.toPrecision(3)));
}

/** Powers of ten, and 2 and 5 times them where there is room. @param {number} low @param {number} high */
function decades(low, high) {
  const ticks = [];
  const steps = high / low > 2000 ? [1] : high / low > 60 ? [1, 3] : [1, 2, 5];
  for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; ++power) {
    for (const step of steps) {
      const tick = step * 10 ** power;
      if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
    }
  }
  return ticks;
}

/** @param {number} shape @param {number} x @param {number} y @param {string} colour */
function marker(shape, x, y, colour) {
  const at = (/** @type {number[][]} */ corners) =>
    corners.map(([dx = 0, dy = 0]) => `${fixed(x + dx)},${fixed(y + dy)}`).join(' ');
  const shapes = [
    `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="3" fill="${colour}"/>`,
    `<polygon points="${at([[-3, -3], [3, -3], [3, 3], [-3, 3]])}" fill="${colour}"/>`,
    `<polygon points="${at([[0, -4], [4, 3], [-4, 3]])}" fill="${colour}"/>`,
    `<polygon points="${at([[0, -4], [4, 0], [0, 4], [-4, 0]])}" fill="${colour}"/>`,
  ];
  const filled = shapes[shape % 4] ?? '';
  return shape < 4 ? filled : filled.replace(`fill="${colour}"`, `fill="#fff" stroke="${colour}" stroke-width="1.4"`);
}

/** Where the names stand: at the line's end, moved so that they do not overlap.
 * @param {{ y: number }[]} ends */
function spread(ends) {
  const order = ends.map(({ y }, i) => ({ y, i })).sort((a, b) => a.y - b.y);
  order.forEach((one, k) => {
    const above = order[k - 1];
    if (above) one.y = Math.max(one.y, above.y + 13);
  });
  const overflow = (order.at(-1)?.y ?? 0) - (HEIGHT - FRAME.bottom + 4);
  if (overflow > 0) for (const one of order) one.y -= overflow;
  return order.sort((a, b) => a.i - b.i).map(({ y }) => y);
}

/** @param {Chart} chart */
function scales({ lines, isLogX }) {
  const points = lines.flatMap((line) => line.points);
  const xs = points.map(({ x }) => x);
  const ys = points.flatMap(({ y, low = y, high = y }) => [low, high]);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [bottom, top] = [Math.min(...ys) / 1.3, Math.max(...ys) * 1.3];
  const place = isLogX ? Math.log : (/** @type {number} */ v) => v;
  const width = WIDTH - FRAME.left - FRAME.right;
  const height = HEIGHT - FRAME.top - FRAME.bottom;
  return {
    left, right, bottom, top,
    x: (/** @type {number} */ v) => FRAME.left + (right === left ? 0.5
      : (place(v) - place(left)) / (place(right) - place(left))) * width,
    y: (/** @type {number} */ v) => FRAME.top + height
      - ((Math.log(v) - Math.log(bottom)) / (Math.log(top) - Math.log(bottom))) * height,
  };
}

/** @param {Chart} chart */
function axes(chart) {
  const { left, right, bottom, top, x, y } = scales(chart);
  const parts = [];
  for (const tick of decades(bottom, top)) {
    parts.push(`<line x1="${FRAME.left}" x2="${WIDTH - FRAME.right}" y1="${fixed(y(tick))}" y2="${fixed(y(tick))}" stroke="#e3e3e3"/>`,
      `<text x="${FRAME.left - 6}" y="${fixed(y(tick) + 4)}" text-anchor="end">${short(tick)}</text>`);
  }
  const ticks = chart.xTexts ? [...chart.xTexts.keys()] : chart.marks ?? decades(left, right);
  for (const tick of ticks) {
    parts.push(`<line x1="${fixed(x(tick))}" x2="${fixed(x(tick))}" y1="${HEIGHT - FRAME.bottom}" y2="${HEIGHT - FRAME.bottom + 4}" stroke="#888"/>`,
      `<text x="${fixed(x(tick))}" y="${HEIGHT - FRAME.bottom + 16}" text-anchor="middle">${escape(chart.xTexts?.get(tick) ?? short(tick))}</text>`);
  }
  parts.push(`<line x1="${FRAME.left}" x2="${WIDTH - FRAME.right}" y1="${HEIGHT - FRAME.bottom}" y2="${HEIGHT - FRAME.bottom}" stroke="#888"/>`,
    `<text x="${(FRAME.left + WIDTH - FRAME.right) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${escape(chart.xName)}</text>`,
    `<text x="8" y="16" font-weight="600" font-size="13">${escape(chart.title)}</text>`,
    `<text transform="translate(14 ${(FRAME.top + HEIGHT - FRAME.bottom) / 2}) rotate(-90)" text-anchor="middle">${escape(chart.yName)}</text>`);
  return parts.join('\n');
}

/** @param {Chart} chart */
function drawChart(chart) {
  const { x, y } = scales(chart);
  const names = spread(chart.lines.map((line) => ({ y: y(line.points.at(-1)?.y ?? 1) + 4 })));
  const lines = chart.lines.map(({ name, points }, i) => {
    const colour = COLOURS[i % COLOURS.length] ?? '#000';
    const path = points.map((p, k) => `${k ? 'L' : 'M'}${fixed(x(p.x))} ${fixed(y(p.y))}`).join(' ');
    const bars = points.filter((p) => p.low !== undefined).map((p) =>
      `<line x1="${fixed(x(p.x))}" x2="${fixed(x(p.x))}" y1="${fixed(y(p.low ?? p.y))}" y2="${fixed(y(p.high ?? p.y))}" stroke="${colour}" opacity=".5"/>`);
    return [`<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.6"/>`, ...bars,
      ...points.map((p) => marker(i, x(p.x), y(p.y), colour)),
      `<text x="${WIDTH - FRAME.right + 10}" y="${fixed(names[i] ?? 0)}" fill="${colour}">${escape(name)}</text>`].join('\n');
  });
  return `${axes(chart)}\n${lines.join('\n')}`;
}

/** Charts side by side, two in a row. @param {Chart[]} charts @param {string} note */
export function drawCharts(charts, note) {
  const columns = charts.length === 1 ? 1 : 2;
  const width = columns * WIDTH;
  const height = Math.ceil(charts.length / columns) * HEIGHT + 24;
  const cells = charts.map((chart, i) =>
    `<g transform="translate(${(i % columns) * WIDTH} ${Math.floor(i / columns) * HEIGHT})">\n${drawChart(chart)}\n</g>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="11" fill="#333">
<rect width="${width}" height="${height}" fill="#fff"/>
${cells.join('\n')}
<text x="8" y="${height - 8}" fill="#666">${escape(note)}</text>
</svg>
`;
}
