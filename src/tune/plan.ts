import type { Climb, Outcome } from "../odds/climb.js";

/** A ladder as tuning sees it: how many rungs, how long they remember, and with what odds each row climbs. */
export interface Plan {
  readonly rungs: number;
  /** Of every rung, in milliseconds. */
  readonly timer: number;
  /** Whole percents, row by row: for each rung and then the bin. */
  readonly odds: readonly (readonly number[])[];
}

/** The climb of connections that some rows draw for; the rows are independent draws. */
export function planClimb(plan: Plan, rows: readonly number[], binTimer: number): Climb {
  const steps = Array.from({ length: plan.rungs + 1 }, (_, step) => {
    let failure = 1;
    for (const row of rows) failure *= 1 - (plan.odds[row]?.[step] ?? 0) / 100;
    return 1 - failure;
  });
  const known = new Map<number, readonly Outcome[]>();
  return {
    timers: Array.from({ length: plan.rungs }, () => [plan.timer]),
    isMonotone: true,
    outcomes: (mask) => {
      const found = known.get(mask) ?? outcomesOf(steps, mask, plan, binTimer);
      known.set(mask, found);
      return found;
    },
  };
}

/** From the bin's row down: each rung that a source is on is a draw for the next one, whatever became of the others. */
function outcomesOf(
  steps: readonly number[],
  mask: number,
  { rungs, timer }: Plan,
  binTimer: number,
): readonly Outcome[] {
  let outcomes: Outcome[] = [
    { chance: 1, timers: new Array<undefined>(rungs).fill(undefined), banned: undefined },
  ];
  for (let step = rungs; step >= 0; step--) {
    const chance = steps[step] ?? 0;
    const isOn = step === 0 || (mask >>> (step - 1)) % 2 === 1;
    if (!isOn || chance === 0) continue;
    const next: Outcome[] = [];
    for (const outcome of outcomes) {
      if (outcome.banned !== undefined) {
        next.push(outcome);
        continue;
      }
      if (chance < 1) next.push({ ...outcome, chance: outcome.chance * (1 - chance) });
      const hit = { ...outcome, chance: outcome.chance * chance };
      next.push(
        step === rungs
          ? { ...hit, banned: binTimer }
          : { ...hit, timers: outcome.timers.map((old, slot) => (slot === step ? timer : old)) },
      );
    }
    outcomes = next;
  }
  return outcomes;
}
