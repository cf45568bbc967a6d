// @ts-check
// Examples that a generator turns into pages: built as a reader would, then opened. What is not
// installed here is said and left out.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { picture, useHarness } from '../browser/harness.mjs';
import { EXAMPLES, isHere, notHere, playgroundFrame, site, temporary } from './site.mjs';

const h = useHarness();
const work = temporary('generated');
/** @typedef {import('puppeteer-core').Page} Page */

/** @param {string} command @param {string[]} words @param {string} [cwd] */
const run = (command, words, cwd = work) => execFileSync(command, words, { cwd, encoding: 'utf8', stdio: 'pipe' });

/** @param {string} folder @param {string} name @param {(page: Page) => Promise<void>} use */
async function opened(folder, name, use) {
  const course = await site([folder], h.server.url);
  const page = await h.blank();
  page.removeAllListeners('request');
  await page.setRequestInterception(true); // exported notebooks ask a third party for MathJax
  page.on('request', (request) => {
    const isOurs = [course.url, h.server.url, 'blob:', 'data:'].some((start) => request.url().startsWith(start));
    if (isOurs) void request.continue();
    else void request.respond({ status: 204 });
  });
  try {
    await page.goto(`${course.url}${name}`, { waitUntil: 'domcontentloaded' });
    await use(page);
  } finally {
    await page.close();
    await course.close();
  }
}

/** @param {Page} page @param {string} [data] */
async function showsExperiment(page, data = 'xor') {
  const frame = await playgroundFrame(page, h.server.url);
  const settings = await frame.evaluate(() => window.playground.get());
  assert.deepEqual([settings.data, settings.layers], [data, '4']);
  assert.ok((await frame.evaluate(() => window.playground.step(3))).step >= 3); // it may be playing
}

test('Sphinx: the directive is a frame in HTML and a link elsewhere', async (t) => {
  if (!isHere('sphinx-build')) return notHere(t, 'Sphinx (Debian: python3-sphinx)');
  const source = path.join(EXAMPLES, 'sphinx');
  const build = (/** @type {string} */ kind) =>
    run('sphinx-build', ['-q', '-W', '-b', kind, '-d', path.join(work, 'doctrees'), source, path.join(work, kind)]);
  build('html');
  build('text');
  build('latex');
  assert.match(readFileSync(path.join(work, 'text/index.txt'), 'utf8'), /A network learns XOR/);
  await opened(path.join(work, 'html'), 'index.html', async (page) => {
    await showsExperiment(page);
    assert.equal(await page.$eval('iframe', (frame) => frame.title), 'A network learns XOR');
    assert.equal(await page.$$eval('iframe', (all) => all.length), 1);
    await picture(page, 'example-sphinx');
    h.assertQuiet();
  });
});

test('Jupyter Book: the same directive in a page of Markdown', async (t) => {
  t.diagnostic('not here: Jupyter Book; its page is built by Sphinx with MyST, as Jupyter Book 1 does it');
  try {
    run('/usr/bin/python3', ['-c', 'import sphinx, myst_parser']);
  } catch {
    return notHere(t, 'MyST (Debian: python3-myst-parser)');
  }
  const config = readFileSync(path.join(EXAMPLES, 'jupyter-book/_config.yml'), 'utf8');
  const extension = /backprop_playground: (\S+)/.exec(config)?.[1] ?? '';
  const source = path.join(work, 'book');
  mkdirSync(source);
  cpSync(path.join(EXAMPLES, 'jupyter-book/intro.md'), path.join(source, 'intro.md'));
  writeFileSync(path.join(source, 'conf.py'), `import sys
sys.path.insert(0, ${JSON.stringify(path.join(EXAMPLES, 'jupyter-book', extension))})
extensions = ['myst_parser', 'backprop_playground']
root_doc = 'intro'
backprop_playground_url = 'https://example.org/playground/'
`);
  run('sphinx-build', ['-q', '-W', '-b', 'html', source, path.join(work, 'book-html')]);
  await opened(path.join(work, 'book-html'), 'intro.html', async (page) => {
    await showsExperiment(page);
    h.assertQuiet();
  });
});

test('Jupyter: the cells run, and the exported notebook shows the experiment', async (t) => {
  if (!isHere('jupyter-nbconvert')) return notHere(t, 'Jupyter (Debian: jupyter-nbconvert, python3-ipykernel)');
  const notebook = path.join(work, 'playground.ipynb');
  cpSync(path.join(EXAMPLES, 'jupyter/playground.ipynb'), notebook);
  run('jupyter-nbconvert', ['--to', 'html', '--execute', '--log-level', 'ERROR', notebook]);
  await opened(work, 'playground.html', async (page) => {
    await showsExperiment(page);
    await page.waitForFunction(() => customElements.get('backprop-playground') !== undefined);
    await page.$eval('backprop-playground', (element) => element.scrollIntoView());
    await page.click('backprop-playground');
    await page.waitForFrame((each) => each.url().includes('data=river'));
    h.noise.splice(0); // of the exported page's own scripts, which miss their third parties
  });
});

test('Quarto: the shortcode writes a frame for HTML and a link for all else', async (t) => {
  t.diagnostic('not here: Quarto; its shortcode is called as Quarto calls it, by plain Lua');
  const lua = ['lua5.4', 'lua5.3', 'lua', 'texlua'].find(isHere);
  if (!lua) return notHere(t, 'Lua (Debian: lua5.4)');
  const script = path.join(work, 'shortcode.lua');
  writeFileSync(script, `
    local is_html = true
    pandoc = { utils = { stringify = function(value) return tostring(value) end },
      RawBlock = function(format, text) return format .. "|" .. text end,
      Link = function(text, address) return text .. "|" .. address end }
    quarto = { doc = { is_format = function(name) return is_html and name == "html" end } }
    local shortcodes = dofile(arg[1])
    local meta = { ["backprop-playground-url"] = arg[2] }
    local function call() return shortcodes["backprop-playground"]({ "data=xor&layers=4" }, { title = 'The "XOR"', height = "500" }, meta) end
    print(call())
    is_html = false
    print(call())
    is_html = true
    print(shortcodes["backprop-playground"]({}, {}, {}))`);
  const told = run(lua, [script, path.join(EXAMPLES, 'quarto/_extensions/backprop-playground/backprop-playground.lua'), h.server.url]);
  const [html = '', link, bare = ''] = told.split('\n');
  assert.equal(link, `The "XOR"|${h.server.url}#data=xor&layers=4`);
  assert.match(bare, /src="https:\/\/example\.org\/playground\/" title="Backprop Playground" width="100%" height="600"/);
  const [format, frame = ''] = html.split('|');
  assert.equal(format, 'html');
  writeFileSync(path.join(work, 'quarto.html'), `<!doctype html><html lang="en"><title>Quarto</title>${frame}</html>`);
  await opened(work, 'quarto.html', async (page) => {
    await showsExperiment(page);
    assert.equal(await page.$eval('iframe', (each) => `${each.title} ${each.height}`), 'The "XOR" 500');
    h.assertQuiet();
  });
});

test('Docusaurus itself builds a site of the page', async (t) => {
  const modules = process.env['BP_DOCUSAURUS']; // too large to be fetched for this test
  if (!modules) return notHere(t, 'Docusaurus (BP_DOCUSAURUS names a folder with @docusaurus/core and preset-classic in node_modules)');
  const folder = path.join(work, 'docusaurus');
  mkdirSync(folder);
  cpSync(path.join(EXAMPLES, 'docusaurus'), path.join(folder, 'docs'), { recursive: true });
  symlinkSync(path.join(modules, 'node_modules'), path.join(folder, 'node_modules'));
  writeFileSync(path.join(folder, 'package.json'), '{"private": true}');
  writeFileSync(path.join(folder, 'docusaurus.config.js'), `module.exports = { title: 'Course', url: 'https://example.org',
    baseUrl: '/', onBrokenLinks: 'ignore', presets: [['classic', { blog: false, docs: { routeBasePath: '/', include: ['**/*.mdx'], sidebarPath: undefined } }]] };`);
  run('node', ['node_modules/@docusaurus/core/bin/docusaurus.mjs', 'build'], folder);
  await opened(path.join(folder, 'build'), 'backpropagation/', async (page) => {
    await page.waitForFunction(() => document.querySelector('backprop-playground')?.shadowRoot?.querySelector('button'));
    await page.click('backprop-playground');
    await showsExperiment(page);
    await picture(page, 'example-docusaurus');
    h.noise.splice(0); // of the generated site
  });
});

test('Docusaurus: the page compiles, is made on a server, and is alive in the browser', async () => {
  const folder = path.join(EXAMPLES, 'docusaurus');
  const { compile } = await import(pathToFileURL(path.join(EXAMPLES, 'node_modules/@mdx-js/mdx/index.js')).href);
  const text = readFileSync(path.join(folder, 'backpropagation.mdx'), 'utf8').replace(/^---\n[\s\S]*?\n---\n/, ''); // read by Docusaurus
  const page = path.join(work, 'page.mjs');
  writeFileSync(page, String(await compile(text)).replace('./BackpropPlayground.jsx', path.join(folder, 'BackpropPlayground.jsx')));
  const bundle = (/** @type {string} */ name, /** @type {string} */ source, /** @type {string[]} */ ...options) => {
    const entry = path.join(work, `${name}.entry.mjs`);
    writeFileSync(entry, source);
    execFileSync('esbuild', [entry, '--bundle', '--log-level=error', `--outfile=${path.join(work, `${name}.js`)}`,
      '--define:process.env.NODE_ENV="development"', ...options],
    { env: { ...process.env, NODE_PATH: path.join(EXAMPLES, 'node_modules') } });
    return path.join(work, `${name}.js`);
  };
  const server = bundle('server', `
    import { createElement } from 'react';
    import { renderToString } from 'react-dom/server';
    import Page from './page.mjs';
    console.log(renderToString(createElement(Page)));`, '--platform=node', '--format=cjs');
  bundle('client', `
    import { createElement } from 'react';
    import { hydrateRoot } from 'react-dom/client';
    import Page from './page.mjs';
    hydrateRoot(document.querySelector('#root'), createElement(Page));`, '--format=iife');
  const made = run('node', [server]).trim();
  assert.match(made, /<backprop-playground [^>]*data="xor"/);
  writeFileSync(path.join(work, 'docs.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Docs</title><div id="root">${made}</div><script src="client.js"></script></html>`);
  await opened(work, 'docs.html', async (page) => {
    await page.waitForFunction(() => document.querySelector('backprop-playground')?.shadowRoot?.querySelector('button'));
    await page.click('backprop-playground');
    await showsExperiment(page);
    assert.equal(await page.$eval('backprop-playground', (element) => element.clientHeight), 620);
    h.assertQuiet();
  });
});
