// @ts-check

/**
 * `seconds`: CPU time of a contender for a workload in a round.
 * @typedef {{ rounds: number, seconds: number, only: string[], quick: boolean, peers: boolean,
 *   soak: number, scaling: boolean }} Options
 */

export const HELP = `./playground bench [OPTIONS]: speed of the engine, in steps per CPU second
  --peers          beside other implementations, and what is to be reached against them
  --only W3,G2     these workloads of bench/workloads.txt only
  --rounds N       medians and spread of N rounds (5)
  --seconds S      CPU time of a contender for a workload in a round (0.25)
  --quick          3 short rounds, to look; the results are not kept
  --scaling        time per sample against parameters and against batch
  --soak MINUTES   the page trains as fast as it can with panels open: does its memory grow?
  --native ARGS    Google Benchmark alone, with its own options
  plot             bench/results as SVG`;

/** @param {string[]} words @returns {Options} */
export function parseOptions(words) {
  /** @type {Options} */
  const options = { rounds: 5, seconds: 0.25, only: [], quick: false, peers: false, soak: 0,
    scaling: false };
  const rest = [...words];
  /** @param {string} name */
  const number = (name) => {
    const value = Number(rest.shift());
    if (!(value > 0)) throw new Error(`${name} wants a number above 0`);
    return value;
  };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--rounds') options.rounds = Math.ceil(number(word));
    else if (word === '--seconds') options.seconds = number(word);
    else if (word === '--only') options.only = (rest.shift() ?? '').toUpperCase().split(',');
    else if (word === '--soak') options.soak = number(word);
    else if (word === '--peers') options.peers = true;
    else if (word === '--scaling') options.scaling = true;
    else if (word === '--quick') Object.assign(options, { quick: true, rounds: 3, seconds: 0.08 });
    else throw new Error(`'${word}' is not known\n\n${HELP}`);
  }
  return options;
}
