import type { Duration } from "../net/duration.js";
import type { Climb } from "./climb.js";
import { oddsEvery } from "./every.js";
import { finiteGapChain, type Gap } from "./finite-gaps.js";
import { latticeOf, type Rounding } from "./lattice.js";
import type { MarkovChain } from "./markov-chain.js";
import { playedOdds } from "./monte-carlo.js";
import { type Effort, enclosed, type Odds } from "./odds.js";
import { gapOf } from "./pace.js";
import { climbPlayer } from "./playing.js";
import { survivalOf } from "./survival.js";
import { finiteTimers } from "./timers.js";

/** The odds of a source whose gaps are uniform in [period - jitter, period + jitter]. */
export function oddsWithJitter(
  climb: Climb,
  pace: { readonly kind: "every"; readonly period: Duration; readonly jitter: Duration },
  tries: readonly number[],
  effort: Effort,
): Odds {
  const period = pace.period.milliseconds;
  const jitter = pace.jitter.milliseconds;
  const shortest = period - jitter;
  const longest = period + jitter;
  if (!finiteTimers(climb).some((timer) => mayFallEitherWay(timer, shortest, longest))) {
    // However the gaps fall, every timer covers the same number of tries: it is as good as strict.
    return { ...oddsEvery(climb, period, tries, effort), faster: undefined };
  }
  if (climb.isMonotone) {
    // Each state has transitions for all units of the jitter: a power of two, so that a timer may be whole units too.
    const finest = jitter / Math.min(32, 2 ** Math.floor(Math.log2(effort.states / 64)));
    for (let unit = finest; unit <= jitter; unit *= 2) {
      const lower = jitterChain(climb, shortest, longest, unit, "up", effort.states);
      const upper = lower && jitterChain(climb, shortest, longest, unit, "down", effort.states);
      if (lower === undefined || upper === undefined) continue;
      const worst = survivalOf(lower, tries, effort.work);
      return enclosed(worst, survivalOf(upper, tries, effort.work), "bracket");
    }
  }
  return playedOdds(climbPlayer(climb), gapOf(pace), tries, effort);
}

/** Whether some number of gaps may come to less than a timer, and may come to more. */
function mayFallEitherWay(timer: number, shortest: number, longest: number): boolean {
  const most = shortest === 0 ? Infinity : Math.ceil(timer / shortest) - 1;
  return most * longest >= timer;
}

function jitterChain(
  climb: Climb,
  shortest: number,
  longest: number,
  unit: number,
  rounding: Rounding,
  states: number,
): MarkovChain | undefined {
  const gaps: Gap[] = [];
  const extra = rounding === "up" ? 1 : 0;
  for (let units = Math.floor(shortest / unit); units * unit < longest; units++) {
    const part = Math.min(longest, (units + 1) * unit) - Math.max(shortest, units * unit);
    if (part > 0) gaps.push({ units: units + extra, chance: part / (longest - shortest) });
  }
  return finiteGapChain(climb, latticeOf(climb, unit, rounding), gaps, states);
}
