import type { CountNode, PolicyFile } from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";

const longestAddress = 128;

/** SB2025: `per` with a network that no source can be told apart by. */
export function* keyLength(policy: PolicyFile): Generator<Diagnostic> {
  for (const statement of policy.statements) {
    if (statement.kind === "list" && statement.per !== undefined) {
      yield* outside(statement.per, 32, 64, "32 to 64, the length of an IPv6 network: `per 64`");
    }
    if (statement.kind !== "chain") continue;
    for (const condition of statement.rules.flatMap((rule) => rule.conditions)) {
      if (condition.kind !== "connections" || condition.length === undefined) continue;
      const allowed = "1 to 32 for IPv4 networks, 33 to 128 for IPv6 ones";
      yield* outside(condition.length, 1, longestAddress, allowed);
    }
  }
}

function* outside(
  { value, span }: CountNode,
  least: number,
  most: number,
  allowed: string,
): Generator<Diagnostic> {
  if (value < least || value > most) yield report("SB2025", span, { found: value, allowed });
}
