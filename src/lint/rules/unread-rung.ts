import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { isTerminal, type Rule, type Ruleset } from "../../ir/ruleset.js";

/**
 * SB4008: the top of a ladder without a bin. A list that is filled from anywhere may be for people to look at; one that
 * sources climb to, by a rule that does nothing else, is there for a rule.
 */
export function* unreadRung(ruleset: Ruleset): Generator<Diagnostic> {
  const rules = ruleset.chains.flatMap((chain) => chain.rules);
  const read = new Set(rules.flatMap(listsAsked));
  const dynamic = new Set(ruleset.lists.filter((list) => list.dynamic).map(({ name }) => name));
  const told = new Set<string>();
  for (const rule of rules) {
    const isClimb = listsAsked(rule).some((list) => dynamic.has(list));
    if (!isClimb || rule.actions.some((action) => action.kind === "log" || isTerminal(action))) {
      continue;
    }
    for (const action of rule.actions) {
      if (action.kind !== "add" || read.has(action.list) || told.has(action.list)) continue;
      told.add(action.list);
      yield report("SB4008", action.origin, { list: action.list });
    }
  }
}

function listsAsked({ matchers }: Rule): readonly string[] {
  return matchers.flatMap((matcher) =>
    matcher.kind === "address" && matcher.operand.kind === "list" ? [matcher.operand.list] : [],
  );
}
