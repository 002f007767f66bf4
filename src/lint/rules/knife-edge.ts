import type { ExpectStatement } from "../../ast/expect-nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import type { Ruleset } from "../../ir/ruleset.js";
import { formatDuration } from "../../net/duration.js";
import type { Climb } from "../../odds/climb.js";
import { chanceOf } from "../../odds/figure.js";
import { quickEffort } from "../../odds/odds.js";
import { gateOf, isObstacle, strangersFor } from "../../odds/stranger.js";
import { finiteTimers } from "../../odds/timers.js";
import { chanceInWords } from "../../odds/words.js";
import type { Expectation } from "../expectation.js";

/** As much as a clock that is set, a busy machine or a slow network moves a period. */
const sway = 0.02;

/** Timeouts of more periods than that have no edge to speak of. */
const mostPeriods = 20;

/**
 * SB4011: somebody who is expected to be left alone comes at a period that divides a timeout, or nearly, and would be
 * banned if the period were a little shorter. Told only where that is so by the odds themselves.
 */
export function* knifeEdge(
  ruleset: Ruleset,
  expectations: readonly Expectation[],
): Generator<Diagnostic> {
  if (expectations.length === 0) return;
  const gate = gateOf(ruleset);
  for (const { statement, service } of expectations) {
    const { schedule, bound } = statement;
    if (bound.relation !== "<=" || schedule.kind !== "every") continue;
    const wanted = bound.chance.millionths / 1_000_000;
    for (const { climb } of strangersFor(gate, service)) {
      if (isObstacle(climb)) continue;
      const timer = dividedBy(climb, schedule.period.milliseconds);
      if (timer === undefined) continue;
      const asked = chanceOf(climb, schedule, bound, quickEffort).chance;
      const sooner = chanceOf(climb, hurried(schedule), bound, quickEffort).chance;
      if (asked.low > wanted || sooner.low <= wanted) continue;
      yield report("SB4011", statement.span, {
        period: formatDuration(schedule.period),
        timeout: formatDuration({ milliseconds: timer }),
        sooner: chanceInWords(sooner),
      });
      break;
    }
  }
}

type Strict = Extract<ExpectStatement["schedule"], { kind: "every" }>;

function hurried(schedule: Strict): Strict {
  return { ...schedule, period: { milliseconds: schedule.period.milliseconds * (1 - sway) } };
}

/** A timeout that a period divides, or that it would if it were a little other. */
function dividedBy(climb: Climb, period: number): number | undefined {
  return finiteTimers(climb).find((timer) => {
    const periods = Math.max(1, Math.round(timer / period));
    return periods <= mostPeriods && Math.abs(timer / periods - period) <= sway * period;
  });
}
