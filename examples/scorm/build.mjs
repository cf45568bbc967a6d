// @ts-check
// Packs experiments as SCORM courses: ./playground scorm [OPTIONS] [--title TEXT] PRESET...
// The packages hold the playground as one file, a page with sco.js for each experiment, and a manifest.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { zip } from './zip.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const USAGE = `./playground scorm [--version 1.2|2004] [--course TITLE] [--out FILE] [--title TEXT] PRESET...

Packs each PRESET (a link, or what stands after # in one) as a part of a course. With goal= in it the part
is passed, with 100 points, when the goal is reached; without, it is completed when an epoch was trained.

  --version  1.2, 2004 or both (the default)
  --course   title of the course (Backprop Playground)
  --title    title of the PRESET that follows
  --out      where to (backprop-playground-scorm-VERSION.zip)

  ./playground scorm --title 'Learn XOR' 'data=xor&layers=4&goal=test.loss<=0.05~epoch<=500'
`;

/** @typedef {{ title: string, link: string }} Experiment */

const xml = (/** @type {string} */ text) =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** What differs between the manifests of the versions. */
const VERSIONS = {
  '1.2': {
    schema: '1.2', type: 'adlcp:scormtype',
    namespaces: { '': 'http://www.imsproject.org/xsd/imscp_rootv1p1p2', ':adlcp': 'http://www.adlnet.org/xsd/adlcp_rootv1p2' },
    files: ['imscp_rootv1p1p2.xsd', 'adlcp_rootv1p2.xsd'],
  },
  2004: {
    schema: '2004 4th Edition', type: 'adlcp:scormType',
    namespaces: { '': 'http://www.imsglobal.org/xsd/imscp_v1p1', ':adlcp': 'http://www.adlnet.org/xsd/adlcp_v1p3' },
    files: ['imscp_v1p1.xsd', 'adlcp_v1p3.xsd'],
  },
};

/** @param {keyof typeof VERSIONS} version @param {string} course @param {Experiment[]} experiments */
function manifest(version, course, experiments) {
  const { schema, type, namespaces, files } = VERSIONS[version];
  const spaces = Object.entries(namespaces).map(([name, uri]) => `xmlns${name}="${uri}"`);
  const where = Object.values(namespaces).map((uri, i) => `${uri} ${files[i]}`).join(' ');
  const items = experiments.map(({ title }, i) => `
      <item identifier="item-${i + 1}" identifierref="experiment-${i + 1}" isvisible="true">
        <title>${xml(title)}</title>
      </item>`);
  const resources = experiments.map((_, i) => `
    <resource identifier="experiment-${i + 1}" type="webcontent" ${type}="sco" href="experiment-${i + 1}.html">
      <file href="experiment-${i + 1}.html"/>
      <dependency identifierref="shared"/>
    </resource>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="backprop-playground" version="1.0" ${spaces.join(' ')}
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${where}">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>${schema}</schemaversion>
  </metadata>
  <organizations default="course">
    <organization identifier="course">
      <title>${xml(course)}</title>${items.join('')}
    </organization>
  </organizations>
  <resources>${resources.join('')}
    <resource identifier="shared" type="webcontent" ${type}="asset">
      <file href="sco.js"/>
      <file href="backprop-playground.html"/>
      <file href="LICENSE"/>
    </resource>
  </resources>
</manifest>
`;
}

/** @param {Experiment} experiment */
const page = ({ title, link }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${xml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>html, body { height: 100%; margin: 0 } iframe { display: block; width: 100%; height: 100%; min-height: 560px; border: 0 }</style>
</head>
<body>
<iframe src="backprop-playground.html#${xml(link)}" title="${xml(title)}" allow="clipboard-write; fullscreen"></iframe>
<script src="sco.js"></script>
</body>
</html>
`;

/**
 * @param {{ version: keyof typeof VERSIONS, course: string, experiments: Experiment[], dist: string }} o
 * @returns {Buffer} a ZIP archive
 */
export function scormPackage({ version, course, experiments, dist }) {
  const pages = experiments.map((experiment, i) => [`experiment-${i + 1}.html`, page(experiment)]);
  return zip({
    'imsmanifest.xml': manifest(version, course, experiments),
    ...Object.fromEntries(pages),
    'sco.js': readFileSync(path.join(HERE, 'sco.js')),
    'backprop-playground.html': readFileSync(path.join(dist, 'backprop-playground.html')),
    LICENSE: readFileSync(path.join(dist, 'LICENSE')),
  });
}

/** @param {string[]} words */
export function readArguments(words) {
  const given = { version: 'both', course: 'Backprop Playground', out: '' };
  /** @type {Experiment[]} */ const experiments = [];
  let title = '';
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    const [name = '', value] = word.startsWith('--') ? [word.slice(2), words[++i]] : [''];
    if (name && value === undefined) throw new Error(`${word} needs a value.`);
    if (name === 'title') title = String(value);
    else if (name in given) given[/** @type {'out'} */ (name)] = String(value);
    else if (name) throw new Error(`There is no option ${word}.`);
    else {
      const link = word.includes('#') ? word.slice(word.indexOf('#') + 1) : word;
      experiments.push({ title: title || `Experiment ${experiments.length + 1}`, link });
      title = '';
    }
  }
  if (!['1.2', '2004', 'both'].includes(given.version)) throw new Error(`--version is 1.2, 2004 or both, not ${given.version}.`);
  if (!experiments.length) throw new Error('Name at least one PRESET.');
  if (given.out && given.version === 'both') throw new Error('--out names one file: say which --version.');
  return { ...given, experiments };
}

/** Words of a preset that no setting is called by: the page would leave them out. @param {Experiment[]} experiments @param {string} dist */
async function unknownKeys(experiments, dist) {
  const { Engine } = await import(pathToFileURL(path.resolve(dist, 'engine.mjs')).href);
  const { fields } = await Engine.schema();
  const known = new Set(fields.map((/** @type {{ key: string }} */ field) => field.key));
  return experiments.flatMap(({ link }) => [...new URLSearchParams(link).keys()].filter((key) => !known.has(key)));
}

async function main() {
  const [dist = 'dist', ...words] = process.argv.slice(2);
  if (words.some((word) => word === '--help' || word === '-h')) return console.log(USAGE);
  const { version, course, out, experiments } = readArguments(words);
  for (const key of await unknownKeys(experiments, dist)) console.error(`scorm: no setting is called ${key}.`);
  for (const each of /** @type {(keyof typeof VERSIONS)[]} */ (Object.keys(VERSIONS).map(String))) {
    if (version !== 'both' && version !== String(each)) continue;
    const file = out || `backprop-playground-scorm-${each}.zip`;
    writeFileSync(file, scormPackage({ version: each, course, experiments, dist }));
    console.log(`${file}: ${experiments.length} part${experiments.length > 1 ? 's' : ''}, SCORM ${VERSIONS[each].schema}`);
  }
}

if (process.argv[1]?.endsWith('build.mjs')) {
  await main().catch((error) => {
    console.error(`scorm: ${error.message}\n\n${USAGE}`);
    process.exitCode = 2;
  });
}
