// Reads the PNG files of the native program: 8-bit RGB, no filters.
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

/** @typedef {{ width: number, height: number, rgb: Buffer }} Picture */

/**
 * @param {string} path
 * @returns {Picture}
 */
export function readPng(path) {
  const file = readFileSync(path);
  const idat = [];
  let width = 0;
  let height = 0;
  for (let at = 8; at < file.length; ) {
    const size = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + size);
    if (type === 'IHDR') [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
    if (type === 'IDAT') idat.push(data);
    at += 12 + size;
  }
  const raw = inflateSync(Buffer.concat(idat));
  const rgb = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; ++y) {
    const start = y * (width * 3 + 1);
    if (raw[start] !== 0) throw new Error(`row ${y} is filtered`);
    raw.copy(rgb, y * width * 3, start + 1, start + 1 + width * 3);
  }
  return { width, height, rgb };
}

/**
 * Shares of orange, blue and distinct colours in a rectangle given in shares of the picture.
 * @param {Picture} picture
 * @param {{ x0: number, y0: number, x1: number, y1: number }} area
 */
export function colours(picture, area) {
  let orange = 0;
  let blue = 0;
  let count = 0;
  const seen = new Set();
  for (let y = Math.floor(area.y0 * picture.height); y < area.y1 * picture.height; ++y) {
    for (let x = Math.floor(area.x0 * picture.width); x < area.x1 * picture.width; ++x) {
      const at = (y * picture.width + x) * 3;
      const [r, g, b] = [picture.rgb[at], picture.rgb[at + 1], picture.rgb[at + 2]];
      ++count;
      if (r > b + 40) ++orange;
      if (b > r + 40) ++blue;
      seen.add((r << 16) | (g << 8) | b);
    }
  }
  return { orange: orange / count, blue: blue / count, distinct: seen.size };
}
