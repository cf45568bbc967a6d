// @ts-check
// A ZIP archive of a few files: what every unpacker reads (PKWARE APPNOTE 6.3, no extensions).

import { deflateRawSync } from 'node:zlib';

const FLAGS_UTF8 = 0x0800, DEFLATED = 8, VERSION = 20;
const DOS_DATE = (46 << 9) | (1 << 5) | 1; // 1 January 2026: the same bytes from the same files

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let i = 0; i < 8; i += 1) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c;
});

/** @param {Buffer} bytes */
const crc32 = (bytes) => {
  let crc = ~0;
  for (const byte of bytes) crc = (crc >>> 8) ^ /** @type {number} */ (TABLE[(crc ^ byte) & 255]);
  return ~crc >>> 0;
};

/** Fields of two or four bytes, little endian. @param {[2 | 4, number][]} fields */
function record(fields) {
  const out = Buffer.alloc(fields.reduce((sum, [size]) => sum + size, 0));
  let at = 0;
  for (const [size, value] of fields) at = out.writeUIntLE(value, at, size);
  return out;
}

/** @param {Record<string, string | Buffer>} files by their names @returns {Buffer} */
export function zip(files) {
  /** @type {Buffer[]} */ const bodies = [];
  /** @type {Buffer[]} */ const directory = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain, { level: 9 });
    const label = Buffer.from(name);
    /** @type {[2 | 4, number][]} */ const shared = [[2, VERSION], [2, FLAGS_UTF8], [2, DEFLATED], [2, 0],
      [2, DOS_DATE], [4, crc32(plain)], [4, packed.length], [4, plain.length], [2, label.length], [2, 0]];
    const head = record([[4, 0x04034b50], ...shared]);
    directory.push(record([[4, 0x02014b50], [2, VERSION], ...shared, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]]), label);
    bodies.push(head, label, packed);
    at += head.length + label.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const count = Object.keys(files).length;
  const end = record([[4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, listed.length], [4, at], [2, 0]]);
  return Buffer.concat([...bodies, listed, end]);
}
