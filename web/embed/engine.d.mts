// Types of engine.mjs; docs/ENGINE.md explains them.

/** Flat: one sample after another. */
export type Numbers = ArrayLike<number> & (number[] | ArrayBufferView);
export type SettingValue = string | number | boolean | readonly (string | number)[];
export type WasmSource = WebAssembly.Module | BufferSource | URL | string;

export interface EnginePart {
  /** samples × inputs, one sample after another */
  X: Numbers;
  /** a value or a class index (from 0) for each sample */
  Y: Numbers;
}

/** Samples, or CSV text. */
export interface EngineData extends Partial<EnginePart> {
  /** Number of inputs; left out, what X and Y say. */
  inputs?: number;
  /** How many classes there are, or their names. Left out: integer arrays are classes, others values. */
  classes?: number | readonly string[];
  names?: readonly string[];
  /** The target's name; of CSV text, its column by name or number (else the last). */
  target?: string | number;
  /** Left out: drawn from X and Y as the settings say. */
  test?: EnginePart;
  validation?: EnginePart;
  csv?: string;
  /** Of CSV text: leave out columns of text and rows that lack a value. */
  dropIncomplete?: boolean;
}

export interface LayerWeights {
  /** An array a unit, or flat, row by row. */
  W: readonly (readonly number[])[] | Float32Array | Float64Array;
  b: readonly number[] | Float32Array | Float64Array;
  gamma?: readonly number[] | Float32Array;
  beta?: readonly number[] | Float32Array;
  running_mean?: readonly number[] | Float32Array;
  running_variance?: readonly number[] | Float32Array;
}

export interface CreateOptions {
  /** Keys of Engine.schema(), or the text of a link. */
  settings?: Record<string, SettingValue | undefined> | string;
  data?: EngineData;
  /** Flat as weights() gives them, or {W, b} for each layer, or a snapshot. */
  weights?: Numbers | readonly LayerWeights[] | { layers: unknown };
  /** Of the samples: anew in every epoch, or always as they come. */
  order?: 'shuffled' | 'sequential';
  /** Keep curves, statistics and verdicts while training, as the page does. */
  record?: boolean;
  /** engine.wasm, if it does not lie beside engine.mjs. */
  wasm?: WasmSource;
}

export interface EngineStatus {
  step: number;
  /** Completed ones. */
  epoch: number;
  /** Mean loss of the last batch before its step, without penalty. */
  loss: number;
  learningRate: number;
  state: 'paused' | 'playing' | 'finished' | 'diverged';
  finished: null | 'epochs' | 'patience';
}

export interface EngineLayout {
  /** What predict() takes, in its order. */
  columns: string[];
  /** What the network is given of it. */
  inputs: string[];
  classes: string[];
  target: string;
  outputs: number;
  members: number;
  parameters: number;
  /** Where each layer's parameters begin in weights() and gradients(). */
  layers: { units: number; inputs: number; activation: string; W: number; b: number; gamma?: number; beta?: number }[];
}

export interface EngineField {
  width: number;
  height: number;
  maps: number;
  /** Range of the grid's edges; the values are those of its cells' centres. */
  x: [number, number];
  y: [number, number] | null;
  /** maps × height × width, the lowest row first. */
  values: Float32Array;
}

export interface Evaluation {
  loss: number;
  accuracy?: number;
  r2?: number;
  samples: number;
}
export interface Evaluations {
  train: Evaluation;
  validation: Evaluation | null;
  test: Evaluation;
}

export declare class Engine {
  private constructor();
  static create(options?: CreateOptions): Promise<Engine>;
  static schema(options?: { wasm?: WasmSource }): Promise<any>;
  train(steps?: number): EngineStatus;
  epoch(epochs?: number): EngineStatus;
  reset(options?: { weights?: CreateOptions['weights'] }): EngineStatus;
  set(settings: Record<string, SettingValue>): string[];
  set(key: string, value: SettingValue): string[];
  predict(X: Numbers, n?: number): Float32Array;
  field(options?: { resolution?: number, into?: Float32Array }): EngineField;
  evaluate(): Evaluations;
  weights(): Float32Array;
  gradients(): Float32Array;
  samples(part?: 'train' | 'validation' | 'test'): { X: Float32Array; Y: Float32Array };
  hash(): string;
  snapshot(): Record<string, any>;
  readonly layout: EngineLayout;
  readonly settings: Record<string, string | number | boolean>;
  readonly link: string;
  readonly notices: string[];
  dispose(): void;
}
