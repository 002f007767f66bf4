import type { Bound, Schedule } from "../ast/expect-nodes.js";
import type { Climb } from "./climb.js";
import { exactly } from "./interval.js";
import type { Effort, Figure } from "./odds.js";
import { oddsAt } from "./odds-at-pace.js";
import type { Pace } from "./pace.js";
import { scheduleOdds } from "./schedule.js";
import { chanceInTime } from "./time-limit.js";

/** The chance of being banned as a statement asks for it. */
export function chanceOf(
  climb: Climb,
  schedule: Schedule,
  { within }: Pick<Bound, "within">,
  effort: Effort,
): Figure {
  if (schedule.kind === "at") {
    const connections = timesAsked(schedule, { within }).map((at) => ({ at, climb }));
    const banned = scheduleOdds(connections, effort.states).at(-1) ?? exactly(0);
    return { chance: banned, method: "expiry tuples", faster: undefined };
  }
  if (within === undefined) return everFigure(climb, schedule, effort);
  if (within.kind === "time") {
    return chanceInTime(climb, schedule, within.duration.milliseconds, effort);
  }
  const odds = oddsAt(climb, schedule, [within.count], effort);
  return {
    chance: odds.within[0] ?? exactly(0),
    method: odds.method,
    faster: odds.faster?.within[0],
  };
}

/** The times of a schedule that a bound looks at, in milliseconds, ascending. */
export function timesAsked(
  { times }: Extract<Schedule, { kind: "at" }>,
  { within }: Pick<Bound, "within">,
): readonly number[] {
  const sorted = times.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  switch (within?.kind) {
    case undefined:
      return sorted;
    case "tries":
      return sorted.slice(0, within.count);
    case "time":
      return sorted.filter((time) => time < within.duration.milliseconds);
  }
}

/** Banned at all, however long it takes: beyond any number of tries. */
function everFigure(climb: Climb, schedule: Pace, effort: Effort): Figure {
  const odds = oddsAt(climb, schedule, [Number.MAX_SAFE_INTEGER], effort);
  return {
    chance: odds.within[0] ?? exactly(0),
    method: odds.method,
    faster: odds.faster?.within[0],
  };
}
