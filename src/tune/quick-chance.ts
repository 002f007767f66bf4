import type { Bound, Schedule } from "../ast/expect-nodes.js";
import type { Climb } from "../odds/climb.js";
import { chanceOf } from "../odds/figure.js";
import { finiteGapChain } from "../odds/finite-gaps.js";
import { latticeOf, unitsIn } from "../odds/lattice.js";
import type { Effort } from "../odds/odds.js";
import type { Pace } from "../odds/pace.js";
import { survivalOf } from "../odds/survival.js";
import { withoutEnd, withTimers } from "../odds/timers.js";

/** On which side of the true chance a bound shall lie. */
export type Side = "below" | "above";

const effort: Effort = { states: 400, runs: 200, tries: 10_000, work: 400_000 };

/**
 * A bound of a chance that costs little, for a search that asks for thousands: with jitter, by the strict period that
 * does most or least; where there are too many states, by a ladder that forgets sooner, or never. What is found is
 * verified with all there is.
 */
export function quickChance(
  climb: Climb,
  schedule: Schedule,
  bound: Pick<Bound, "within">,
  side: Side,
): number {
  if (schedule.kind === "every") return strictBound(climb, schedule, bound, side);
  const { chance } = chanceOf(climb, schedule, bound, effort);
  return side === "below" ? chance.low : chance.high;
}

function strictBound(
  climb: Climb,
  { period, jitter }: Extract<Pace, { kind: "every" }>,
  { within }: Pick<Bound, "within">,
  side: Side,
): number {
  const spread = jitter?.milliseconds ?? 0;
  const gap = Math.max(1, period.milliseconds + (side === "below" ? spread : -spread));
  const tries =
    within === undefined
      ? Number.MAX_SAFE_INTEGER
      : within.kind === "tries"
        ? within.count
        : Math.ceil(within.duration.milliseconds / gap);
  let held = Math.max(0, ...climb.timers.flat().map((timer) => unitsIn(timer, gap, "down")));
  const isWhole = tries <= held;
  for (;;) {
    const shortened = isWhole
      ? withoutEnd(climb)
      : withTimers(climb, (timer) => Math.min(timer, held * gap));
    const chance = chanceAfter(shortened, gap, tries);
    if (chance !== undefined) return side === "below" ? chance.low : chance.high;
    if (side === "above") return chanceAfter(withoutEnd(climb), gap, tries)?.high ?? 1;
    held = Math.floor(held / 2);
    if (held < 2) return 0;
  }
}

function chanceAfter(
  climb: Climb,
  gap: number,
  tries: number,
): { low: number; high: number } | undefined {
  const lattice = latticeOf(climb, gap, "down");
  const chain = finiteGapChain(climb, lattice, [{ units: 1, chance: 1 }], effort.states);
  return chain && survivalOf(chain, [tries], effort.work).within[0];
}
