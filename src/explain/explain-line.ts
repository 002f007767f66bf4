import { printAction, printMatcher } from "../ir/print.js";
import type { Chain, Rule, Ruleset } from "../ir/ruleset.js";
import { formatChance } from "../net/chance.js";
import { isOnLine, withPlace } from "./explain-policy.js";

/** The rules that come from one line of the source, in words and as they are in their chain; empty if none do. */
export function explainLine(ruleset: Ruleset, line: number): readonly string[] {
  return ruleset.chains.flatMap((chain) => {
    const rules = chain.rules.filter((rule) => isOnLine(rule.origin, line));
    if (rules.length === 0) return [];
    return [`In the chain ${chain.name}${hookOf(chain)}:`, ...rules.flatMap(bothWays)];
  });
}

function hookOf({ hook }: Chain): string {
  return hook === undefined ? "" : `, hooked at ${hook.point}`;
}

function bothWays(rule: Rule): readonly string[] {
  const conditions = [...rule.matchers].reverse().map(printMatcher);
  if (rule.chance !== undefined) conditions.push(formatChance(rule.chance));
  const actions = rule.actions.map((action) => printAction(action, new Map()));
  const written = [...conditions, "->", actions.join(", ")].join(" ");
  return [`  ${withPlace(rule)}`, `      ${written}`];
}
