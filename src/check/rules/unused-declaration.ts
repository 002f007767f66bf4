import type { Name, PolicyFile } from "../../ast/nodes.js";
import { type ReferenceKind, visitReferences } from "../../ast/references.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import type { Symbols } from "../symbols.js";

/** SB4002: a list, chain, service or interface that nothing refers to. A hooked chain is used. */
export function* unusedDeclaration(policy: PolicyFile, symbols: Symbols): Generator<Diagnostic> {
  const used: Record<ReferenceKind, Set<string>> = {
    list: new Set(),
    chain: new Set(),
    service: new Set(),
    interface: new Set(),
  };
  visitReferences(policy, (kind, name) => used[kind].add(name.text));
  const hookless = [...symbols.chains.values()].filter(({ hook }) => hook === undefined);
  yield* unused("list", symbols.lists.values(), used);
  yield* unused("chain", hookless, used);
  yield* unused("service", symbols.services.values(), used);
  yield* unused("interface", symbols.interfaces.values(), used);
}

function* unused(
  kind: ReferenceKind,
  declared: Iterable<{ readonly name: Name }>,
  used: Record<ReferenceKind, ReadonlySet<string>>,
): Generator<Diagnostic> {
  for (const { name } of declared) {
    if (!used[kind].has(name.text)) yield report("SB4002", name.span, { kind, name: name.text });
  }
}
