import type { PolicyFile } from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";

/** SB2023: a `place` for a jump that there is not. */
export function* unhookedClause(policy: PolicyFile): Generator<Diagnostic> {
  for (const statement of policy.statements) {
    if (statement.kind !== "chain" && statement.kind !== "ladder") continue;
    if (statement.place === undefined || statement.hook !== undefined) continue;
    yield report("SB2023", statement.place.span, { clause: "place" });
  }
}
