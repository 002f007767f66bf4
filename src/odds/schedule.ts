import type { Climb, Outcome } from "./climb.js";
import { exactly, type Interval } from "./interval.js";

/** One connection of a schedule: when, and what it can do. */
export interface Connection {
  /** Milliseconds; never before that of the connection before. */
  readonly at: number;
  readonly climb: Climb;
}

/** For each slot, the first connection that does not see its entry any more; 0 where there is none. */
type Ends = readonly number[];

interface Tuple {
  readonly ends: Ends;
  chance: number;
}

/**
 * The chance of being banned by each connection of a schedule, that connection included: an exact dynamic programme over
 * the times at which entries run out. Of these times only the connections that they lie between matter, so tuples that
 * no connection can tell apart are one.
 * @param mostTuples how many are kept; the least likely beyond that are let go, and what they weigh is the width of the
 * answer
 */
export function scheduleOdds(
  connections: readonly Connection[],
  mostTuples: number,
): readonly Interval[] {
  const times = connections.map(({ at }) => at);
  const banned: Interval[] = [];
  let tuples: readonly Tuple[] = [];
  let sure = 0;
  let lost = 0;
  for (const [index, { climb }] of connections.entries()) {
    if (index === 0) tuples = [{ ends: climb.timers.map(() => 0), chance: 1 }];
    const next = new Map<string, Tuple>();
    const endsOf = endFinder(times, index);
    for (const { ends, chance } of tuples) {
      let mask = 0;
      for (const [slot, end] of ends.entries()) if (end > index) mask |= 1 << slot;
      for (const outcome of climb.outcomes(mask)) {
        const weight = chance * outcome.chance;
        if (outcome.banned !== undefined) sure += weight;
        else join(next, endsAfter(ends, index, outcome, endsOf), weight);
      }
    }
    tuples = [...next.values()];
    if (tuples.length > mostTuples) {
      const sorted = [...tuples].sort((a, b) => b.chance - a.chance);
      for (const { chance } of sorted.slice(mostTuples)) lost += chance;
      tuples = sorted.slice(0, mostTuples);
    }
    const low = Math.min(1, sure);
    banned.push(lost === 0 ? exactly(low) : { low, high: Math.min(1, sure + lost) });
  }
  return banned;
}

/** Which connection is the first that an entry made by a certain one is too old for, by its timer. */
function endFinder(times: readonly number[], index: number): (timer: number) => number {
  const known = new Map<number, number>();
  return (timer) => {
    const found = known.get(timer);
    if (found !== undefined) return found;
    const until = (times[index] ?? 0) + timer;
    let low = index + 1;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((times[middle] ?? Infinity) < until) low = middle + 1;
      else high = middle;
    }
    known.set(timer, low);
    return low;
  };
}

function endsAfter(
  ends: Ends,
  index: number,
  { timers }: Outcome,
  endOf: (timer: number) => number,
): Ends {
  return ends.map((old, slot) => {
    const timer = timers[slot];
    const end = timer === undefined ? old : endOf(timer);
    return end > index + 1 ? end : 0;
  });
}

function join(tuples: Map<string, Tuple>, ends: Ends, weight: number): void {
  const key = ends.join(" ");
  const known = tuples.get(key);
  if (known === undefined) tuples.set(key, { ends, chance: weight });
  else known.chance += weight;
}
