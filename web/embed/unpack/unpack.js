// The program comes packed by LZMA, 18 % smaller than by gzip, and as small from hosts that do not
// compress at all. ./playground dist bundles this with its one dependency into unpack.js.

import { Decoder } from '../../../node_modules/lzma1/lib/decoder.js';
import { InputBuffer, OutputBuffer } from '../../../node_modules/lzma1/lib/streams.js';

/** The bytes of an .lzma file, unpacked. @param {Uint8Array} packed */
function unpack(packed) {
  const out = new OutputBuffer(4 * packed.length);
  new Decoder().decompress(new InputBuffer(packed), out);
  return out.toArray();
}

window.playground = { ...window.playground, unpack };
