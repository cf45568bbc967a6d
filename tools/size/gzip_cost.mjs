// @ts-check
// What each byte of a file costs after gzip: a decoder of deflate (RFC 1951) that charges the bits of
// every symbol to the bytes it stands for.

import { deflateRawSync } from 'node:zlib';

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99,
  115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Canonical Huffman codes, as counts by length and symbols in order. @param {number[]} lengths */
function huffman(lengths) {
  const counts = new Array(16).fill(0);
  for (const length of lengths) counts[length] += 1;
  counts[0] = 0;
  const symbols = lengths.map((length, symbol) => ({ length, symbol })).filter((s) => s.length > 0)
    .sort((a, b) => a.length - b.length || a.symbol - b.symbol).map((s) => s.symbol);
  return { counts, symbols };
}

/** @typedef {ReturnType<typeof huffman>} Code */

class Bits {
  at = 0;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
  }

  bit() {
    const bit = (/** @type {number} */ (this.bytes[this.at >> 3]) >> (this.at & 7)) & 1;
    this.at += 1;
    return bit;
  }

  /** @param {number} count */
  number(count) {
    let value = 0;
    for (let i = 0; i < count; i += 1) value |= this.bit() << i;
    return value;
  }

  /** @param {Code} code */
  symbol({ counts, symbols }) {
    let value = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length < 16; length += 1) {
      value |= this.bit();
      const count = counts[length];
      if (value - count < first) return /** @type {number} */ (symbols[index + value - first]);
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    throw new Error('not a deflate stream');
  }
}

const FIXED = [
  huffman(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))),
  huffman(new Array(30).fill(5)),
];

/** @param {Bits} bits */
function dynamicCodes(bits) {
  const literals = bits.number(5) + 257;
  const distances = bits.number(5) + 1;
  const count = bits.number(4) + 4;
  const lengths = new Array(19).fill(0);
  for (let i = 0; i < count; i += 1) lengths[/** @type {number} */ (ORDER[i])] = bits.number(3);
  const code = huffman(lengths);
  /** @type {number[]} */ const all = [];
  while (all.length < literals + distances) {
    const symbol = bits.symbol(code);
    if (symbol < 16) all.push(symbol);
    else {
      const repeated = symbol === 16 ? /** @type {number} */ (all.at(-1)) : 0;
      const times = symbol === 16 ? 3 + bits.number(2) : symbol === 17 ? 3 + bits.number(3)
        : 11 + bits.number(7);
      for (let i = 0; i < times; i += 1) all.push(repeated);
    }
  }
  return [huffman(all.slice(0, literals)), huffman(all.slice(literals))];
}

/**
 * Bits that every byte costs, as a running sum: bytes [a, b) cost sums[b] - sums[a].
 * @param {Uint8Array} plain
 */
export function gzipCost(plain) {
  const bits = new Bits(deflateRawSync(plain, { level: 9 }));
  const sums = new Float64Array(plain.length + 1);
  let out = 0;
  let total = 0;
  const charge = (/** @type {number} */ size, /** @type {number} */ cost) => {
    for (let i = 0; i < size; i += 1) sums[++out] = total + (cost * (i + 1)) / size;
    total += cost;
  };
  for (let isLast = 0; !isLast; ) {
    const start = bits.at;
    isLast = bits.bit();
    const kind = bits.number(2);
    if (kind === 0) {
      bits.at = (bits.at + 7) & ~7;
      const size = bits.number(16);
      bits.at += 16 + 8 * size;
      total += 40;
      charge(size, 8 * size);
      continue;
    }
    const [literals, distances] = /** @type {[Code, Code]} */ (kind === 1 ? FIXED : dynamicCodes(bits));
    total += bits.at - start; // the block's tables, charged to its first byte
    for (;;) {
      const before = bits.at;
      const symbol = bits.symbol(literals);
      if (symbol === 256) break;
      let size = 1;
      if (symbol > 256) {
        size = /** @type {number} */ (LENGTH_BASE[symbol - 257]) +
          bits.number(/** @type {number} */ (LENGTH_BITS[symbol - 257]));
        const distance = bits.symbol(distances);
        bits.number(distance < 4 ? 0 : (distance >> 1) - 1);
      }
      charge(size, bits.at - before);
    }
  }
  return sums;
}
