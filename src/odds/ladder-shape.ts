import type { Rule, Ruleset } from "../ir/ruleset.js";
import { milliseconds } from "./climb.js";
import { type Memory, type Slot, slotKey } from "./memory.js";

/** A list of a ladder: where it leads from, and how long it remembers. */
export interface Rung {
  readonly list: string;
  /** Milliseconds, ascending; several when rules differ. */
  readonly timers: readonly number[];
  /** The lists one of which a source must be on to get here; none for the lowest rungs. */
  readonly from: readonly string[];
  /** How many rungs are below. */
  readonly height: number;
  readonly isBin: boolean;
}

/** The lists that lead to a bin, lowest first, however the rules are written. */
export function ladderShape(ruleset: Ruleset, { slots, bins }: Memory): readonly Rung[] {
  const known = new Map([...slots, ...bins].map((slot) => [slotKey(slot), slot]));
  const binKeys = new Set(bins.map(slotKey));
  const adding = new Map<string, { timers: Set<number>; from: Set<string> }>();
  for (const rule of ruleset.chains.flatMap(({ rules }) => rules)) {
    const from = listsAsked(rule).filter((key) => known.has(key));
    for (const action of rule.actions) {
      if (action.kind !== "add" || !known.has(slotKey(action))) continue;
      const key = slotKey(action);
      const entry = adding.get(key) ?? { timers: new Set(), from: new Set() };
      entry.timers.add(milliseconds(action.timeout));
      for (const below of from) if (below !== key) entry.from.add(below);
      adding.set(key, entry);
    }
  }
  const heightOf = (key: string, above: readonly string[]): number => {
    const below = [...(adding.get(key)?.from ?? [])].filter((each) => !above.includes(each));
    return below.length === 0
      ? 0
      : 1 + Math.max(...below.map((each) => heightOf(each, [...above, key])));
  };
  const rungs = [...adding].map(([key, { timers, from }]): Rung => ({
    list: nameOf(known, key),
    timers: [...timers].sort((a, b) => a - b),
    from: [...from].map((below) => nameOf(known, below)),
    height: heightOf(key, []),
    isBin: binKeys.has(key),
  }));
  return rungs.sort((a, b) => Number(a.isBin) - Number(b.isBin) || a.height - b.height);
}

function nameOf(known: ReadonlyMap<string, Slot>, key: string): string {
  return known.get(key)?.list ?? key;
}

function listsAsked({ matchers }: Rule): readonly string[] {
  return matchers.flatMap((matcher) =>
    matcher.kind === "address" && !matcher.negated && matcher.operand.kind === "list"
      ? [slotKey({ list: matcher.operand.list, side: matcher.side })]
      : [],
  );
}
