import type { Condition, PolicyFile } from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";

/** SB2006: two conditions of one kind in a rule, and how to write what was meant. */
export function* repeatedCondition(policy: PolicyFile): Generator<Diagnostic> {
  for (const statement of policy.statements) {
    if (statement.kind !== "chain") continue;
    for (const rule of statement.rules) {
      const seen = new Map<string, Condition>();
      for (const condition of rule.conditions) {
        const { kind, instead } = describe(condition);
        const earlier = seen.get(kind);
        if (earlier === undefined) {
          seen.set(kind, condition);
          continue;
        }
        const labels = [{ span: earlier.span, text: "the first one" }];
        yield report("SB2006", condition.span, { kind, instead }, { labels });
      }
    }
  }
}

function describe(condition: Condition): { readonly kind: string; readonly instead: string } {
  switch (condition.kind) {
    case "state":
      return {
        kind: "connection state",
        instead: "several states in one condition take commas: `new,related`",
      };
    case "service":
      return {
        kind: "service",
        instead: "several services in one condition take commas: `ssh, https`",
      };
    case "address":
      return {
        kind: condition.side === "source" ? "`from`" : "`to`",
        instead:
          "for either of two lists write two rules, or one list that holds both; for both at once jump to a chain that tests the second",
      };
    case "interface":
      return {
        kind: `\`${condition.direction}\``,
        instead: "for either of two interfaces declare one `interface` with both names",
      };
    case "chance":
      return { kind: "chance", instead: "write the product: `50%` of `40%` is `20%`" };
  }
}
