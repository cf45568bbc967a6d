// @ts-check
// The loss as a tone: the higher, the larger. Training on the left, test on the right.

const LOW_HZ = 220, HIGH_HZ = 880; // two octaves, where small loudspeakers are at ease
const SECONDS = 3;
const POINTS = 300;
const LOUD = 0.15;

/** Where the logarithm of a loss lies between the smallest and the largest, 0 … 1. @param {number[][]} curves */
function logScale(curves) {
  const logs = curves.flat().filter((x) => x > 0 && Number.isFinite(x)).map(Math.log);
  const least = Math.min(...logs), most = Math.max(...logs);
  return (/** @type {number} */ loss) => {
    if (!(loss > 0)) return 0;
    if (!Number.isFinite(loss)) return 1;
    return most > least ? Math.min(1, Math.max(0, (Math.log(loss) - least) / (most - least))) : 0.5;
  };
}

/** @param {number} share 0 … 1 of the two octaves */
export const pitch = (share) => LOW_HZ * (HIGH_HZ / LOW_HZ) ** share;

/**
 * Frequencies in Hz over the run's time, `points` of them for each curve, on one common scale.
 * @param {{ epoch: number[], train: number[], test: number[] }} history
 */
export function frequencies({ epoch, train, test }, points = POINTS) {
  if (epoch.length === 0) return { train: [], test: [] };
  const share = logScale([train, test]);
  const start = epoch[0] ?? 0, end = epoch[epoch.length - 1] ?? 0;
  let at = 0;
  /** @type {number[]} */ const places = [];
  for (let i = 0; i < points; i += 1) {
    const time = start + ((end - start) * i) / Math.max(1, points - 1);
    while (at + 1 < epoch.length && /** @type {number} */ (epoch[at + 1]) <= time) at += 1;
    places.push(at);
  }
  const along = (/** @type {number[]} */ curve) => places.map((i) => pitch(share(curve[i] ?? NaN)));
  return { train: along(train), test: along(test) };
}

/** An oscillator at one ear. @param {BaseAudioContext} context @param {number} side −1 left … 1 right */
function voice(context, side) {
  const oscillator = context.createOscillator();
  const loudness = context.createGain();
  const pan = context.createStereoPanner();
  pan.pan.value = side;
  oscillator.connect(loudness).connect(pan).connect(context.destination);
  return { oscillator, loudness };
}

/**
 * Plays both curves from `start` on.
 * @param {BaseAudioContext} context @param {{ train: number[], test: number[] }} tones
 */
export function playCurve(context, tones, start = context.currentTime, seconds = SECONDS) {
  const voices = [{ hz: tones.train, side: -0.8 }, { hz: tones.test, side: 0.8 }];
  for (const { hz, side } of voices) {
    if (hz.length < 2) continue;
    const { oscillator, loudness } = voice(context, side);
    oscillator.frequency.setValueCurveAtTime(new Float32Array(hz), start, seconds);
    loudness.gain.setValueAtTime(0, start);
    loudness.gain.linearRampToValueAtTime(LOUD, start + 0.03); // without a click
    loudness.gain.setValueAtTime(LOUD, start + seconds - 0.05);
    loudness.gain.linearRampToValueAtTime(0, start + seconds);
    oscillator.start(start);
    oscillator.stop(start + seconds);
  }
}

/** Two tones that follow the losses while training; silent when it pauses. */
export class LiveTone {
  /** @type {{ context: AudioContext, voices: ReturnType<typeof voice>[] } | null} */ #on = null;
  least = Infinity;
  most = -Infinity;

  start() {
    const context = new AudioContext();
    const voices = [-0.8, 0.8].map((side) => voice(context, side));
    for (const { oscillator, loudness } of voices) {
      loudness.gain.value = 0;
      oscillator.start();
    }
    this.#on = { context, voices };
  }

  stop() {
    void this.#on?.context.close();
    this.#on = null;
  }

  /** @param {any} s a snapshot */
  follow(s) {
    if (!this.#on) return;
    const losses = [s.train.loss, s.test.loss].map((loss) => Math.log(Math.max(Number(loss) || 0, 1e-12)));
    this.least = Math.min(this.least, ...losses);
    this.most = Math.max(this.most, ...losses);
    const now = this.#on.context.currentTime;
    this.#on.voices.forEach(({ oscillator, loudness }, i) => {
      const share = this.most > this.least ? (/** @type {number} */ (losses[i]) - this.least) / (this.most - this.least) : 1;
      oscillator.frequency.setTargetAtTime(pitch(share), now, 0.05);
      loudness.gain.setTargetAtTime(s.state === 'playing' ? LOUD / 2 : 0, now, 0.05);
    });
  }
}
