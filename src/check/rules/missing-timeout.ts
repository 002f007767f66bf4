import type { Name, PolicyFile } from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import type { Span } from "../../source/source-file.js";
import type { Symbols } from "../symbols.js";

/** SB2005: an address is added, and neither the action nor the list says for how long. */
export function* missingTimeout(policy: PolicyFile, symbols: Symbols): Generator<Diagnostic> {
  for (const statement of policy.statements) {
    if (statement.kind === "chain") {
      for (const action of statement.rules.flatMap((rule) => rule.actions)) {
        if (action.kind !== "add" || action.timeout !== undefined) continue;
        yield* untimed(symbols, action.list, action.span);
      }
    }
    if (statement.kind === "ladder") {
      for (const item of statement.items) {
        const steps = item.kind === "rungs" ? item.rungs : item.kind === "bin" ? [item.bin] : [];
        for (const step of steps) {
          if (step.timeout === undefined) yield* untimed(symbols, step.list, step.span);
        }
      }
    }
  }
}

function* untimed(symbols: Symbols, list: Name, span: Span): Generator<Diagnostic> {
  const known = symbols.lists.get(list.text);
  if (known === undefined || known.timeout !== undefined) return;
  const labels =
    known.name.span === list.span
      ? []
      : [{ span: known.name.span, text: "declared without one here" }];
  yield report("SB2005", span, { list: list.text }, { labels });
}
