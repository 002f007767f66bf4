import type { Interval } from "./interval.js";
import { quickEffort } from "./odds.js";
import type { Pace } from "./pace.js";
import type { Gate } from "./stranger.js";
import { strangerOdds } from "./stranger-odds.js";
import type { Kind } from "./survey.js";

/** How many of those who keep a pace are banned by then, try by try. */
export interface Curve {
  readonly pace: Pace;
  /** One for each of {@link curveTries}. */
  readonly banned: readonly Interval[];
  /** For whoever is a hair faster than a period that divides a timeout. */
  readonly faster: readonly Interval[] | undefined;
}

/** Where curves are looked at: every try at first, then evenly on a logarithmic scale. */
export const curveTries: readonly number[] = [
  ...Array.from({ length: 10 }, (_, index) => index + 1),
  ...[12, 14, 17, 20, 24, 28, 33, 40, 50, 60, 70, 85, 100],
  ...[120, 140, 170, 200, 240, 280, 330, 400, 500, 600, 700, 850, 1000],
];

/** The curves of a kind of connections, in the order of its rows. */
export function curvesOf(gate: Gate, { stranger, rows }: Kind): readonly Curve[] {
  return rows.map(({ pace }) => {
    const odds = strangerOdds(gate, stranger, pace, curveTries, quickEffort);
    return { pace, banned: odds.within, faster: odds.faster?.within };
  });
}
