import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import type { AddressList, Ruleset } from "../../ir/ruleset.js";
import { hasFamily } from "../../net/address-set.js";

/** SB4004: a list that rules look at, with no entry and no rule that adds one. */
export function* unfilledList(ruleset: Ruleset): Generator<Diagnostic> {
  const read = new Set<string>();
  for (const matcher of ruleset.chains.flatMap(({ rules }) =>
    rules.flatMap((rule) => rule.matchers),
  )) {
    if (matcher.kind === "address" && matcher.operand.kind === "list")
      read.add(matcher.operand.list);
  }
  for (const list of ruleset.lists) {
    if (read.has(list.name) && !list.dynamic && isEmpty(list)) {
      yield report("SB4004", list.origin, { name: list.name });
    }
  }
}

function isEmpty({ permanent }: AddressList): boolean {
  return !hasFamily(permanent, "ipv4") && !hasFamily(permanent, "ipv6");
}
