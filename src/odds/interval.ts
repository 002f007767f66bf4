/** A number that is known to lie between two others; both are the same when it is known exactly. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export function exactly(value: number): Interval {
  return { low: value, high: value };
}

export function middle({ low, high }: Interval): number {
  return low === high ? low : (low + high) / 2;
}

export function width({ low, high }: Interval): number {
  return low === high ? 0 : high - low;
}

/** From the lower end of one to the upper end of another. */
export function between(below: Interval, above: Interval): Interval {
  return { low: Math.min(below.low, above.low), high: Math.max(below.high, above.high) };
}
