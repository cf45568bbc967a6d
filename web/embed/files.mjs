// The experiment as files, out and in: one JSON of settings, data and weights; weights for NumPy and
// PyTorch; the loss curve; pictures. Fetched on use. docs/API.md, "Files".

import { npz, readNpz } from './npz.mjs';
import { compareHash, numbersOf, readRun, weightsText } from './state.mjs';

const FORMAT = 'backprop-playground';
const VERSION = 1;
const LARGEST = 64 << 20;
/** @typedef {import('./state.mjs').Say} Say */

/** Of each layer, where it has them: what a report calls them, and what NumPy's file does. */
const NAMES = /** @type {const} */ ([
  ['W', 'W'], ['b', 'b'], ['gamma', 'gamma'], ['beta', 'beta'],
  ['running_mean', 'mean'], ['running_variance', 'variance'],
]);
/** Names of tables; a file without an ending may be anything that can be opened. */
const TABLES = /(\.(csv|tsv|txt|dat|data)|^[^.]*)$/i;
const PACKED = /(\.(npz|zip)|^[^.]*)$/i;

/** @param {any} api */
const members = (api) => Number(api.get()['members'] ?? 1);

/** The layers of the network that is shown, as a report has them. @param {any} api @returns {any[]} */
function layersOf(api) {
  const { layers } = api.report();
  if (members(api) > 1 || !numbersOf(layers)) {
    throw new Error(api.say('no-weights', 'Weights are saved of one network of up to 20 000 parameters: make it smaller, or set “Ensemble” to 1.'));
  }
  return layers.map((/** @type {any} */ layer) => Object.fromEntries(
    ['activation', 'units', 'inputs', ...NAMES.map(([name]) => name)]
      .filter((name) => name in layer).map((name) => [name, layer[name]])));
}

/** Settings, data and weights. @param {any} api */
function experiment(api) {
  const now = api.snapshot();
  const { table } = readRun(api);
  const hasWeights = members(api) === 1 && numbersOf(api.report().layers) !== null;
  return {
    format: FORMAT, version: VERSION, link: api.link(), settings: api.get(), step: now.step, epoch: now.epoch,
    ...(table ? { table } : {}),
    ...(hasWeights ? { hash: now.hash, layers: layersOf(api) } : {}),
  };
}

/** @param {any} api */
function arrays(api) {
  /** @type {Record<string, import('./npz.mjs').Numbers>} */ const all = {};
  layersOf(api).forEach((layer, l) => {
    for (const [name, short] of NAMES) {
      const values = layer[name];
      if (!values) continue;
      const shape = name === 'W' ? [values.length, values[0].length] : [values.length];
      all[`${short}${l + 1}`] = { shape, data: values.flat() };
    }
  });
  return all;
}

/** Lines that put the weights into the model of the program in the panel "Code". @param {any} api */
function torchText(api) {
  const { step, hash } = api.snapshot();
  const lines = layersOf(api).map((layer) => {
    const entries = NAMES.filter(([name]) => layer[name])
      .map(([name]) => `        "${name}": ${JSON.stringify(layer[name])},`);
    return ['    {', ...entries, '    },'].join('\n');
  });
  return `# Weights of step ${step}, parameter hash ${hash}, from ${FORMAT}:
# ${FORMAT} link #${api.link()}
# Put it behind the lines that make "model" in the program of the panel "Code".
import torch
from torch import nn

weights = [
${lines.join('\n')}
]
linear = [layer for layer in model if isinstance(layer, nn.Linear)]
norms = iter([layer for layer in model if isinstance(layer, nn.BatchNorm1d)])
with torch.no_grad():
    for layer, values in zip(linear, weights, strict=True):
        layer.weight.copy_(torch.tensor(values["W"]))
        layer.bias.copy_(torch.tensor(values["b"]))
        if "gamma" in values:
            norm = next(norms)
            norm.weight.copy_(torch.tensor(values["gamma"]))
            norm.bias.copy_(torch.tensor(values["beta"]))
            norm.running_mean.copy_(torch.tensor(values["running_mean"]))
            norm.running_var.copy_(torch.tensor(values["running_variance"]))
`;
}

/** What can be saved: its file's ending, and how it is made. @type {Record<string, (api: any) => Promise<Blob>>} */
const FORMS = {
  json: async (api) => new Blob([JSON.stringify(experiment(api))], { type: 'application/json' }),
  npz: async (api) => new Blob([/** @type {BlobPart} */ (npz(arrays(api)))], { type: 'application/zip' }),
  py: async (api) => new Blob([torchText(api)], { type: 'text/x-python' }),
  csv: async (api) => new Blob([await api.data('loss')], { type: 'text/csv' }),
  png: (api) => api.screenshot(),
};

/** Of what has been asked so far. @param {string} form @param {any} page @returns {Promise<Blob>} */
export async function exported(form, { api, settled }) {
  const make = Object.hasOwn(FORMS, form) ? FORMS[form] : null;
  if (!make) throw new RangeError(`export: there are ${Object.keys(FORMS).join(', ')}, not ${form}.`);
  await settled(false);
  return make(api);
}

/** @param {string} text @param {Say} say */
function parsed(text, say) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(say('json-none', 'The file is no JSON: save it from the playground once more.'));
  }
}

/** Fails where it is not what experiment() makes. @param {any} file @param {Say} say */
function checkExperiment(file, say) {
  const bad = (/** @type {string} */ what) =>
    new Error(say('json-bad', 'The file cannot be opened: {0}. Save it from the playground once more.', what));
  if (file?.format !== FORMAT) throw bad(say('json-format', 'it is no experiment of the playground, its “format” would say so'));
  if (!(file.version <= VERSION)) {
    throw new Error(say('json-version', 'The file is of version {0}, this page reads {1}: open it with a newer playground.', file.version, VERSION));
  }
  if (typeof file.link !== 'string') throw bad(say('json-link', 'its “link” is missing'));
  if (file.table !== undefined && typeof file.table !== 'string') throw bad(say('json-table', 'its “table” is no text'));
  if (file.layers === undefined) return;
  const numbers = Array.isArray(file.layers) ? numbersOf(file.layers) : null;
  if (!numbers) throw bad(say('json-layers', 'its “layers” are no lists of W and b'));
  if (!numbers.every((n) => Number.isFinite(n) && Number.isFinite(Math.fround(n)))) throw bad(say('json-weight', 'a weight is no number'));
}

/** What is there is left as it was where the file does not fit. @param {any} file @param {any} page */
async function openExperiment(file, page) {
  const { say } = page.api;
  checkExperiment(file, say);
  const before = page.api.run();
  const own = file.table !== undefined && /(?:^|&)data=(own_\w+)/.exec(file.link)?.[1];
  if (own) {
    const escaped = file.table.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
    page.give('bp_command', `table ${own} 0 ${escaped}`);
  }
  page.command(`load ${file.link}`);
  if (!file.layers) return void (await page.settled(false));
  await page.settled(false);
  const shapes = shapesOf(page.api.report().layers), given = shapesOf(file.layers);
  if (shapes !== given) {
    await page.api.repeat(before);
    throw new Error(say('json-shapes', 'The weights of the file are {0}, but its settings describe {1}: nothing was changed.', given, shapes));
  }
  page.command(`edit all ${weightsText(file.layers)}`);
  await compareHash(file.hash, page);
}

/** "4 × 2, 1 × 4". @param {any[]} layers */
const shapesOf = (layers) => layers
  .map((layer) => (layer.W ? `${layer.W.length} × ${layer.W[0]?.length}` : `${layer.units} × ${layer.inputs}`)).join(', ');

/** Weights from W1, b1, … into the network that is shown. @param {Uint8Array} bytes @param {any} page */
async function openWeights(bytes, page) {
  const { say } = page.api;
  const found = readNpz(bytes, say);
  await page.settled(false);
  const now = layersOf(page.api);
  const layers = now.map((layer, l) => Object.fromEntries(
    NAMES.filter(([name]) => layer[name]).map(([name, short]) => {
      const key = `${short}${l + 1}`;
      const array = found[key];
      const needed = name === 'W' ? [layer.W.length, layer.W[0].length] : [layer[name].length];
      if (!array) throw new Error(say('npz-array', 'The file has no array {0}; the network needs it, {1} numbers.', key, needed.join(' × ')));
      if (array.shape.join() !== needed.join()) {
        throw new Error(say('npz-shape', '{0} is {1}, but the network needs {2}: set its layers and features first.',
          key, array.shape.join(' × '), needed.join(' × ')));
      }
      const list = Array.from(array.data);
      if (!list.every((n) => Number.isFinite(Math.fround(n)))) throw new Error(say('npz-finite', '{0} holds what is no finite number.', key));
      const [, columns = 1] = needed;
      const rows = () => Array.from({ length: needed[0] ?? 0 }, (_, i) => list.slice(columns * i, columns * (i + 1)));
      return [name, name === 'W' ? rows() : list];
    })));
  if (`W${now.length + 1}` in found) throw new Error(say('npz-layers', 'The file has more layers than the {0} of the network: add layers first.', now.length));
  page.command(`edit all ${weightsText(layers)}`);
  await page.settled(false);
}

/**
 * Opens a file, its text, or what JSON.parse() made of it; where it cannot, says why and leaves all as it was.
 * @param {any} what @param {any} page
 */
export async function opened(what, page) {
  if (what instanceof Blob) await openBlob(what, page);
  else await openExperiment(typeof what === 'string' ? parsed(what, page.api.say) : what, page);
  return page.api.snapshot();
}

/** @param {Blob} blob @param {any} page */
async function openBlob(blob, page) {
  const { say } = page.api;
  const name = blob instanceof File ? blob.name : '';
  if (blob.size > LARGEST) {
    throw new Error(say('file-large', '{0} has {1} MB; up to {2} MB can be opened.', name, Math.ceil(blob.size / (1 << 20)), LARGEST >> 20));
  }
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const isPacked = bytes[0] === 0x50 && bytes[1] === 0x4b; // "PK": ZIP
  if (isPacked && PACKED.test(name)) return openWeights(bytes, page);
  if (/\.npz$/i.test(name)) throw new Error(say('npz-none', '{0} is no NumPy archive: write it with numpy.savez("weights.npz", W1=…, b1=…).', name));
  const text = new TextDecoder().decode(bytes);
  const isTable = TABLES.test(name);
  if (/\.json$/i.test(name) || (isTable && /^\s*[{[]/.test(text))) return openExperiment(parsed(text, say), page);
  if (!isTable) {
    throw new Error(say('file-unknown', '{0} cannot be opened here. What can be: an experiment (.json), weights (.npz) or a table (.csv). Nothing was changed.', name));
  }
  page.give('bp_table', 'own', text);
  await page.settled(false);
}
