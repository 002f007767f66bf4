import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import type { Ruleset } from "../../ir/ruleset.js";
import { formatDuration } from "../../net/duration.js";
import { milliseconds } from "../../odds/climb.js";
import { memoryOf, slotKey } from "../../odds/memory.js";
import { gateOf, isObstacle, strangersFor } from "../../odds/stranger.js";
import type { Expectation } from "../expectation.js";

/** A SYN without an answer is sent again after a second (RFC 6298, section 2.1), and people are slower. */
const soonest = 1000;

/**
 * SB4010: a rung that is over before whoever is on it can come again: at all, or at the pace of somebody who is expected
 * to be banned.
 */
export function* shortRung(
  ruleset: Ruleset,
  expectations: readonly Expectation[],
): Generator<Diagnostic> {
  yield* tooShortForAnybody(ruleset);
  if (expectations.length === 0) return;
  const gate = gateOf(ruleset);
  for (const { statement, service } of expectations) {
    const { schedule, bound } = statement;
    if (bound.relation !== ">=" || schedule.kind !== "every") continue;
    const gap = schedule.period.milliseconds - (schedule.jitter?.milliseconds ?? 0);
    for (const { climb } of strangersFor(gate, service)) {
      if (isObstacle(climb)) continue;
      // Who climbs at the first try and can be banned by it needs no second.
      const first = climb.outcomes(0);
      if (first.some(({ banned }) => banned !== undefined)) continue;
      const slot = climb.timers.findIndex(
        (timers, index) =>
          timers.length > 0 &&
          Math.max(...timers) <= gap &&
          first.some((outcome) => outcome.timers[index] !== undefined),
      );
      const rung = gate.memory.slots[slot];
      const isOnly = first.every((outcome) =>
        outcome.timers.every((timer, index) => timer === undefined || index === slot),
      );
      if (rung === undefined || !isOnly) continue;
      const timer = Math.max(...(climb.timers[slot] ?? []));
      yield report("SB4010", statement.span, {
        rung: rung.list,
        held: formatDuration({ milliseconds: timer }),
        next: formatDuration({ milliseconds: gap }),
      });
      break;
    }
  }
}

function* tooShortForAnybody(ruleset: Ruleset): Generator<Diagnostic> {
  const slots = new Set(memoryOf(ruleset).slots.map(slotKey));
  const told = new Set<string>();
  for (const action of ruleset.chains.flatMap(({ rules }) =>
    rules.flatMap(({ actions }) => actions),
  )) {
    if (action.kind !== "add" || !slots.has(slotKey(action)) || told.has(action.list)) continue;
    const timer = milliseconds(action.timeout);
    if (timer > soonest) continue;
    told.add(action.list);
    yield report("SB4010", action.origin, {
      rung: action.list,
      held: formatDuration({ milliseconds: timer }),
      next: formatDuration({ milliseconds: soonest }),
    });
  }
}
