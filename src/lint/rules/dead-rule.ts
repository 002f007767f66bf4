import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { isTerminal, type Rule, type Ruleset } from "../../ir/ruleset.js";

/** SB4003: a rule behind one that takes every packet of its families. Told once a chain. */
export function* deadRule(ruleset: Ruleset): Generator<Diagnostic> {
  for (const { rules } of ruleset.chains) {
    for (const [index, rule] of rules.entries()) {
      const taker = rules.slice(0, index).find((earlier) => takesAllOf(earlier, rule));
      if (taker === undefined) continue;
      const labels = [{ span: taker.origin, text: "takes every packet" }];
      yield report("SB4003", rule.origin, {}, { labels });
      break;
    }
  }
}

function takesAllOf(earlier: Rule, rule: Rule): boolean {
  const last = earlier.actions.at(-1);
  return (
    earlier.matchers.length === 0 &&
    earlier.chance === undefined &&
    last !== undefined &&
    last.kind !== "jump" &&
    isTerminal(last) &&
    rule.families.every((family) => earlier.families.includes(family))
  );
}
