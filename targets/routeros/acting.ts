import type { Step } from "./lower-actions.js";
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

/** The steps for each alternative: in rules one after the other, or in a helper chain entered on the one draw. */
export function act(
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
export function actInside(
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
