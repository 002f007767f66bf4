import { type Action, isTerminal, type Rule } from "../../src/ir/ruleset.js";
import { originOf } from "../../src/source/source-file.js";
import { keepsOut, unitsOf } from "./actions.js";
import type { LowerContext } from "./context.js";
import { fresh, scanChain, scanMeters, scanOf } from "./lower-scan.js";
import {
  connectionsOf,
  connectionsTest,
  drawTest,
  limitTest,
  metersOf,
  meterTest,
} from "./lower-tests.js";
import type { LoweredRule } from "./lowered-rule.js";
import type { MeterSet, NftChain, NftRule, Test } from "./model.js";
import type { RulePlace } from "./names.js";
import { actionRules, bare, variantsOf } from "./rule-lines.js";

/**
 * Whether a rule needs a chain in which each test that fails turns the packet back. A port scan does, for it takes
 * several rules to find one. So does a rule that keeps packets out by a meter: a set without room breaks the rule
 * that asks it, and here what is broken turns nobody back.
 */
export function needsGate(rule: Rule): boolean {
  if (scanOf(rule) !== undefined) return true;
  const metered = connectionsOf(rule).length > 0 || rule.rates.some(({ per }) => per.length > 0);
  return metered && keepsOut(rule);
}

export function lowerGate(context: LowerContext, rule: Rule, place: RulePlace): LoweredRule {
  const scan = scanOf(rule);
  const gate = context.names.ofRule("gate", place);
  const inside = scan === undefined ? rule : { ...rule, matchers: [] };
  const last: NftChain = {
    name: gate,
    remarks: [`The rest of ${originOf(rule.origin)}: who is turned back does not meet it.`],
    hook: undefined,
    groups: [
      { remarks: [], rules: [...turningBack(context, inside, place), ...acting(context, rule)] },
    ],
  };
  const remarks = context.describe(rule);
  if (scan === undefined) {
    const matchers = rule.matchers.filter(({ kind }) => kind !== "connections");
    const rules = variantsOf(context, { ...rule, matchers, rates: [] }, false).map(
      ({ matches }): NftRule => ({
        ...bare(rule, matches),
        end: { kind: "jump", chain: gate },
      }),
    );
    const meters = metersOf(context, rule, place, true);
    return { group: { remarks, rules }, helpers: [last], meters, limits: [] };
  }
  const rules = variantsOf(context, rule, false).map(({ matches, family }): NftRule => {
    if (family === undefined) throw new Error("a scan has a family");
    const connections = connectionsOf(rule).map((matcher) =>
      connectionsTest(context, matcher, place, family),
    );
    return {
      ...bare(rule, matches),
      tests: [...connections, fresh(scan, family)],
      end: { kind: "jump", chain: scanChainName(context, place, family) },
    };
  });
  const counted = { ...rule, matchers: connectionsOf(rule), rates: [] };
  const meters: readonly MeterSet[] = [
    ...metersOf(context, counted, place),
    ...rule.families.flatMap((family) => scanMeters(scan, family)),
    ...metersOf(context, inside, place, true),
  ];
  const scans = rule.families.map((family) =>
    scanChain(scan, family, scanChainName(context, place, family), gate),
  );
  return { group: { remarks, rules }, helpers: [...scans, last], meters, limits: [] };
}

function scanChainName(
  { names }: LowerContext,
  place: RulePlace,
  family: Rule["families"][number],
): string {
  return `${names.ofRule("scan", place)}_${family === "ipv4" ? "4" : "6"}`;
}

/** A line for each test, which returns when it fails. */
function turningBack(context: LowerContext, rule: Rule, place: RulePlace): readonly NftRule[] {
  const rules: NftRule[] = [];
  for (const matcher of connectionsOf(rule)) {
    for (const family of rule.families) {
      const test = connectionsTest(context, matcher, place, family, true);
      rules.push(back(test), ...withoutRoom(context, rule, test));
    }
  }
  if (rule.chance !== undefined) rules.push(back(drawTest(rule.chance, true)));
  for (const rate of rule.rates) {
    if (rate.per.length === 0) {
      rules.push(back(limitTest(rate, true)));
      continue;
    }
    for (const family of rule.families) {
      const test = meterTest(context, rate, place, family, true);
      rules.push(back(test), ...withoutRoom(context, rule, test));
    }
  }
  return rules;
}

function back(test: Test): NftRule {
  return { ...silent, tests: [test] };
}

const silent: NftRule = {
  matches: [],
  tests: [],
  counter: false,
  logs: [],
  guards: [],
  end: { kind: "return" },
  comment: undefined,
};

/**
 * What becomes of packets whose key the set has no room for: a rule that keeps packets out keeps them out, but says
 * and remembers nothing of them; to any other rule they are strangers.
 */
function withoutRoom(
  context: LowerContext,
  rule: Rule,
  { set, key }: Extract<Test, { kind: "meter" | "connections" }>,
): readonly NftRule[] {
  const match = { kind: "without-meter", set, key } as const;
  if (!keepsOut(rule)) return [{ ...silent, matches: [match] }];
  const plain = (action: Action): boolean => isTerminal(action) || action.kind === "count";
  if (rule.actions.every(plain)) return [];
  const verdict = { ...rule, actions: rule.actions.filter(isTerminal) };
  return acting(context, verdict).map((line) => ({ ...line, matches: [...line.matches, match] }));
}

function acting(context: LowerContext, rule: Rule): readonly NftRule[] {
  return unitsOf(rule.actions).flatMap((unit) => actionRules(context, rule, unit));
}
