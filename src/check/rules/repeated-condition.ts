import type { Condition, PolicyFile } from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { serviceNamed, type Symbols } from "../symbols.js";

/** SB2006: two conditions of one kind in a rule, and how to write what was meant. */
export function* repeatedCondition(policy: PolicyFile, symbols: Symbols): Generator<Diagnostic> {
  for (const statement of policy.statements) {
    if (statement.kind !== "chain") continue;
    for (const rule of statement.rules) {
      const seen = new Map<string, Condition>();
      for (const condition of rule.conditions) {
        if (isNoService(condition, symbols)) continue;
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

/** Names that nothing declares are told as such; they may be meant for something else. */
function isNoService(condition: Condition, symbols: Symbols): boolean {
  return (
    condition.kind === "service" &&
    condition.services.every(
      (service) => service.kind === "name" && serviceNamed(symbols, service.text) === undefined,
    )
  );
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
    case "rate":
      return {
        kind: condition.per.length === 0 ? "rate" : "rate per key",
        instead: "the smaller of two rates is the one that counts; jump to a chain for the second",
      };
    case "connections":
      return { kind: "`conns`", instead: "jump to a chain that tests the second" };
    case "scan":
      return { kind: "`scan`", instead: "write two rules, one for each set of weights" };
    case "flags":
      return { kind: "`flags`", instead: "write all of them behind one `flags`: `flags syn !ack`" };
    case "length":
      return { kind: "`length`", instead: "write one range: `length 100-200`" };
    case "mac":
      return { kind: "`mac`", instead: "write a rule for each address" };
    case "chance":
      return { kind: "chance", instead: "write the product: `50%` of `40%` is `20%`" };
  }
}
