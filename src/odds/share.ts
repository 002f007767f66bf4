import type { Interval } from "./interval.js";
import type { Odds } from "./odds.js";
import type { Pace } from "./pace.js";

/**
 * The share of the connections that are dropped in the long run. A source makes E[K] tries, is in the bin for T, and
 * begins anew, so the share is λT / (λT + E[K]); of a strict period exactly ceil(T / d) - 1 tries fall into T.
 */
export function shareDropped(pace: Pace, { tries, bins }: Odds): Interval {
  if (bins.length === 0) return { low: 0, high: 0 };
  let dropped = 0;
  for (const { timer, share } of bins) dropped += share * triesIn(pace, timer);
  if (dropped === Infinity) return { low: 1, high: 1 };
  const share = (made: number): number => (made === Infinity ? 0 : dropped / (dropped + made));
  return { low: share(tries.high), high: share(tries.low) };
}

function triesIn(pace: Pace, timer: number): number {
  if (timer === Infinity) return Infinity;
  switch (pace.kind) {
    case "every":
      return pace.jitter === undefined
        ? Math.ceil(timer / pace.period.milliseconds) - 1
        : timer / pace.period.milliseconds;
    case "about":
      return timer / pace.mean.milliseconds;
  }
}
