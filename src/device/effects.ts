import type { Timeout } from "../net/duration.js";
import type { ListTest, RuleCounter, RuleUse, Side } from "./status.js";

/** What a rule may do with a packet from or to an address. */
export interface Effect {
  readonly kind: "add" | "drop" | "accept";
  /** `edge.sbn:12` */
  readonly origin: string;
  /** Whether the address is the source or the destination of the packet. */
  readonly side: Side;
  /** What it is put on, for `add`. */
  readonly list: string | undefined;
  readonly timeout: Timeout | undefined;
  /** What else must hold, in the device's words; empty when it happens to every packet. */
  readonly conditions: string;
}

type UsedRule = RuleCounter & { readonly use: RuleUse };

/**
 * What rules may do with the packets of an address that is on some lists: the chains are walked as the device walks
 * them, past the tests of lists that fail for it, up to a rule that takes every packet. Rules that have nothing to do
 * with lists are walked and not told: they are the same for everybody.
 */
export function effectsOn(
  counters: readonly RuleCounter[],
  on: ReadonlySet<string>,
): readonly Effect[] {
  const rules = counters.flatMap((rule): UsedRule[] =>
    rule.use === undefined ? [] : [{ ...rule, use: rule.use }],
  );
  const chains = new Map<string, UsedRule[]>();
  for (const rule of rules) {
    const key = chainKey(rule, rule.chain);
    const chain = chains.get(key) ?? [];
    chains.set(key, chain);
    chain.push(rule);
  }
  const targets = new Set(
    rules.flatMap((rule) =>
      rule.use.end?.kind === "jump" ? [chainKey(rule, rule.use.end.chain)] : [],
    ),
  );
  const entries = [...chains.keys()].filter((key) => !targets.has(key));
  const found = new Map<string, Effect>();
  for (const side of ["source", "destination"] as const) {
    for (const entry of entries) {
      walk(entry, { chains, on, side, found }, { conditions: [], isNamed: false, depth: 0 });
    }
  }
  return [...found.values()];
}

/** Tables have chains of the same name. */
function chainKey({ use }: UsedRule, chain: string): string {
  return `${use.table} ${chain}`;
}

interface Walk {
  readonly chains: ReadonlyMap<string, readonly UsedRule[]>;
  readonly on: ReadonlySet<string>;
  readonly side: Side;
  readonly found: Map<string, Effect>;
}

/** How the walk came to a chain. */
interface Way {
  readonly conditions: readonly string[];
  /** A test of a list of this side was passed. */
  readonly isNamed: boolean;
  readonly depth: number;
}

/** @returns whether a packet can come back from there to the rule behind the jump */
function walk(key: string, walking: Walk, way: Way): boolean {
  const { chains, on, side, found } = walking;
  // No device follows jumps that deep.
  if (way.depth > 64) return true;
  for (const rule of chains.get(key) ?? []) {
    const { tests, end, conditions } = rule.use;
    const own = tests.filter((test) => test.side === side);
    if (own.some(({ list, negated }) => on.has(list) === negated)) continue;
    const texts = [...tests.filter((test) => test.side !== side).map(testText), conditions];
    const all = [...way.conditions, ...texts.filter((text) => text !== "")];
    const always = all.length === way.conditions.length;
    const isNamed = way.isNamed || own.length > 0;
    switch (end?.kind) {
      case "jump": {
        const inner = chainKey(rule, end.chain);
        const comesBack = walk(inner, walking, { conditions: all, isNamed, depth: way.depth + 1 });
        if (always && (end.isGoto || !comesBack)) return end.isGoto && comesBack;
        break;
      }
      case "add":
        if (end.side === side) note(found, { ...end, origin: rule.origin, conditions: all });
        break;
      case "drop":
      case "accept":
        if (isNamed) {
          note(found, {
            kind: end.kind,
            side,
            list: undefined,
            timeout: undefined,
            origin: rule.origin,
            conditions: all,
          });
        }
        if (always) return false;
        break;
      case "return":
        if (always) return true;
        break;
      case undefined:
        break;
    }
  }
  return true;
}

function note(
  found: Map<string, Effect>,
  effect: Omit<Effect, "conditions"> & { readonly conditions: readonly string[] },
): void {
  const told = { ...effect, conditions: effect.conditions.join(" ") };
  const key = JSON.stringify([told.kind, told.origin, told.side, told.list, told.conditions]);
  if (!found.has(key)) found.set(key, told);
}

function testText({ side, list, negated }: ListTest): string {
  return `${side === "source" ? "from" : "to"} ${negated ? "!" : ""}${list}`;
}
