import type { AddressNode, Condition, PolicyFile } from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { prefixesOfRange } from "../../net/address.js";
import { selectStates } from "../../net/connection-state.js";

/** SB3001: a condition that negates everything there is. */
export function* impossibleCondition(policy: PolicyFile): Generator<Diagnostic> {
  for (const statement of policy.statements) {
    if (statement.kind !== "chain") continue;
    for (const condition of statement.rules.flatMap((rule) => rule.conditions)) {
      const why = whyImpossible(condition);
      if (why !== undefined) yield report("SB3001", condition.span, { why });
    }
  }
}

function whyImpossible(condition: Condition): string | undefined {
  switch (condition.kind) {
    case "state":
      return selectStates(condition.states, condition.negated).length === 0
        ? "every connection state is excluded"
        : undefined;
    case "address":
      return condition.negated && condition.operand.kind === "address" && isWhole(condition.operand)
        ? "every address is excluded"
        : undefined;
    case "service":
    case "interface":
    case "chance":
    case "rate":
    case "connections":
    case "scan":
    case "length":
    case "mac":
      return undefined;
    case "flags": {
      const both = condition.set.find((flag) => condition.unset.includes(flag));
      return both === undefined ? undefined : `\`${both}\` is asked for and excluded`;
    }
  }
}

/** The range of a whole family is one prefix of length 0. */
function isWhole({ range }: AddressNode): boolean {
  const [widest] = prefixesOfRange(range);
  return widest?.length === 0;
}
