import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { report } from "../../src/diagnostics/report.js";
import type { Rule } from "../../src/ir/ruleset.js";
import { testsOwnAdditions } from "../../src/ir/self-reference.js";
import { formatChance } from "../../src/net/chance.js";
import { commentOf } from "./comments.js";
import { type Spellings, type Step, stepsOf } from "./lower-actions.js";
import { type MatcherContext, selectionOf } from "./lower-matcher.js";
import type { Conditions, FilterRule, RouterosChain } from "./model.js";
import { type Conjunction, conjunctionOf } from "./selection.js";

/** What lowering a rule depends on besides itself. */
export interface RuleContext extends MatcherContext, Spellings {
  readonly owner: string;
  readonly report: (diagnostic: Diagnostic) => void;
  /** A name for one more helper chain of the chain that the rule stands in. */
  readonly newHelper: () => string;
}

/** The rules that take a rule's place, and the chains they enter. */
export interface Block {
  readonly rules: readonly FilterRule[];
  readonly helpers: readonly RouterosChain[];
}

const emptyBlock: Block = { rules: [], helpers: [] };

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

/** Makes the RouterOS rules of one IR rule. */
interface Maker {
  rule(conditions: Conditions, step: Step): FilterRule;
  jump(conditions: Conditions, chain: string): FilterRule;
  readonly newHelper: () => string;
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

/** The steps for each alternative: in rules one after the other, or in a helper chain entered on the one draw. */
function act(
  alternatives: readonly Conditions[],
  draw: Conditions,
  steps: readonly Step[],
  repeatable: boolean,
  maker: Maker,
): Block {
  const drawn = alternatives.map((conditions) => ({ ...conditions, ...draw }));
  if (steps.length === 1 || (repeatable && draw.random === undefined)) {
    const rules = drawn.flatMap((conditions) => steps.map((step) => maker.rule(conditions, step)));
    return { rules, helpers: [] };
  }
  const name = maker.newHelper();
  const inside = steps.map((step) => maker.rule({}, step));
  return {
    rules: drawn.map((conditions) => maker.jump(conditions, name)),
    helpers: [{ name, rules: inside, note: undefined }],
  };
}

/**
 * A helper chain for what one rule cannot test: it returns for the exceptions, then acts. Where several
 * alternatives may hold at once, it returns after the first that does.
 */
function actInside(
  { parts, overlapping, exceptions }: Conjunction,
  draw: Conditions,
  steps: readonly Step[],
  maker: Maker,
): Block {
  const name = maker.newHelper();
  const leave = (conditions: Conditions): FilterRule =>
    maker.rule(conditions, { action: { kind: "return" }, log: undefined });
  const acts: FilterRule[] = [];
  const helpers: RouterosChain[] = [];
  for (const alternative of overlapping) {
    // Inside, no condition on a list is left, so the steps can follow each other.
    const block = act([alternative], draw, steps, true, maker);
    acts.push(...block.rules);
    helpers.push(...block.helpers);
    if (overlapping.length > 1) acts.push(leave(alternative));
  }
  const rules = [...exceptions.map(leave), ...acts];
  return {
    rules: parts.map((part) => maker.jump(part, name)),
    helpers: [{ name, rules, note: undefined }, ...helpers],
  };
}

function returnAfterOthers(rule: Rule): Diagnostic {
  const why =
    rule.chance === undefined
      ? "an action before `return` whose list the rule itself tests"
      : "`return` after another action on one draw";
  return report(
    "SB5005",
    rule.origin,
    { target: "RouterOS", what: why },
    {
      help: "a rule there has one action, and `return` would only leave the helper chain; let the rule `jump` to a chain that does the rest and ends in a verdict, or return in a rule of its own",
    },
  );
}

function returnUnderSeveral(rule: Rule, { exceptions }: Conjunction): Diagnostic {
  const what =
    exceptions.length > 0
      ? "a negation of several things in a rule that ends in `return`"
      : "several interface lists in a rule that ends in `return` or draws";
  return report(
    "SB5006",
    rule.origin,
    { target: "RouterOS", what },
    {
      help: "it takes a helper chain, which `return` would only leave; say the opposite: `jump` to a chain with the rest of the rules for what is not negated, or make one interface list on the router",
    },
  );
}
