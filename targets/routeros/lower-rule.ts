import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { Rule } from "../../src/ir/ruleset.js";
import { testsOwnAdditions } from "../../src/ir/self-reference.js";
import { act, actInside, type Block, emptyBlock, inRow, type Maker } from "./acting.js";
import { commentOf } from "./comments.js";
import { choicesOf, type Spellings, type Step, stepsOf } from "./lower-actions.js";
import { type Gates, gatesOf, isOpen } from "./lower-gates.js";
import { type MatcherContext, selectionsOf } from "./lower-matcher.js";
import { endingsOf, shareOfTcp } from "./lower-verdict.js";
import type { Conditions, FilterRule } from "./model.js";
import {
  noVerdict,
  returnAfterOthers,
  returnOverLimit,
  returnUnderSeveral,
  untestable,
} from "./refusals.js";
import { type Conjunction, conjunctionOf } from "./selection.js";

/** What lowering a rule depends on besides itself. */
export interface RuleContext extends MatcherContext, Spellings {
  readonly owner: string;
  readonly report: (diagnostic: Diagnostic) => void;
  /** A name for one more helper chain of the chain that the rule stands in. */
  readonly newHelper: () => string;
}

/**
 * A rule of the IR as RouterOS rules. Splitting is sound only where no packet meets two of the parts, and
 * repeating only where the first action leaves the conditions as they were and nothing is drawn or counted; all
 * else goes through a helper chain, entered once (LANGUAGE.md section 7, traps).
 */
export function lowerRule(rule: Rule, context: RuleContext): Block {
  const conjunction = conjunctionOf(selectionsOf(rule.matchers, context));
  const { parts, overlapping } = conjunction;
  if (parts.length === 0) return emptyBlock;
  const refused = [...untestable(rule, context)];
  const choices = choicesOf(rule.actions);
  const tcp = shareOfTcp(parts);
  const endings = endingsOf(choices, tcp, context.family, context.table);
  if (choices.length > 0 && endings === undefined) refused.push(noVerdict(rule, context));
  for (const diagnostic of refused) context.report(diagnostic);
  const steps = stepsOf(rule.actions, context, endings ?? []);
  if (refused.length > 0 || steps.length === 0) return emptyBlock;

  const maker = makerOf(rule, context);
  const gates = gatesOf(rule, context.family);
  const repeatable = !testsOwnAdditions(rule);
  const isSimple = conjunction.exceptions.length === 0 && overlapping.length === 1;
  const isDirect = isSimple || canOverlap(conjunction, gates, steps, repeatable);
  const alternatives = parts.flatMap((part) =>
    overlapping.map((alternative) => ({ ...part, ...alternative })),
  );
  if (steps.at(-1)?.action.kind === "return") {
    const problem = whyNoReturn(rule, conjunction, isDirect, gates, steps, repeatable);
    if (problem !== undefined) {
      context.report(problem);
      return emptyBlock;
    }
    // A bucket for each part, which is told of: a helper chain would be all that is left.
    const passing = alternatives.map((conditions) => ({ ...conditions, ...gates.when }));
    return inRow(passing, steps, maker);
  }
  return isDirect
    ? act(alternatives, gates, steps, repeatable, maker)
    : actInside(conjunction, gates, steps, maker);
}

/** `return` in a helper chain would only leave that. */
function whyNoReturn(
  rule: Rule,
  conjunction: Conjunction,
  isDirect: boolean,
  gates: Gates,
  steps: readonly Step[],
  repeatable: boolean,
): Diagnostic | undefined {
  if (!isDirect) return returnUnderSeveral(rule, conjunction);
  if (gates.unless !== undefined) return returnOverLimit(rule);
  return steps.length > 1 && !(repeatable && isOpen(gates)) ? returnAfterOthers(rule) : undefined;
}

/** A rule that ends the packet's way here is not tried twice, even where its conditions overlap. */
function canOverlap(
  { exceptions }: Conjunction,
  gates: Gates,
  steps: readonly Step[],
  repeatable: boolean,
): boolean {
  if (exceptions.length > 0 || !isOpen(gates)) return false;
  if (steps.length > 1 && !repeatable) return false;
  switch (steps.at(-1)?.action.kind) {
    case "accept":
    case "drop":
    case "tarpit":
    case "reject":
    case "return":
      return true;
    case "jump":
    case "add":
    case "log":
    case "passthrough":
    case undefined:
      return false;
  }
}

function makerOf({ origin, note }: Rule, { owner, newHelper }: RuleContext): Maker {
  const comment = commentOf(owner, origin, note);
  const rule = (conditions: Conditions, { action, log }: Step): FilterRule => ({
    conditions,
    action,
    log,
    comment,
    origin,
  });
  return {
    rule,
    jump: (conditions, chain) =>
      rule(conditions, { action: { kind: "jump", chain }, log: undefined }),
    newHelper,
  };
}
