// The experiment as files, out and in: one JSON of settings, data and weights; weights for NumPy and
// PyTorch; the loss curve; pictures. Fetched on use. docs/API.md, "Files".

import { npz, readNpz } from './npz.mjs';
import { compareHash, numbersOf, readRun, weightsText } from './state.mjs';

const FORMAT = 'backprop-playground';
const VERSION = 1;
const LARGEST = 64 << 20;
/** Of each layer, where it has them: what a report calls them, and what NumPy's file does. */
const NAMES = /** @type {const} */ ([
  ['W', 'W'], ['b', 'b'], ['gamma', 'gamma'], ['beta', 'beta'],
  ['running_mean', 'mean'], ['running_variance', 'variance'],
]);
const NO_WEIGHTS = 'Weights are saved of one network of up to 20 000 parameters: make it smaller, or set “Members” to 1.';

/** @param {any} api */
const members = (api) => Number(api.get()['members'] ?? 1);

/** The layers of the network that is shown, as a report has them. @param {any} api @returns {any[]} */
function layersOf(api) {
  const { layers } = api.report();
  if (members(api) > 1 || !numbersOf(layers)) throw new Error(NO_WEIGHTS);
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

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`The file is no JSON (${/** @type {Error} */ (error).message}): save it from the playground once more.`);
  }
}

/** Fails where it is not what experiment() makes. @param {any} file */
function checkExperiment(file) {
  const bad = (/** @type {string} */ what) =>
    new Error(`The file cannot be opened: ${what}. Save it from the playground once more.`);
  if (file?.format !== FORMAT) throw bad('it is no experiment of the playground, its “format” would say so');
  if (!(file.version <= VERSION)) {
    throw new Error(`The file is of version ${file.version}, this page reads ${VERSION}: open it with a newer playground.`);
  }
  if (typeof file.link !== 'string') throw bad('its “link” is missing');
  if (file.table !== undefined && typeof file.table !== 'string') throw bad('its “table” is no text');
  if (file.layers === undefined) return;
  const numbers = Array.isArray(file.layers) ? numbersOf(file.layers) : null;
  if (!numbers) throw bad('its “layers” are no lists of W and b');
  if (!numbers.every((n) => Number.isFinite(n) && Number.isFinite(Math.fround(n)))) throw bad('a weight is no number');
}

/** What is there is left as it was where the file does not fit. @param {any} file @param {any} page */
async function openExperiment(file, page) {
  checkExperiment(file);
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
    throw new Error(`The file's weights are ${given}, but its settings describe ${shapes}: nothing was changed.`);
  }
  page.command(`edit all ${weightsText(file.layers)}`);
  await compareHash(file.hash, page);
}

/** "4 × 2, 1 × 4". @param {any[]} layers */
const shapesOf = (layers) => layers
  .map((layer) => (layer.W ? `${layer.W.length} × ${layer.W[0]?.length}` : `${layer.units} × ${layer.inputs}`)).join(', ');

/** Weights from W1, b1, … into the network that is shown. @param {Uint8Array} bytes @param {any} page */
async function openWeights(bytes, page) {
  const found = readNpz(bytes);
  await page.settled(false);
  const now = layersOf(page.api);
  const layers = now.map((layer, l) => Object.fromEntries(
    NAMES.filter(([name]) => layer[name]).map(([name, short]) => {
      const key = `${short}${l + 1}`;
      const array = found[key];
      const needed = name === 'W' ? [layer.W.length, layer.W[0].length] : [layer[name].length];
      if (!array) throw new Error(`The file has no array ${key}; the network needs it, ${needed.join(' × ')} numbers.`);
      if (array.shape.join() !== needed.join()) {
        throw new Error(`${key} is ${array.shape.join(' × ')}, but the network needs ${needed.join(' × ')}: ` +
          'set its layers and features first.');
      }
      const list = Array.from(array.data);
      if (!list.every((n) => Number.isFinite(Math.fround(n)))) throw new Error(`${key} holds what is no finite number.`);
      const [, columns = 1] = needed;
      const rows = () => Array.from({ length: needed[0] ?? 0 }, (_, i) => list.slice(columns * i, columns * (i + 1)));
      return [name, name === 'W' ? rows() : list];
    })));
  if (`W${now.length + 1}` in found) throw new Error(`The file has more layers than the network's ${now.length}: add layers first.`);
  page.command(`edit all ${weightsText(layers)}`);
  await page.settled(false);
}

/**
 * Opens a file, its text, or what JSON.parse() made of it; where it cannot, says why and leaves all as it was.
 * @param {any} what @param {any} page
 */
export async function opened(what, page) {
  if (what instanceof Blob) await openBlob(what, page);
  else await openExperiment(typeof what === 'string' ? parsed(what) : what, page);
  return page.api.snapshot();
}

/** @param {Blob} blob @param {any} page */
async function openBlob(blob, page) {
  const name = blob instanceof File ? blob.name : 'The file';
  if (blob.size > LARGEST) throw new Error(`${name} has ${Math.ceil(blob.size / (1 << 20))} MB; up to ${LARGEST >> 20} MB can be opened.`);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return openWeights(bytes, page); // "PK": ZIP
  const text = new TextDecoder().decode(bytes);
  if (/^\s*[{[]/.test(text) || /\.json$/i.test(name)) return openExperiment(parsed(text), page);
  if (/\.npz$/i.test(name)) throw new Error(`${name} is no NumPy archive: write it with numpy.savez("weights.npz", W1=…, b1=…).`);
  page.give('bp_table', 'own', text);
  await page.settled(false);
}
