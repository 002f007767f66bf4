import type { Climb } from "./climb.js";
import { finiteGapChain } from "./finite-gaps.js";
import { type Interval, width } from "./interval.js";
import { latticeOf, type Rounding, unitsIn } from "./lattice.js";
import { playedOdds } from "./monte-carlo.js";
import { climbPlayer } from "./playing.js";
import { type Effort, enclosed, type Odds } from "./odds.js";
import { type Survival, survivalOf } from "./survival.js";
import { finiteTimers, withoutEnd } from "./timers.js";

/** The odds of a source that comes at a strict period, in milliseconds. */
export function oddsEvery(
  climb: Climb,
  period: number,
  tries: readonly number[],
  effort: Effort,
): Odds {
  const odds = oneSide(climb, period, tries, effort, "down");
  const isEdge = finiteTimers(climb).some((timer) => timer % period === 0);
  if (!isEdge) return odds;
  // A hair faster, and a timer of n periods still holds at the n-th try.
  const faster = oneSide(climb, period, tries, effort, "up");
  return { ...odds, faster: isSame(odds, faster) ? undefined : faster };
}

function oneSide(
  climb: Climb,
  period: number,
  tries: readonly number[],
  effort: Effort,
  rounding: Rounding,
): Odds {
  const held = Math.min(
    ...finiteTimers(climb).map((timer) => unitsIn(timer, period, rounding)),
    Infinity,
  );
  const levels = held > 1 ? levelOdds(climb, period, tries, effort, held) : undefined;
  if (levels !== undefined && (levels.isExact || isNarrow(levels.odds))) return levels.odds;
  const lattice = latticeOf(climb, period, rounding);
  const chain = finiteGapChain(climb, lattice, [{ units: 1, chance: 1 }], effort.states);
  if (chain !== undefined) {
    const survival = survivalOf(chain, tries, effort.work);
    return { ...survival, method: "exact chain", faster: undefined };
  }
  const gap = rounding === "down" ? period : period * (1 - 1e-9);
  return levels?.odds ?? playedOdds(climbPlayer(climb), () => gap, tries, effort);
}

/** Whether a bracket tells as much as the exact chain would, which may be large. */
function isNarrow({ within, tries, tries99 }: Odds): boolean {
  return (
    within.every((chance) => width(chance) <= 1e-9) &&
    width(tries) <= 1e-4 * tries.low &&
    tries99.low === tries99.high
  );
}

/**
 * As if nothing ran out: exact for as many tries as every list holds. For a monotone climb also a bracket for more of
 * them: a source that has come so far does no worse than one that begins, so S(h + n) ≤ S(h) S(n).
 */
function levelOdds(
  climb: Climb,
  period: number,
  tries: readonly number[],
  { states, work }: Effort,
  held: number,
): { readonly odds: Odds; readonly isExact: boolean } | undefined {
  const endless = withoutEnd(climb);
  const lattice = latticeOf(endless, period, "down");
  const chain = finiteGapChain(endless, lattice, [{ units: 1, chance: 1 }], states);
  if (chain === undefined) return undefined;
  const horizon = Math.min(held, Number.MAX_SAFE_INTEGER);
  const inside = tries.map((asked) => (asked <= horizon ? asked : asked % horizon));
  const level = survivalOf(chain, [...tries, ...inside, horizon], work);
  const at = (index: number): Interval => level.within[index] ?? { low: 0, high: 1 };
  const left = 1 - at(tries.length * 2).low;
  const isExact = held === Infinity || (tries.every((asked) => asked <= held) && left < 1e-12);
  if (isExact)
    return {
      odds: {
        ...level,
        within: tries.map((_, index) => at(index)),
        method: "level chain",
        faster: undefined,
      },
      isExact,
    };
  if (!climb.isMonotone || left > 0.5) return undefined;
  const lower: Survival = {
    within: tries.map((asked, index) => {
      const survivors = (1 - at(tries.length + index).low) * left ** Math.floor(asked / horizon);
      const low = asked <= horizon ? at(index).low : 1 - survivors;
      return { low, high: low };
    }),
    tries: { low: level.tries.low, high: level.tries.high / (1 - left) },
    tries99: {
      low: level.tries99.low,
      high:
        level.tries99.high <= horizon
          ? level.tries99.high
          : horizon * Math.ceil(Math.log(0.01) / Math.log(left)),
    },
    bins: level.bins,
  };
  const upper = { ...level, within: tries.map((_, index) => at(index)) };
  return { odds: enclosed(lower, upper, "bracket"), isExact };
}

function isSame(a: Survival, b: Survival): boolean {
  const near = (one: Interval, other: Interval): boolean =>
    one.low === other.low || Math.abs(one.low - other.low) <= 1e-9 * Math.max(1, Math.abs(one.low));
  return (
    a.within.every((one, index) => near(one, b.within[index] ?? one)) && near(a.tries, b.tries)
  );
}
