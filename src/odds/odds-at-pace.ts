import { oddsAbout } from "./about.js";
import type { Climb } from "./climb.js";
import { oddsEvery } from "./every.js";
import { oddsWithJitter } from "./jitter.js";
import type { Effort, Odds } from "./odds.js";
import type { Pace } from "./pace.js";

/** The odds of a source that keeps a pace. */
export function oddsAt(climb: Climb, pace: Pace, tries: readonly number[], effort: Effort): Odds {
  switch (pace.kind) {
    case "every": {
      const { period, jitter } = pace;
      return jitter === undefined
        ? oddsEvery(climb, period.milliseconds, tries, effort)
        : oddsWithJitter(climb, { kind: "every", period, jitter }, tries, effort);
    }
    case "about":
      return oddsAbout(climb, pace.mean.milliseconds, tries, effort);
  }
}
