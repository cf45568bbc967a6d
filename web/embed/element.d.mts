// Types of element.mjs; docs/EMBED.md explains them.

export type Settings = Record<string, string | number | boolean>;

/** What a change of settings answers: what had to be made to fit, and what is set now. */
export interface Changed {
  notices: string[];
  settings: Settings;
}

/** docs/API.md names all of it. */
export interface Snapshot {
  settings: Settings;
  link: string;
  state: 'paused' | 'playing' | 'finished' | 'diverged';
  step: number;
  epoch: number;
  parameters: number;
  hash: string;
  [more: string]: unknown;
}

export interface PlaygroundEvents {
  ready: CustomEvent<null>;
  state: CustomEvent<Snapshot['state']>;
  change: CustomEvent<Settings>;
  notice: CustomEvent<string[]>;
  epoch: CustomEvent<{ epoch: number; step: number; state: string; hash: string; train: object; test: object }>;
  goal: CustomEvent<{ settings: string; seed: number; step: number; hash: string; [more: string]: unknown }>;
  resize: CustomEvent<{ width: number; height: number }>;
  error: CustomEvent<{ message: string }>;
}

/** `<backprop-playground>`: importing the module defines it. */
export class BackpropPlayground extends HTMLElement {
  readonly isAlive: boolean;
  get(): Promise<Settings>;
  set(settings: Settings | string): Promise<Changed>;
  load(link: string): Promise<Changed>;
  link(): Promise<string>;
  schema(): Promise<any>;
  play(): Promise<void>;
  pause(): Promise<void>;
  reset(): Promise<void>;
  step(n?: number, kind?: 'batch' | 'epoch' | 'phase'): Promise<Snapshot>;
  snapshot(): Promise<Snapshot>;
  screenshot(): Promise<Blob>;
  export(form?: string): Promise<Blob>;
  import(file: Blob | string | object): Promise<Snapshot>;
  rest(): Promise<void>;
  addEventListener<K extends keyof PlaygroundEvents>(
    type: K, listener: (this: BackpropPlayground, event: PlaygroundEvents[K]) => any,
    options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'backprop-playground': BackpropPlayground;
  }
}
