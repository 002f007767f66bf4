import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { report } from "../../src/diagnostics/report.js";
import type { Rule } from "../../src/ir/ruleset.js";
import { testsOwnAdditions } from "../../src/ir/self-reference.js";
import { formatChance } from "../../src/net/chance.js";
import { commentOf } from "./comments.js";
import { type Spellings, type Step, stepsOf } from "./lower-actions.js";
import { type MatcherContext, selectionOf } from "./lower-matcher.js";
import { act, actInside, type Block, emptyBlock, type Maker } from "./acting.js";
import type { Conditions, FilterRule } from "./model.js";
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
 * repeating only where the first action leaves the conditions as they were and there is no draw to repeat; all
 * else goes through a helper chain, entered once (LANGUAGE.md section 7, traps).
 */
export function lowerRule(rule: Rule, context: RuleContext): Block {
  const conjunction = conjunctionOf(rule.matchers.map((matcher) => selectionOf(matcher, context)));
  const steps = stepsOf(rule.actions, context);
  if (conjunction.parts.length === 0 || steps.length === 0) return emptyBlock;
  const maker = makerOf(rule, context);
  const draw: Conditions =
    rule.chance === undefined ? {} : { random: formatChance(rule.chance).slice(0, -1) };
  const isSimple = conjunction.exceptions.length === 0 && hasOnePart(conjunction.overlapping);
  const repeatable = !testsOwnAdditions(rule);

  if (isSimple || canOverlap(conjunction, rule, steps, repeatable)) {
    if (steps.length > 1 && endsInReturn(steps) && (rule.chance !== undefined || !repeatable)) {
      context.report(returnAfterOthers(rule));
      return emptyBlock;
    }
    const alternatives = conjunction.parts.flatMap((part) =>
      conjunction.overlapping.map((alternative) => ({ ...part, ...alternative })),
    );
    return act(alternatives, draw, steps, repeatable, maker);
  }
  if (endsInReturn(steps)) {
    context.report(returnUnderSeveral(rule, conjunction));
    return emptyBlock;
  }
  return actInside(conjunction, draw, steps, maker);
}

function hasOnePart(conditions: readonly Conditions[]): boolean {
  return conditions.length === 1;
}

/** A rule that ends the packet's way here is not tried twice, even where its conditions overlap. */
function canOverlap(
  { exceptions }: Conjunction,
  rule: Rule,
  steps: readonly Step[],
  repeatable: boolean,
): boolean {
  if (exceptions.length > 0 || rule.chance !== undefined) return false;
  if (steps.length > 1 && !repeatable) return false;
  switch (steps.at(-1)?.action.kind) {
    case "accept":
    case "drop":
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

function endsInReturn(steps: readonly Step[]): boolean {
  return steps.at(-1)?.action.kind === "return";
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

function returnAfterOthers(rule: Rule): Diagnostic {
  const what =
    rule.chance === undefined
      ? "`return` after adding to a list that the rule itself tests"
      : "`return` after another action on one draw";
  const help =
    "it takes a helper chain, which `return` would only leave; `jump` to a chain of your own that does it all and ends in a verdict, or end the rule without `return`";
  return report("SB5005", rule.origin, { target: "RouterOS", what }, { help });
}

function returnUnderSeveral(rule: Rule, { exceptions }: Conjunction): Diagnostic {
  const isNegation = exceptions.length > 0;
  const what = isNegation
    ? "the negation of several things where the rule ends in `return`"
    : "several interface lists at once where the rule ends in `return`";
  const help = isNegation
    ? "it takes a helper chain, which `return` would only leave; say the opposite: put the rules that follow into a chain of their own and `jump` there for what is negated here"
    : "make one interface list on the router that includes them, and name that one";
  return report("SB5006", rule.origin, { target: "RouterOS", what }, { help });
}
