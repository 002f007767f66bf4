import { expectationsOf } from "../lint/expectation.js";
import { type Judgement, judge } from "../odds/expectation.js";
import { gateOf } from "../odds/stranger.js";
import type { ReadRuleset } from "./read-ruleset.js";

/** All expectations of a policy, judged. */
export function judgeAll({ checked, ruleset }: ReadRuleset): readonly Judgement[] {
  const gate = gateOf(ruleset);
  return expectationsOf(checked).map(({ statement, service }) => judge(gate, statement, service));
}
