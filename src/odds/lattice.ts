import type { Climb } from "./climb.js";

/**
 * Times in whole units. What is remembered of a source is, for each slot, how many units its entry still holds; 0 is no
 * entry. A state is one number, the slots' figures as its digits.
 */
export interface Lattice {
  /** How many units the longest timer of each slot has; one figure more stands for an entry without end. */
  readonly heights: readonly number[];
  readonly strides: readonly number[];
  /** How many states could be told apart; may be past what a number holds exactly. */
  readonly size: number;
  /** Milliseconds in a unit. */
  readonly unit: number;
  readonly rounding: Rounding;
}

/** Gaps are rounded to whole units: down, and lists hold longer than they do, or up, and they hold shorter. */
export type Rounding = "down" | "up";

/**
 * The lattice for gaps that are rounded, or that are whole units by themselves; then it is exact, with either rounding
 * down.
 */
export function latticeOf({ timers }: Climb, unit: number, rounding: Rounding): Lattice {
  const heights = timers.map((each) =>
    Math.max(
      0,
      ...each.filter((timer) => timer < Infinity).map((timer) => unitsIn(timer, unit, rounding)),
    ),
  );
  const strides: number[] = [];
  let size = 1;
  for (const [slot, height] of heights.entries()) {
    strides.push(size);
    size *= height + 1 + (hasEndless(timers[slot]) ? 1 : 0);
  }
  return { heights, strides, size, unit, rounding };
}

function hasEndless(timers: readonly number[] | undefined): boolean {
  return timers?.includes(Infinity) === true;
}

/**
 * For how many units an entry is seen. The gaps since add up to less than the timer T; rounded down they then add up to
 * less than T / unit, and rounded up they do so only if they add up to at most T / unit (but for gaps that come to T
 * to the instant, which continuous gaps do not).
 */
export function unitsIn(milliseconds: number, unit: number, rounding: Rounding): number {
  const units = milliseconds / unit;
  return rounding === "down" ? Math.ceil(units) : Math.floor(units) + 1;
}
