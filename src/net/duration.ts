/** A length of time; `milliseconds` is a positive safe integer. */
export interface Duration {
  readonly milliseconds: number;
}

/** How long an entry stays: a time, or until somebody takes it off. */
export type Timeout = Duration | "forever";

const unitMilliseconds = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
} as const;

type Unit = keyof typeof unitMilliseconds;

/** Largest unit first: the order in which both RouterOS and nft print them. */
const units: readonly Unit[] = ["w", "d", "h", "m", "s", "ms"];

/** Whole units a target prints, so that `10d` can become `1w3d` or stay. */
export type DurationUnits = readonly Unit[];

export const allUnits: DurationUnits = units;

/**
 * Reads `1d12h`, `500ms`, `2w`. Units may stand in any order and repeat; they add up.
 * @returns undefined when the text is no duration, or comes to zero or past 2^53 ms.
 */
export function parseDuration(text: string): Duration | undefined {
  if (!/^(?:\d+(?:ms|[wdhms]))+$/u.test(text)) return undefined;
  let milliseconds = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[wdhms])/gu)) {
    milliseconds += Number(count) * unitMilliseconds[unit as Unit];
  }
  return milliseconds > 0 && Number.isSafeInteger(milliseconds) ? { milliseconds } : undefined;
}

/** `1w3d`, `4h`, `1m30s`, `500ms`; the inverse of {@link parseDuration} up to spelling. */
export function formatDuration(duration: Duration, using: DurationUnits = units): string {
  let rest = duration.milliseconds;
  let text = "";
  for (const unit of using) {
    const count = Math.floor(rest / unitMilliseconds[unit]);
    if (count > 0) text += `${String(count)}${unit}`;
    rest -= count * unitMilliseconds[unit];
  }
  return text;
}

/** `4 hours`, `1 day and 12 hours`: for sentences. */
export function spellDuration(duration: Duration): string {
  const names: Record<Unit, string> = {
    w: "week",
    d: "day",
    h: "hour",
    m: "minute",
    s: "second",
    ms: "millisecond",
  };
  let rest = duration.milliseconds;
  const parts: string[] = [];
  for (const unit of units) {
    if (unit === "w" && rest % unitMilliseconds.w !== 0) continue;
    const count = Math.floor(rest / unitMilliseconds[unit]);
    if (count > 0) parts.push(`${String(count)} ${names[unit]}${count === 1 ? "" : "s"}`);
    rest -= count * unitMilliseconds[unit];
  }
  return parts.join(" and ");
}

export function sameTimeout(a: Timeout, b: Timeout): boolean {
  if (a === "forever" || b === "forever") return a === b;
  return a.milliseconds === b.milliseconds;
}

/** As the language writes it. */
export function formatTimeout(timeout: Timeout): string {
  return timeout === "forever" ? "forever" : formatDuration(timeout, preferredUnits(timeout));
}

/** `10d` reads better than `1w3d`, `2w` better than `14d`. */
function preferredUnits(duration: Duration): DurationUnits {
  return duration.milliseconds % unitMilliseconds.w === 0 ? units : units.slice(1);
}
