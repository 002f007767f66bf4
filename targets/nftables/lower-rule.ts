import type { Rule } from "../../src/ir/ruleset.js";
import { testsOwnAdditions } from "../../src/ir/self-reference.js";
import { originOf } from "../../src/source/source-file.js";
import { endsInReturn, type Unit, unitsOf } from "./actions.js";
import type { LowerContext } from "./context.js";
import { lowerGate, needsGate } from "./lower-gate.js";
import { isTested, lowerTests } from "./lower-tests.js";
import type { LoweredRule } from "./lowered-rule.js";
import type { NftChain, NftRule } from "./model.js";
import type { RulePlace } from "./names.js";
import { actionRules, bare, rulesOf, variantsOf } from "./rule-lines.js";

export function lowerRule(context: LowerContext, rule: Rule, place: RulePlace): LoweredRule {
  const remarks = context.describe(rule);
  const variants = variantsOf(context, rule, false);
  if (variants.length === 0) {
    // A rule that no packet can meet leaves no line; the heading must not look forgotten.
    const group = { remarks: [...remarks, "(no packet can meet this)"], rules: [] };
    return { group, helpers: [], meters: [], limits: [] };
  }
  if (needsGate(rule)) return lowerGate(context, rule, place);
  const units = unitsOf(rule.actions);
  // Conditions give the same answer again unless they are tests, or an action has changed what they ask for.
  const repeatable = !isTested(rule) && !testsOwnAdditions(rule);
  if (units.length === 1 || repeatable) {
    const split = units.some(({ last }) => last?.kind === "add");
    const { length } = split ? variantsOf(context, rule, true) : variants;
    const tests = lowerTests(context, rule, place, length > 1);
    const rules = units.flatMap((unit) => rulesOf(context, rule, unit, tests));
    return { ...tests, group: { remarks, rules }, helpers: [] };
  }
  return withHelper(context, rule, place, units);
}

/** The conditions once, then the actions in a chain of their own. */
function withHelper(
  context: LowerContext,
  rule: Rule,
  place: RulePlace,
  units: readonly [Unit, ...Unit[]],
): LoweredRule {
  // From a chain entered by goto a packet returns to where the chain before it would have returned to.
  const kind = endsInReturn(rule.actions) ? "goto" : "jump";
  const name = context.names.ofRule("actions", place);
  const variants = variantsOf(context, rule, false);
  const tests = lowerTests(context, rule, place, variants.length > 1);
  const rules = variants.map(({ matches, family }): NftRule => ({
    ...bare(rule, matches),
    tests: tests.of(family),
    logs: units[0].logs,
    end: { kind, chain: name },
  }));
  const inside = units.filter(({ last }) => last !== undefined && last.kind !== "return");
  const helper: NftChain = {
    name,
    remarks: [`The actions of ${originOf(rule.origin)}, on one draw.`],
    hook: undefined,
    groups: [
      {
        remarks: [],
        rules: inside.flatMap((unit) => actionRules(context, rule, { ...unit, logs: [] })),
      },
    ],
  };
  return { ...tests, group: { remarks: context.describe(rule), rules }, helpers: [helper] };
}
