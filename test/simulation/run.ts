import { type Choice, emptyTally, KINDS, runScenario, type Tally, UNPROMISED } from './scenario';

export interface Outcome {
  readonly seeds: number;
  readonly seconds: number;
  /** The sums of the tallies. */
  readonly tally: Tally;
  /** The first seeds that came out wrong. */
  readonly failing: readonly number[];
}

// The host's faults are part of the schedules, and told of in the console as they should be: here that is noise.
console.error = console.warn = () => {};

/** What has to be zero in one line, and what is not promised in another. */
export function toLines(tally: Tally): string {
  const line = (kinds: readonly (keyof Tally)[]) => kinds.map((kind) => `${kind} ${tally[kind]}`).join(', ');
  return `${line(KINDS)}\nnot promised: ${line(UNPROMISED)}`;
}

/** Replays one seed and tells what happens in it; with `isDetailed`, every event and state too. */
export async function replay(seed: number, choice?: Choice, isDetailed = false): Promise<Outcome> {
  const start = performance.now();
  const tally = await runScenario(seed, choice, console.log, isDetailed);
  return { seeds: 1, seconds: (performance.now() - start) / 1000, tally, failing: KINDS.some((kind) => tally[kind]) ? [seed] : [] };
}

/** Runs the scenarios of so many seeds, from the first one on. */
export async function runSeeds(first: number, count: number, choice?: Choice): Promise<Outcome> {
  const tally = emptyTally();
  const failing: number[] = [];
  const start = performance.now();
  for (let seed = first; seed < first + count; seed += 1) {
    const one = await runScenario(seed, choice);
    for (const kind of Object.keys(one) as (keyof Tally)[]) tally[kind] += one[kind];
    if (failing.length < 20 && KINDS.some((kind) => one[kind])) failing.push(seed);
  }
  return { seeds: count, seconds: (performance.now() - start) / 1000, tally, failing };
}
