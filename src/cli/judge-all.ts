import { serviceNamed } from "../check/symbols.js";
import { type Judgement, judge } from "../odds/expectation.js";
import { gateOf } from "../odds/stranger.js";
import type { ReadRuleset } from "./read-ruleset.js";

/** All expectations of a policy, judged. */
export function judgeAll({ checked, ruleset }: ReadRuleset): readonly Judgement[] {
  const gate = gateOf(ruleset);
  return checked.policy.statements.flatMap((statement) => {
    if (statement.kind !== "expect") return [];
    const { service } = statement;
    const meaning =
      service.kind === "term" ? [service.term] : serviceNamed(checked.symbols, service.text);
    return [judge(gate, statement, meaning ?? [])];
  });
}
