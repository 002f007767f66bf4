import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { isTerminal, type Rule, type Ruleset } from "../../ir/ruleset.js";

/** SB4003: a rule behind one that takes every packet of its families. Told once a chain. */
export function* deadRule(ruleset: Ruleset): Generator<Diagnostic> {
  for (const { rules } of ruleset.chains) {
    const takers: Rule[] = [];
    for (const rule of rules) {
      const taker = takers.find(({ families }) =>
        rule.families.every((family) => families.includes(family)),
      );
      if (taker === undefined) {
        if (takesAll(rule)) takers.push(rule);
        continue;
      }
      const labels = [{ span: taker.origin, text: "takes every packet" }];
      yield report("SB4003", rule.origin, {}, { labels });
      break;
    }
  }
}

function takesAll({ matchers, chance, rates, actions }: Rule): boolean {
  const last = actions.at(-1);
  return (
    matchers.length === 0 &&
    chance === undefined &&
    rates.length === 0 &&
    last !== undefined &&
    last.kind !== "jump" &&
    isTerminal(last)
  );
}
