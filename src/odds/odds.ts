import type { Interval } from "./interval.js";
import type { Survival } from "./survival.js";

/** How a figure was worked out; told beside it. */
export type Method =
  /** Nothing can run out in time, so only the rung counts. */
  | "level chain"
  /** Every state of every timer. */
  | "exact chain"
  /** Every way the timers can stand at each time of a schedule. */
  | "expiry tuples"
  /** Two models, of which one bans sooner and one later than the policy. */
  | "bracket"
  /** Played with random draws; the bounds are those of the 99 % confidence interval. */
  | "Monte Carlo";

/** What becomes of a source with one pace. */
export interface Odds extends Survival {
  readonly method: Method;
  /**
   * The period divides a timeout: then entries run out at the very instant of a try, and a source that is a hair faster
   * has other odds, which stand here.
   */
  readonly faster: Survival | undefined;
}

/** One chance, as an expectation asks for it. */
export interface Figure {
  readonly chance: Interval;
  readonly method: Method;
  /** On the other side of a knife edge: for whoever is a hair faster than the period. */
  readonly faster: Interval | undefined;
}

/** How much may be spent on a figure. */
export interface Effort {
  /** States that a chain may have. */
  readonly states: number;
  /** Sources that are played when there is no other way, and their tries all together. */
  readonly runs: number;
  readonly tries: number;
  /** Additions on one chain. */
  readonly work: number;
}

/** A table in the blink of an eye. */
export const quickEffort: Effort = { states: 1_500, runs: 4_000, tries: 40_000, work: 4_000_000 };

/** One expectation, that is to be decided: what is tried one after the other. */
export const efforts: readonly Effort[] = [
  quickEffort,
  { states: 20_000, runs: 20_000, tries: 500_000, work: 40_000_000 },
  { states: 150_000, runs: 100_000, tries: 3_000_000, work: 200_000_000 },
];

/** The odds that a lower and an upper model enclose. */
export function enclosed(lower: Survival, upper: Survival, method: Method): Odds {
  return {
    within: lower.within.map((low, index) => span(low, upper.within[index] ?? low)),
    tries: span(upper.tries, lower.tries),
    tries99: span(upper.tries99, lower.tries99),
    bins: upper.bins,
    method,
    faster: undefined,
  };
}

function span(below: Interval, above: Interval): Interval {
  return { low: Math.min(below.low, above.low), high: Math.max(below.high, above.high) };
}
