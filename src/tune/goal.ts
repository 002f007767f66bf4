import type { ExpectStatement } from "../ast/expect-nodes.js";
import { type Plan, planClimb } from "./plan.js";
import { quickChance } from "./quick-chance.js";

/** An expectation, for connections that some rows of the ladder draw for. */
export interface Goal {
  readonly statement: ExpectStatement;
  /** Indexes of the rows; undefined where no odds can change what becomes of them. */
  readonly rows: readonly number[] | undefined;
  /** The chance of being banned where no odds can change it. */
  readonly fixed: number;
}

/** In nats, 1 : 160,000: who is surer than that of all goals has the simplest ladder instead. */
export const surest = 12;

/**
 * How far a plan keeps a goal, as the difference of log odds between its figure and the bound: above 0 it is met. Where
 * figures are bounds, by the bound that is worse.
 */
export function marginOf(goal: Goal, plan: Plan, binTimer: number): number {
  const { schedule, bound } = goal.statement;
  const wanted = bound.chance.millionths / 1_000_000;
  const isFloor = bound.relation === ">=";
  const share =
    goal.rows === undefined
      ? goal.fixed
      : quickChance(
          planClimb(plan, goal.rows, binTimer),
          schedule,
          bound,
          isFloor ? "below" : "above",
        );
  // A certainty that is asked for and given is met, by nothing to spare.
  if (Math.abs(share - wanted) < 1e-12) return 0;
  const away = logOdds(share) - logOdds(wanted);
  return Math.max(-3 * surest, Math.min(surest, isFloor ? away : -away));
}

function logOdds(share: number): number {
  const bounded = Math.min(1 - 1e-16, Math.max(1e-16, share));
  return Math.log(bounded / (1 - bounded));
}
