// Types shared by the classic scripts of the page; nothing here is shipped.

/** The glue that Emscripten makes (playground.js). */
declare function createApp(options: object): Promise<AppModule>;

interface Window {
  /** The documented API once boot.js has run; before, what the other scripts hand to it. */
  playground: any;
  createApp?: typeof createApp;
}

interface GlfwKeys {
  keydown(event: object): void;
  keypress(event: object): void;
  keyup(event: object): void;
  blur(event: object | null): void;
  followPixelRatio(): void;
}

/** The page's instance of the module: web/platform/web_main.cpp and web_input.cpp. */
interface AppModule {
  bpGlfw: GlfwKeys; // not without WebGL 2
  HEAPU8: Uint8Array;
  stringToNewUTF8(text: string): number;
  _free(pointer: number): void;
  ccall(name: string, returns: string | null, types: string[], args: unknown[]): any;
  _bp_frame(page: number, nowSeconds: number): number;
  _bp_resize(page: number, width: number, height: number): void;
  _bp_context_lost(page: number): void;
  _bp_context_restored(page: number): void;
  _bp_system_dark(page: number, isDark: number): void;
  _bp_touch(page: number, isTouch: number): void;
  _bp_reduced_motion(page: number, isReduced: number): void;
  _bp_worker_died(page: number): void;
  _bp_posted(page: number): number;
  _bp_pointer_move(x: number, y: number, isTouch: number): void;
  _bp_pointer_leave(): void;
  _bp_pointer_button(button: number, isDown: number, modifiers: number): void;
  _bp_wheel(dx: number, dy: number, modifiers: number): void;
  _bp_touch_scroll(dy: number): number;
  _bp_end_edit(): void;
  _bp_state(page: number): number;
  _bp_goals(page: number): number;
  _bp_answered(page: number): number;
  _bp_gl_ms(page: number): number;
  _bp_worker_advance(session: number, budgetUs: number, isAsked: boolean): void;
  _bp_worker_rest_ms(session: number, isAsked: boolean): number;
  _bp_worker_publish(session: number): number;
  _bp_worker_bytes(session: number): number;
}

/** What a worker has done so far; memory is its WebAssembly's, in bytes. */
interface WorkerCounts {
  turns: number;
  messages: number;
  memory: number;
}

interface PlaygroundPart {
  loss: number;
  accuracy?: number;
  r2?: number;
  samples: number;
}

/** That a goal was reached, for playground-cli verify: docs/EMBED.md. */
interface PlaygroundProof {
  goal: string;
  settings: string;
  seed: number;
  step: number;
  epoch: number;
  hash: string;
  values: number[];
  edits: number;
  commands: string[];
  verifiable: boolean;
  why_not?: string;
}

/** What a snapshot is to a host: docs/API.md. */
interface PlaygroundSnapshot {
  settings: Record<string, string | number | boolean>;
  link: string;
  state: 'paused' | 'playing' | 'finished' | 'diverged';
  step: number;
  epoch: number;
  parameters: number;
  hash: string;
  steps_per_second: number;
  epochs_per_second: number;
  picture_share: number;
  train: PlaygroundPart;
  test: PlaygroundPart;
  penalty: number;
  batch_loss: number;
  diverged?: { step: number; layer: number; exploded: boolean };
  layers: {
    activation: string;
    units: number;
    inputs: number;
    stats: Record<string, number | string>;
  }[];
  goal?: {
    goal: string;
    conditions: { condition: string; value: number | null; met: boolean }[];
    reached: PlaygroundProof | null;
  };
  check?: {
    step: number;
    done: boolean;
    samples: number;
    tolerance: number;
    layers: { parameters: number; judged: number; worst: number; shown: number; difference: number }[];
  };
  timeline: {
    first: number;
    last: number;
    target: number;
    replaying: boolean;
    start: string;
    changes: { step: number; key: string; value: string }[];
  };
  commands: number;
}

// lzma1 has its types in TypeScript sources that our stricter options do not accept.
declare module '*/lzma1/lib/decoder.js' {
  export class Decoder {
    decompress(input: object, output: object): void;
  }
}
declare module '*/lzma1/lib/streams.js' {
  export class InputBuffer {
    constructor(bytes: Uint8Array);
  }
  export class OutputBuffer {
    constructor(size: number);
    toArray(): Uint8Array;
  }
}

// Bundled into one file each: web/embed/pack.
declare module '*/zip.mjs' {
  export function deflateSync(bytes: Uint8Array, options?: { level: number }): Uint8Array;
  export function inflateSync(bytes: Uint8Array, options?: { out: Uint8Array }): Uint8Array;
  export function zipSync(files: Record<string, Uint8Array>, options?: { level: number }): Uint8Array;
  export function unzipSync(
    bytes: Uint8Array,
    options?: { filter: (file: { name: string; originalSize: number }) => boolean },
  ): Record<string, Uint8Array>;
}
declare module '*/qr.mjs' {
  export function encode(text: string, options?: { ecc?: string; border?: number }): { size: number; data: boolean[][] };
}
