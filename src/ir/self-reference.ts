import type { Rule } from "./ruleset.js";

/**
 * Whether a rule tests a list that its own actions add to. Such a rule may be repeated
 * for its second action only at the risk that the first action has changed the answer: LANGUAGE.md 7.2,
 * "the change is seen by the very next rule, for the same packet".
 */
export function testsOwnAdditions(rule: Rule): boolean {
  return rule.actions.some(
    (action) =>
      action.kind === "add" &&
      rule.matchers.some(
        (matcher) =>
          matcher.kind === "address" &&
          matcher.operand.kind === "list" &&
          matcher.operand.list === action.list,
      ),
  );
}
