import type { Name, PolicyFile } from "../../ast/nodes.js";
import { type ReferenceKind, referencesIn } from "../../ast/references.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import type { Symbols } from "../symbols.js";

/** SB4002: a list, chain, service or interface that nothing refers to. A hooked chain is used. */
export function* unusedDeclaration(policy: PolicyFile, symbols: Symbols): Generator<Diagnostic> {
  const used = new Set<string>();
  for (const { kind, name } of referencesIn(policy)) used.add(keyOf(kind, name));
  const hookless = [...symbols.chains.values()].filter(({ hook }) => hook === undefined);
  yield* unused("list", symbols.lists.values(), used);
  yield* unused("chain", hookless, used);
  yield* unused("service", symbols.services.values(), used);
  yield* unused("interface", symbols.interfaces.values(), used);
}

function keyOf(kind: ReferenceKind, name: Name): string {
  return `${kind} ${name.text}`;
}

function* unused(
  kind: ReferenceKind,
  declared: Iterable<{ readonly name: Name }>,
  used: ReadonlySet<string>,
): Generator<Diagnostic> {
  for (const { name } of declared) {
    if (!used.has(keyOf(kind, name))) yield report("SB4002", name.span, { kind, name: name.text });
  }
}
