import type { Schedule } from "../ast/expect-nodes.js";
import type { Draws } from "../simulate/engine.js";

/** Connections without an end. */
export type Pace = Exclude<Schedule, { readonly kind: "at" }>;

/** Draws the time until the next connection, in milliseconds. */
export function gapOf(pace: Pace): (draws: Draws) => number {
  switch (pace.kind) {
    case "every": {
      const period = pace.period.milliseconds;
      const jitter = pace.jitter?.milliseconds ?? 0;
      return jitter === 0 ? () => period : (draws) => period + jitter * (2 * draws() - 1);
    }
    case "about": {
      const mean = pace.mean.milliseconds;
      return (draws) => -mean * Math.log1p(-draws());
    }
  }
}
