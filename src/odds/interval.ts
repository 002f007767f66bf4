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
