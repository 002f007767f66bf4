import type { Step } from "./lower-actions.js";
import { type Gates, hasCounter, isOpen } from "./lower-gates.js";
import { tcpAmong } from "./lower-verdict.js";
import type { Conditions, FilterRule, RouterosChain } from "./model.js";
import type { Conjunction } from "./selection.js";

/** The rules that take a rule's place, and the chains they enter. */
export interface Block {
  readonly rules: readonly FilterRule[];
  readonly helpers: readonly RouterosChain[];
}

export const emptyBlock: Block = { rules: [], helpers: [] };

/** Makes the RouterOS rules of one IR rule. */
export interface Maker {
  rule(conditions: Conditions, step: Step): FilterRule;
  jump(conditions: Conditions, chain: string): FilterRule;
  readonly newHelper: () => string;
}

/**
 * The steps for each alternative, of which a packet meets one: in rules one after the other, or in a helper
 * chain entered through the gates once.
 */
export function act(
  alternatives: readonly Conditions[],
  gates: Gates,
  steps: readonly Step[],
  repeatable: boolean,
  maker: Maker,
): Block {
  if (alternatives.length > 1 && hasCounter(gates)) {
    const name = maker.newHelper();
    const inside = act([{}], gates, steps, true, maker);
    return enter(alternatives, name, inside, maker);
  }
  const passing = alternatives.map((conditions) => ({ ...conditions, ...gates.when }));
  if (gates.unless !== undefined) {
    const name = maker.newHelper();
    const rules = [leave(gates.unless, maker), ...inRules({}, steps, maker)];
    return enter(passing, name, { rules, helpers: [] }, maker);
  }
  if (steps.length === 1 || (repeatable && isOpen(gates))) {
    return inRow(passing, steps, maker);
  }
  const name = maker.newHelper();
  return enter(passing, name, { rules: inRules({}, steps, maker), helpers: [] }, maker);
}

/** The steps for each alternative without a helper chain, each with gates of its own. */
export function inRow(
  alternatives: readonly Conditions[],
  steps: readonly Step[],
  maker: Maker,
): Block {
  const rules = alternatives.flatMap((conditions) => inRules(conditions, steps, maker));
  return { rules, helpers: [] };
}

/** A rule for each step. What is for TCP alone is followed by a verdict for the rest, where there is a rest. */
function inRules(
  conditions: Conditions,
  steps: readonly Step[],
  maker: Maker,
): readonly FilterRule[] {
  const rules: FilterRule[] = [];
  for (const step of steps) {
    const narrowed = step.tcpOnly === true ? tcpAmong(conditions) : conditions;
    if (narrowed === undefined) continue;
    rules.push(maker.rule(narrowed, step));
    if (step.tcpOnly === true && conditions.protocol === "tcp") break;
  }
  return rules;
}

function enter(
  alternatives: readonly Conditions[],
  name: string,
  { rules, helpers }: Block,
  maker: Maker,
): Block {
  return {
    rules: alternatives.map((conditions) => maker.jump(conditions, name)),
    helpers: [{ name, rules, note: undefined }, ...helpers],
  };
}

function leave(conditions: Conditions, maker: Maker): FilterRule {
  return maker.rule(conditions, { action: { kind: "return" }, log: undefined });
}

/**
 * A helper chain for what one rule cannot test: it returns for the exceptions, then acts. Where several
 * alternatives may hold at once, it returns after the first that does.
 */
export function actInside(
  { parts, overlapping, exceptions }: Conjunction,
  gates: Gates,
  steps: readonly Step[],
  maker: Maker,
): Block {
  const name = maker.newHelper();
  const rules = exceptions.map((exception) => leave(exception, maker));
  const helpers: RouterosChain[] = [];
  const add = (block: Block): void => {
    rules.push(...block.rules);
    helpers.push(...block.helpers);
  };
  // Inside, no condition on a list is left, so the steps can follow each other.
  const [only, ...more] = overlapping;
  if (only !== undefined && more.length === 0) {
    add(act([only], gates, steps, true, maker));
  } else if (hasCounter(gates)) {
    const once = maker.newHelper();
    for (const alternative of overlapping) {
      rules.push(maker.jump(alternative, once), leave(alternative, maker));
    }
    const inside = act([{}], gates, steps, true, maker);
    helpers.push({ name: once, rules: inside.rules, note: undefined }, ...inside.helpers);
  } else {
    for (const alternative of overlapping) {
      add(act([alternative], gates, steps, true, maker));
      rules.push(leave(alternative, maker));
    }
  }
  return enter(parts, name, { rules, helpers }, maker);
}
