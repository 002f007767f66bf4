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
    const misspelt = kind === "service" ? wordBefore(symbols, found.at(-1), name) : undefined;
    if (misspelt === undefined) found.push(unknown(symbols, kind, name));
    else found.splice(-1, 1, misspelt);
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

/** Conditions that want a name, and what is named. */
const namingWords: readonly (readonly [ReferenceKind, readonly string[]])[] = [
  ["list", ["from", "to"]],
  ["interface", ["in", "out"]],
];

/** `form trusted` reads as two services: where the second is a list, the first is a misspelt `from`. */
function wordBefore(
  symbols: Symbols,
  last: Diagnostic | undefined,
  { text, span }: Name,
): Diagnostic | undefined {
  if (last === undefined || last.span.file !== span.file) return undefined;
  const { file, start, end } = last.span;
  if (!/^\s+$/u.test(file.text.slice(end, span.start))) return undefined;
  const before = file.text.slice(start, end);
  for (const [kind, words] of namingWords) {
    const meant = tableOf(symbols, kind).has(text) ? nearest(before, words) : undefined;
    if (meant === undefined) continue;
    const suggestion = { span: last.span, replacement: meant };
    return report("SB2001", last.span, { kind: "service", name: before }, { suggestion });
  }
  return undefined;
}

/** A list or an interface where a condition is due: the word that asks for it is missing. */
function wordMissing(symbols: Symbols, { text, span }: Name): Diagnostic | undefined {
  for (const [kind, [word]] of namingWords) {
    const declared = tableOf(symbols, kind).get(text)?.name.span;
    if (declared === undefined || word === undefined) continue;
    const written = `${word} ${span.file.text.slice(span.start, span.end)}`;
    return report(
      "SB2001",
      span,
      { kind: "service", name: text },
      {
        labels: [{ span: declared, text: `the ${kind} of this name is declared here` }],
        suggestion: { span, replacement: written },
      },
    );
  }
  return undefined;
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
  const elsewhere = kind === "service" ? wordMissing(symbols, name) : undefined;
  if (elsewhere !== undefined) return elsewhere;
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
