import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Ruleset } from "../ir/ruleset.js";
import { deadRule } from "./rules/dead-rule.js";
import { shortBin } from "./rules/short-bin.js";
import { trappedService } from "./rules/trapped-service.js";
import { twoSteps } from "./rules/two-steps.js";
import { unfilledList } from "./rules/unfilled-list.js";
import { unreadRung } from "./rules/unread-rung.js";

/** One thing to warn of, found in the IR. */
export type LintRule = (ruleset: Ruleset) => Iterable<Diagnostic>;

const rules: readonly LintRule[] = [
  deadRule,
  unfilledList,
  twoSteps,
  shortBin,
  unreadRung,
  trappedService,
];

/** All that one would regret, in no particular order. */
export function lintRuleset(ruleset: Ruleset): readonly Diagnostic[] {
  return rules.flatMap((rule) => [...rule(ruleset)]);
}
