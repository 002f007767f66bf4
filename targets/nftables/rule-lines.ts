import type { AddAction, Rule } from "../../src/ir/ruleset.js";
import type { Family } from "../../src/net/family.js";
import { originOf } from "../../src/source/source-file.js";
import type { LastAction, Unit } from "./actions.js";
import { conditionAlternatives, ofTcp, splitsFamilies } from "./conditions.js";
import type { LowerContext } from "./context.js";
import type { RuleTests } from "./lower-tests.js";
import type { End, Match, NftRule } from "./model.js";

/** An action of a rule whose conditions have been met. */
export function actionRules(context: LowerContext, rule: Rule, unit: Unit): readonly NftRule[] {
  return rulesOf(context, { ...rule, matchers: [] }, unit, undefined);
}

export interface Variant {
  readonly family: Family | undefined;
  readonly matches: readonly Match[];
}

/** The conditions of a rule, once for each family where that makes a difference, or where it is asked for. */
export function variantsOf(context: LowerContext, rule: Rule, split: boolean): readonly Variant[] {
  const narrowed = rule.families.length < context.families.length;
  const bound = rule.matchers.some(splitsFamilies) || rule.rates.some(({ per }) => per.length > 0);
  const families: readonly (Family | undefined)[] =
    split || bound || narrowed ? rule.families : [undefined];
  return families.flatMap((family) =>
    conditionAlternatives(context, rule.matchers, family).map((matches) => ({ family, matches })),
  );
}

/** @param tests undefined when they have been passed */
export function rulesOf(
  context: LowerContext,
  rule: Rule,
  { logs, last, tcpOnly }: Unit,
  tests: RuleTests | undefined,
): readonly NftRule[] {
  const asked = tests === undefined ? { ...rule, rates: [] } : rule;
  return variantsOf(context, asked, last?.kind === "add").flatMap(
    ({ family, matches: all }): readonly NftRule[] => {
      const [matches] = tcpOnly ? ofTcp([all]) : [all];
      if (matches === undefined) return [];
      const plain = { ...bare(rule, matches), tests: tests?.of(family) ?? [], logs };
      if (last === undefined) return [plain];
      if (last.kind !== "add") return [{ ...plain, end: simpleEnd(context, last) }];
      if (family === undefined) throw new Error("an entry has a family");
      return [withAdd(context, plain, last, family)];
    },
  );
}

export function bare(rule: Rule, matches: readonly Match[]): NftRule {
  return {
    matches,
    tests: [],
    counter: true,
    logs: [],
    guards: [],
    end: undefined,
    comment: commentOf(rule),
  };
}

/** Where the rule comes from, and its note. */
export function commentOf({ origin, note }: Rule): string {
  return note === undefined ? originOf(origin) : `${originOf(origin)} ${note}`;
}

function simpleEnd(context: LowerContext, action: Exclude<LastAction, AddAction>): End {
  switch (action.kind) {
    case "jump":
      return { kind: "jump", chain: context.names.chain(action.chain) };
    case "reject":
      return { kind: "reject", answer: action.answer };
    case "accept":
    case "drop":
    case "return":
      return { kind: action.kind };
  }
}

/** An entry without a timer that covers the address wins: the learnt must not gain a second one. */
function withAdd(
  context: LowerContext,
  rule: NftRule,
  { list, side, timeout }: AddAction,
  family: Family,
): NftRule {
  const { fixed, learnt } = context.setsOf(list, family);
  const forEver = timeout === "forever" && learnt.length > 1;
  const set = forEver ? learnt[0] : learnt.at(-1);
  if (set === undefined) throw new Error(`${list} takes no entries`);
  const guards: Match[] = [];
  for (const { name, per } of [...fixed, ...(forEver ? [] : learnt.slice(0, -1))]) {
    const tested = rule.matches.find(
      (match) => match.kind === "set" && match.set === name && match.side === side,
    );
    if (tested?.kind !== "set") {
      guards.push({ kind: "set", family, side, negated: true, set: name, per });
    } else if (!tested.negated) {
      return rule;
    }
  }
  const end: End = { kind: "update", set: set.name, family, side, per: set.per, timeout };
  return { ...rule, guards, end };
}
