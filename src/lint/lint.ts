import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Ruleset } from "../ir/ruleset.js";
import type { Expectation } from "./expectation.js";
import { deadRule } from "./rules/dead-rule.js";
import { deadRung } from "./rules/dead-rung.js";
import { knifeEdge } from "./rules/knife-edge.js";
import { lateExemption } from "./rules/late-exemption.js";
import { logFlood } from "./rules/log-flood.js";
import { publicService } from "./rules/public-service.js";
import { shortBin } from "./rules/short-bin.js";
import { shortRung } from "./rules/short-rung.js";
import { trappedService } from "./rules/trapped-service.js";
import { twoSteps } from "./rules/two-steps.js";
import { unfilledList } from "./rules/unfilled-list.js";
import { unreadRung } from "./rules/unread-rung.js";

/** One thing to warn of, found in the IR. */
export type LintRule = (
  ruleset: Ruleset,
  expectations: readonly Expectation[],
) => Iterable<Diagnostic>;

const rules: readonly LintRule[] = [
  deadRule,
  unfilledList,
  twoSteps,
  shortBin,
  unreadRung,
  trappedService,
  shortRung,
  knifeEdge,
  deadRung,
  publicService,
  lateExemption,
  logFlood,
];

/** All that one would regret, in no particular order. */
export function lintRuleset(
  ruleset: Ruleset,
  expectations: readonly Expectation[] = [],
): readonly Diagnostic[] {
  return rules.flatMap((rule) => [...rule(ruleset, expectations)]);
}
