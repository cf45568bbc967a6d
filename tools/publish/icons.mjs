// @ts-check
// Draws the page's PNG icons from its SVG icons, by a browser: node tools/publish/icons.mjs [BROWSER].
// To be run when an icon changed; the PNGs are in the repository, so that a build needs no browser.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';

const FOLDER = fileURLToPath(new URL('../../web/embed', import.meta.url));
const ICONS = /** @type {const} */ ([
  ['icon.svg', 'icon-192.png', 192], ['icon.svg', 'icon-512.png', 512],
  ['icon-maskable.svg', 'icon-maskable-512.png', 512], ['icon-maskable.svg', 'apple-touch-icon.png', 180],
]);

const browser = await puppeteer.launch({ executablePath: process.argv[2] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
for (const [from, to, size] of ICONS) {
  const svg = readFileSync(path.join(FOLDER, from)).toString('base64');
  await page.setViewport({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}img{display:block;width:${size}px;height:${size}px}</style>
    <img src="data:image/svg+xml;base64,${svg}">`);
  writeFileSync(path.join(FOLDER, to), await page.screenshot({ omitBackground: true }));
}
await browser.close();
