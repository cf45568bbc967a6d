// @ts-check
// Every word of the page in words, a table a language. What the engine's tables say (labels, help,
// notices) comes from the engine.

const EN = {
  controls: 'Controls',
  close: 'Close',
  now: 'What is happening',
  quality: 'Loss and quality',
  part: 'Part',
  train: 'Training',
  test: 'Test',
  validation: 'Validation',
  loss: 'Loss',
  accuracy: 'Accuracy',
  r2: 'R²',
  samples: 'Samples',
  layers: 'Layers and their gradients',
  layer: 'Layer {0}',
  output: 'Output layer',
  layerOf: "layer {0}'s",
  outputOf: "the output layer's",
  activation: 'Activation',
  units: 'Units',
  weights: 'Norm of the weights',
  gradient: 'Norm of the gradient',
  update: 'Update by weight',
  health: 'Verdict',
  confusion: 'Confusion matrix, {0}',
  actual: 'Actual {0}',
  predicted: 'Predicted {0}',
  transport: 'Run',
  play: 'Play',
  pause: 'Pause',
  stepBatch: 'One batch',
  stepEpoch: 'One epoch',
  stepPhase: 'One phase',
  reset: 'Reset',
  trainFor: 'Train for',
  epochs: 'epochs',
  go: 'Train',
  timeline: 'Timeline',
  timelineValue: 'step {0} of {1}',
  timelineHelp: 'Goes to the state after a step of this run, and pauses there.',
  first: 'To the start',
  newest: 'To the newest step',
  best: 'Back to the best epoch',
  bestHelp: 'With early stopping: the weights with the lowest watched loss.',
  more: 'More: {0}',
  panels: 'Panels',
  show: 'Show in the picture',
  savePicture: 'Save the picture',
  saveData: 'Save the data (CSV)',
  copyData: 'Copy the data',
  dataCopied: 'The data is on the clipboard, as a table for a spreadsheet.',
  read: 'Read the values',
  noValues: 'This panel has no values to read.',
  firstRows: 'The first {0} of {1} rows; the saved data has all.',
  unfold: 'Unfold to layer',
  unfoldHelp: '0 is the plane of the inputs.',
  walk: 'Walk over the matrices with the arrow keys',
  tools: 'Tools',
  check: 'Check the gradients',
  checkHelp: 'Compares the gradients of the last batch with central differences in double precision.',
  checkNone: 'There is no whole batch to check yet: train a step first.',
  checked: 'Gradients after step {0}',
  parameters: 'Parameters',
  judged: 'Compared',
  worst: 'Largest relative error',
  pin: 'Pin this run',
  pinHelp: 'Keeps the run as it is now, to compare others with. Up to three.',
  pinned: 'Pinned as {0}.',
  notPinned: 'Three runs are pinned already; unpin one in the picture.',
  pins: 'Pinned runs',
  run: 'Run',
  epoch: 'Epoch',
  edit: 'Set a weight',
  editHelp: 'Layer 1 is the first hidden one; input 0 is the bias.',
  unit: 'Unit',
  input: 'Input',
  value: 'Value',
  set: 'Set',
  copy: 'Copy the link',
  copied: 'The link is on the clipboard.',
  notCopied: 'This frame may not use the clipboard.',
  link: 'Link to this experiment',
  share: 'Share …',
  sound: 'Listen',
  listen: 'Play the loss curve',
  listenHelp: 'Three seconds for the whole run: training on the left, test on the right; the higher the loss, the higher the tone.',
  tone: 'A tone follows the loss while training',
  noCurve: 'There is no curve yet: train an epoch first.',
  curve: 'The training loss went from {0} to {1}, the test loss from {2} to {3}. The lowest test loss was {4}, at epoch {5}.',
  notices: 'Notices',
  none: 'None.',
  units_: 'Units of layer {0}',
  act_: 'Activation of layer {0}',
  asOthers: 'as the others',
  drop_: 'Dropout of layer {0} in percent, empty: as the others',
  addLayer: 'Add a layer',
  removeLayer: 'Remove layer {0}',
  preset: 'Arrangement',
  own: 'Of your own',
  playing: 'Training',
  paused: 'Paused',
  finished: 'Finished',
  diverged: 'Stopped: training diverged',
  divergedAt: 'Not finite, or exploded, at step {0}, in {1}. Try a smaller learning rate.',
  divergedLoss: 'the loss',
  at: 'Epoch {0}, step {1}',
  testLoss: 'test loss {0}',
  trainLoss: 'training loss {0}',
  testAccuracy: 'test accuracy {0}',
  testR2: 'test R² {0}',
  smaller: "{0} gradient is {1} times smaller than {2}.",
  verdict: '{0}: {1}.',
  bestWas: 'The best epoch so far was {0}.',
  keys: 'Keys in the picture: Space plays and pauses, right arrow steps, left arrow goes back, Home and End go along the timeline, R resets, L opens the layouts, M the menu of the panel, B moves borders, Escape lets go.',
};

/** @type {typeof EN} */
const DE = {
  controls: 'Bedienung',
  close: 'Schließen',
  now: 'Was gerade geschieht',
  quality: 'Verlust und Güte',
  part: 'Teil',
  train: 'Training',
  test: 'Test',
  validation: 'Validierung',
  loss: 'Verlust',
  accuracy: 'Genauigkeit',
  r2: 'R²',
  samples: 'Beispiele',
  layers: 'Schichten und ihre Gradienten',
  layer: 'Schicht {0}',
  output: 'Ausgabeschicht',
  layerOf: 'der von Schicht {0}',
  outputOf: 'der der Ausgabeschicht',
  activation: 'Aktivierung',
  units: 'Einheiten',
  weights: 'Norm der Gewichte',
  gradient: 'Norm des Gradienten',
  update: 'Schritt durch Gewicht',
  health: 'Urteil',
  confusion: 'Konfusionsmatrix, {0}',
  actual: 'Wirklich {0}',
  predicted: 'Vorhergesagt {0}',
  transport: 'Lauf',
  play: 'Start',
  pause: 'Pause',
  stepBatch: 'Ein Batch',
  stepEpoch: 'Eine Epoche',
  stepPhase: 'Eine Phase',
  reset: 'Zurücksetzen',
  trainFor: 'Trainieren für',
  epochs: 'Epochen',
  go: 'Trainieren',
  timeline: 'Zeitleiste',
  timelineValue: 'Schritt {0} von {1}',
  timelineHelp: 'Geht zum Stand nach einem Schritt dieses Laufs und hält dort an.',
  first: 'Zum Anfang',
  newest: 'Zum neuesten Schritt',
  best: 'Zurück zur besten Epoche',
  bestHelp: 'Bei frühem Anhalten: die Gewichte mit dem kleinsten beobachteten Verlust.',
  more: 'Mehr: {0}',
  panels: 'Ansichten',
  show: 'Im Bild zeigen',
  savePicture: 'Bild speichern',
  saveData: 'Daten speichern (CSV)',
  copyData: 'Daten kopieren',
  dataCopied: 'Die Daten sind in der Zwischenablage, als Tabelle für eine Tabellenkalkulation.',
  read: 'Werte lesen',
  noValues: 'Diese Ansicht hat keine Werte zu lesen.',
  firstRows: 'Die ersten {0} von {1} Zeilen; die gespeicherten Daten haben alle.',
  unfold: 'Entfalten bis Schicht',
  unfoldHelp: '0 ist die Ebene der Eingaben.',
  walk: 'Mit den Pfeiltasten über die Matrizen gehen',
  tools: 'Werkzeuge',
  check: 'Gradienten prüfen',
  checkHelp: 'Vergleicht die Gradienten des letzten Batches mit zentralen Differenzen in doppelter Genauigkeit.',
  checkNone: 'Es gibt noch keinen ganzen Batch zu prüfen: erst einen Schritt trainieren.',
  checked: 'Gradienten nach Schritt {0}',
  parameters: 'Parameter',
  judged: 'Verglichen',
  worst: 'Größter relativer Fehler',
  pin: 'Diesen Lauf anheften',
  pinHelp: 'Behält den Lauf, wie er jetzt ist, um andere damit zu vergleichen. Höchstens drei.',
  pinned: 'Angeheftet als {0}.',
  notPinned: 'Drei Läufe sind schon angeheftet; im Bild kann einer gelöst werden.',
  pins: 'Angeheftete Läufe',
  run: 'Lauf',
  epoch: 'Epoche',
  edit: 'Ein Gewicht setzen',
  editHelp: 'Schicht 1 ist die erste verborgene; Eingang 0 ist der Bias.',
  unit: 'Einheit',
  input: 'Eingang',
  value: 'Wert',
  set: 'Setzen',
  copy: 'Link kopieren',
  copied: 'Der Link ist in der Zwischenablage.',
  notCopied: 'Dieser Rahmen darf die Zwischenablage nicht benutzen.',
  link: 'Link zu diesem Experiment',
  share: 'Teilen …',
  sound: 'Hören',
  listen: 'Verlustkurve abspielen',
  listenHelp: 'Drei Sekunden für den ganzen Lauf: Training links, Test rechts; je höher der Verlust, desto höher der Ton.',
  tone: 'Ein Ton folgt dem Verlust beim Training',
  noCurve: 'Es gibt noch keine Kurve: erst eine Epoche trainieren.',
  curve: 'Der Trainingsverlust ging von {0} auf {1}, der Testverlust von {2} auf {3}. Der kleinste Testverlust war {4}, in Epoche {5}.',
  notices: 'Hinweise',
  none: 'Keine.',
  units_: 'Einheiten von Schicht {0}',
  act_: 'Aktivierung von Schicht {0}',
  asOthers: 'wie die anderen',
  drop_: 'Dropout von Schicht {0} in Prozent, leer: wie die anderen',
  addLayer: 'Schicht hinzufügen',
  removeLayer: 'Schicht {0} entfernen',
  preset: 'Anordnung',
  own: 'Eigene',
  playing: 'Training läuft',
  paused: 'Angehalten',
  finished: 'Fertig',
  diverged: 'Angehalten: das Training ist divergiert',
  divergedAt: 'Nicht mehr endlich oder explodiert in Schritt {0}, in {1}. Eine kleinere Lernrate versuchen.',
  divergedLoss: 'dem Verlust',
  at: 'Epoche {0}, Schritt {1}',
  testLoss: 'Testverlust {0}',
  trainLoss: 'Trainingsverlust {0}',
  testAccuracy: 'Testgenauigkeit {0}',
  testR2: 'R² im Test {0}',
  smaller: 'Der Gradient {0} ist {1}-mal kleiner als {2}.',
  verdict: '{0}: {1}.',
  bestWas: 'Die bisher beste Epoche war {0}.',
  keys: 'Tasten im Bild: Leertaste startet und hält an, Pfeil rechts geht einen Schritt, Pfeil links zurück, Pos1 und Ende auf der Zeitleiste, R setzt zurück, L öffnet die Anordnungen, M das Menü der Ansicht, B bewegt Ränder, Escape lässt los.',
};
// "Der Gradient von Schicht 1 ist 300-mal kleiner als der von Schicht 3."
const DE_OF = { layer: 'von Schicht {0}', output: 'der Ausgabeschicht' };
const EN_OF = { layer: "Layer {0}'s", output: "The output layer's" };

/** Engine verdicts on a layer. @type {Record<string, [string, string]>} */
const VERDICTS = {
  fine: ['fine', 'gut'],
  vanishing: ['its gradient vanishes', 'der Gradient verschwindet'],
  exploding: ['its gradient explodes', 'der Gradient explodiert'],
  dead: ['many of its units are dead', 'viele Einheiten sind tot'],
  saturated: ['many of its units are saturated', 'viele Einheiten sind gesättigt'],
  'not learning': ['it does not learn', 'sie lernt nicht'],
  symmetric: ['its units are all alike', 'alle Einheiten sind gleich'],
};

export const TABLES = { en: EN, de: DE };

/** @typedef {keyof typeof EN} Word */

export class Words {
  /** @param {string} language as in the attribute `lang` */
  constructor(language) {
    this.isGerman = /^de\b/i.test(language);
    this.table = this.isGerman ? DE : EN;
  }

  /** @param {Word} word @param {...(string | number)} values for {0}, {1} … */
  say(word, ...values) {
    return this.table[word].replace(/\{(\d)\}/g, (_, i) => String(values[Number(i)] ?? ''));
  }

  /** What its gradient is called at the start of a sentence. @param {number} layer from 1 @param {number} count */
  gradientOf(layer, count) {
    const of = this.isGerman ? DE_OF : EN_OF;
    return (layer === count ? of.output : of.layer).replace('{0}', String(layer));
  }

  /** @param {number} layer from 1 @param {number} count */
  layerName(layer, count) {
    return layer === count ? this.say('output') : this.say('layer', layer);
  }

  /** @param {string} health */
  verdict(health) {
    const row = VERDICTS[health];
    return row ? row[Number(this.isGerman)] : health;
  }

  /** Three digits, as they are spoken. @param {number | null | undefined} x */
  number(x) {
    if (x === null || x === undefined || !Number.isFinite(x)) return '–';
    const text = String(Number(x.toPrecision(3)));
    return this.isGerman ? text.replace('.', ',') : text;
  }

  /** @param {number | null | undefined} share 0 … 1 */
  percent(share) {
    return share === null || share === undefined ? '–' : `${this.number(100 * share)} %`;
  }
}
