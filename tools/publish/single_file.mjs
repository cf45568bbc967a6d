// @ts-check
// The page as one HTML file that needs nothing beside it, also from file://:
//   node tools/publish/single_file.mjs DIST OUT PACKER...
// DIST is the assembled page; PACKER is a command that packs its input as .lzma. Scripts and styles go
// into the page; every other file the page may fetch or import lies in it packed, and is given out as a
// blob: URL. For that, scripts name files beside the page as `new URL(name, document.baseURI)` or
// `import('./name.mjs')`, which are rewritten here; what is left over is an error, not a broken page.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What it may have, in bytes: a megabyte. */
export const SINGLE_LARGEST = 1e6;

/** Packed too; it only defines what later scripts call. */
const LARGEST_SCRIPT = 'playground.js';

/** Files of dist/ that are no part of the page, or are in it by other ways. */
const APART = /^(index\.html|LICENSE|licenses\/|npm\/|(element|engine)\.|messages\.schema\.json|service_worker\.js|offline\.js|.*\.(webmanifest|html|js|css|svg|png|ico|d\.mts)$)/;

/** Runs in the page, once unpack.js has; `embedded` is what the rewritten scripts call. */
const GIVE_OUT = `const embedded = (() => {
  const { unpack } = window.playground;
  const known = new Map();
  const bytesOf = (element) => {
    const stored = Uint8Array.from(atob(element.textContent), (c) => c.charCodeAt(0));
    return element.dataset.packed ? unpack(stored) : stored;
  };
  for (const element of document.querySelectorAll('[data-run]')) {
    const script = document.createElement('script');
    script.textContent = new TextDecoder().decode(bytesOf(element));
    element.replaceWith(script);
  }
  const types = { mjs: 'text/javascript', json: 'application/json', csv: 'text/csv' };
  return (name) => {
    const file = name.replace(/^\\.\\//, '');
    if (known.has(file)) return known.get(file);
    const element = document.getElementById('file:' + file);
    if (!element) return 'blob:' + file; // asking for it fails, as for a file that a server does not have
    const bytes = bytesOf(element);
    const type = types[file.split('.').at(-1)] ?? 'application/octet-stream';
    known.set(file, URL.createObjectURL(new Blob([bytes], { type })));
    element.remove();
    return known.get(file);
  };
})();`;

/** @param {string} folder @returns {string[]} names within it, with those of its folders */
export const filesOf = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    (entry.isDirectory() ? filesOf(path.join(folder, entry.name)).map((name) => `${entry.name}/${name}`)
      : [entry.name])).sort();

/** A script of the page, its addresses of other files rewritten. @param {string} text @param {string} name */
export function rewritten(text, name) {
  const out = text
    .replace(/new URL\(([^()]*?),\s*document\.baseURI\)/g, 'new URL(embedded($1))')
    .replace(/\bimport\(\s*(["'`]\.\/[\w./-]+\.mjs["'`])\s*\)/g, 'import(embedded($1))');
  const left = /document\.baseURI|import\.meta\.url|\bimport\(\s*["'`]/.exec(out);
  if (left) {
    const around = out.slice(Math.max(0, left.index - 60), left.index + 60);
    throw new Error(`${name}: a single file cannot resolve this address: …${around}… ` +
      '(new URL(name, document.baseURI) and import(\'./name.mjs\') are understood)');
  }
  return out;
}

/** Text that a script element can hold. @param {string} script */
const inScript = (script) => script.replace(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '<\\!--');

/** A module with what it imports, as one. @param {string} file */
const bundled = (file) =>
  execFileSync('esbuild', ['--bundle', '--minify', '--format=esm', '--charset=utf8', '--log-level=warning', file],
    { encoding: 'utf8', maxBuffer: 1 << 26 });

/**
 * The modules that are imported on use, by scripts or by each other, each with what it imports itself.
 * @param {string} dist @param {string} scripts
 * @returns {Map<string, string>}
 */
function modulesOnUse(dist, scripts) {
  /** @type {Map<string, string>} */ const modules = new Map();
  for (const open = [scripts]; open.length;) {
    const text = open.pop() ?? '';
    if (/\$\{[^}]*\}[\w.-]*\.mjs`/.test(text)) throw new Error('The name of a module is put together: it cannot be known here.');
    for (const [, name = ''] of text.matchAll(/["'`](?:\.\/)?([\w/.-]+\.mjs)["'`]/g)) {
      const file = path.join(dist, name);
      if (modules.has(name) || APART.test(name) || !existsSync(file)) continue;
      modules.set(name, rewritten(bundled(file), name));
      open.push(String(modules.get(name)));
    }
  }
  return modules;
}

/** @param {string} name @param {Buffer} bytes @param {string[]} packer @param {boolean} [isRun] as a script of the page */
function stored(name, bytes, [command = '', ...args], isRun = false) {
  const packed = name.endsWith('.lzma') ? null
    : execFileSync(command, args, { input: bytes, maxBuffer: 1 << 28 });
  return `<script type="text/plain" id="file:${name}"${packed ? ' data-packed="lzma"' : ''}${isRun ? ' data-run' : ''}>` +
    `${(packed ?? bytes).toString('base64')}</script>`;
}

/** @param {string} dist */
function licences(dist) {
  const files = ['LICENSE', ...filesOf(path.join(dist, 'licenses')).map((name) => `licenses/${name}`)];
  const text = files.map((name) => `==== ${name}\n\n${readFileSync(path.join(dist, name), 'utf8')}`).join('\n');
  return `<script type="text/plain" id="licenses">\n${inScript(text)}</script>`;
}

/** @param {string} dist @param {string[]} packer */
export function singleFile(dist, packer) {
  const read = (/** @type {string} */ name) => readFileSync(path.join(dist, name), 'utf8');
  /** @type {string[]} */ const scripts = [];
  /** @type {string[]} */ const files = [];
  const page = read('index.html')
    .replace(/^<(?:link|script|meta)[^>]*\bdata-hosted\b[^>]*>(?:<\/script>)?\n/gm, '')
    .replace(/^<link rel="preload"[^>]*>\n/gm, '')
    .replace(/<link rel="icon" href="([^"]+)"[^>]*>/, (_, name) =>
      `<link rel="icon" href="data:image/svg+xml;base64,${Buffer.from(read(name)).toString('base64')}">`)
    .replace(/<link rel="stylesheet" href="([^"]+)">/g, (_, name) => `<style>${read(name)}</style>`)
    .replace(/^<script defer src="([^"]+)"><\/script>\n/gm, (_, name) => {
      if (name === LARGEST_SCRIPT) {
        files.push(stored(name, Buffer.from(read(name)), packer, true));
        return '';
      }
      const text = rewritten(read(name), name);
      scripts.push(`<script>${inScript(text)}</script>`);
      if (name === 'unpack.js') scripts.push(`<script>${GIVE_OUT}</script>`);
      return '';
    });
  const outside = /<(?:script|link|img)[^>]*\b(?:src|href)="(?!data:)[^"]*"[^>]*>/.exec(page);
  if (outside) throw new Error(`index.html: ${outside[0]} would be fetched; a single file cannot.`);
  const modules = modulesOnUse(dist, scripts.join('\n'));
  files.push(...filesOf(dist).filter((name) => !APART.test(name) && (modules.has(name) || !name.endsWith('.mjs')))
    .map((name) => stored(name, Buffer.from(modules.get(name) ?? readFileSync(path.join(dist, name))), packer)));
  return page.replace('</body>', () => [...files, ...scripts, licences(dist), '</body>'].join('\n'));
}

if (process.argv[1]?.endsWith('single_file.mjs')) {
  const [dist = '', out = '', ...packer] = process.argv.slice(2);
  writeFileSync(out, singleFile(dist, packer));
}
