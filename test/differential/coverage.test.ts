/**
 * What the random policies and packets of the differential tests come to: conditions and actions are together in rules
 * that fire. A generator that never makes something agrees with everything.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Action, Matcher, Rule } from "../../src/ir/ruleset.js";
import { seededDraws } from "../../src/simulate/draws.js";
import { policyEngine } from "../../src/simulate/policy-engine.js";
import { longTraces } from "../arbitrary/packets.js";
import { nftKinds, onNftables } from "./on-nftables.js";
import { onRouteros, routerosKinds } from "./on-routeros.js";
import { connections, type Exact } from "./sides.js";

const conditions = [
  ...["state", "service", "no service", "icmp", "flags", "length", "mac", "no mac"],
  ...["from list", "from no list", "from address", "from no address", "to list", "to address"],
  ...[
    "in",
    "not in",
    "out",
    "not out",
    "conns",
    "odds",
    "limit",
    "over",
    "limit by address",
    "over by address",
  ],
];
const actions = [
  ...["accept", "drop", "reject", "else", "jump", "log", "count"],
  ...["add source", "add destination", "add for ever"],
];

/** Of each kind. */
const policiesTried = { nftables: 400, routeros: 1000 };

describe("rules that fired had", () => {
  test("on nftables nearly every condition with every action", { timeout: 120_000 }, () => {
    const met = metBy(policiesTried.nftables, nftKinds, ({ text, kind }) =>
      onNftables(text, kind.full),
    );
    expectMost(met, conditions, [...actions, "return"]);
  });

  test("on RouterOS nearly every condition with every action", { timeout: 120_000 }, () => {
    const met = metBy(policiesTried.routeros, routerosKinds, ({ text }) => onRouteros(text));
    expectMost(met, [...conditions, "scan"], actions);
  });
});

/** The rarest pairs may be missing; no condition and no action may. */
function expectMost(
  met: ReadonlyMap<string, number>,
  all: readonly string[],
  done: readonly string[],
): void {
  const count = (condition: string, action: string): number =>
    met.get(`${condition} & ${action}`) ?? 0;
  const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
  const ofCondition = all.map((one) => [one, sum(done.map((each) => count(one, each)))] as const);
  const ofAction = done.map((each) => [each, sum(all.map((one) => count(one, each)))] as const);
  expect([...ofCondition, ...ofAction].filter(([, times]) => times < 10)).toEqual([]);
  const missing = all.flatMap((one) =>
    done.flatMap((each) => (count(one, each) === 0 ? [`${one} & ${each}`] : [])),
  );
  expect(missing.length, missing.join(", ")).toBeLessThan((all.length * done.length) / 20);
}

interface Drawn<Kind> {
  readonly kind: Kind;
  readonly text: string;
}

/** How many rules with a condition and an action have fired. */
function metBy<Kind extends { readonly policies: fc.Arbitrary<string> }>(
  numRuns: number,
  kinds: readonly Kind[],
  exactly: (drawn: Drawn<Kind>) => Exact<unknown> | undefined,
): ReadonlyMap<string, number> {
  const met = new Map<string, number>();
  for (const [index, kind] of kinds.entries()) {
    const parts = fc.tuple(kind.policies, longTraces, fc.nat());
    const drawn = fc.sample(parts, { seed: 100 + index, numRuns });
    for (const [text, sketches, seed] of drawn) {
      const exact = exactly({ kind, text });
      if (exact === undefined) continue;
      for (const rule of fired(exact, sketches, seed)) {
        for (const condition of conditionsOf(rule)) {
          for (const action of rule.actions.flatMap(namesOf)) {
            const both = `${condition} & ${action}`;
            met.set(both, (met.get(both) ?? 0) + 1);
          }
        }
      }
    }
  }
  return met;
}

function fired(
  { ruleset, packets }: Exact<unknown>,
  sketches: Parameters<Exact<unknown>["packets"]>[0],
  seed: number,
): readonly Rule[] {
  const engine = policyEngine(ruleset, { draws: seededDraws(seed), connections });
  for (const packet of packets(sketches)) engine.play(packet);
  // Both are in the order of the policy.
  const rules = ruleset.chains.flatMap((chain) => chain.rules);
  const hits = engine.hits();
  return rules.filter((_, index) => (hits[index]?.hits ?? 0) > 0);
}

function conditionsOf({ matchers, chance, rates }: Rule): readonly string[] {
  return [
    ...matchers.map(conditionOf),
    ...(chance === undefined ? [] : ["odds"]),
    ...rates.map(
      ({ over, per }) => `${over ? "over" : "limit"}${per.length > 0 ? " by address" : ""}`,
    ),
  ];
}

function conditionOf(matcher: Matcher): string {
  switch (matcher.kind) {
    case "address": {
      const what = matcher.operand.kind === "list" ? "list" : "address";
      return `${matcher.side === "source" ? "from" : "to"} ${matcher.negated ? "no " : ""}${what}`;
    }
    case "interface":
      return `${matcher.negated ? "not " : ""}${matcher.direction}`;
    case "service":
      if (matcher.negated) return "no service";
      return matcher.service.some(({ types }) => types !== undefined) ? "icmp" : "service";
    case "mac":
      return matcher.negated ? "no mac" : "mac";
    case "connections":
      return "conns";
    case "length":
    case "flags":
    case "state":
    case "scan":
      return matcher.kind;
  }
}

function namesOf(action: Action): readonly string[] {
  if (action.kind !== "add") return [action.kind];
  return [`add ${action.side}`, ...(action.timeout === "forever" ? ["add for ever"] : [])];
}
