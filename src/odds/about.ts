import type { Climb } from "./climb.js";
import { width } from "./interval.js";
import { latticeOf, type Rounding } from "./lattice.js";
import type { MarkovChain } from "./markov-chain.js";
import { playedOdds } from "./monte-carlo.js";
import { type Effort, enclosed, type Odds } from "./odds.js";
import { gapOf } from "./pace.js";
import { climbPlayer } from "./playing.js";
import { poissonChain } from "./poisson.js";
import { survivalOf } from "./survival.js";
import { finiteTimers, withTimers } from "./timers.js";

/** A gap of so many means comes once in 2 × 10¹⁷. */
const practicallyEndless = 40;

/** A bracket that is wider says less than playing it. */
const widestBracket = 0.02;

/** The odds of a source that comes as a Poisson stream with this mean gap, in milliseconds. */
export function oddsAbout(
  climb: Climb,
  mean: number,
  tries: readonly number[],
  effort: Effort,
): Odds {
  const gap = gapOf({ kind: "about", mean: { milliseconds: mean } });
  const played = (): Odds => playedOdds(climbPlayer(climb), gap, tries, effort);
  if (!climb.isMonotone) return played();
  const lower = streamChain(climb, mean, "up", effort.states);
  const upper = streamChain(climb, mean, "down", effort.states);
  if (lower === undefined || upper === undefined) return played();
  const odds = enclosed(
    survivalOf(lower, tries, effort.work),
    survivalOf(upper, tries, effort.work),
    "bracket",
  );
  return odds.within.every((chance) => width(chance) <= widestBracket) ? odds : played();
}

/**
 * The finest lattice that has no more than so many states. A timer of very many gaps is as good as endless, or held for
 * less than it is, whichever way the bound goes.
 */
function streamChain(
  climb: Climb,
  mean: number,
  rounding: Rounding,
  states: number,
): MarkovChain | undefined {
  const most = practicallyEndless * mean;
  const bounded = withTimers(climb, (timer) =>
    timer <= most ? timer : rounding === "down" || timer === Infinity ? Infinity : most,
  );
  const longest = Math.max(...finiteTimers(bounded), 1);
  let [fine, coarse] = [longest / states, longest];
  if (latticeOf(bounded, coarse, rounding).size > states) return undefined;
  for (let round = 0; round < 30; round++) {
    const unit = (fine + coarse) / 2;
    if (latticeOf(bounded, unit, rounding).size > states) fine = unit;
    else coarse = unit;
  }
  return poissonChain(bounded, latticeOf(bounded, wholeUnit(longest, coarse), rounding), mean);
}

/** The unit of which the longest timer is a whole number: then rounding it costs nothing. */
function wholeUnit(longest: number, unit: number): number {
  return longest / Math.floor(longest / unit);
}
