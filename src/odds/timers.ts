import type { Climb, Outcome } from "./climb.js";

/** The same climb with other timers; the timers of bins stay. */
export function withTimers(climb: Climb, change: (timer: number) => number): Climb {
  const known = new Map<number, readonly Outcome[]>();
  return {
    ...climb,
    timers: climb.timers.map((each) => [...new Set(each.map(change))]),
    outcomes: (mask) => {
      const found =
        known.get(mask) ??
        climb.outcomes(mask).map((outcome) => ({
          ...outcome,
          timers: outcome.timers.map((timer) => (timer === undefined ? undefined : change(timer))),
        }));
      known.set(mask, found);
      return found;
    },
  };
}

/** The climb of a ladder that forgets nothing. */
export function withoutEnd(climb: Climb): Climb {
  return withTimers(climb, () => Infinity);
}

/** The timers that run out, each once. */
export function finiteTimers({ timers }: Climb): readonly number[] {
  return [...new Set(timers.flat())].filter((timer) => timer < Infinity);
}
