import type { Bound, Schedule } from "../ast/expect-nodes.js";
import { chanceOf, timesAsked } from "./figure.js";
import { exactly, type Interval } from "./interval.js";
import { playedInTime, playedOdds, playedSchedule } from "./monte-carlo.js";
import type { Effort, Figure, Odds } from "./odds.js";
import { oddsAt } from "./odds-at-pace.js";
import { gapOf, type Pace } from "./pace.js";
import { policyPlayer } from "./playing.js";
import { type Gate, isObstacle, type Stranger } from "./stranger.js";

/** The odds of a stranger who keeps a pace; behind an obstacle the policy itself is played. */
export function strangerOdds(
  { ruleset, memory }: Gate,
  { climb, subject }: Stranger,
  pace: Pace,
  tries: readonly number[],
  effort: Effort,
): Odds {
  if (!isObstacle(climb)) return oddsAt(climb, pace, tries, effort);
  return playedOdds(
    policyPlayer(ruleset, memory, () => subject),
    gapOf(pace),
    tries,
    effort,
  );
}

/** The chance that a stranger is banned. */
export function strangerChance(
  gate: Gate,
  stranger: Stranger,
  schedule: Schedule,
  bound: Pick<Bound, "within">,
  effort: Effort,
): Figure {
  if (!isObstacle(stranger.climb)) return chanceOf(stranger.climb, schedule, bound, effort);
  return {
    chance: playedChance(gate, stranger, schedule, bound, effort),
    method: "Monte Carlo",
    faster: undefined,
  };
}

function playedChance(
  { ruleset, memory }: Gate,
  { subject }: Stranger,
  schedule: Schedule,
  bound: Pick<Bound, "within">,
  effort: Effort,
): Interval {
  const player = policyPlayer(ruleset, memory, () => subject);
  if (schedule.kind === "at") return playedSchedule(player, timesAsked(schedule, bound), effort);
  const { within } = bound;
  if (within?.kind === "time") {
    return playedInTime(player, gapOf(schedule), within.duration.milliseconds, effort);
  }
  const asked = within?.count ?? Infinity;
  const odds = playedOdds(player, gapOf(schedule), [asked], effort);
  return odds.within[0] ?? exactly(0);
}
