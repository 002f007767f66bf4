import type { PolicyFile } from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";

const endings = new Set(["accept", "drop", "reject", "tarpit", "else", "return", "jump"]);

/** SB2007: an action behind one that ends the rule. */
export function* actionOrder(policy: PolicyFile): Generator<Diagnostic> {
  for (const statement of policy.statements) {
    if (statement.kind !== "chain") continue;
    for (const { actions } of statement.rules) {
      const end = actions.findIndex((action) => endings.has(action.kind));
      const ending = actions[end];
      const behind = actions[end + 1];
      if (ending === undefined || behind === undefined) continue;
      // Of several verdicts to choose from any ends it; the first names them well enough.
      const last = ending.kind === "else" ? (ending.choices[0]?.kind ?? "else") : ending.kind;
      const labels = [{ span: ending.span, text: "ends the rule" }];
      yield report("SB2007", behind.span, { last }, { labels });
    }
  }
}
