// The texts that are shared: a link, and what shows it in pages of others. No page is needed.

import { withSettings } from './state.mjs';

/** @typedef {'link' | 'iframe' | 'element' | 'markdown'} Form */
/** @typedef {{ settings: Record<string, string>, start: 'paused' | 'playing' | 'click', width: string, height: number }} Choice */

/** @param {string} text */
const attribute = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** What Markdown and addresses in running text would take for their own. @param {string} link */
const safe = (link) => link.replace(/[()<>"\s\\^`{|}*[\]]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);

/** @param {string} link with what was chosen in the dialog @param {Choice} choice @param {boolean} isBare no script starts it */
export function chosenLink(link, choice, isBare) {
  const start = isBare && choice.start === 'playing' ? 'playing' : '';
  return withSettings(link, { ...choice.settings, start });
}

/** @param {Form} form @param {string} link @param {Choice} choice @param {string} address of the page, without a hash */
export function textOf(form, link, choice, address) {
  const isElement = form === 'element';
  const full = safe(chosenLink(link, choice, !isElement));
  const url = `${address}#${full}`;
  if (form === 'link') return url;
  if (form === 'markdown') return `[Backprop Playground](${url})`;
  if (form === 'iframe') {
    return `<iframe src="${attribute(url)}" title="Backprop Playground"\n` +
      `        width="${choice.width}" height="${choice.height}" style="border:0"\n` +
      '        allow="clipboard-write; fullscreen" loading="lazy"></iframe>';
  }
  const start = choice.start === 'paused' ? '' : ` start="${choice.start}"`;
  const load = choice.start === 'click' ? '' : ' load="visible"';
  const width = /%$/.test(choice.width) ? choice.width : `${choice.width}px`;
  return `<script type="module" src="${attribute(new URL('element.mjs', address).href)}"></script>\n` +
    `<backprop-playground link="${attribute(full)}"${start}${load}\n` +
    `    style="width:${width};height:${choice.height}px"></backprop-playground>`;
}
