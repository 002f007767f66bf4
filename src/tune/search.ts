import { type Goal, marginOf, surest } from "./goal.js";
import type { Plan } from "./plan.js";

/** The best plan that was found, and by how much it keeps the goal that it keeps least. */
export interface Found {
  readonly plan: Plan;
  readonly margin: number;
}

const fewestRungs = 2;
const mostRungs = 9;

/** Timeouts to try, in milliseconds: those that people write, and some just below them, away from round periods. */
const timers: readonly number[] = [10, 20, 45, 55, 90, 180, 300, 600, 1800, 3600].map(
  (seconds) => seconds * 1000,
);

/** Odds that a router can draw (RouterOS `random`). */
const leastOdds = 1;
const mostOdds = 99;

/** How much a margin is worth: being surer of the goal that is kept least, then of all. */
interface Score {
  readonly least: number;
  readonly sum: number;
}

/**
 * Every goal's figure rises with each of the odds, so along one row the least margin rises to one peak and falls: it is
 * climbed by halving. Rows take turns inside a grid of rungs and timeouts; then each of the odds of the best plan moves
 * by itself.
 * @param isEnough stops at the first plan that keeps all goals
 */
export function search(
  goals: readonly Goal[],
  rows: number,
  binTimer: number,
  isEnough = false,
): Found | undefined {
  let best: { readonly plan: Plan; readonly score: Score } | undefined;
  for (let rungs = fewestRungs; rungs <= mostRungs; rungs++) {
    for (const timer of timers) {
      const score = scorer(goals, binTimer);
      const most = mostOf(goals, { rungs, timer }, rows, binTimer);
      if (best !== undefined && most <= best.score.least) continue;
      const found = climbRows({ rungs, timer }, rows, score);
      if (best === undefined || isBetter(found.score, best.score)) best = found;
      if (best.score.least >= (isEnough ? 0 : surest))
        return { plan: best.plan, margin: best.score.least };
    }
  }
  if (best === undefined) return undefined;
  const score = scorer(goals, binTimer);
  const improved = isEnough ? best : moveEach(best, score);
  return { plan: improved.plan, margin: improved.score.least };
}

/** No odds can do better here: each goal by itself, with all odds as it would like them best. */
function mostOf(
  goals: readonly Goal[],
  { rungs, timer }: Pick<Plan, "rungs" | "timer">,
  rows: number,
  binTimer: number,
): number {
  const all = (level: number): Plan => ({
    rungs,
    timer,
    odds: new Array<readonly number[]>(rows).fill(new Array<number>(rungs + 1).fill(level)),
  });
  const ends = { ">=": all(mostOdds), "<=": all(leastOdds) };
  return Math.min(
    ...goals.map((goal) => marginOf(goal, ends[goal.statement.bound.relation], binTimer)),
  );
}

type Scorer = (plan: Plan) => Score;

function scorer(goals: readonly Goal[], binTimer: number): Scorer {
  const known = new Map<string, number>();
  return (plan) => {
    let least = Infinity;
    let sum = 0;
    for (const [index, goal] of goals.entries()) {
      const relevant = goal.rows?.map((row) => plan.odds[row]?.join(" ")).join(";") ?? "";
      const key = `${String(index)} ${relevant}`;
      const margin = known.get(key) ?? marginOf(goal, plan, binTimer);
      known.set(key, margin);
      least = Math.min(least, margin);
      sum += margin;
    }
    return { least, sum };
  };
}

function isBetter(one: Score, other: Score): boolean {
  if (Math.abs(one.least - other.least) > 1e-6) return one.least > other.least;
  return one.sum > other.sum + 1e-6;
}

interface Scored {
  readonly plan: Plan;
  readonly score: Score;
}

function climbRows(
  { rungs, timer }: Pick<Plan, "rungs" | "timer">,
  rows: number,
  score: Scorer,
): Scored {
  const levels = new Array<number>(rows).fill(50);
  const planOf = (): Plan => ({
    rungs,
    timer,
    odds: levels.map((level) => new Array<number>(rungs + 1).fill(level)),
  });
  let best: Scored = { plan: planOf(), score: score(planOf()) };
  for (let round = 0; round < 3; round++) {
    const before = best.score;
    for (let row = 0; row < rows; row++) {
      const at = (level: number): Score => {
        levels[row] = level;
        const plan = planOf();
        const found = score(plan);
        if (isBetter(found, best.score)) best = { plan, score: found };
        return found;
      };
      let low = leastOdds;
      let high = mostOdds;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (isBetter(at(middle + 1), at(middle))) low = middle;
        else high = middle;
      }
      at(low);
      at(high);
      levels[row] = best.plan.odds[row]?.[0] ?? leastOdds;
    }
    if (!isBetter(best.score, before)) break;
  }
  return best;
}

/** Coordinate search over odds that differ by rung, with steps that shrink. */
function moveEach(start: Scored, score: Scorer): Scored {
  let best = start;
  for (const step of [8, 3, 1]) {
    for (const [row, odds] of start.plan.odds.entries()) {
      for (const place of odds.keys()) {
        for (const change of [step, -step]) {
          const plan = moved(best.plan, row, place, change);
          if (plan === undefined) continue;
          const found = score(plan);
          if (isBetter(found, best.score)) best = { plan, score: found };
        }
      }
    }
  }
  return best;
}

function moved(plan: Plan, row: number, place: number, change: number): Plan | undefined {
  const level = (plan.odds[row]?.[place] ?? 0) + change;
  if (level < leastOdds || level > mostOdds) return undefined;
  return {
    ...plan,
    odds: plan.odds.map((odds, index) => (index === row ? odds.with(place, level) : odds)),
  };
}
