import type { Name, PolicyFile } from "../../ast/nodes.js";
import { type ReferenceKind, visitReferences } from "../../ast/references.js";
import type { Diagnostic, Label } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { nearest } from "../../diagnostics/suggest.js";
import { connectionStates } from "../../net/connection-state.js";
import { isOtherProtocol } from "../../net/service.js";
import { tcpFlags } from "../../net/tcp-flags.js";
import { wellKnownServices } from "../../net/well-known-services.js";
import type { Symbols } from "../symbols.js";

/** SB2001: a name that nothing declares, with the nearest one that is. */
export function unknownName(policy: PolicyFile, symbols: Symbols): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  visitReferences(policy, (kind, name) => {
    if (isKnown(symbols, kind, name) || isFlagBehind(found.at(-1), name)) return;
    found.push(unknown(symbols, kind, name));
  });
  return found;
}

function isKnown(symbols: Symbols, kind: ReferenceKind, name: Name): boolean {
  return (
    tableOf(symbols, kind).has(name.text) ||
    (kind === "service" && wellKnownServices.has(name.text))
  );
}

/** `flgs syn`: what stands behind the misspelt word is no service either. */
function isFlagBehind(last: Diagnostic | undefined, { text, span }: Name): boolean {
  if (last?.suggestion?.replacement !== "flags" || !tcpFlags.some((flag) => flag === text)) {
    return false;
  }
  const { file, end } = last.span;
  return span.file === file && /^[\s!a-z]*$/u.test(file.text.slice(end, span.start));
}

function tableOf(
  symbols: Symbols,
  kind: ReferenceKind,
): ReadonlyMap<string, { readonly name: { readonly span: Label["span"] } }> {
  switch (kind) {
    case "list":
      return symbols.lists;
    case "chain":
      return symbols.chains;
    case "service":
      return symbols.services;
    case "interface":
      return symbols.interfaces;
  }
}

function unknown(symbols: Symbols, kind: ReferenceKind, name: Name): Diagnostic {
  if (kind === "service" && isOtherProtocol(name.text)) {
    const suggestion = { span: name.span, replacement: `proto ${name.text}` };
    return report("SB2001", name.span, { kind, name: name.text }, { suggestion });
  }
  const table = tableOf(symbols, kind);
  const known =
    kind === "service" ? [...table.keys(), ...wellKnownServices.keys(), ...ownWords] : table.keys();
  const meant = nearest(name.text, known);
  const declared = meant === undefined ? undefined : table.get(meant)?.name.span;
  return report(
    "SB2001",
    name.span,
    { kind, name: name.text },
    {
      labels:
        declared === undefined ? [] : [{ span: declared, text: "a similar name is declared here" }],
      suggestion:
        meant === undefined ? undefined : { span: name.span, replacement: quoteUnlessPlain(meant) },
      help: meant === undefined ? declarations[kind] : undefined,
    },
  );
}

function quoteUnlessPlain(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/u.test(name) ? name : JSON.stringify(name);
}

/** What a condition can begin or go on with: misspelt, it reads as a service. */
const ownWords: readonly string[] = [...connectionStates, ...["scan", "flags"], ...tcpFlags];

const declarations: Record<ReferenceKind, string> = {
  list: "declare it: `list NAME { … }` for fixed entries, `list NAME timeout 1h` for remembered ones",
  chain: "declare it: `chain NAME { … }`",
  service: "declare it (`service NAME = tcp/8080`), or write the port itself: `tcp/8080`",
  interface: "declare it: `interface NAME { routeros ether1  nftables eth0 }`",
};
