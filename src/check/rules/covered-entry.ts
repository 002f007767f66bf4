import type { AddressNode, PolicyFile } from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { addressCount, type AddressSet, intervalCount, sizeOf } from "../../net/address-set.js";
import { bothFamilies, type Family } from "../../net/family.js";
import type { Span } from "../../source/source-file.js";
import type { Symbols } from "../symbols.js";

/** SB4001: an entry of a list that another entry of the same list covers. */
export function* coveredEntry(_policy: PolicyFile, symbols: Symbols): Generator<Diagnostic> {
  for (const { declaration, entries: union } of symbols.lists.values()) {
    if (!("kind" in declaration)) continue;
    for (const family of bothFamilies) {
      const entries = (declaration.entries ?? []).filter(({ range }) => range.family === family);
      if (overlap(entries, union, family)) yield* covered(entries);
    }
  }
}

/** Entries that are together as many addresses as their union cover none twice; most lists end here. */
function overlap(entries: readonly AddressNode[], union: AddressSet, family: Family): boolean {
  // As many intervals as entries: nothing overlaps, nothing even touches.
  if (intervalCount(union, family) === entries.length) return false;
  const sum = entries.reduce((count, { range }) => count + sizeOf(range), 0n);
  return sum > addressCount(union, family);
}

/** Sorted by start, wider first: an entry is covered when the widest end so far reaches past its own. */
function* covered(entries: readonly AddressNode[]): Generator<Diagnostic> {
  const order = [...entries].sort((a, b) => {
    if (a.range.first !== b.range.first) return a.range.first < b.range.first ? -1 : 1;
    if (a.range.last !== b.range.last) return a.range.last > b.range.last ? -1 : 1;
    return a.span.start - b.span.start;
  });
  let widest: AddressNode | undefined;
  for (const entry of order) {
    if (widest !== undefined && entry.range.last <= widest.range.last) {
      const params = { text: textOf(entry.span), by: textOf(widest.span) };
      yield report("SB4001", entry.span, params, {
        labels: [{ span: widest.span, text: "covers it" }],
      });
    } else {
      widest = entry;
    }
  }
}

function textOf(span: Span): string {
  return span.file.text.slice(span.start, span.end);
}
