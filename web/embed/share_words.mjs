// What the share dialog says, a column a language; what one lacks is said in English.

const ENGLISH = {
  title: 'Share', close: 'Close', form: 'As', link: 'Link', iframe: 'Iframe', element: 'Element', markdown: 'Markdown',
  files: 'Files', carries: 'It opens with', settings: 'These settings, at step 0',
  run: 'This very step, trained again on opening', weights: 'These weights, at once, as a new run',
  settings_help: 'The seed is included, so the initial weights are the same, bit for bit.',
  run_help: 'Everything comes back exactly, the optimizer’s moments too. It takes as long as the training did.',
  weights_help: 'Not carried: the optimizer’s moments, the order of the batches, the curves so far.',
  no_run: 'This run cannot be told in a link: it went on after a stop, or changed in the middle of a step.',
  no_weights: 'Weights can be carried of one network of up to 20 000 parameters.',
  own_table: 'Your own data file is not in a link: save the experiment under “Files” instead.',
  layout: 'Panels', as_now: 'As they are now', theme: 'Theme', theme_now: 'As it is now', lang: 'Language', lang_now: 'As it is now',
  start: 'Starts', paused: 'Paused', playing: 'Playing', click: 'After a click', width: 'Width', height: 'Height',
  lock: 'Locked', lock_none: 'Nothing', lock_all: 'All settings', hide: 'Hidden', hide_none: 'Nothing',
  hide_settings: 'All settings', hide_rest: 'All but boundary and Play',
  own: 'As chosen below', one_by_one: 'Choose part by part', visible: 'Shown', locked: 'Locked',
  access_help: 'What is not shown takes no room and has no key. What is locked is dimmed, and set by you alone.',
  count_hide: '{n} hidden', count_lock: '{n} locked', panels: 'Panels', parts: 'Parts of the page', part_play: 'Play',
  part_step: 'Step', part_reset: 'Reset', part_numbers: 'Epoch and losses', part_timeline: 'Timeline', part_pin: 'Pin a run',
  part_share: 'Share', part_help: 'Help', part_title: 'Name of the page', part_titles: 'Names of panels',
  part_panelmenu: 'Menus of panels', part_phases: 'Phases of a step', part_weights: 'Weights set by hand',
  copy: 'Copy', copied: 'Copied', not_copied: 'Copying is not allowed here: the text is selected, press Ctrl+C or ⌘C.',
  text: 'Text to copy', length: '{n} characters',
  long: '{n} characters: some mail programs and course pages cut links this long. A file is safer.',
  preview: 'Preview', show: 'Show preview', hide_preview: 'Hide preview', qr: 'QR code of the link',
  qr_long: 'Too long for a QR code.', file_page: 'This page is a file on your computer: others can open the link only in a copy of their own.',
  save: 'Save', json: 'Experiment', json_help: 'Settings, weights and data in one file. Opens here and in playground-cli.',
  npz: 'Weights for NumPy', npz_help: 'Arrays W1, b1, …: one row a unit.',
  py: 'Weights for PyTorch', py_help: 'Lines behind the program of the panel “Code”.',
  csv: 'Loss curve', csv_help: 'What the loss panel shows, a row an epoch.',
  png: 'Picture', png_help: 'The page as it is now.',
  open: 'Open a file', open_help: 'An experiment (.json), weights (.npz) or a table (.csv). Or drop it onto the page.',
  choose: 'Choose a file…', opened: 'Opened.', no_save: 'This frame may not save files: open the page on its own.', saved: 'Saved {n}.', shown: 'This frame may not save files: the text is below, to be copied.',
};

/** @type {Partial<typeof ENGLISH>} */
const GERMAN = {
  title: 'Teilen', close: 'Schließen', form: 'Als', link: 'Link', iframe: 'Iframe', element: 'Element', markdown: 'Markdown',
  files: 'Dateien', carries: 'Öffnet mit', settings: 'Diesen Einstellungen, bei Schritt 0',
  run: 'Genau diesem Schritt, beim Öffnen neu trainiert', weights: 'Diesen Gewichten, sofort, als neuem Lauf',
  settings_help: 'Der Startwert ist dabei, also sind die Anfangsgewichte dieselben, Bit für Bit.',
  run_help: 'Alles kommt genau wieder, auch die Momente des Optimierers. Es dauert so lange wie das Training.',
  weights_help: 'Nicht dabei: die Momente des Optimierers, die Reihenfolge der Batches, die bisherigen Kurven.',
  no_run: 'Dieser Lauf passt in keinen Link: Er ging nach einem Halt weiter oder änderte sich mitten in einem Schritt.',
  no_weights: 'Gewichte gehen nur mit bei einem Netz von bis zu 20 000 Parametern.',
  own_table: 'Ihre eigenen Daten sind nicht im Link: Speichern Sie das Experiment unter „Dateien“.',
  layout: 'Felder', as_now: 'Wie jetzt', theme: 'Farben', theme_now: 'Wie jetzt', lang: 'Sprache', lang_now: 'Wie jetzt',
  start: 'Beginnt', paused: 'Angehalten', playing: 'Laufend', click: 'Nach einem Klick', width: 'Breite', height: 'Höhe',
  lock: 'Gesperrt', lock_none: 'Nichts', lock_all: 'Alle Einstellungen', hide: 'Verborgen', hide_none: 'Nichts',
  hide_settings: 'Alle Einstellungen', hide_rest: 'Alles außer Grenze und Start',
  own: 'Wie unten gewählt', one_by_one: 'Teil für Teil wählen', visible: 'Sichtbar', locked: 'Gesperrt',
  access_help: 'Was nicht sichtbar ist, braucht keinen Platz und hat keine Taste. Was gesperrt ist, ist blass und nur von Ihnen zu ändern.',
  count_hide: '{n} verborgen', count_lock: '{n} gesperrt', panels: 'Felder', parts: 'Teile der Seite', part_play: 'Start',
  part_step: 'Schritt', part_reset: 'Zurücksetzen', part_numbers: 'Epoche und Verluste', part_timeline: 'Zeitleiste', part_pin: 'Lauf anheften',
  part_share: 'Teilen', part_help: 'Hilfe', part_title: 'Name der Seite', part_titles: 'Namen der Felder',
  part_panelmenu: 'Menüs der Felder', part_phases: 'Phasen eines Schritts', part_weights: 'Gewichte von Hand',
  copy: 'Kopieren', copied: 'Kopiert', not_copied: 'Kopieren ist hier nicht erlaubt: Der Text ist markiert, drücken Sie Strg+C oder ⌘C.',
  text: 'Text zum Kopieren', length: '{n} Zeichen',
  long: '{n} Zeichen: Manche Mailprogramme und Kursseiten kürzen so lange Links. Eine Datei ist sicherer.',
  preview: 'Vorschau', show: 'Vorschau zeigen', hide_preview: 'Vorschau schließen', qr: 'QR-Code des Links',
  qr_long: 'Zu lang für einen QR-Code.', file_page: 'Diese Seite ist eine Datei auf Ihrem Rechner: Andere können den Link nur in einer eigenen Kopie öffnen.',
  save: 'Speichern', json: 'Experiment', json_help: 'Einstellungen, Gewichte und Daten in einer Datei. Öffnet hier und in playground-cli.',
  npz: 'Gewichte für NumPy', npz_help: 'Felder W1, b1, …: eine Zeile je Einheit.',
  py: 'Gewichte für PyTorch', py_help: 'Zeilen hinter dem Programm im Feld „Code“.',
  csv: 'Verlustkurve', csv_help: 'Was das Verlustfeld zeigt, eine Zeile je Epoche.',
  png: 'Bild', png_help: 'Die Seite, wie sie jetzt ist.',
  open: 'Datei öffnen', open_help: 'Ein Experiment (.json), Gewichte (.npz) oder eine Tabelle (.csv). Oder auf die Seite ziehen.',
  choose: 'Datei wählen…', opened: 'Geöffnet.', no_save: 'Dieser Rahmen darf nichts speichern: Öffnen Sie die Seite für sich.', saved: '{n} gespeichert.', shown: 'Dieser Rahmen darf nichts speichern: Der Text steht unten zum Kopieren.',
};

export const LANGUAGES = { en: ENGLISH, de: GERMAN };

/** @param {string} language @returns {(key: keyof typeof ENGLISH, n?: unknown) => string} */
export function speaker(language) {
  const words = { ...ENGLISH, ...(language.startsWith('de') ? GERMAN : {}) };
  return (key, n = '') => words[key].replace('{n}', String(n));
}
