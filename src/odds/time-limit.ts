import type { Climb } from "./climb.js";
import { exactly, type Interval } from "./interval.js";
import { playedInTime } from "./monte-carlo.js";
import type { Effort, Figure } from "./odds.js";
import { climbPlayer } from "./playing.js";
import { oddsAt } from "./odds-at-pace.js";
import { gapOf, type Pace } from "./pace.js";

/** The chance that more tries, or fewer, fall into the time than are reckoned with. */
const surprise = 1e-9;

/** The chance of being banned by a try before some time, the first try being at 0. */
export function chanceInTime(climb: Climb, pace: Pace, limit: number, effort: Effort): Figure {
  const { fewest, most } = triesBefore(pace, limit);
  const odds = oddsAt(climb, pace, [fewest, most], effort);
  const [few = exactly(0), many = exactly(1)] = odds.within;
  const doubt = fewest === most ? 0 : surprise;
  const chance: Interval = {
    low: Math.max(0, few.low - doubt),
    high: many.high === 0 ? 0 : Math.min(1, many.high + doubt),
  };
  if (pace.kind === "about" && chance.high - chance.low > playable) {
    const played = playedInTime(climbPlayer(climb), gapOf(pace), limit, effort);
    return { chance: played, method: "Monte Carlo", faster: undefined };
  }
  return {
    chance,
    method: fewest === most ? odds.method : "bracket",
    faster: odds.faster?.within[1],
  };
}

/** A bracket wider than this is worth playing instead. */
const playable = 0.005;

/**
 * How many tries come before a time, all but {@link surprise} of the time. Gaps with jitter keep to Hoeffding's bound
 * ("Probability inequalities for sums of bounded random variables", 1963, theorem 2), a Poisson stream to Chernoff's.
 */
function triesBefore(
  pace: Pace,
  limit: number,
): { readonly fewest: number; readonly most: number } {
  if (pace.kind === "about") {
    const mean = limit / pace.mean.milliseconds;
    return { fewest: 1 + poissonQuantile(mean, -1), most: 1 + poissonQuantile(mean, 1) };
  }
  const period = pace.period.milliseconds;
  const jitter = pace.jitter?.milliseconds ?? 0;
  const usual = Math.ceil(limit / period);
  if (jitter === 0) return { fewest: usual, most: usual };
  const spread = jitter * Math.sqrt(2 * (usual + 10) * Math.log(2 / surprise));
  const shortest = period - jitter;
  return {
    fewest: Math.max(
      Math.ceil(limit / (period + jitter)),
      Math.floor((limit - spread) / period),
      1,
    ),
    most: Math.min(
      shortest > 0 ? Math.ceil(limit / shortest) : Infinity,
      Math.ceil((limit + spread) / period) + 1,
    ),
  };
}

/** P(N ≤ n), or P(N ≥ n), is at most exp(-mean · h(n / mean)) with h(x) = 1 - x + x ln x. */
function poissonQuantile(mean: number, side: 1 | -1): number {
  const isRare = (count: number): boolean =>
    mean - count + (count === 0 ? 0 : count * Math.log(count / mean)) > -Math.log(surprise);
  let near = mean;
  let far = side === 1 ? mean * 2 + 100 : 0;
  if (side === -1 && !isRare(0)) return 0;
  for (let round = 0; round < 60; round++) {
    const middle = (near + far) / 2;
    if (isRare(middle)) far = middle;
    else near = middle;
  }
  return side === 1 ? Math.ceil(far) : Math.floor(far);
}
