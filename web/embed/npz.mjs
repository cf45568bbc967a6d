// NumPy's files: arrays of numbers as .npy (format version 1.0), and many of them in an .npz, which is
// a ZIP archive.

import { unzipSync, zipSync } from './zip.mjs';

/** @typedef {import('./state.mjs').Say} Say */
/** @typedef {{ shape: number[], data: ArrayLike<number> }} Numbers rows one after the other */

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // "\x93NUMPY"
const LARGEST = 64 << 20;

/** @param {Numbers} array @returns {Uint8Array} */
export function npy({ shape, data }) {
  const shapeText = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const plain = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shapeText}, }`;
  const header = `${plain.padEnd(Math.ceil((plain.length + 11) / 64) * 64 - 11)}\n`; // data from a multiple of 64
  const bytes = new Uint8Array(10 + header.length + 4 * data.length);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  bytes[6] = 1;
  view.setUint16(8, header.length, true);
  bytes.set(new TextEncoder().encode(header), 10);
  for (let i = 0; i < data.length; i += 1) {
    view.setFloat32(10 + header.length + 4 * i, /** @type {number} */ (data[i]), true);
  }
  return bytes;
}

/** @param {Uint8Array} bytes @param {string} name @param {Say} say @returns {Numbers} */
function readNpy(bytes, name, say) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || MAGIC.some((byte, i) => bytes[i] !== byte)) throw new Error(say('npy-none', '{0} is no NumPy array.', name));
  const isLong = bytes[6] !== 1;
  const start = isLong ? 12 : 10;
  const end = start + (isLong ? view.getUint32(8, true) : view.getUint16(8, true));
  const header = new TextDecoder().decode(bytes.subarray(start, end));
  const type = /'descr': '([^']*)'/.exec(header)?.[1] ?? '';
  const shape = (/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '').split(',').filter((n) => n.trim()).map(Number);
  const size = { '<f4': 4, '<f8': 8 }[type];
  if (!size) throw new Error(say('npy-type', '{0} holds numbers of the type “{1}”: save it as float32, array.astype("float32").', name, type));
  const count = shape.reduce((all, n) => all * n, 1);
  if (!(count > 0) || end + size * count > bytes.length) throw new Error(say('npy-short', '{0} is shorter than its shape says.', name));
  const data = new Float64Array(count);
  const [rows = 1, columns = 1] = shape;
  const isByColumns = header.includes("'fortran_order': True") && shape.length === 2;
  for (let i = 0; i < count; i += 1) {
    const from = isByColumns ? (i % columns) * rows + Math.floor(i / columns) : i;
    data[i] = size === 4 ? view.getFloat32(end + 4 * from, true) : view.getFloat64(end + 8 * from, true);
  }
  return { shape, data };
}

/** @param {Record<string, Numbers>} arrays */
export function npz(arrays) {
  const files = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, npy(array)]);
  return zipSync(Object.fromEntries(files), { level: 0 }); // as numpy.savez() does
}

/** @param {Uint8Array} bytes @param {Say} say @returns {Record<string, Numbers>} */
export function readNpz(bytes, say) {
  let size = 0;
  /** @type {Record<string, Uint8Array>} */ let files;
  try {
    files = unzipSync(bytes, {
      filter: (file) => file.name.endsWith('.npy') && (size += file.originalSize) <= LARGEST,
    });
  } catch {
    throw new Error(say('npz-packed', 'The .npz file cannot be unpacked: save it once more.'));
  }
  if (size > LARGEST) throw new Error(say('npz-large', 'The .npz file holds more than {0} MB.', LARGEST >> 20));
  return Object.fromEntries(Object.entries(files).map(([name, file]) => {
    const key = name.replace(/\.npy$/, '');
    return [key, readNpy(file, key, say)];
  }));
}
