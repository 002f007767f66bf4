import type { Bound, Schedule } from "../ast/expect-nodes.js";
import type { Climb } from "./climb.js";
import { exactly } from "./interval.js";
import type { Effort, Figure } from "./odds.js";
import { oddsAt, type Pace } from "./pace.js";
import { scheduleOdds } from "./schedule.js";
import { chanceInTime } from "./time-limit.js";

/** The chance of being banned as a statement asks for it. */
export function chanceOf(
  climb: Climb,
  schedule: Schedule,
  { within }: Pick<Bound, "within">,
  effort: Effort,
): Figure {
  if (schedule.kind === "at") return scheduleFigure(climb, schedule, within, effort);
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

function scheduleFigure(
  climb: Climb,
  { times }: Extract<Schedule, { kind: "at" }>,
  within: Bound["within"],
  { states }: Effort,
): Figure {
  const sorted = times.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const asked =
    within?.kind === "tries"
      ? sorted.slice(0, within.count)
      : sorted.filter((time) => time < (within?.duration.milliseconds ?? Infinity));
  const banned = scheduleOdds(
    asked.map((at) => ({ at, climb })),
    states,
  );
  return { chance: banned.at(-1) ?? exactly(0), method: "expiry tuples", faster: undefined };
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
