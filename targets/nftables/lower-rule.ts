import type { AddAction, Rule } from "../../src/ir/ruleset.js";
import { testsOwnAdditions } from "../../src/ir/self-reference.js";
import { chanceFraction } from "../../src/net/chance.js";
import type { Family } from "../../src/net/family.js";
import { originOf } from "../../src/source/source-file.js";
import { endsInReturn, type Unit, unitsOf } from "./actions.js";
import { conditionAlternatives, splitsFamilies } from "./conditions.js";
import type { LowerContext } from "./context.js";
import type { End, Match, NftChain, NftRule, RuleGroup } from "./model.js";

export interface LoweredRule {
  readonly group: RuleGroup;
  /** Holds the actions when one nft rule cannot. */
  readonly helper: NftChain | undefined;
}

/** @param helperName of the chain for the actions, should they need one */
export function lowerRule(context: LowerContext, rule: Rule, helperName: string): LoweredRule {
  const units = unitsOf(rule.actions);
  const remarks = context.describe(rule);
  // Conditions give the same answer again unless there is a draw, or an action has changed what they test.
  if (units.length === 1 || (rule.chance === undefined && !testsOwnAdditions(rule))) {
    const rules = units.flatMap((unit) => rulesOf(context, rule, unit));
    return { group: { remarks: told(remarks, rules), rules }, helper: undefined };
  }
  // From a chain entered by goto a packet returns to where the chain before it would have returned to.
  const returns = endsInReturn(rule.actions);
  const kind = returns ? "goto" : "jump";
  const inside = units.flatMap((unit) => (unit.last?.kind === "return" ? [] : [unit]));
  const rules = variantsOf(context, rule, rule.matchers.some(splitsFamilies)).map(
    ({ matches }): NftRule => ({
      ...bare(rule, matches),
      logs: units[0].logs,
      end: { kind, chain: helperName },
    }),
  );
  if (rules.length === 0)
    return { group: { remarks: told(remarks, rules), rules }, helper: undefined };
  const actions: Rule = { ...rule, matchers: [], chance: undefined };
  const helper: NftChain = {
    name: helperName,
    remarks: [`The actions of ${originOf(rule.origin)}, on one draw.`],
    hook: undefined,
    groups: [
      {
        remarks: [],
        rules: inside.flatMap((unit) => rulesOf(context, actions, { ...unit, logs: [] })),
      },
    ],
  };
  return { group: { remarks, rules }, helper };
}

/** A rule that no packet can meet leaves no line; the heading must not look forgotten. */
function told(remarks: readonly string[], rules: readonly NftRule[]): readonly string[] {
  return rules.length === 0 ? [...remarks, "(no packet can meet this)"] : remarks;
}

interface Variant {
  readonly family: Family | undefined;
  readonly matches: readonly Match[];
}

/** The conditions of a rule, once for each family where that makes a difference. */
function variantsOf(context: LowerContext, rule: Rule, split: boolean): readonly Variant[] {
  const narrowed = rule.families.length < context.families.length;
  const families: readonly (Family | undefined)[] = split || narrowed ? rule.families : [undefined];
  return families.flatMap((family) =>
    conditionAlternatives(context, rule.matchers, family).map((matches) => ({ family, matches })),
  );
}

function rulesOf(context: LowerContext, rule: Rule, { logs, last }: Unit): readonly NftRule[] {
  const split = last?.kind === "add" || rule.matchers.some(splitsFamilies);
  return variantsOf(context, rule, split).flatMap(({ family, matches }): readonly NftRule[] => {
    const plain: NftRule = { ...bare(rule, matches), logs };
    if (last === undefined) return [plain];
    if (last.kind !== "add") return [{ ...plain, end: simpleEnd(context, last) }];
    if (family === undefined) throw new Error("an entry has a family");
    return [withAdd(context, plain, last, family)];
  });
}

function bare(rule: Rule, matches: readonly Match[]): NftRule {
  return {
    matches,
    draw: rule.chance && chanceFraction(rule.chance),
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

function simpleEnd(
  context: LowerContext,
  action: Exclude<NonNullable<Unit["last"]>, AddAction>,
): End {
  return action.kind === "jump"
    ? { kind: "jump", chain: context.names.chain(action.chain) }
    : { kind: action.kind };
}

/** An entry without a timer that covers the address wins: the learnt must not gain a second one. */
function withAdd(
  context: LowerContext,
  rule: NftRule,
  { list, side, timeout }: AddAction,
  family: Family,
): NftRule {
  const { fixed, kept, learnt } = context.setsOf(list, family);
  const forEver = timeout === "forever" && kept !== undefined;
  const set = forEver ? kept : learnt;
  if (set === undefined) throw new Error(`${list} takes no entries`);
  const stronger = (forEver ? [fixed] : [fixed, kept]).filter((name) => name !== undefined);
  const guards: Match[] = [];
  for (const name of stronger) {
    const tested = rule.matches.find(
      (match) => match.kind === "set" && match.set === name && match.side === side,
    );
    if (tested?.kind !== "set") {
      guards.push({ kind: "set", family, side, negated: true, set: name });
    } else if (!tested.negated) {
      return rule;
    }
  }
  return { ...rule, guards, end: { kind: "update", set, family, side, timeout } };
}
