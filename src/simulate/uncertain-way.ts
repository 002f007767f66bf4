/** How sure it is that a packet comes to a rule: for certain, by the luck of draws, or by what is not known. */
export type Certainty = "certain" | "luck" | "unknown";

/** Whether a condition holds: it does, it does not, or it may. */
export type Answer = "yes" | "no" | Exclude<Certainty, "certain">;

/** A way through rules of which not all is known, and the conditions that it hangs on. */
export interface UncertainWay<Condition> {
  readonly certainty: Certainty;
  readonly because: readonly Condition[];
}

/** Further on the way, through what holds as surely as `next` says. */
export function along<Condition>(
  way: UncertainWay<Condition>,
  next: UncertainWay<Condition>,
): UncertainWay<Condition> {
  return {
    certainty: worse(way.certainty, next.certainty),
    because: [...way.because, ...next.because],
  };
}

/** On the way behind a rule that may have ended it well. */
export function past<Condition>(
  way: UncertainWay<Condition>,
  { certainty }: UncertainWay<Condition>,
): UncertainWay<Condition> {
  return { ...way, certainty: worse(way.certainty, certainty) };
}

const ranks: Readonly<Record<Certainty, number>> = { certain: 0, luck: 1, unknown: 2 };

export function worse(a: Certainty, b: Certainty): Certainty {
  return ranks[a] >= ranks[b] ? a : b;
}
